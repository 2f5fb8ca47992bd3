"""What the pages show, looked up once for all of their fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Unpack

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import Mode, Model, Sound
from kling_studio.core.edits.scenes import SceneFields
from kling_studio.core.modes import ModeChoice, choose_mode
from kling_studio.core.project import ModeName, Project, Scene


@dataclass(frozen=True, slots=True)
class SceneView:
    """A scene with what its model makes of it. ``unsent`` says of each field without a place why it has none."""

    project: Project
    scene: Scene
    model: Model | None
    choice: ModeChoice | None
    unsent: Mapping[str, str]

    @property
    def mode(self) -> Mode | None:
        """The mode in which the scene would be rendered now."""
        return self.choice.mode if self.choice is not None else None

    def offers(self, field: str) -> bool:
        """Whether the field has a place: in the mode, or in one that filling it would lead to."""
        takes = _TAKES[field]
        if self.model is None or self.mode is None:
            return True
        if self.scene.mode is not None or field in _OF_THE_MODE_ALONE:
            return takes(self.mode)
        return any(takes(mode) for mode in self.model.modes)


def view_of(session: Session, scene: Scene) -> SceneView:
    """The scene as the session sees it now."""
    project = session.project
    model = session.catalog.models.get(scene.model)
    choice = choose_mode(project, scene, model) if model is not None else None
    findings = session.findings(scene)
    unsent = {found.field: found.message for found in findings if found.rule == "not-sent"}
    return SceneView(project, scene, model, choice, unsent)


def setting(scene_id: str, **fields: Unpack[SceneFields]) -> Callable[[Project], Project]:
    """The edit that sets fields of a scene."""
    return lambda project: edits.set_scene(project, scene_id, **fields)


def _takes_clip(name: ModeName) -> Callable[[Mode], bool]:
    # A mode without an endpoint is one of our own, which takes clips in every mode.
    return lambda mode: mode.name is name or (mode.video and not mode.endpoint)


_TAKES: Mapping[str, Callable[[Mode], bool]] = {
    "start_frame": lambda mode: mode.start_frame,
    "end_frame": lambda mode: mode.end_frame,
    "images": lambda mode: mode.images > 0,
    "reference_video": _takes_clip(ModeName.VIDEO_REFERENCE),
    "source_video": _takes_clip(ModeName.EDIT),
    "keep_sound": lambda mode: mode.sound is Sound.KEPT,
    "negative_prompt": lambda mode: mode.negative_prompt,
    "cfg_scale": lambda mode: mode.guidance,
}
# Filling these leads to no other mode.
_OF_THE_MODE_ALONE = frozenset({"keep_sound", "negative_prompt", "cfg_scale"})
