"""Things dragged over the timeline from elsewhere: what they would do is said first, then done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from kling_studio.app.session import Session
from kling_studio.core.project import Scene
from kling_studio.ui.drops import Drop, drop_of
from kling_studio.ui.timeline.ground import Ground
from kling_studio.ui.timeline.landing import Landing, cast_in_shot, landing_of
from kling_studio.ui.timeline.layout import Layout
from kling_studio.ui.timeline.overlay import NOTHING, Bubble, Overlay


class DropGround(Ground):
    """Takes drops of pictures and members.

    ``media_dropped`` hands on a :class:`~kling_studio.ui.drops.Drop` of pictures, the id of the shot below (or
    nothing), its index (or the number of shots) and the field of the scene that the first picture is for; the rest
    are pictures of the scene.
    """

    media_dropped = Signal(object, str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._dropping: Dropping | None = None
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def layout_now(self) -> Layout | None:
        """Where everything lies now; ``None`` without a scene."""
        raise NotImplementedError

    def drop_overlay(self) -> Overlay | None:
        """What is laid over the timeline while something is dragged over it."""
        return self._dropping.overlay if self._dropping else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._dropping = Dropping(self.session, event)
        self.dragMoveEvent(event)
        event.accept()  # refused drops are followed as well, to say why

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        layout = self.layout_now()
        if self._dropping is not None and layout is not None:
            self._dropping.follow(event, layout)
            self.viewport().update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._dropping = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        dropping, self._dropping = self._dropping, None
        self.viewport().update()
        layout = self.layout_now()
        handed_on = dropping.let_go(event, layout) if dropping and layout else None
        if layout is not None and handed_on is not None:
            drop, index, use = handed_on
            place = index if index >= 0 else len(layout.scene.shots)
            self.media_dropped.emit(drop, _id_at(layout.scene, index), place, use)


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
