"""The pictures of the chosen look: labelled, put in order, taken away."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Look, View, ViewKind
from kling_studio.ui.buttons import link_button
from kling_studio.ui.cast.foretold import ForetoldLine
from kling_studio.ui.cast.form import beside, label
from kling_studio.ui.cast.look_strip import LookStrip
from kling_studio.ui.theme import GRID_PX
from kling_studio.ui.thumbnails import Thumbnails


class LookPictures(QWidget):
    """``edit_wanted`` brings a picture to be cropped, ``pictures_wanted`` asks for more to be picked.

    What taking one away would make stale is told in ``foretold``.
    """

    edit_wanted = Signal(object)
    pictures_wanted = Signal()

    def __init__(self, session: Session, thumbnails: Thumbnails, foretold: ForetoldLine) -> None:
        super().__init__()
        self._session = session
        self._foretold = foretold
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
        self.strip.removal_considered.connect(self._consider_removal)

    def show_look(self, member: CastMember, look: Look) -> None:
        """Show the pictures of a member's look."""
        self._member_id, self._look = member.id, look
        self.strip.show_look(member, look)

    def _set_kind(self, index: int, kind: ViewKind) -> None:
        def labelled(images: list[View]) -> None:
            images[index] = replace(images[index], view=kind)

        self._change(labelled)

    def _move(self, index: int, to_index: int) -> None:
        self._change(lambda images: images.insert(to_index, images.pop(index)))
        self.strip.select(to_index)

    def _remove(self, index: int) -> None:
        def without(images: list[View]) -> None:
            del images[index]

        self._change(without)

    def _change(self, change: Callable[[list[View]], None]) -> None:
        if self._look is not None:
            images = list(self._look.images)
            change(images)
            self._session.dispatch(edits.set_look, self._member_id, self._look.name, images=tuple(images))

    def _edit_picture(self, index: int) -> None:
        if self._look is not None:
            self.edit_wanted.emit(self._look.images[index])

    def _consider_removal(self, index: int) -> None:
        look, member_id = self._look, self._member_id
        if look is None or index < 0:
            self._foretold.forget()
            return
        rest = (*look.images[:index], *look.images[index + 1 :])
        self._foretold.consider(
            lambda project: edits.set_look(project, member_id, look.name, images=rest),
            "Removing this picture",
        )
