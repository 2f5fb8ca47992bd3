"""The reference pictures of one member: named, put in order, cropped and taken away."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.framings import framed_view
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Framing, Project, View
from kling_studio.ui.buttons import link_button
from kling_studio.ui.cast.form import beside, label
from kling_studio.ui.cast.view_changes import ViewChange, promotion
from kling_studio.ui.cast.views import ViewStrip
from kling_studio.ui.foretold_bubble import ForetoldBubble
from kling_studio.ui.foretold_line import Question
from kling_studio.ui.notice import Notice
from kling_studio.ui.picture_editor import PictureEditor
from kling_studio.ui.sight import bring_into_sight
from kling_studio.ui.theme import GRID_PX
from kling_studio.ui.thumbnails import Thumbnails


class MemberPictures(QWidget):
    """A strip with the editor that crops and turns one of them. ``pictures_wanted`` asks for more to be picked."""

    pictures_wanted = Signal()

    def __init__(self, session: Session, thumbnails: Thumbnails, bubble: ForetoldBubble) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self.strip = ViewStrip(thumbnails)
        self._editing_in = self.strip
        self.editor = PictureEditor(session.path_of, session.catalog.picture_limits())
        self._refusal = Notice("pictureRefusal")
        self._bubble = bubble
        add = self._add = link_button(
            "addPictures",
            "Add pictures…",
            "Pick pictures of this member, or paste them (Ctrl+V)",
            told="Add pictures",
        )
        add.clicked.connect(self.pictures_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(beside(label("Pictures"), add))
        for widget in (self.strip, self._refusal, self.editor):
            column.addWidget(widget)
        self._connect()

    @property
    def first_field(self) -> QWidget:
        """Where the keyboard begins: among the pictures, of which one is then the current one."""
        if self._member is None or not self._member.images:
            return self._add
        self.strip.select(max(0, self.strip.currentIndex().row()))
        return self.strip

    def show_member(self, member: CastMember) -> None:
        """Show a member's pictures; one that is being cropped stays in the editor while the member has it."""
        self._refusal.put_away()
        self._member = member
        self._bubble.forget()
        views = (*member.images, *(view for look in member.looks for view in look.images))
        if self.editor.view is not None and self.editor.view not in views:
            self.editor.close_editor()
        self.strip.show_member(member)

    def edit_view(self, view: View, strip: ViewStrip | None = None) -> None:
        """Crop and turn a picture of the member, or of one of its looks, which stands in ``strip``."""
        if self._member is None or self._session.read_only_reason is not None:
            self._refusal.say(self._session.read_only_reason or "")
            return
        self._refusal.say("")
        self._editing_in = strip or self.strip
        self.editor.edit(view)
        bring_into_sight(self.editor)

    def stop(self) -> None:
        """Wait for a picture that is being read or written."""
        self.editor.stop()

    def _connect(self) -> None:
        self.strip.kind_chosen.connect(lambda index, kind: self._edit(edits.set_view, index, kind))
        self.strip.moved.connect(self._move)
        self.strip.removed.connect(lambda index: self._edit(edits.remove_view, index))
        self.strip.promoted.connect(self._promote)
        self.strip.foretell_with(self._bubble, self._question)
        self._bubble.watch(self.editor.done_button, self._of_crop)
        self.strip.edit_wanted.connect(self._edit_picture)
        self.editor.taken.connect(self._frame)
        self.editor.failed.connect(self._refusal.tell)
        self.editor.closed.connect(self._go_back)

    def _edit(self, edit: Callable[..., Project], *arguments: object) -> bool:
        return self._member is not None and self._session.dispatch(edit, self._member.id, *arguments)

    def _move(self, index: int, to_index: int) -> None:
        if self._edit(edits.move_view, index, to_index):
            self.strip.select(to_index)

    def _edit_picture(self, index: int) -> None:
        if self._member is not None:
            self.edit_view(self._member.images[index])

    def _go_back(self) -> None:
        """To where the picture stands: it is seen as it is now."""
        self._editing_in.setFocus(Qt.FocusReason.OtherFocusReason)
        self._editing_in.bring_current_into_sight()

    def _frame(self, path: str, framing: Framing) -> None:
        """One undo step: the file of the part is there."""
        if self._member is not None:
            member_id = self._member.id
            self._session.apply(
                lambda project: edits.frame_view(project, member_id, path, framing), "Crop picture"
            )

    def _promote(self, index: int) -> None:
        if self._member is not None:
            change = self._question(promotion(index))
            if change is not None and self._session.apply(change.edit, "Make primary"):
                self.strip.select(0)

    def _question(self, change: ViewChange) -> Question | None:
        """What a change of the member's pictures would do."""
        if self._member is None or self._session.read_only_reason is not None:
            return None
        member = self._member
        images = change.of(member.images)
        return Question(lambda project: edits.set_member(project, member.id, images=images), change.what)

    def _of_crop(self) -> Question | None:
        view, framing, member = self.editor.view, self.editor.changed_framing, self._member
        if view is None or framing is None or member is None:
            return None
        part = framed_view(view, framing).path
        facts = {part: MediaFact(MediaKind.PICTURE, 1024, 1024, sha256=part)}
        return Question(
            lambda project: edits.frame_view(project, member.id, view.path, framing), "This crop", facts
        )
