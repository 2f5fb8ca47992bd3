"""The list itself: mouse and keys on the rows."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from kling_studio.ui.findings.painting import FindingDelegate
from kling_studio.ui.findings.rows import ROW, FindingRows, Row
from kling_studio.ui.list_keys import is_delete, is_kept


class FindingList(QListView):
    """Rows of findings. A click or Enter wants the place, a click on the link or Ctrl+Enter the fix, Delete silence."""

    place_wanted = Signal(object)
    fix_wanted = Signal(object)
    silence_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, rows: FindingRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = FindingDelegate(self)
        self._pressed: QModelIndex | None = None
        self.setObjectName("findings_list")
        self.setAccessibleName("Findings")
        self.setModel(rows)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Thousands of rows are laid out a few at a time.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)

    def selected(self) -> Row | None:
        """The row that the keys act on."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def link_rect(self, row: int) -> QRect:
        """Where the link of a row is, in the viewport."""
        index = self.model().index(row, 0)
        return self._delegate.link_rect(self.visualRect(index), index.data(ROW))

    def event(self, event: QEvent) -> bool:
        if is_kept(event) or _is_fix(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.selected()
        if row is not None and is_delete(event):
            self.silence_wanted.emit(row)
        elif row is None or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fix_wanted.emit(row)
        else:
            self.place_wanted.emit(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.model().index(0, 0), flags)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self.indexAt(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index, pressed, self._pressed = self.indexAt(place), self._pressed, None
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid() or index != pressed:
            return
        if self._is_link(index, place):
            self.fix_wanted.emit(index.data(ROW))
        else:
            self.place_wanted.emit(index.data(ROW))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        self._hover(index.row() if index.isValid() and self._is_link(index, place) else -1)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(index.data(ROW), self.viewport().mapToGlobal(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def _is_link(self, index: QModelIndex, place: QPoint) -> bool:
        return (
            self._delegate.link_rect(self.visualRect(index), index.data(ROW))
            .adjusted(-4, -4, 4, 4)
            .contains(place)
        )

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_link:
            self._delegate.hovered_link = row
            shape = Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()


def _is_fix(event: QEvent) -> bool:
    """Whether Ctrl+Enter is about to become a key of the window."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
