"""A sample as one sees it: its loudness over time, and what is heard now."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kling_studio.ui.theme import CORNER_PX, DARK

HEIGHT_PX = 44
_BAR_PX = 3


class Waveform(QWidget):
    """Shows a sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: Sequence[float] = ()
        self._duration_s = 0.0
        self._at_s: float | None = None
        self.setObjectName("sampleWaveform")
        self.setFixedHeight(HEIGHT_PX)
        self._describe()

    def show_sound(self, peaks: Sequence[float], duration_s: float) -> None:
        """Show a sample; no peaks show an empty place."""
        self._peaks, self._duration_s, self._at_s = peaks, duration_s, None
        self._describe()

    def show_place(self, second: float | None) -> None:
        """Show which second is heard."""
        self._at_s = second
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ground0))
        painter.drawRoundedRect(QRectF(self.rect()), CORNER_PX, CORNER_PX)
        if self._peaks:
            self._draw_bars(painter)
        if self._at_s is not None:
            painter.fillRect(QRectF(self._x(self._at_s) - 0.5, 2, 1.5, self.height() - 4), QColor(DARK.text1))

    def _draw_bars(self, painter: QPainter) -> None:
        count = max(1, (self.width() - 8) // _BAR_PX)
        middle, room = self.height() / 2, self.height() / 2 - 5
        step = len(self._peaks) / count
        for bar in range(count):
            first = int(bar * step)
            some = self._peaks[first : max(first + 1, int((bar + 1) * step))]
            # Quiet speech is to be seen too: the root opens the low levels.
            half = max(0.75, (max(some) ** 0.6 if some else 0) * room)
            x = 4 + bar * _BAR_PX
            heard = self._at_s is not None and x < self._x(self._at_s)
            colour = DARK.accent if heard else DARK.text2
            painter.fillRect(QRectF(x, middle - half, _BAR_PX - 1, 2 * half), QColor(colour))

    def _x(self, second: float) -> float:
        return 4 + (self.width() - 8) * (second / self._duration_s if self._duration_s else 0)

    def _describe(self) -> None:
        self.setAccessibleName("Sample")
        self.setAccessibleDescription(f"{self._duration_s:.1f} s" if self._peaks else "no sample")
        self.update()
