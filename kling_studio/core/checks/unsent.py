"""What a scene holds and its model in its mode has no place for: named, never dropped in silence."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.catalog import Mode, Sound
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.project import ModeName, Scene, ShotType


def not_sent(at: Context) -> Iterator[Finding]:
    """One finding for each input without a place."""
    for field, what in _without_place(at.scene, at.mode):
        yield at.finding(
            "not-sent",
            Severity.WARNING,
            f"{what} not sent: {at.model.name} takes none {_when(at.mode)}.",
            field=field,
            fix=_fix(at, field),
        )
    for member in at.inputs.unsent:
        yield at.finding(
            "not-sent",
            Severity.WARNING,
            f"{member.name}'s references are not sent: {at.model.name} takes none {_when(at.mode)}.",
            field="cast",
            fix=_switch(at, ModeName.REFERENCE),
        )
    if at.scene.end_frame and not at.scene.start_frame and at.mode.end_frame and not at.model.forgiving:
        yield at.finding(
            "not-sent",
            Severity.WARNING,
            "The end frame is not sent: it needs a start frame.",
            field="start_frame",
        )


def _without_place(scene: Scene, mode: Mode) -> Iterator[tuple[str, str]]:
    """The fields that hold something the mode has no place for, and how a sentence about them begins."""
    # A mode without an endpoint is one of our own, which takes clips in every mode.
    other_clip = bool(mode.endpoint)
    automatic = mode.automatic_cuts or mode.joins_shots
    held = (
        ("start_frame", "The start frame is", scene.start_frame and not mode.start_frame),
        ("end_frame", "The end frame is", scene.end_frame and not mode.end_frame),
        ("images", "The scene's pictures are", scene.images and not mode.images),
        (
            "reference_video",
            "The reference clip is",
            scene.reference_video and other_clip and not _follows(mode),
        ),
        ("source_video", "The clip to edit is", scene.source_video and other_clip and not _edits(mode)),
        ("negative_prompt", "What to avoid is", scene.negative_prompt.strip() and not mode.negative_prompt),
        ("cfg_scale", "Guidance is", scene.cfg_scale is not None and not mode.guidance),
        ("shot_type", "Automatic cuts are", scene.shot_type is ShotType.AUTOMATIC and not automatic),
        ("audio", "The wish for sound is", scene.audio and (mode.sound is Sound.NEVER or _edits(mode))),
    )
    yield from ((field, words) for field, words, unplaced in held if unplaced)


def _follows(mode: Mode) -> bool:
    return mode.name is ModeName.VIDEO_REFERENCE


def _edits(mode: Mode) -> bool:
    return mode.name is ModeName.EDIT


def missing_input(at: Context) -> Iterator[Finding]:
    """A mode named by the scene that lacks what it works from."""
    needed = {
        ModeName.IMAGE: ("start_frame", "a start frame"),
        ModeName.EDIT: ("source_video", "a clip to edit"),
        ModeName.VIDEO_REFERENCE: ("reference_video", "a reference clip"),
    }.get(at.mode.name)
    if needed is None or getattr(at.scene, needed[0]):
        return
    yield at.finding(
        "no-mode",
        Severity.ERROR,
        f"The mode {at.mode.name} needs {needed[1]}, and the scene has none.",
        field=needed[0],
        fix=Fix(
            "Let the scene decide",
            partial(edits.set_scene, scene_id=at.scene.id, mode=None),
        ),
    )


_NEEDED_FOR = {
    "reference_video": ModeName.VIDEO_REFERENCE,
    "source_video": ModeName.EDIT,
    "images": ModeName.REFERENCE,
}


def _fix(at: Context, field: str) -> Fix | None:
    if field in _NEEDED_FOR:
        return _switch(at, _NEEDED_FOR[field])
    if field == "start_frame" and at.model.mode(ModeName.IMAGE):
        return Fix("Use image mode", partial(edits.set_scene, scene_id=at.scene.id, mode=ModeName.IMAGE))
    return None


def _switch(at: Context, mode: ModeName) -> Fix | None:
    """A switch to a model of the same provider and tier that has the mode."""
    able = [
        model
        for model in at.catalog.models.values()
        if model.provider == at.model.provider and model.mode(mode) and model.id != at.model.id
    ]
    able.sort(key=lambda model: (model.tier != at.model.tier, model.id))
    if not able:
        return None
    model = able[0]
    return Fix(
        f"Switch to {model.name}",
        partial(edits.set_scene, scene_id=at.scene.id, model=model.id, mode=None),
    )


def _when(mode: Mode) -> str:
    return "in its edit mode" if mode.name is ModeName.EDIT else f"in {mode.name} mode"
