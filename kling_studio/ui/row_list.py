"""A list of tall rows with links in them: what the findings and the queue share."""

from collections.abc import Hashable

from PySide6.QtCore import QAbstractListModel, QEvent, QItemSelectionModel, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from kling_studio.ui.list_keys import KeepsKeys
from kling_studio.ui.theme import DARK

ROW = Qt.ItemDataRole.UserRole
"""The role by which a model gives what it shows in a row."""
Link = tuple[int, Hashable]


class RowList(KeepsKeys, QListView):
    """Rows that a delegate paints. ``hovered`` is the link under the mouse: its row, and which of the row's links."""

    menu_wanted = Signal(object, QPoint)

    def __init__(
        self, rows: QAbstractListModel, name: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.hovered: Link | None = None
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(rows)
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

    def link_at(self, place: QPoint) -> Link | None:
        """The link at a place of the viewport."""
        raise NotImplementedError

    def select(self, place: int) -> None:
        """Let the keys act on another row."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.model().index(place, 0), flags)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.select(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.link_at(event.position().toPoint()))

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

    def _hover(self, link: Link | None) -> None:
        if link != self.hovered:
            self.hovered = link
            shape = Qt.CursorShape.ArrowCursor if link is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, view: QListView) -> None:
    """The ground of a row: whether it is selected and has the keyboard, and the line below it."""
    rect, state = option.rect, option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(DARK.ground2))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(DARK.line))
    if state & QStyle.StateFlag.State_HasFocus and view.hasFocus():
        painter.setPen(QPen(QColor(DARK.accent), 1))
        painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -1.5))
