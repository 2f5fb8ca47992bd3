"""Dragging a block to another place in the scene."""

from PySide6.QtCore import Qt

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import Project, Scene
from kling_studio.core.timeline import drop_index, starts
from kling_studio.ui.timeline.gestures import Hand
from kling_studio.ui.timeline.overlay import NOTHING, Bubble, Carried, Overlay

MOVE_FROM_PX = 6.0
_HINT = "Release puts the shot here, Esc cancels"


class MoveDrag:
    """One drag of a block. It begins after some pixels, so that a click stays a click."""

    def __init__(self, session: Session, scene: Scene, index: int) -> None:
        self._session = session
        self._scene = scene
        self._from = index
        self._to = index
        self._start_s = starts(scene)[index]
        self._grab: Hand | None = None
        self._moving = False
        self.overlay = NOTHING
        self.project: Project | None = None

    @property
    def cursor(self) -> Qt.CursorShape:
        """A closed hand as soon as it carries something."""
        return Qt.CursorShape.ClosedHandCursor if self._moving else Qt.CursorShape.OpenHandCursor

    def move(self, hand: Hand) -> None:
        if self._grab is None:
            self._grab = hand
        self._moving = self._moving or abs(hand.x_px - self._grab.x_px) >= MOVE_FROM_PX
        if not self._moving:
            return
        shot = self._scene.shots[self._from]
        before, self._to = self._to, drop_index(self._scene, hand.second, moving=shot.id)
        if self.project is None or before != self._to:
            self.project = edits.move_shot(self._session.project, shot.id, self._to)
        self.overlay = Overlay(
            bubble=Bubble(self._words(), x_px=hand.x_px),
            hint=_HINT,
            carried=Carried(shot, self._from + 1, self._start_s + hand.second - self._grab.second),
            slot=self._to,
        )

    def release(self) -> None:
        if self._moving and self._to != self._from:
            self._session.dispatch(edits.move_shot, self._scene.shots[self._from].id, index=self._to)

    def cancel(self) -> None:
        """Nothing was changed yet."""

    def _words(self) -> str:
        if self._to == self._from:
            return f"Shot {self._from + 1} stays here"
        return f"Shot {self._from + 1} becomes shot {self._to + 1}"
