"""A sentence with the shape of its severity before it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from kling_studio.core.checks import Severity
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import BODY_PX, DARK, sized

_BESIDE_PX = 7


class Told(QLabel):
    """A finding or an advice in words, at one of the four sizes, ``indent_px`` from the left."""

    def __init__(self, message: str, severity: Severity, px: int = BODY_PX, indent_px: int = 0) -> None:
        super().__init__(message)
        self._severity = severity
        self._left_px = indent_px + px * 0.5
        self._shape_px = px - 2
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(sized(px, tabular=True))
        self.setStyleSheet(f"color: {DARK.text1}; font-size: {px}px")
        self.setContentsMargins(indent_px + px + _BESIDE_PX, 0, 0, 0)
        self.setAccessibleName(f"{severity}: {message}")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self._left_px, self.fontMetrics().height() / 2 + 1)
        paint_severity(painter, centre, self._severity, self._shape_px)
        painter.end()
