"""A film or a sound from start to end, with the part that is used between two handles."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kling_studio.core.samples import spoken_length
from kling_studio.ui.theme import CORNER_PX, DARK
from kling_studio.ui.trimming.span import Handle, Span, Track

HEIGHT_PX = 48
PICTURES = 6
"""How many pictures of a film are side by side."""
_HANDLE_PX = 7
_REACH_PX = 8
_BAR_PX = 3
_MANY = 10
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_DONE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_KEYS = frozenset(
    {*_ARROWS, *_DONE, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End}
)


class TrimStrip(QWidget):
    """``span_changed`` tells what the hand made of the part, and the second that it is at."""

    span_changed = Signal(object, float)
    play_wanted = Signal()
    done_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trimStrip")
        self.setToolTip(
            "Drag the handles or the part. Arrows move a handle (Shift: ten steps), Tab changes handles, "
            "Space plays the part, Enter takes it, Esc not"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._track: Track | None = None
        self._span = Span(0, 0)
        self._held = Handle.START
        self._pulls = False
        self._grabbed_s = 0.0
        self._before = Span(0, 0)
        self._pictures: dict[int, QImage] = {}
        self._peaks: Sequence[float] = ()
        self._at_s: float | None = None
        self._describe()

    @property
    def held(self) -> Handle:
        """What the arrow keys move."""
        return self._held

    def show_track(self, track: Track | None, peaks: Sequence[float] = ()) -> None:
        """Show another film or sound; ``peaks`` are those of a sound, from 0 to 1."""
        self._track, self._peaks, self._at_s = track, peaks, None
        self._pictures.clear()
        self._held = Handle.START
        self._describe()

    def show_picture(self, number: int, image: QImage) -> None:
        """Show one of the :data:`PICTURES` of a film."""
        self._pictures[number] = image
        self.update()

    def show_span(self, span: Span) -> None:
        """Show a part."""
        self._span = span
        self._describe()

    def show_place(self, second: float | None) -> None:
        """Show which second is seen or heard."""
        self._at_s = second
        self.update()

    def x_of(self, second: float) -> float:
        """Where a second is."""
        duration_s = self._track.duration_s if self._track else 0.0
        room = self.width() - 2 * _HANDLE_PX
        return _HANDLE_PX + (room * second / duration_s if duration_s else 0.0)

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT_PX)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from one handle to the other before it goes on."""
        if self._track is not None and self._held is not (Handle.END if forward else Handle.START):
            self._hold(Handle.END if forward else Handle.START)
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() is Qt.FocusReason.BacktabFocusReason:
            self._hold(Handle.END)
        elif event.reason() is Qt.FocusReason.TabFocusReason:
            self._hold(Handle.START)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            many = _MANY if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._nudge(_ARROWS[key] * many)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._hold(Handle.START if key is Qt.Key.Key_Home else Handle.END)
        elif key is Qt.Key.Key_Space:
            self.play_wanted.emit()
        elif key in _DONE:
            self.done_wanted.emit()
        elif key is Qt.Key.Key_Escape:
            self.cancel_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._track is not None:
            self._pulls = True
            self._hold(self._handle_at(event.position()))
            self._grabbed_s, self._before = self._second(event.position().x()), self._span

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pulls and self._track is not None:
            by_s = self._second(event.position().x()) - self._grabbed_s
            self._become(self._track.pulled(self._before, self._held, by_s))
        elif self._handle_at(event.position()) is Handle.MIDDLE:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.setCursor(Qt.CursorShape.SizeHorCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pulls = False
        if self._held is Handle.MIDDLE:
            self._hold(Handle.START)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), CORNER_PX, CORNER_PX)
        painter.fillPath(ground, QColor(DARK.ground0))
        if self._track is None:
            painter.setPen(QColor(DARK.text2))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "Reading …")
            return
        painter.save()
        painter.setClipPath(ground)
        if self._peaks:
            self._draw_bars(painter)
        else:
            self._draw_pictures(painter)
        self._draw_part(painter)
        painter.restore()
        if self._at_s is not None:
            painter.fillRect(QRectF(self.x_of(self._at_s) - 1, 0, 2, self.height()), QColor("white"))

    def _draw_pictures(self, painter: QPainter) -> None:
        room = QRectF(_HANDLE_PX, 0, self.width() - 2 * _HANDLE_PX, self.height())
        wide = room.width() / PICTURES
        for number, image in self._pictures.items():
            box = QRectF(room.left() + number * wide, 0, wide, room.height())
            size = image.size().toSizeF().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            scale = size.width() / image.width()
            source = QRectF(0, 0, box.width() / scale, box.height() / scale)
            source.moveCenter(QRectF(image.rect()).center())
            painter.drawImage(box, image, source)

    def _draw_bars(self, painter: QPainter) -> None:
        count = max(1, (self.width() - 2 * _HANDLE_PX) // _BAR_PX)
        middle, room = self.height() / 2, self.height() / 2 - 5
        step = len(self._peaks) / count
        for bar in range(count):
            first = int(bar * step)
            some = self._peaks[first : max(first + 1, int((bar + 1) * step))]
            # Quiet speech is to be seen too: the root opens the low levels.
            half = max(0.75, (max(some) ** 0.6 if some else 0) * room)
            place = QRectF(_HANDLE_PX + bar * _BAR_PX, middle - half, _BAR_PX - 1, 2 * half)
            painter.fillRect(place, QColor(DARK.text2))

    def _draw_part(self, painter: QPainter) -> None:
        start_x, end_x = self.x_of(self._span.start_s), self.x_of(self._span.end_s)
        shade = QColor(DARK.ground0)
        shade.setAlpha(175)
        painter.fillRect(QRectF(0, 0, start_x, self.height()), shade)
        painter.fillRect(QRectF(end_x, 0, self.width() - end_x, self.height()), shade)
        colour = QColor(DARK.accent)
        for y in (0.0, self.height() - 2.0):
            painter.fillRect(QRectF(start_x, y, end_x - start_x, 2), colour)
        for handle, x in ((Handle.START, start_x - _HANDLE_PX), (Handle.END, end_x)):
            box = QRectF(x, 0, _HANDLE_PX, self.height())
            path = QPainterPath()
            path.addRoundedRect(box, 3, 3)
            is_held = self.hasFocus() and self._held is handle
            painter.fillPath(path, QColor(DARK.text1) if is_held else colour)
            grip = QRectF(box.center().x() - 0.75, box.center().y() - 7, 1.5, 14)
            painter.fillRect(grip, QColor(DARK.on_accent))

    def _handle_at(self, place: QPointF) -> Handle:
        start_x, end_x = self.x_of(self._span.start_s), self.x_of(self._span.end_s)
        reach = min(_REACH_PX, max(0.0, (end_x - start_x) / 3))
        if place.x() <= start_x + reach:
            return Handle.START
        return Handle.END if place.x() >= end_x - reach else Handle.MIDDLE

    def _second(self, x: float) -> float:
        duration_s = self._track.duration_s if self._track else 0.0
        return (x - _HANDLE_PX) / max(1, self.width() - 2 * _HANDLE_PX) * duration_s

    def _nudge(self, steps: int) -> None:
        if self._track is not None:
            self._become(self._track.pulled(self._span, self._held, steps * self._track.step_s))

    def _hold(self, handle: Handle) -> None:
        self._held = handle
        self._describe()

    def _become(self, span: Span) -> None:
        if span != self._span:
            self._span = span
            self._describe()
            self.span_changed.emit(span, span.end_s if self._held is Handle.END else span.start_s)

    def _describe(self) -> None:
        held_s = self._span.end_s if self._held is Handle.END else self._span.start_s
        self.setAccessibleName(f"{self._held.capitalize()} of the part")
        self.setAccessibleDescription(
            f"{spoken_length(held_s)}; {self._track.words(self._span)}" if self._track else ""
        )
        self.update()
