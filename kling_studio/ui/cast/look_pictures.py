"""The pictures of the chosen look: labelled, put in order, taken away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Look, ViewKind
from kling_studio.ui.buttons import link_button
from kling_studio.ui.cast.form import beside, label
from kling_studio.ui.cast.look_strip import LookStrip
from kling_studio.ui.cast.view_changes import ViewChange, labelling, moving, promotion, removal
from kling_studio.ui.foretold_bubble import ForetoldBubble
from kling_studio.ui.foretold_line import Question
from kling_studio.ui.theme import GRID_PX
from kling_studio.ui.thumbnails import Thumbnails


class LookPictures(QWidget):
    """``edit_wanted`` brings a picture to be cropped, ``pictures_wanted`` asks for more to be picked."""

    edit_wanted = Signal(object)
    pictures_wanted = Signal()

    def __init__(self, session: Session, thumbnails: Thumbnails, bubble: ForetoldBubble) -> None:
        super().__init__()
        self._session = session
        self._member_id = ""
        self._look: Look | None = None
        self.strip = LookStrip(thumbnails)
        pick = link_button(
            "addLookPictures",
            "Add pictures…",
            "Pick pictures of this look, or drop them here",
            told="Add pictures",
        )
        pick.clicked.connect(self.pictures_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(beside(label("Pictures in this look"), pick))
        column.addWidget(self.strip)
        self.strip.kind_chosen.connect(self._set_kind)
        self.strip.moved.connect(self._move)
        self.strip.removed.connect(self._remove)
        self.strip.edit_wanted.connect(self._edit_picture)
        self.strip.promoted.connect(self._promote)
        self.strip.foretell_with(bubble, self._question)

    def show_look(self, member: CastMember, look: Look) -> None:
        """Show the pictures of a member's look."""
        self._member_id, self._look = member.id, look
        self.strip.show_look(member, look)

    def _set_kind(self, index: int, kind: ViewKind) -> None:
        self._make(labelling(index, kind))

    def _move(self, index: int, to_index: int) -> None:
        self._make(moving(index, to_index))
        self.strip.select(to_index)

    def _promote(self, index: int) -> None:
        self._make(promotion(index))
        self.strip.select(0)

    def _remove(self, index: int) -> None:
        self._make(removal(index))

    def _make(self, change: ViewChange) -> None:
        if self._look is not None:
            images = change.of(self._look.images)
            self._session.dispatch(edits.set_look, self._member_id, self._look.name, images=images)

    def _question(self, change: ViewChange) -> Question | None:
        """What a change of the look's pictures would do."""
        look, member_id = self._look, self._member_id
        if look is None or self._session.read_only_reason is not None:
            return None
        images = change.of(look.images)
        return Question(
            lambda project: edits.set_look(project, member_id, look.name, images=images), change.what
        )

    def _edit_picture(self, index: int) -> None:
        if self._look is not None:
            self.edit_wanted.emit(self._look.images[index])
