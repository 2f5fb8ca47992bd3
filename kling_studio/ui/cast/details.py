"""Everything about one member of the cast, to be changed where it stands."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.session import Session
from kling_studio.app.touching import Touched
from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Framing, MemberKind, Project, View
from kling_studio.storage.media_names import FILM_ENDINGS
from kling_studio.ui.cast.foretold import ForetoldLine, ask_of_drop, with_touched
from kling_studio.ui.cast.form import Description, beside, label, named, show_text
from kling_studio.ui.cast.landing import Landing, on_member, on_other_member
from kling_studio.ui.cast.looks import LooksSection
from kling_studio.ui.cast.views import ViewStrip
from kling_studio.ui.cast.where_used import WhereUsed
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import Drop, drop_of, drop_of_paths
from kling_studio.ui.file_slot import FileSlot
from kling_studio.ui.foretelling import Foretelling
from kling_studio.ui.icons import icon
from kling_studio.ui.notice import Notice
from kling_studio.ui.picture_editor import PictureEditor
from kling_studio.ui.sight import bring_into_sight
from kling_studio.ui.theme import DARK, GAP_PX, GRID_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.voice import VoiceSection

if TYPE_CHECKING:
    from kling_studio.ui.voice.desk import VoiceDesk

W = TypeVar("W", bound=QWidget)


class MemberDetails(QWidget):
    """The editor of one member. ``brought`` tells files for it, ``pictures_wanted`` that some are to be picked."""

    brought = Signal(object)
    pictures_wanted = Signal()
    closed = Signal()

    def __init__(self, session: Session, thumbnails: Thumbnails, desk: "VoiceDesk | None" = None) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self.setAcceptDrops(True)
        self._name = named(QLineEdit(), "memberName", "Name", "The name, written @Name in the words")
        self._kind = named(PlainCombo(), "memberKind", "Kind", "What this member of the cast is")
        for kind in MemberKind:
            self._kind.addItem(kind.capitalize(), kind)
        self._refusal = Notice("memberRefusal")
        self._description = named(
            Description(), "memberDescription", "Description", "Who or what it is, in a few words"
        )
        self._description.setPlaceholderText("Age, clothes, what must never change")
        self._strip = ViewStrip(thumbnails)
        self._clip = FileSlot("clip", FILM_ENDINGS)
        self.voice = VoiceSection(session, desk)
        self._editor = PictureEditor(session.path_of, session.catalog.picture_limits())
        self._picture_refusal = Notice("pictureRefusal")
        self.looks = LooksSection(session, thumbnails)
        self.used = WhereUsed(session)
        self._name_foretold, self._picture_foretold = ForetoldLine(session), ForetoldLine(session)
        self._foretelling = Foretelling(session, self)
        self._bubble = DropBubble(self)
        self._drop = Drop()
        self._landing = Landing("", refused=True)
        self._lay_out()
        self._connect()

    @property
    def strip(self) -> ViewStrip:
        """The member's pictures."""
        return self._strip

    @property
    def editor(self) -> PictureEditor:
        """What crops and turns one of them."""
        return self._editor

    def show_member(self, member: CastMember) -> None:
        """Show a member as it stands; what is being typed into the same member's fields stays."""
        other = self._member is None or self._member.id != member.id
        self._member = member
        if other:
            self._refusal.say("")
            self._picture_refusal.say("")
        self._name_foretold.forget()
        self._picture_foretold.forget()
        views = (*member.images, *(view for look in member.looks for view in look.images))
        if self._editor.view is not None and self._editor.view not in views:
            self._editor.close_editor()
        if other or not self._name.hasFocus() or not self._name.isModified():
            show_text(self._name, member.name)
        with QSignalBlocker(self._kind):
            self._kind.setCurrentIndex(self._kind.findData(member.kind))
        with QSignalBlocker(self._description):
            if self._description.toPlainText() != member.description:
                self._description.setPlainText(member.description)
        self._strip.show_member(member)
        self._clip.show_file(member.clip or "")
        self.voice.show_member(member)
        self.looks.show_member(member)
        self.used.show_member(member)

    def edit_name(self) -> None:
        """Put the hand on the name."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()
        bring_into_sight(self._name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._member is not None:
            is_typing = self._name.isModified() or self.voice.is_typing
            self._name.setModified(False)
            self.voice.forget_typed()
            self._refusal.say("")
            self.show_member(self._member)
            if not is_typing:
                self.closed.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drop = drop_of(event.mimeData())
        self._landing = self._landing_of(self._drop)
        self._show_landing(event)
        if self._member is not None and not self._landing.refused:
            ask_of_drop(self._foretelling, self._drop, self._member.id, self._foretell)

    def dragMoveEvent(self, event: QDropEvent) -> None:
        self._show_landing(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_landing(event)
        self._end_drag()
        if event.isAccepted():
            self.brought.emit(self._drop)

    def _show_landing(self, event: QDropEvent) -> None:
        if self._member is None:
            event.ignore()
            return
        refused = self._landing.refused
        self._say_landing()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not refused or isinstance(event, QDragEnterEvent))

    def _say_landing(self) -> None:
        place = self._strip.geometry().adjusted(0, 0, 0, -24)
        self._bubble.say(self._landing.words, place, refused=self._landing.refused)

    def _foretell(self, found: Touched) -> None:
        if self._bubble.isVisible():
            self._landing = Landing(with_touched(self._landing.words, found))
            self._say_landing()

    def _end_drag(self) -> None:
        self._foretelling.forget()
        self._bubble.hide()

    def _landing_of(self, drop: Drop) -> Landing:
        """Thought of once for each drag: it may be of thousands of files."""
        if self._session.read_only_reason is not None or self._member is None:
            return Landing(self._session.read_only_reason or "", refused=True)
        if drop.view is not None:
            return on_other_member(drop.view, self._member, self._session.project)
        return on_member(drop, self._member)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(GAP_PX)
        close = QToolButton()
        close.setObjectName("closeMember")
        close.setAccessibleName("Close the details")
        close.setToolTip("Close the details (Esc)")
        close.setIcon(icon("close", DARK.text2))
        close.clicked.connect(self.closed)
        column.addLayout(beside(self._name, close))
        column.addWidget(self._refusal)
        column.addWidget(self._name_foretold)
        column.addWidget(self._kind)
        column.addWidget(self._description)
        add = QPushButton("Add pictures…")
        add.setObjectName("addPictures")
        add.setAccessibleName("Add pictures")
        add.setToolTip("Pick pictures of this member, or paste them (Ctrl+V)")
        add.setProperty("role", "link")
        add.clicked.connect(self.pictures_wanted)
        column.addLayout(beside(label("Pictures"), add))
        column.addWidget(self._strip)
        column.addWidget(self._picture_foretold)
        column.addWidget(self._picture_refusal)
        column.addWidget(self._editor)
        column.addSpacing(GRID_PX)
        column.addWidget(label("Clip"))
        column.addWidget(self._clip)
        column.addWidget(label("Voice"))
        column.addWidget(self.voice)
        column.addSpacing(GRID_PX)
        column.addWidget(self.looks)
        column.addSpacing(GRID_PX)
        column.addWidget(self.used)
        column.addStretch(1)

    def _connect(self) -> None:
        self._name.editingFinished.connect(self._rename)
        self._name.textEdited.connect(self._consider_name)
        self._strip.removal_considered.connect(self._consider_removal)
        self.looks.edit_wanted.connect(self._edit_view)
        self._kind.activated.connect(lambda _row: self._set(kind=MemberKind(self._kind.currentData())))
        self._description.textChanged.connect(self._describe)
        self._description.left.connect(self._session.end_typing)
        self._strip.kind_chosen.connect(lambda index, kind: self._edit(edits.set_view, index, kind))
        self._strip.moved.connect(self._move_view)
        self._strip.removed.connect(lambda index: self._edit(edits.remove_view, index))
        self._strip.edit_wanted.connect(self._edit_picture)
        self._editor.taken.connect(self._frame)
        self._editor.failed.connect(self._picture_refusal.tell)
        self._editor.closed.connect(self._strip.setFocus)
        self._clip.chosen.connect(self._bring)
        self._clip.cleared.connect(lambda: self._set(clip=None))

    def _bring(self, path: str) -> None:
        self.brought.emit(drop_of_paths([path]))

    def _consider_name(self, name: str) -> None:
        if self._member is not None:
            member_id = self._member.id
            self._name_foretold.consider(
                lambda project: edits.rename_member(project, member_id, name.strip()), "Renaming"
            )

    def _consider_removal(self, index: int) -> None:
        if self._member is None or index < 0:
            self._picture_foretold.forget()
            return
        member_id = self._member.id
        self._picture_foretold.consider(
            lambda project: edits.remove_view(project, member_id, index), "Removing this picture"
        )

    def _rename(self) -> None:
        self._name_foretold.forget()
        if self._member is None or self._name.text().strip() == self._member.name:
            self._refusal.say("")
            return
        refusals: list[EditRejected] = []
        disconnect = self._session.refused.connect(refusals.append)
        self._edit(edits.rename_member, self._name.text().strip())
        disconnect()
        self._name.setModified(bool(refusals))
        self._refusal.say(str(refusals[0]) if refusals else "")

    def _describe(self) -> None:
        if self._member is None:
            return
        member_id, text = self._member.id, self._description.toPlainText()
        self._session.apply(
            lambda project: edits.set_member(project, member_id, description=text),
            "Describe member",
            merge_key=f"description {member_id}",
        )

    def _move_view(self, index: int, to_index: int) -> None:
        if self._edit(edits.move_view, index, to_index):
            self._strip.select(to_index)

    def _edit_picture(self, index: int) -> None:
        if self._member is not None:
            self._edit_view(self._member.images[index])

    def _edit_view(self, view: View) -> None:
        if self._member is None or self._session.read_only_reason is not None:
            self._picture_refusal.say(self._session.read_only_reason or "")
            return
        self._picture_refusal.say("")
        self._editor.edit(view)
        bring_into_sight(self._editor)

    def _frame(self, path: str, framing: Framing) -> None:
        """One undo step: the file of the part is there."""
        if self._member is not None:
            member_id = self._member.id
            self._session.apply(
                lambda project: edits.frame_view(project, member_id, path, framing), "Crop picture"
            )

    def stop(self) -> None:
        """Wait for a picture that is being read or written."""
        self.voice.stop()
        self.looks.stop()
        for asking in (self._name_foretold, self._picture_foretold, self._foretelling):
            asking.stop()
        self._editor.stop()

    def _set(self, **fields: object) -> None:
        self._edit(edits.set_member, **fields)

    def _edit(self, edit: Callable[..., Project], *args: object, **fields: object) -> bool:
        return self._member is not None and self._session.dispatch(edit, self._member.id, *args, **fields)
