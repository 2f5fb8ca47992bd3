"""A part of the details that is folded until it is wanted; its head says in a line what is in it."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from kling_studio.ui.icons import icon
from kling_studio.ui.theme import CORNER_PX, DARK, GAP_PX, GRID_PX, LABEL_PX, sized

TITLE_PX = 52
"""How wide the titles of the details are, so that what stands beside them is aligned."""
_HEAD_PX = 28
_ARROW_PX, _ARROW_ROOM_PX = 16, 24
_SPRING_MS = 600
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FoldHead(QAbstractButton):
    """The line that opens and folds: a title, what is in it, an arrow."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.value = ""
        self._title = title
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEAD_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(lambda _checked: self._tell())
        self._tell()

    def show_value(self, value: str) -> None:
        """Say what is in the part; nothing says that there is none."""
        self.value = value
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * TITLE_PX, _HEAD_PX)

    def event(self, event: QEvent) -> bool:
        # Space plays and Enter goes elsewhere in the window, but not while this has the keyboard.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_own(event):
            self.toggle()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(TITLE_PX + 0.5, 0.5, -0.5, -0.5)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(DARK.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(DARK.ground2) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, CORNER_PX, CORNER_PX)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(sized(LABEL_PX))
        painter.setPen(QColor(DARK.text2))
        painter.drawText(QRect(0, 0, TITLE_PX, self.height()), middle, self._title)
        painter.setPen(QColor(DARK.text1 if self.value else DARK.text3))
        painter.drawText(self._room(), middle, self._shown())
        arrow = "chevron-up" if self.isChecked() else "chevron-down"
        place = QRect(self.width() - _ARROW_ROOM_PX, (self.height() - _ARROW_PX) // 2, _ARROW_PX, _ARROW_PX)
        icon(arrow, DARK.text2).paint(painter, place)

    def _room(self) -> QRect:
        return self.rect().adjusted(TITLE_PX + GAP_PX, 0, -_ARROW_ROOM_PX - GRID_PX, 0)

    def _shown(self) -> str:
        metrics = QFontMetrics(sized(LABEL_PX))
        return metrics.elidedText(self.value or "none", Qt.TextElideMode.ElideRight, self._room().width())

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._title}: {self.value or 'none'}")
        self.setAccessibleDescription("open" if self.isChecked() else "folded")
        verb = "Fold" if self.isChecked() else "Open"
        cut = f"{self.value}\n" if self.value and self._shown() != self.value else ""
        self.setToolTip(f"{cut}{verb} this part (Space)")


class Fold(QWidget):
    """A head with a part below it that is shown while it is open; ``opened`` tells that somebody opened it."""

    opened = Signal()

    def __init__(self, name: str, title: str, part: QWidget) -> None:
        super().__init__()
        self.head = FoldHead(name, title)
        self.part = part
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.head)
        column.addWidget(part)
        part.hide()
        self.head.toggled.connect(self._show_part)

    @property
    def is_open(self) -> bool:
        """Whether the part is shown."""
        return self.head.isChecked()

    def open(self) -> None:
        """Show the part."""
        self.head.setChecked(True)

    def fold(self) -> None:
        """Show the head alone."""
        self.head.setChecked(False)

    def open_quietly(self) -> None:
        """Show the part, of which nobody is told."""
        with QSignalBlocker(self):
            self.open()

    def _show_part(self, shown: bool) -> None:
        inside: QWidget | None = self.window().focusWidget()
        if not shown and inside is not None and self.part.isAncestorOf(inside):
            self.head.setFocus()
        self.part.setVisible(shown)
        self._column.setContentsMargins(0, 0, 0, GAP_PX if shown else 0)
        if shown:
            self.opened.emit()


class SpringOpening(QTimer):
    """Opens the folded part of ``around`` over which a drag is held, so that it can be let go inside."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around, singleShot=True, interval=_SPRING_MS)
        self._around = around
        self._head: FoldHead | None = None
        self.timeout.connect(self._open)

    def hold(self, place: QPoint) -> None:
        """A drag is at this place of ``around``."""
        under = self._around.childAt(place)
        head = under if isinstance(under, FoldHead) and not under.isChecked() else None
        if head is not self._head:
            self.let_go()
            self._head = head
            if head is not None:
                self.start()

    def let_go(self) -> None:
        """The drag is over, or somewhere else."""
        self._head = None
        self.stop()

    def _open(self) -> None:
        if self._head is not None:
            self._head.setChecked(True)


def _is_own(event: QKeyEvent) -> bool:
    return event.key() in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
