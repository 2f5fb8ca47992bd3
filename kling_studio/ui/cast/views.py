"""The reference pictures of one member as a strip: labelled, reordered, removed."""

from functools import partial
from typing import Any

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDrag, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kling_studio.core.framings import can_be_framed
from kling_studio.core.project import CastMember, View, ViewKind
from kling_studio.ui.cast.card import paint_picture
from kling_studio.ui.drops import VIEW_MIME, drop_of, view_mime
from kling_studio.ui.list_keys import KeepsKeys, is_delete, is_duplicate, moves_by
from kling_studio.ui.list_model import AnyIndex, ListModel
from kling_studio.ui.theme import DARK, LABEL_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

PICTURE_PX = 52
_CELL = QSize(PICTURE_PX + 3, PICTURE_PX + 22)
"""The narrowest cell: four stand beside each other in a narrow dock."""
_WIDEST_PX = PICTURE_PX + 12


class _ViewsModel(ListModel[View]):
    def shown(self, row: View, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(row.view)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.view} view, picture {self.rows.index(row) + 1} of {len(self.rows)}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.path}\nEnter crops and turns it" if can_be_framed(row) else row.path
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled


class _ViewDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._font = sized(LABEL_PX)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        view: View = index.data(Qt.ItemDataRole.UserRole)
        cell: QRect = option.rect
        place = QRect(cell.left() + 1, cell.top() + 1, PICTURE_PX, PICTURE_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixmap = self._thumbnails.pixmap(view.path, PICTURE_PX, PICTURE_PX)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(QColor(DARK.accent), 2) if selected else Qt.PenStyle.NoPen)
        paint_picture(painter, pixmap, place)
        painter.setFont(self._font)
        painter.setPen(QColor(DARK.text1 if selected else DARK.text2))
        label = QRect(place.left(), place.bottom() + 3, place.width(), 16)
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), index.data())
        painter.restore()


class ViewStrip(KeepsKeys, QListView):
    """Pictures in the order of the member. It edits nothing itself.

    ``kind_chosen`` tells a picture's index and its new kind, ``moved`` its index and the one it goes to, ``removed``
    and ``edit_wanted`` its index; ``removal_considered`` the index of one that the hand is about to remove, or -1.
    """

    kind_chosen = Signal(int, object)
    removal_considered = Signal(int)
    moved = Signal(int, int)
    removed = Signal(int)
    edit_wanted = Signal(int)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._views = _ViewsModel(self)
        self._gap = -1
        self._owner = ("", "")
        self.setModel(self._views)
        self.setItemDelegate(_ViewDelegate(thumbnails, self))
        self.setObjectName("memberViews")
        self.setAccessibleName("Pictures")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(0)
        self.setGridSize(_CELL)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.viewport().setAcceptDrops(True)  # a static list takes that away
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.activated.connect(self._activate)
        thumbnails.ready.connect(self._show_picture)

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

    def menu_for(self, index: int) -> QMenu:
        """The menu of one picture: what it shows, its place, away with it."""
        menu = QMenu(self)
        menu.setObjectName("viewMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in ViewKind:
            action = menu.addAction(kind.capitalize())
            action.setCheckable(True)
            action.setChecked(self._views.rows[index].view is kind)
            action.triggered.connect(partial(self.kind_chosen.emit, index, kind))
        menu.addSeparator()
        crop = menu.addAction("Crop and turn…\tEnter", partial(self.edit_wanted.emit, index))
        crop.setEnabled(can_be_framed(self._views.rows[index]))
        left = menu.addAction("Move left")
        left.setEnabled(index > 0)
        left.triggered.connect(partial(self.moved.emit, index, index - 1))
        right = menu.addAction("Move right")
        right.setEnabled(index + 1 < len(self._views.rows))
        right.triggered.connect(partial(self.moved.emit, index, index + 1))
        remove = menu.addAction("Remove\tDel", partial(self.removed.emit, index))
        remove.hovered.connect(partial(self.removal_considered.emit, index))
        menu.aboutToHide.connect(partial(self.removal_considered.emit, -1))
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        to_row = row + moves_by(event, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if is_delete(event) and row >= 0:
            self.removed.emit(row)
        elif to_row != row and 0 <= to_row < len(self._views.rows):
            self.moved.emit(row, to_row)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif not is_duplicate(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragMoveEvent) -> None:
        self._accept_own(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept_own(event)
        self._gap = self._gap_at(event.position().toPoint()) if event.isAccepted() else -1
        self.viewport().update()

    def dragLeaveEvent(self, _event: Any) -> None:
        self._gap = -1
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._accept_own(event)
        gap, self._gap = self._gap_at(event.position().toPoint()), -1
        self.viewport().update()
        row = self._own_row(event.mimeData())
        if row is not None and gap - (gap > row) != row:
            self.moved.emit(row, gap - (gap > row))

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        last = self._gap == len(self._views.rows)
        cell = self.visualRect(self._views.index(self._gap - 1 if last else self._gap))
        x = cell.right() + 1 if last else cell.left()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(DARK.accent), 2))
        painter.drawLine(x, cell.top(), x, cell.top() + PICTURE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

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
        columns = max(1, (self.viewport().width() - 2) // _CELL.width())
        cell = QSize(min((self.viewport().width() - 2) // columns, _WIDEST_PX), _CELL.height())
        if cell != self.gridSize() and cell.width() >= _CELL.width():
            self.setGridSize(cell)
        rows = max(1, -(-len(self._views.rows) // columns))
        self.setFixedHeight(rows * _CELL.height() if self._views.rows else 0)

    def _show_picture(self, reference: str) -> None:
        if any(view.path == reference for view in self._views.rows):
            self.viewport().update()
