"""A sample as one sees it: its loudness over time, what is heard now, and the part that is wanted of a long one."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kling_studio.core.samples import LONGEST_S, SHORTEST_S
from kling_studio.ui.theme import CORNER_PX, DARK

HEIGHT_PX = 44
_EDGE_PX = 6
_BAR_PX = 3
_STEP_S = 0.5


class Waveform(QWidget):
    """Shows a sample; of one that is too long a part is chosen by its edges or its middle, or by the arrow keys.

    ``part_changed`` tells the first second of the part and its length.
    """

    part_changed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: Sequence[float] = ()
        self._duration_s = 0.0
        self._at_s: float | None = None
        self._part: tuple[float, float] | None = None
        self._held: tuple[str, float, float, float] | None = None
        self.setObjectName("sampleWaveform")
        self.setFixedHeight(HEIGHT_PX)
        self.setMouseTracking(True)
        self._describe()

    @property
    def part(self) -> tuple[float, float] | None:
        """First second and length of what is wanted; ``None`` where all of it is."""
        return self._part

    def show_sound(self, peaks: Sequence[float], duration_s: float) -> None:
        """Show a sample; no peaks show an empty place."""
        self._peaks, self._duration_s, self._at_s = peaks, duration_s, None
        is_long = duration_s > LONGEST_S + 0.1
        self._part = (0.0, LONGEST_S) if is_long else None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_long else Qt.FocusPolicy.NoFocus)
        self._describe()

    def show_place(self, second: float | None) -> None:
        """Show which second is heard."""
        self._at_s = second
        self.update()

    def choose(self, start_s: float, seconds: float) -> None:
        """Choose a part, kept within the sample and within what a provider takes."""
        if self._part is None:
            return
        seconds = min(max(seconds, SHORTEST_S), LONGEST_S, self._duration_s)
        start_s = min(max(0.0, start_s), self._duration_s - seconds)
        self._part = (start_s, seconds)
        self._describe()
        self.part_changed.emit(start_s, seconds)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -_STEP_S, Qt.Key.Key_Right: _STEP_S}.get(Qt.Key(event.key()))
        if by is None or self._part is None:
            super().keyPressEvent(event)
            return
        start_s, seconds = self._part
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.choose(start_s, seconds + by)
        else:
            self.choose(start_s + by, seconds)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._part is not None:
            self._held = (self._handle_at(event.position()), self._second(event.position().x()), *self._part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            on_edge = self._part is not None and self._handle_at(event.position()) in ("start", "end")
            self.setCursor(Qt.CursorShape.SizeHorCursor if on_edge else Qt.CursorShape.ArrowCursor)
            return
        handle, from_s, start_s, seconds = self._held
        by = self._second(event.position().x()) - from_s
        if handle == "end":
            self.choose(start_s, min(seconds + by, self._duration_s - start_s))
        elif handle == "start":
            end_s = start_s + seconds
            first = min(max(0.0, start_s + by, end_s - LONGEST_S), end_s - SHORTEST_S)
            self.choose(first, end_s - first)
        else:
            self.choose(start_s + by, seconds)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ground0))
        painter.drawRoundedRect(QRectF(self.rect()), CORNER_PX, CORNER_PX)
        if self._peaks:
            self._draw_bars(painter)
        if self._part is not None:
            self._draw_part(painter)
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
            wanted = self._part is None or self._x(self._part[0]) <= x <= self._x(sum(self._part))
            colour = DARK.accent if heard and wanted else DARK.text2 if wanted else DARK.ground3
            painter.fillRect(QRectF(x, middle - half, _BAR_PX - 1, 2 * half), QColor(colour))

    def _draw_part(self, painter: QPainter) -> None:
        if self._part is None:
            return
        start_x, end_x = self._x(self._part[0]), self._x(sum(self._part))
        colour = QColor(DARK.accent)
        painter.setBrush(colour)
        for x in (start_x, end_x - 3):
            painter.drawRoundedRect(QRectF(x, 0, 3, self.height()), 1.5, 1.5)
        for y in (0, self.height() - 1.5):
            painter.fillRect(QRectF(start_x, y, end_x - start_x, 1.5), colour)
        if self.hasFocus():
            colour.setAlpha(40)
            painter.fillRect(QRectF(start_x, 0, end_x - start_x, self.height()), colour)

    def _handle_at(self, place: QPointF) -> str:
        if self._part is None:
            return ""
        if abs(place.x() - self._x(self._part[0])) <= _EDGE_PX:
            return "start"
        return "end" if abs(place.x() - self._x(sum(self._part))) <= _EDGE_PX else "middle"

    def _x(self, second: float) -> float:
        return 4 + (self.width() - 8) * (second / self._duration_s if self._duration_s else 0)

    def _second(self, x: float) -> float:
        return (x - 4) / max(1, self.width() - 8) * self._duration_s

    def _describe(self) -> None:
        if self._part is not None:
            start_s, seconds = self._part
            words = f"{seconds:.1f} s from {start_s:.1f} s of {self._duration_s:.1f} s"
            self.setToolTip(f"Drag to choose 5 to 30 s (arrow keys, with Shift the length): {words}")
        else:
            words = f"{self._duration_s:.1f} s" if self._peaks else "no sample"
            self.setToolTip("")
        self.setAccessibleName("Sample")
        self.setAccessibleDescription(words)
        self.update()
