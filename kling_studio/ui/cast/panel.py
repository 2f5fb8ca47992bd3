"""The cast in the window: cards, what is dropped on them, and the editor of the selected member."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.diff import Change
from kling_studio.core.project import CastMember
from kling_studio.ui.cast.cards import CastCards
from kling_studio.ui.cast.details import MemberDetails
from kling_studio.ui.cast.details_pane import DetailsPane
from kling_studio.ui.cast.ground import GroundDrops
from kling_studio.ui.cast.listing import CastListing
from kling_studio.ui.cast.menu import DELETE, ground_menu, member_menu
from kling_studio.ui.cast.picking import pick_folder, pick_pictures
from kling_studio.ui.foretold_bubble import ForetoldBubble
from kling_studio.ui.foretold_line import Question
from kling_studio.ui.list_keys import is_delete, is_duplicate, moves_by
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from kling_studio.ui.voice.desk import VoiceDesk


class CastPanel(QWidget):
    """The cast of the open project. ``member_selected`` tells a member's id, "" for none.

    ``take_wanted`` tells a take by its scene and number. ``menu_made`` brings a menu before it is shown, for verbs of
    others. :meth:`stop` is called before it goes.
    """

    member_selected = Signal(str)
    take_wanted = Signal(str, int)
    menu_made = Signal(object)

    def __init__(
        self,
        session: Session,
        selection: Selection,
        thumbnails: Thumbnails,
        desk: "VoiceDesk | None" = None,
    ) -> None:
        super().__init__()
        self._session = session
        self._selection = selection
        self._thumbnails = thumbnails
        self._desk = desk
        self.setObjectName("castPanel")
        self.setAccessibleName("Cast")
        self._listing = CastListing(session, thumbnails)
        self._cards, self._hint, self._intake = self._listing.cards, self._listing.hint, self._listing.intake
        self.foretold = ForetoldBubble(session, self)
        self._ground = GroundDrops(session, self._hint, self)
        self._pane = DetailsPane(self._make_details)
        self._lay_out()
        self._connect()

    @property
    def cards(self) -> CastCards:
        """The list of cards."""
        return self._cards

    @property
    def details(self) -> MemberDetails:
        """The editor of the selected member, built when it is first wanted."""
        return self._pane.details

    @property
    def selected_id(self) -> str:
        """The id of the selected member, or ""."""
        return self._cards.selected_id

    def select_member(self, member_id: str) -> None:
        """Select a member and open its details."""
        self._listing.select(member_id)
        self._open_details()

    def show_part(self, member_id: str, part: str) -> None:
        """Select a member and bring a part of it into sight, with the keyboard in it.

        ``part`` is "views", "voice", "clip", "looks", "about" or "used", its scenes and takes.
        """
        self.select_member(member_id)
        if self._pane.is_open:
            self._pane.bring_into_sight(self.details.open_part(part))

    def show_uses(self, member_id: str) -> None:
        """Select a member and bring the list of its scenes and takes into sight."""
        self.show_part(member_id, "used")

    def add_member(self) -> None:
        """Add a member and put the hand on its name."""
        member = CastMember(new_id(), edits.free_name(self._session.project, "New member"))
        if self._session.dispatch(edits.add_member, member):
            self.select_member(member.id)
            self.details.edit_name()

    def duplicate_selected(self) -> None:
        """Put a copy of the selected member behind it."""
        copy_id = new_id()
        if self.selected_id and self._session.dispatch(edits.duplicate_member, self.selected_id, copy_id):
            self._cards.select(copy_id)

    def delete_selected(self) -> None:
        """Take the selected member out of the cast; undo brings it back."""
        if self.selected_id:
            self._session.dispatch(edits.delete_member, self.selected_id)

    def move_selected(self, by: int) -> None:
        """Move the selected member up (-1) or down (1) in the cast."""
        places = [member.id for member in self._session.project.cast]
        if self.selected_id and 0 <= (place := places.index(self.selected_id) + by) < len(places):
            self._session.dispatch(edits.move_member, self.selected_id, place)

    def rename_selected(self) -> None:
        """Open the selected member's details and put the hand on its name."""
        if self.selected_id:
            self._open_details()
            self.details.edit_name()

    def cast_selected(self) -> None:
        """Cast the selected member in the scene that is looked at."""
        member = self._selected()
        if member is not None and self._selection.scene is not None:
            self._session.dispatch(edits.cast_in_scene, self._selection.scene.id, member.name)

    def paste(self) -> None:
        """Give what the clipboard holds to the selected member, or make new members of it."""
        self._cards.paste()

    def add_pictures(self) -> None:
        """Pick pictures for the selected member, or for new ones."""
        member_id = self.selected_id
        pick_pictures(
            self, "addPicturesDialog", "Add pictures", lambda drop: self._intake.bring(drop, member_id)
        )

    def add_folder(self) -> None:
        """Pick a folder of pictures for the selected member, or for new ones."""
        member_id = self.selected_id
        pick_folder(
            self,
            "addFolderDialog",
            "Add a folder of pictures",
            lambda drop: self._intake.bring(drop, member_id),
        )

    def menu(self) -> QMenu:
        """The menu of the selected member, or of the empty place."""
        is_on_member = bool(self.selected_id)
        menu = member_menu(self, self, self._selection.scene) if is_on_member else ground_menu(self, self)
        self.menu_made.emit(menu)
        self.foretold.watch_menu(menu, self._questions(menu))
        return menu

    def stop(self) -> None:
        """Wait for files that are being copied."""
        self._listing.stop()
        self._pane.stop()
        self.foretold.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the cards leave; fields of the details keep theirs."""
        if is_delete(event):
            self.delete_selected()
        elif is_duplicate(event):
            self.duplicate_selected()
        elif by := moves_by(event):
            self.move_selected(by)
        elif event.key() == Qt.Key.Key_F2:
            self.rename_selected()
        elif event.key() == Qt.Key.Key_Escape and self._pane.is_open:
            self._close_details()
        else:
            super().keyPressEvent(event)

    def _questions(self, menu: QMenu) -> dict[QAction, Callable[[], Question | None]]:
        """What verbs of the menu of the selected member would do to takes."""
        member = self._selected()
        if member is None or self._session.read_only_reason is not None:
            return {}
        gone = Question(lambda project: edits.delete_member(project, member.id), f"Deleting {member.name}")
        return {action: lambda: gone for action in menu.actions() if action.objectName() == DELETE}

    def _reorder(self, name: str, row: int) -> None:
        cast = self._session.project.cast
        member, behind = self._session.project.member(name), self._cards.members.member_at_row(row)
        if member is None or member is behind:
            return
        places = [other.id for other in cast if other.id != member.id]
        self._session.dispatch(
            edits.move_member, member.id, places.index(behind.id) if behind else len(places)
        )

    def _selected(self) -> CastMember | None:
        return self._cards.members.member_at(self._cards.currentIndex())

    def _show_selected(self, _current: QModelIndex | None = None) -> None:
        member = self._selected()
        if member is None:
            self._close_details()
        elif self._pane.is_open:
            self._pane.show_member(member)
        self.member_selected.emit(member.id if member else "")

    def _follow(self, changes: tuple[Change, ...]) -> None:
        member = self._selected()
        if self._pane.is_open and member is not None and any(change.id == member.id for change in changes):
            self.details.show_member(member)

    def _open_details(self) -> None:
        member = self._selected()
        if member is None or self._pane.is_open:
            return
        self._pane.open_for(member)
        self._hint.set_compact(True)
        self._share_room()
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """Once everything has its place it is known how high the details are."""
        self._share_room()
        self._cards.scrollTo(self._cards.currentIndex())

    def _share_room(self) -> None:
        """The details get what they want, while some cards stay in sight; cards are never cut."""
        above = self._listing.height_within(self.height() - self._pane.wanted_px)
        self._splitter.setSizes([above, self.height() - above])

    def _close_details(self) -> None:
        had_focus = self._pane.close_details()
        self._hint.set_compact(False)
        if had_focus:
            self._cards.setFocus()

    def _open_menu(self, place: QPoint) -> None:
        if not self._cards.indexAt(place).isValid():
            self._cards.clearSelection()
            self._cards.setCurrentIndex(QModelIndex())
        self.menu().popup(self._cards.viewport().mapToGlobal(place))

    def _make_details(self) -> MemberDetails:
        details = MemberDetails(self._session, self._thumbnails, self._desk)
        details.brought.connect(lambda drop: self._intake.bring(drop, self.selected_id))
        details.pictures_wanted.connect(self.add_pictures)
        details.closed.connect(self._close_details)
        details.used.scene_wanted.connect(self._selection.select_scene)
        details.used.take_wanted.connect(self.take_wanted)
        return details

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._listing)
        self._splitter.addWidget(self._pane)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def _connect(self) -> None:
        self._cards.selectionModel().currentChanged.connect(self._show_selected)
        self._cards.clicked.connect(self._open_details)
        self._cards.activated.connect(self._open_details)
        self._cards.reordered.connect(self._reorder)
        self._cards.menu_wanted.connect(self._open_menu)
        self._ground.brought.connect(self._intake.bring)
        self._ground.refused.connect(self._listing.notice.say)
        self._hint.add_wanted.connect(self.add_member)
        self._session.changed.connect(self._follow)
        self._selection.scene_changed.connect(self._show_scene)
        self._show_scene()

    def _show_scene(self) -> None:
        scene = self._selection.scene
        self._cards.members.show_scene(scene.id if scene is not None else "")
