"""How loud it is at the microphone: a bar that says when it is too loud."""

from math import log10

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kling_studio.ui.theme import DARK

_LOWEST_DB = -50.0
_LOUD_DB, _TOO_LOUD_DB = -9.0, -1.0
_HEIGHT_PX = 8


class LevelMeter(QWidget):
    """A level from 0 to 1 on the scale of the ear. Green is good, yellow near the top, red cut off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._db = _LOWEST_DB
        self.setObjectName("recordingLevel")
        self.setAccessibleName("Level of the microphone")
        self.setFixedHeight(_HEIGHT_PX)

    def show_level(self, level: float) -> None:
        """Show a level; the bar rises at once and sinks slowly."""
        db = max(_LOWEST_DB, 20 * log10(level)) if level > 0 else _LOWEST_DB
        self._db = max(db, self._db - 3)
        words = "too loud" if self._db > _TOO_LOUD_DB else "quiet" if self._db < -36 else "good"
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ground0))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        part = 1 - self._db / _LOWEST_DB
        colour = DARK.error if self._db > _TOO_LOUD_DB else DARK.warning if self._db > _LOUD_DB else DARK.ok
        painter.setBrush(QColor(colour))
        if part > 0:
            painter.drawRoundedRect(QRectF(0, 0, max(8.0, part * self.width()), self.height()), 4, 4)
