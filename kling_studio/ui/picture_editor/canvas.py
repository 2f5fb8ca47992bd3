"""The picture with its crop over it: pulled at the edges, moved in the middle, with lines in thirds."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kling_studio.ui.picture_editor.cropping import Crop, moved, stretched
from kling_studio.ui.theme import CORNER_PX, DARK

_REACH_PX = 10
_MARK_PX = 14
_STEP = 0.01
_LARGE_STEP = 0.05
_HEIGHT_PX = 200
_INSET_PX = 6
_CURSORS = {
    "l": Qt.CursorShape.SizeHorCursor,
    "r": Qt.CursorShape.SizeHorCursor,
    "t": Qt.CursorShape.SizeVerCursor,
    "b": Qt.CursorShape.SizeVerCursor,
    "lt": Qt.CursorShape.SizeFDiagCursor,
    "rb": Qt.CursorShape.SizeFDiagCursor,
    "rt": Qt.CursorShape.SizeBDiagCursor,
    "lb": Qt.CursorShape.SizeBDiagCursor,
    "m": Qt.CursorShape.SizeAllCursor,
}
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TURN_KEYS = {Qt.Key.Key_BracketLeft: -90, Qt.Key.Key_BracketRight: 90}
_OWN_KEYS = frozenset({*_ARROWS, *_TURN_KEYS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})


class CropCanvas(QWidget):
    """Shows a picture turned as asked. ``crop_changed`` tells what the hand made of the crop."""

    crop_changed = Signal(object)
    turn_wanted = Signal(int)
    done_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cropCanvas")
        self.setAccessibleName("Part of the picture")
        self.setToolTip(
            "Drag the edges or the part. Arrows move it, with Shift they size it; [ and ] turn, Enter takes it, Esc not"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._upright = QImage()
        self._turned = QImage()
        self._turn = 0
        self._crop = Crop()
        self._shape: float | None = None
        self._handle = ""
        self._grabbed = QPointF()
        self._before = Crop()

    def show_picture(self, image: QImage, turn: int) -> None:
        """Show a picture, seen with a turn (clockwise, in degrees)."""
        self._upright, self._turn = image, turn
        self._turned = image.transformed(QTransform().rotate(turn)) if turn else image
        self.update()

    def show_crop(self, crop: Crop, shape: float | None) -> None:
        """Show a part; ``shape`` is the width by height that pulling keeps, both in fractions of the picture."""
        self._crop, self._shape = crop, shape
        self.update()

    @property
    def picture_box(self) -> QRectF:
        """Where the picture is."""
        room = QRectF(self.rect()).adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
        if self._turned.isNull():
            return room
        size = self._turned.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(QPointF(), size)
        box.moveCenter(room.center())
        return box

    @property
    def crop_box(self) -> QRectF:
        """Where the part is."""
        whole, crop = self.picture_box, self._crop
        return QRectF(
            QPointF(whole.left() + crop.left * whole.width(), whole.top() + crop.top * whole.height()),
            QPointF(whole.left() + crop.right * whole.width(), whole.top() + crop.bottom * whole.height()),
        )

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT_PX)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._nudge(*_ARROWS[key], event.modifiers())
        elif key in _TURN_KEYS:
            self.turn_wanted.emit(_TURN_KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done_wanted.emit()
        elif key is Qt.Key.Key_Escape:
            self.cancel_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._turned.isNull():
            self._handle = self._handle_at(event.position().toPoint())
            self._grabbed, self._before = event.position(), self._crop

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            handle = self._handle_at(event.position().toPoint())
            self.setCursor(_CURSORS.get(handle, Qt.CursorShape.ArrowCursor))
            return
        whole, at = self.picture_box, event.position()
        if self._handle == "m":
            by = at - self._grabbed
            self._become(moved(self._before, by.x() / whole.width(), by.y() / whole.height()))
        elif self._handle:
            x, y = (at.x() - whole.left()) / whole.width(), (at.y() - whole.top()) / whole.height()
            self._become(stretched(self._before, self._handle, x, y, self._shape))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._handle = ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), CORNER_PX, CORNER_PX)
        painter.fillPath(ground, QColor(DARK.ground0))
        if self._turned.isNull():
            painter.setPen(QColor(DARK.text2))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "Reading the picture …")
            return
        whole, part = self.picture_box, self.crop_box
        painter.drawImage(whole, self._turned)
        outside = QPainterPath()
        outside.addRect(whole)
        inside = QPainterPath()
        inside.addRect(part)
        shade = QColor(DARK.ground0)
        shade.setAlpha(170)
        painter.fillPath(outside.subtracted(inside), shade)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_lines(painter, part)

    def _paint_lines(self, painter: QPainter, part: QRectF) -> None:
        thirds = QColor("white")
        thirds.setAlpha(90)
        painter.setPen(QPen(thirds, 1))
        for third in (1 / 3, 2 / 3):
            x, y = part.left() + part.width() * third, part.top() + part.height() * third
            painter.drawLine(QPointF(x, part.top()), QPointF(x, part.bottom()))
            painter.drawLine(QPointF(part.left(), y), QPointF(part.right(), y))
        edge = QColor(DARK.accent if self.hasFocus() else DARK.text1)
        painter.setPen(QPen(edge, 1))
        painter.drawRect(part)
        painter.setPen(QPen(edge, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        across = min(_MARK_PX, part.width() / 3)
        down = min(_MARK_PX, part.height() / 3)
        for x, to_x in ((part.left(), across), (part.right(), -across)):
            for y, to_y in ((part.top(), down), (part.bottom(), -down)):
                painter.drawLine(QPointF(x, y), QPointF(x + to_x, y))
                painter.drawLine(QPointF(x, y), QPointF(x, y + to_y))

    def _handle_at(self, place: QPoint) -> str:
        """What a press there would pull: edges, "m" for the part, or nothing."""
        part, x, y = self.crop_box, place.x(), place.y()
        reach = min(_REACH_PX, part.width() / 3, part.height() / 3)
        if not part.adjusted(-_REACH_PX, -_REACH_PX, _REACH_PX, _REACH_PX).contains(QPointF(place)):
            return ""
        across = "l" if x < part.left() + reach else "r" if x > part.right() - reach else ""
        down = "t" if y < part.top() + reach else "b" if y > part.bottom() - reach else ""
        return across + down or "m"

    def _nudge(self, across: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
        step = _LARGE_STEP if modifiers & Qt.KeyboardModifier.ControlModifier else _STEP
        by_x, by_y = across * step, down * step
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            crop = self._crop
            handle = "r" if across else "b"
            self._become(stretched(crop, handle, crop.right + by_x, crop.bottom + by_y, self._shape))
        else:
            self._become(moved(self._crop, by_x, by_y))

    def _become(self, crop: Crop) -> None:
        if crop != self._crop:
            self._crop = crop
            self.update()
            self.crop_changed.emit(crop)
