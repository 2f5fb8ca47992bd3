"""The reference pictures of one member as a strip: labelled, reordered, removed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDrag, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QListView, QMenu, QScrollArea, QWidget

from kling_studio.core.framings import can_be_framed
from kling_studio.core.project import CastMember, View
from kling_studio.ui.cast.view_cells import CELL, PICTURE_PX, ViewDelegate, ViewsModel
from kling_studio.ui.cast.view_changes import ViewChange, moving, primary_index
from kling_studio.ui.cast.view_menu import view_menu
from kling_studio.ui.drops import VIEW_MIME, drop_of, view_mime
from kling_studio.ui.foretold_bubble import ForetoldBubble
from kling_studio.ui.foretold_line import Question
from kling_studio.ui.list_keys import KeepsKeys, is_delete, is_duplicate, moves_by
from kling_studio.ui.theme import DARK, GAP_PX
from kling_studio.ui.thumbnails import Thumbnails

_WIDEST_PX = PICTURE_PX + 12


class ViewStrip(KeepsKeys, QListView):
    """Pictures in the order of the member. It edits nothing itself.

    ``kind_chosen`` tells a picture's index and its new kind, ``moved`` its index and the one it goes to, ``removed``,
    ``promoted`` to be the primary one, and ``edit_wanted`` its index.
    """

    kind_chosen = Signal(int, object)
    promoted = Signal(int)
    moved = Signal(int, int)
    removed = Signal(int)
    edit_wanted = Signal(int)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._views = ViewsModel(self)
        self._gap = -1
        self._owner = ("", "")
        self._bubble: ForetoldBubble | None = None
        self._question: Callable[[ViewChange], Question | None] = lambda _change: None
        self.setModel(self._views)
        self.setItemDelegate(ViewDelegate(thumbnails, self))
        self.setObjectName("memberViews")
        self.setAccessibleName("Pictures")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(0)
        self.setGridSize(CELL)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.viewport().setAcceptDrops(True)  # a static list takes that away
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.activated.connect(self._activate)
        thumbnails.ready.connect(self._show_picture)

    def foretell_with(
        self, bubble: ForetoldBubble, question: Callable[[ViewChange], Question | None]
    ) -> None:
        """Tell in a bubble what the menu and a drag would do; ``question`` makes an edit of a change."""
        self._bubble, self._question = bubble, question

    def show_member(self, member: CastMember) -> None:
        """Show a member's pictures; the current one stays where it is."""
        self.show_views(member.id, member.images)

    def show_views(self, member_id: str, views: tuple[View, ...], look: str = "") -> None:
        """Show pictures of a member, or of its look of that name."""
        owner = (member_id, look)
        row = self.currentIndex().row() if owner == self._owner else -1
        self._owner = owner
        self._views.show(views)
        if row >= 0:
            self.setCurrentIndex(self._views.index(min(row, len(views) - 1)))
        self._fit()

    def select(self, index: int) -> None:
        """Make the picture at ``index`` the current one."""
        self.setCurrentIndex(self._views.index(index))

    def bring_current_into_sight(self) -> None:
        """Scroll what the strip stands in to the current picture, as soon as everything has its place."""
        QTimer.singleShot(0, self, self._scroll_to_current)

    def menu_for(self, index: int) -> QMenu:
        """The menu of one picture: what it shows, its place, away with it."""
        menu, changes = view_menu(self, self._views.rows, index)
        if self._bubble is not None:
            questions = {action: partial(self._question, change) for action, change in changes.items()}
            self._bubble.watch_menu(menu, questions)
        return menu

    def mime_for(self, index: int) -> QMimeData:
        """A picture on its way to another place in the strip, or to another member."""
        member_id, look = self._owner
        return view_mime(member_id, index, look)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        index = self.currentIndex().row()
        drag = QDrag(self)
        drag.setMimeData(self.mime_for(index))
        picture = self._thumbnails.pixmap(self._views.rows[index].path, PICTURE_PX, PICTURE_PX)
        if picture is not None:
            drag.setPixmap(picture)
            drag.setHotSpot(QPoint(PICTURE_PX // 2, PICTURE_PX // 2))
        actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
        drag.exec(actions, Qt.DropAction.MoveAction)  # the system's own loop: a drag has no other form

    def keeps(self, event: QEvent) -> bool:
        """The list's keys, and P."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return super().keeps(event) or is_promotion(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        to_row = row + moves_by(event, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if is_delete(event) and row >= 0:
            self.removed.emit(row)
        elif to_row != row and 0 <= to_row < len(self._views.rows):
            self.moved.emit(row, to_row)
        elif is_promotion(event):
            if row >= 0 and row != primary_index(self._views.rows):
                self.promoted.emit(row)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif not is_duplicate(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragMoveEvent) -> None:
        self._accept_own(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept_own(event)
        gap = self._gap_at(event.position().toPoint()) if event.isAccepted() else -1
        if gap != self._gap:
            self._gap = gap
            self._foretell_move(self._own_row(event.mimeData()))
            self.viewport().update()

    def dragLeaveEvent(self, _event: Any) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        self._accept_own(event)
        gap = self._gap_at(event.position().toPoint())
        self._end_drag()
        row = self._own_row(event.mimeData())
        if row is not None and gap - (gap > row) != row:
            self.moved.emit(row, gap - (gap > row))

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        cell, last = self._cell_at_gap(), self._gap == len(self._views.rows)
        x = cell.right() + 1 if last else cell.left()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(DARK.accent), 2))
        painter.drawLine(x, cell.top(), x, cell.top() + PICTURE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _scroll_to_current(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        cell = self.visualRect(self.currentIndex())
        inside = around.widget() if around is not None else None
        if around is not None and inside is not None and cell.isValid():
            # What was hidden a moment ago still has its room until the layout is asked.
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            middle = self.viewport().mapTo(inside, cell.center())
            around.ensureVisible(middle.x(), middle.y(), 0, cell.height() // 2 + GAP_PX)

    def _cell_at_gap(self) -> QRect:
        return self.visualRect(self._views.index(min(self._gap, len(self._views.rows) - 1)))

    def _foretell_move(self, row: int | None) -> None:
        if self._bubble is None:
            return
        to_row = self._gap - (row is not None and self._gap > row)
        question = self._question(moving(row, to_row)) if row is not None and 0 <= to_row != row else None
        cell = self._cell_at_gap()
        place = QRect(self.viewport().mapToGlobal(cell.topLeft()), cell.size())
        self._bubble.consider_at(question, place)

    def _end_drag(self) -> None:
        self._gap = -1
        if self._bubble is not None:
            self._bubble.forget()
        self.viewport().update()

    def _accept_own(self, event: QDropEvent) -> None:
        """Only pictures of this strip; files fall through to what is around it."""
        if self._own_row(event.mimeData()) is not None:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def _own_row(self, mime: QMimeData) -> int | None:
        view = drop_of(mime).view if mime.hasFormat(VIEW_MIME) else None
        return view.index if view is not None and (view.member_id, view.look) == self._owner else None

    def _gap_at(self, place: QPoint) -> int:
        index = self.indexAt(place)
        if not index.isValid():
            return len(self._views.rows)
        return index.row() + (place.x() > self.visualRect(index).center().x())

    def _activate(self, index: QModelIndex) -> None:
        if can_be_framed(self._views.rows[index.row()]):
            self.edit_wanted.emit(index.row())
        else:
            self._open_menu(self.visualRect(index).center())

    def _open_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid():
            self.menu_for(index.row()).popup(self.viewport().mapToGlobal(place))

    def _fit(self) -> None:
        """As high as its rows: the panel scrolls, not the strip."""
        columns = max(1, (self.viewport().width() - 2) // CELL.width())
        cell = QSize(min((self.viewport().width() - 2) // columns, _WIDEST_PX), CELL.height())
        if cell != self.gridSize() and cell.width() >= CELL.width():
            self.setGridSize(cell)
        rows = max(1, -(-len(self._views.rows) // columns))
        self.setFixedHeight(rows * CELL.height() if self._views.rows else 0)

    def _show_picture(self, reference: str) -> None:
        if any(view.path == reference for view in self._views.rows):
            self.viewport().update()


def is_promotion(event: QKeyEvent) -> bool:
    """Whether the key makes a picture the primary one: P."""
    return event.key() == Qt.Key.Key_P and not event.modifiers()
