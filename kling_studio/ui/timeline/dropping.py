"""Things dragged over the timeline from elsewhere: what they would do is said first, then done."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent

from kling_studio.app.session import Session
from kling_studio.core.project import Scene
from kling_studio.ui.drops import Drop, drop_of
from kling_studio.ui.timeline.landing import Landing, cast_in_shot, landing_of
from kling_studio.ui.timeline.layout import Layout
from kling_studio.ui.timeline.overlay import NOTHING, Bubble, Overlay


class Dropping:
    """One drag from elsewhere, from when it enters until it leaves or is let go."""

    def __init__(self, session: Session, event: QDropEvent) -> None:
        self._session = session
        self._drop = drop_of(event.mimeData())
        self.overlay = NOTHING

    def follow(self, event: QDropEvent, layout: Layout) -> None:
        """Say what would happen here; a refusal says why."""
        landing, _ = self._landing(event, layout)
        bubble = Bubble(landing.words, x_px=event.position().x(), refused=landing.refused)
        self.overlay = Overlay(bubble=bubble, target=None if landing.refused else landing.target)
        _answer(event, landing)

    def let_go(self, event: QDropEvent, layout: Layout) -> tuple[Drop, int, str] | None:
        """Cast a member, or hand on pictures: what was dropped, over which shot (-1 for none), and as what."""
        landing, index = self._landing(event, layout)
        _answer(event, landing)
        if landing.member:
            scene_id, shot_id = layout.scene.id, _id_at(layout.scene, index)
            self._session.apply(
                lambda project: cast_in_shot(project, scene_id, shot_id, landing.member),
                f"Cast {landing.member}",
            )
        return (self._drop, index, landing.use) if landing.use else None

    def _landing(self, event: QDropEvent, layout: Layout) -> tuple[Landing, int]:
        index = layout.hit(event.position()).index
        if self._session.read_only_reason is not None:
            return Landing(self._session.read_only_reason), index
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return landing_of(self._session.project, layout.scene, self._drop, index, shift=shift), index


def _answer(event: QDropEvent, landing: Landing) -> None:
    """Take a copy, never the original; a refused drop is still followed, to say why."""
    if landing.refused:
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.ignore()
    else:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def _id_at(scene: Scene, index: int) -> str:
    return scene.shots[index].id if 0 <= index < len(scene.shots) else ""
