"""The list of cards: what is dropped or pasted on it, and members dragged out of it."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from kling_studio.app.session import Session
from kling_studio.app.touching import Touched
from kling_studio.ui.cast.card import PICTURE_PX, CardDelegate
from kling_studio.ui.cast.carried import on_other_member
from kling_studio.ui.cast.foretold import ask_of_drop, with_touched
from kling_studio.ui.cast.landing import Landing, on_empty, on_member
from kling_studio.ui.cast.model import CastModel, CastRole
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import Drop, drop_of
from kling_studio.ui.edge_scroll import EdgeScroll
from kling_studio.ui.foretelling import Foretelling
from kling_studio.ui.list_keys import KeepsKeys, is_delete, is_duplicate, moves_by
from kling_studio.ui.theme import DARK, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

_LEFT_TO_THE_PANEL = (Qt.Key.Key_F2, Qt.Key.Key_Escape)


class CastCards(KeepsKeys, QListView):
    """Cards of members. It edits nothing itself.

    ``brought`` tells a drop and the id of the member it is for, or "" for new members; ``reordered`` a member's name
    and the place in the list where it was dropped; ``refused`` why a paste cannot be taken.
    """

    brought = Signal(object, str)
    reordered = Signal(str, int)
    refused = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, session: Session, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._thumbnails = thumbnails
        self._drop = Drop()
        self._landings: dict[str, Landing] = {}
        self._gap = -1
        self._model = CastModel(session, self)
        self._delegate = CardDelegate(thumbnails, self)
        self._bubble = DropBubble(self.viewport())
        self._foretelling = Foretelling(session, self)
        self._edge_scroll = EdgeScroll(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setObjectName("castCards")
        self.setAccessibleName("Cast")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAcceptDrops(True)
        self.setDragEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_wanted)
        thumbnails.ready.connect(self._show_picture)

    @property
    def members(self) -> CastModel:
        """The model behind the cards."""
        return self._model

    @property
    def selected_id(self) -> str:
        """The id of the current member, or ""."""
        member = self._model.member_at(self.currentIndex())
        return member.id if member else ""

    def select(self, member_id: str) -> None:
        """Make a member the current one and bring it into sight."""
        index = self._model.index_of(member_id)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def paste(self) -> None:
        """Give what the clipboard holds to the selected member, or make new members of it."""
        drop = drop_of(QGuiApplication.clipboard().mimeData())
        landing = self._landing(drop, self.currentIndex())
        if landing.refused or drop.member:
            self.refused.emit(landing.words)
        else:
            self.brought.emit(drop, self.selected_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif is_delete(event) or is_duplicate(event) or moves_by(event) or event.key() in _LEFT_TO_THE_PANEL:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData([index]))
        picture = self._thumbnails.pixmap(index.data(CastRole.PICTURE), PICTURE_PX, PICTURE_PX)
        if picture is not None:
            drag.setPixmap(picture)
            drag.setHotSpot(QPoint(PICTURE_PX // 2, PICTURE_PX // 2))
        drag.exec(Qt.DropAction.CopyAction)  # the system's own loop: a drag has no other form

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drop, self._landings = drop_of(event.mimeData()), {}
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._hold(event)
        landing = self._show_landing(event.position().toPoint())
        self._edge_scroll.hold(event.position().toPoint().y())
        if landing.refused:
            event.ignore()
        else:
            self._accept(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop, self._landings = drop_of(event.mimeData()), {}
        self._hold(event)
        drop, place = self._drop, event.position().toPoint()
        landing = self._show_landing(place)
        gap, index = self._gap, self.indexAt(place)
        self._end_drag()
        if landing.refused:
            event.ignore()
            self.refused.emit(landing.words)
            return
        self._accept(event)
        if drop.member:
            self.reordered.emit(drop.member, gap)
        else:
            member = self._model.member_at(index)
            self.brought.emit(drop, member.id if member else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(DARK.accent), 2))
        y = self._gap_y()
        painter.drawLine(MARGIN_PX, y, self.viewport().width() - MARGIN_PX, y)

    def _hold(self, event: QDropEvent) -> None:
        """Ctrl lets a picture of a member stay where it was, too."""
        view = self._drop.view
        stays = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if view is not None and view.stays is not stays:
            self._drop, self._landings = replace(self._drop, view=replace(view, stays=stays)), {}

    def _accept(self, event: QDropEvent) -> None:
        moves = self._drop.view is not None and self._drop.view.moves
        event.setDropAction(Qt.DropAction.MoveAction if moves else Qt.DropAction.CopyAction)
        event.accept()

    def _remembered(self, drop: Drop, index: QModelIndex) -> Landing:
        """Where a drop would land, thought of once for each card: it may be of thousands of files."""
        member = self._model.member_at(index)
        if drop.member:
            return self._landing(drop, index)
        key = member.id if member else ""
        if key not in self._landings:
            self._landings[key] = self._landing(drop, index)
            if member and not self._landings[key].refused:
                self._foretell(drop, member.id)
        return self._landings[key]

    def _foretell(self, drop: Drop, member_id: str) -> None:
        """Say what becomes stale, too, once that is known and while the drag is still there."""

        def tell(found: Touched) -> None:
            known = self._landings.get(member_id)
            if known is not None and self._drop is drop:
                self._landings[member_id] = Landing(with_touched(known.words, found))
                index = self._model.index_of(member_id)
                if index.row() == self._delegate.target_row:
                    self._show_landing(self.visualRect(index).center())

        ask_of_drop(self._foretelling, drop, member_id, tell)

    def stop(self) -> None:
        """Wait for what is worked out."""
        self._foretelling.stop()

    def _landing(self, drop: Drop, index: QModelIndex) -> Landing:
        if self._session.read_only_reason:
            return Landing(self._session.read_only_reason, refused=True)
        member = self._model.member_at(index)
        if drop.member:
            return self._member_landing(drop.member)
        if member and drop.view:
            return on_other_member(drop.view, member, self._session.project)
        return on_member(drop, member) if member else on_empty(drop, self._session.project)

    def _member_landing(self, name: str) -> Landing:
        if self._session.project.member(name) is None:
            return Landing(f"{name} is not in this cast. Drop pictures to make a member.", refused=True)
        behind = self._model.member_at(self._model.index(self._gap)) if self._gap >= 0 else None
        return Landing(f"Moves {name} before {behind.name}" if behind else f"Moves {name} to the end")

    def _show_landing(self, place: QPoint) -> Landing:
        """Mark where the drop would land, and say what it would do."""
        index = self.indexAt(place)
        self._gap = self._gap_at(place) if self._drop.member else -1
        landing = self._remembered(self._drop, index)
        is_on_card = not self._drop.member and not landing.refused
        self._delegate.target_row = index.row() if is_on_card else -1
        target = self.visualRect(index) if index.isValid() else QRect(place, QSize(1, 1))
        if self._gap >= 0:
            target = QRect(MARGIN_PX, self._gap_y(), 1, 1)
        self._bubble.say(landing.words, target.adjusted(MARGIN_PX, 0, 0, 0), refused=landing.refused)
        self.viewport().update()
        return landing

    def _end_drag(self) -> None:
        self._drop, self._gap, self._delegate.target_row = Drop(), -1, -1
        self._edge_scroll.stop()
        self._foretelling.forget()
        self._bubble.hide()
        self.viewport().update()

    def _gap_at(self, place: QPoint) -> int:
        """The place between two cards that is nearest, 0 above the first."""
        index = self.indexAt(place)
        if not index.isValid():
            return self._model.rowCount()
        return index.row() + (place.y() > self.visualRect(index).center().y())

    def _gap_y(self) -> int:
        if self._gap < self._model.rowCount():
            return self.visualRect(self._model.index(self._gap)).top()
        return self.visualRect(self._model.index(self._gap - 1)).bottom()

    def _show_picture(self, reference: str) -> None:
        for index in self._model.indexes_of_picture(reference):
            self.update(index)
