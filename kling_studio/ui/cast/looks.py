"""The looks of one member: their names, words and pictures, and the episodes in which each of them holds."""

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Look
from kling_studio.ui.buttons import link_button
from kling_studio.ui.cast.form import beside, named, refusal_of, show_text
from kling_studio.ui.cast.look_episodes import LookEpisodes
from kling_studio.ui.cast.look_intake import LookIntake
from kling_studio.ui.cast.look_list import LookList
from kling_studio.ui.cast.look_pictures import LookPictures
from kling_studio.ui.cast.look_strip import LookStrip
from kling_studio.ui.cast.picking import pick_pictures
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import Drop, drop_of
from kling_studio.ui.foretold_bubble import ForetoldBubble
from kling_studio.ui.foretold_line import Question
from kling_studio.ui.icons import icon
from kling_studio.ui.notice import Notice
from kling_studio.ui.theme import DARK, GRID_PX
from kling_studio.ui.thumbnails import Thumbnails


class LooksSection(QWidget):
    """A list of the looks, the chosen one's fields below. ``edit_wanted`` brings a picture to crop and its strip."""

    edit_wanted = Signal(object, object)

    def __init__(self, session: Session, thumbnails: Thumbnails, bubble: ForetoldBubble) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self._chosen = ""
        self.list = LookList()
        self.name = named(
            QLineEdit(), "lookName", "Name of the look", "What this look is called, such as a coat or an age"
        )
        self.words = named(
            QLineEdit(),
            "lookWords",
            "Words of the look",
            "Follow the member's description where the look holds",
        )
        self.words.setPlaceholderText("What is different: in a long grey coat")
        self.episodes = LookEpisodes()
        self.notice = Notice("lookNotice")
        self._foretold = bubble
        self._pictures = LookPictures(session, thumbnails, bubble)
        self._intake = LookIntake(session, self.notice, self)
        self._bubble = DropBubble(self)
        self._drop = Drop()
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    @property
    def strip(self) -> LookStrip:
        """The pictures of the chosen look."""
        return self._pictures.strip

    @property
    def look(self) -> Look | None:
        """The chosen look as it stands."""
        looks = self._member.looks if self._member else ()
        return next((look for look in looks if look.name == self._chosen), None)

    @property
    def first_field(self) -> QWidget:
        """Where the keyboard begins."""
        return self.list if self.look is not None else self._add

    def show_member(self, member: CastMember) -> None:
        """Show a member's looks; the chosen one stays chosen while it is there."""
        if self._member is None or self._member.id != member.id:
            self._chosen = ""
        self.notice.put_away()
        self._member = member
        names = [look.name for look in member.looks]
        if self._chosen not in names:
            row = min(max(0, self.list.currentRow()), len(names) - 1)
            self._chosen = names[row] if names else ""
        with QSignalBlocker(self.list):
            self.list.show_names(names, self._chosen)
        self._show_look()

    def add_look(self) -> None:
        """Add a look and put the hand on its name."""
        if self._member is not None:
            taken = {look.name for look in self._member.looks}
            name = next(name for name in _free_names() if name not in taken)
            before, self._chosen = self._chosen, name
            if self._session.dispatch(edits.add_look, self._member.id, Look(name)):
                self._edit_name()
            else:
                self._chosen = before

    def delete_look(self) -> None:
        """Take the chosen look away, from its episodes too; undo brings it back."""
        if self._member is not None and self._chosen:
            self._session.dispatch(edits.delete_look, self._member.id, self._chosen)
            self.list.setFocus()

    def add_pictures(self) -> None:
        """Pick pictures for the chosen look."""
        pick_pictures(self, "addLookPicturesDialog", "Add pictures of the look", self._bring)

    def stop(self) -> None:
        """Wait for pictures that are being copied."""
        self._intake.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drop = drop_of(event.mimeData())
        if self.look is None:
            event.ignore()
            return
        self._announce(event)
        event.accept()

    def dragMoveEvent(self, event: QDropEvent) -> None:
        self._announce(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._bubble.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._announce(event)
        self._bubble.hide()
        if event.isAccepted():
            self._bring(self._drop)

    def _announce(self, event: QDropEvent) -> None:
        look = self.look
        if self._member is None or look is None:
            event.ignore()
            return
        landing = self._intake.landing(self._drop, self._member, look)
        place = self.strip.geometry().translated(self._pictures.mapTo(self, self._pictures.rect().topLeft()))
        self._bubble.say(landing.words, place, refused=landing.refused)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not landing.refused)

    def _bring(self, drop: Drop) -> None:
        if self._member is not None and self._chosen:
            self._intake.bring(drop, self._member.id, self._chosen)

    def _show_look(self) -> None:
        look, member = self.look, self._member
        self._fields.setVisible(look is not None)
        if look is None or member is None:
            return
        if not (self.name.hasFocus() and self.name.isModified()):
            show_text(self.name, look.name)
        show_text(self.words, look.description)
        self._pictures.show_look(member, look)
        self.episodes.show_look(self._session.project, member.name, look.name)

    def _choose(self, row: int) -> None:
        if self._member is not None and 0 <= row < len(self._member.looks):
            self._chosen = self._member.looks[row].name
            self.notice.say("")
            self.name.setModified(False)
            self._show_look()

    def _edit_name(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _rename(self) -> None:
        new = self.name.text().strip()
        if self._member is None or not self.name.isModified() or new == self._chosen:
            return
        self.name.setModified(False)
        member_id, old, self._chosen = self._member.id, self._chosen, new
        refusal = refusal_of(self._session, edits.rename_look, member_id, old, new)
        if refusal:
            self._chosen = old
            self._show_look()
        self.notice.say(refusal)

    def _describe(self, text: str) -> None:
        if self._member is not None and self._chosen:
            member_id, name = self._member.id, self._chosen
            self._session.apply(
                lambda project: edits.set_look(project, member_id, name, description=text),
                "Describe look",
                merge_key=f"look {member_id} {name}",
            )

    def _wear(self, episode_id: str, is_worn: bool) -> None:
        if self._member is not None:
            name = self._chosen if is_worn else ""
            self._session.dispatch(edits.wear, episode_id, self._member.id, name)

    def _consider_wearing(self, episode_id: str, is_worn: bool) -> None:
        if self._member is None or not episode_id:
            self._foretold.forget()
            return
        member_id, name = self._member.id, self._chosen if is_worn else ""
        what = f"Wearing {name} here" if name else f"No longer wearing {self._chosen} here"
        question = Question(lambda project: edits.wear(project, episode_id, member_id, name), what)
        self._foretold.consider_at(question, self.episodes.place_of(episode_id))

    def _of_no_look(self) -> Question | None:
        if self._member is None or not self._chosen:
            return None
        member_id, name = self._member.id, self._chosen
        return Question(lambda project: edits.delete_look(project, member_id, name), f"Deleting {name}")

    def _follow_episodes(self) -> None:
        """The member itself comes by :meth:`show_member`; episodes change without it."""
        if self._member is not None and self.look is not None:
            self.episodes.show_look(self._session.project, self._member.name, self._chosen)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._choose)
        self.list.delete_wanted.connect(self.delete_look)
        self.list.rename_wanted.connect(self._edit_name)
        self.name.editingFinished.connect(self._rename)
        self.words.textEdited.connect(self._describe)
        self.words.editingFinished.connect(self._session.end_typing)
        self._pictures.edit_wanted.connect(lambda view: self.edit_wanted.emit(view, self.strip))
        self._pictures.pictures_wanted.connect(self.add_pictures)
        self.episodes.worn.connect(self._wear)
        self.episodes.considered.connect(self._consider_wearing)
        self._session.changed.connect(lambda _changes: self._follow_episodes())

    def _lay_out(self) -> None:
        add = self._add = link_button("addLook", "Add look", "Add a look: a coat, an age, a wound")
        add.clicked.connect(self.add_look)
        delete = named(QToolButton(), "deleteLook", "Delete the look", "Delete the look (Del in the list)")
        delete.setIcon(icon("trash-can-outline", DARK.text2))
        delete.clicked.connect(self.delete_look)
        self._foretold.watch(delete, self._of_no_look)
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(GRID_PX)
        fields.addLayout(beside(self.name, delete))
        fields.addWidget(self.words)
        fields.addWidget(self._pictures)
        fields.addWidget(self.episodes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.list)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.notice)
        column.addWidget(self._fields)


def _free_names() -> Iterator[str]:
    yield "New look"
    number = 2
    while True:
        yield f"New look {number}"
        number += 1
