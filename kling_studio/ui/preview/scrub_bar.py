"""The bar under the screen: how far the film is, where its cuts are, and what can be scrubbed at once."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from kling_studio.ui.theme import DARK

_HEIGHT_PX = 20
_GROOVE_PX = 4
_CACHE_PX = 1
_MARK_PX = 8
_HEAD_PX = 10


class ScrubBar(QAbstractSlider):
    """A slider over the frames. ``scrubbed`` tells each frame the hand is at, ``sliderReleased`` that it let go."""

    scrubbed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrub_bar")
        self.setAccessibleName("Position in the take, in frames")
        self.setToolTip("Drag to scrub, Left and Right step by a frame")
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSingleStep(1)
        self._duration_s = 0.0
        self._cuts_s: tuple[float, ...] = ()
        self._cached = 0.0
        self._time_of: Callable[[int], float] = float
        self._index_at: Callable[[float], int] = int
        self.actionTriggered.connect(self._acted)

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT_PX)

    def set_film(
        self, count: int, duration_s: float, time_of: Callable[[int], float], index_at: Callable[[float], int]
    ) -> None:
        """What it runs over: so many frames, and how they lie in time."""
        self._duration_s, self._time_of, self._index_at = duration_s, time_of, index_at
        self.setRange(0, max(0, count - 1))
        self.setPageStep(max(1, round(count / duration_s)) if duration_s else 1)
        self.update()

    def set_cuts(self, cuts_s: tuple[float, ...]) -> None:
        """Where one shot gives way to the next, in seconds."""
        if cuts_s != self._cuts_s:
            self._cuts_s = cuts_s
            self.update()

    def set_cached(self, part: float) -> None:
        """How much of the film, from 0 to 1, is in the memory."""
        if part != self._cached:
            self._cached = part
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._duration_s:
            self.setSliderDown(True)
            self._scrub_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._scrub_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch is a frame."""
        notches = event.angleDelta().y() or event.angleDelta().x()
        if notches and self._duration_s:
            self.scrubbed.emit(self.value() - (1 if notches > 0 else -1))
            event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _GROOVE_PX) / 2
        width = float(self.width())
        painter.setBrush(QColor(DARK.ground3))
        painter.drawRoundedRect(QRectF(0, top, width, _GROOVE_PX), 2, 2)
        x = self._x_of(self._time_of(self.value()))
        painter.setBrush(QColor(DARK.accent))
        painter.drawRoundedRect(QRectF(0, top, x, _GROOVE_PX), 2, 2)
        painter.fillRect(QRectF(0, top + _GROOVE_PX + 2, width * self._cached, _CACHE_PX), QColor(DARK.ok))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for cut_s in self._cuts_s:
            if 0 < cut_s < self._duration_s:
                mark_x = round(self._x_of(cut_s))
                colour = DARK.on_accent if mark_x < x else DARK.text2
                painter.fillRect(QRectF(mark_x, top - 2, 1, _MARK_PX), QColor(colour))
        if self._duration_s:
            self._paint_head(painter, x)

    def _paint_head(self, painter: QPainter, x: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = min(max(x, _HEAD_PX / 2), self.width() - _HEAD_PX / 2)
        if self.hasFocus() or self.isSliderDown() or self.underMouse():
            painter.setBrush(QColor(DARK.accent))
            painter.drawEllipse(
                QRectF(centre - _HEAD_PX / 2, (self.height() - _HEAD_PX) / 2, _HEAD_PX, _HEAD_PX)
            )
        else:
            painter.fillRect(QRectF(x - 1, self.height() / 2 - 6, 2, 12), QColor(DARK.text1))

    def _x_of(self, second: float) -> float:
        return second / self._duration_s * self.width() if self._duration_s else 0.0

    def _scrub_to(self, x: float) -> None:
        second = min(max(x / max(1, self.width()), 0.0), 1.0) * self._duration_s
        self.scrubbed.emit(self._index_at(second))

    def _acted(self, _action: int) -> None:
        """A key moved it: tell where to, and let whoever listens set the value."""
        place = self.sliderPosition()
        self.setSliderPosition(self.value())
        self.scrubbed.emit(place)
