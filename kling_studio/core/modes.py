"""Which mode a scene's contents ask for, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from kling_studio.core.catalog import Mode, Model
from kling_studio.core.looks import dressed
from kling_studio.core.project import ModeName, Project, Scene
from kling_studio.core.sending import keeps_element


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """The mode a scene is rendered in, and why in words. ``mode`` is ``None`` where the model has none that fits."""

    name: ModeName
    mode: Mode | None
    reason: str


def choose_mode(project: Project, scene: Scene, model: Model) -> ModeChoice:
    """The scene's own mode if it names one, else the first that its contents ask for and that the model has."""
    if scene.mode is not None:
        mode = model.mode(scene.mode)
        if mode is None:
            return ModeChoice(scene.mode, None, f"{model.name} has no mode {scene.mode}")
        return ModeChoice(scene.mode, mode, "chosen for this scene")
    for name, reason in _asked(project, scene, model):
        mode = model.mode(name)
        if mode is not None:
            return ModeChoice(name, mode, reason)
    return ModeChoice(ModeName.TEXT, None, f"{model.name} has no mode for this scene")


def _asked(project: Project, scene: Scene, model: Model) -> Iterator[tuple[ModeName, str]]:
    if scene.source_video:
        yield ModeName.EDIT, "because there is a clip to edit"
    if scene.reference_video:
        yield ModeName.VIDEO_REFERENCE, "because there is a reference clip"
    named = _with_references(project, scene, model)
    if named:
        yield ModeName.REFERENCE, f"because {named}"
    elif scene.images:
        yield ModeName.REFERENCE, "because there are reference pictures"
    if scene.start_frame:
        yield ModeName.IMAGE, "because there is a start frame"
    yield ModeName.TEXT, _why_text(scene, model, named)


def _why_text(scene: Scene, model: Model, named: str | None) -> str:
    if len(model.modes) == 1:
        return f"because {model.name} has no other"
    if named or scene.images:
        return f"because {model.name} takes no references"
    if scene.source_video or scene.reference_video:
        return f"because {model.name} takes no clips"
    return "because there are only words"


def _with_references(project: Project, scene: Scene, model: Model) -> str | None:
    """The first of the cast who asks for the reference mode, and by what: "Mira has pictures"."""
    project = dressed(project, scene)
    mode = model.mode(ModeName.REFERENCE)
    kept = mode is not None and mode.elements_made_before
    for name in scene.cast:
        member = project.member(name)
        if member is None:
            continue
        if member.images:
            return f"{name} has pictures"
        if member.clip:
            return f"{name} has a clip"
        if kept and keeps_element(member, model.provider):
            return f"{name} has an element"
    return None
