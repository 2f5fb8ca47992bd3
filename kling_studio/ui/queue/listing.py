"""The list of jobs: mouse and keys on its rows."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from kling_studio.ui.list_keys import is_delete, is_kept
from kling_studio.ui.queue.layout import parts_of
from kling_studio.ui.queue.painting import QueueDelegate
from kling_studio.ui.queue.rows import ROW, QueueRows
from kling_studio.ui.queue.telling import Row, Verb, verbs


class QueueList(QListView):
    """Rows of jobs. A click on a link, Enter (show) and Delete (cancel) want something done with one."""

    wanted = Signal(object, object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, rows: QueueRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._pressed: tuple[QModelIndex, Verb] | None = None
        self.setObjectName("queue_list")
        self.setAccessibleName("Renders")
        self.setModel(rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # A thousand rows are laid out a few at a time.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)

    def selected(self) -> Row | None:
        """The row that the keys act on."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def select(self, place: int) -> None:
        """Let the keys act on another row."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._rows.index(place), flags)

    def link_rect(self, place: int, verb: Verb) -> QRect:
        """Where a link of a row is, in the viewport; empty where the row has none for the verb."""
        rect = self.visualRect(self._rows.index(place))
        links = dict(parts_of(self._rows.rows[place], rect.width()).links)
        return links[verb].translated(rect.topLeft()) if verb in links else QRect()

    def event(self, event: QEvent) -> bool:
        if is_kept(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.selected()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(row, Verb.SHOW)
        elif row is not None and is_delete(event):
            self._want(row, Verb.CANCEL)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.select(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self._link_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        link = self._link_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and link is not None and link == pressed:
            self._want(link[0].data(ROW), link[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and self._link_at(place) is None:
            self._want(index.data(ROW), Verb.SHOW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        link = self._link_at(event.position().toPoint())
        self._hover(None if link is None else (link[0].row(), link[1]))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

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

    def _want(self, row: Row, verb: Verb) -> None:
        if verb in verbs(row):
            self.wanted.emit(row, verb)

    def _link_at(self, place: QPoint) -> tuple[QModelIndex, Verb] | None:
        index = self.indexAt(place)
        if not index.isValid():
            return None
        rect = self.visualRect(index)
        inside = place - rect.topLeft()
        verb = parts_of(index.data(ROW), rect.width()).verb_at(inside.x(), inside.y())
        return None if verb is None else (index, verb)

    def _hover(self, link: tuple[int, Verb] | None) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, QueueDelegate) and link != delegate.hovered:
            delegate.hovered = link
            shape = Qt.CursorShape.ArrowCursor if link is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
