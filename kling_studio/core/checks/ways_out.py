"""What of a scene a mode has no place for, and the edit that finds a place for it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from kling_studio.core.catalog import Mode, Model, Sound
from kling_studio.core.checks.finding import Context, Fix
from kling_studio.core.edits.scenes import SceneFields
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import ModeName, Scene, ShotType
from kling_studio.core.sending import sending, sends_end_frame

_TIERS = {"Std": 1, "Standard": 1, "Pro": 2, "4K": 3}
"""The tiers that a model has at its providers, the least first."""


def without_place(scene: Scene, mode: Mode) -> Iterator[tuple[str, str]]:
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


_MODE_FOR = {
    "start_frame": ModeName.IMAGE,
    "images": ModeName.REFERENCE,
    "cast": ModeName.REFERENCE,
    "reference_video": ModeName.VIDEO_REFERENCE,
    "source_video": ModeName.EDIT,
}

_TAKEN_BACK: dict[str, tuple[str, SceneFields]] = {
    "start_frame": ("Take the start frame out", {"start_frame": None}),
    "end_frame": ("Take the end frame out", {"end_frame": None}),
    "images": ("Take the pictures out", {"images": ()}),
    "reference_video": ("Take the reference clip out", {"reference_video": None}),
    "source_video": ("Take the clip out", {"source_video": None}),
    "cfg_scale": ("Leave it to the model", {"cfg_scale": None}),
    "shot_type": ("Cut as on the timeline", {"shot_type": ShotType.CUSTOMIZE}),
    "audio": ("Turn sound off", {"audio": False}),
}


def way_out(at: Context, field: str) -> Fix | None:
    """The edit that gives the input of ``field`` a place and costs no other its own; else one that takes it back."""
    homeless = _homeless(at, at.scene) or frozenset()
    for label, changes in _candidates(at, field):
        left = _homeless(at, replace(at.scene, **changes))
        if left is not None and left < homeless and field not in {other for other, _ in left}:
            return at.scene_fix(label, **changes)
    if field == "negative_prompt":
        return _said_in_words(at)
    if field not in _TAKEN_BACK:
        return None
    label, changes = _TAKEN_BACK[field]
    return at.scene_fix(label, **changes)


def _candidates(at: Context, field: str) -> Iterator[tuple[str, SceneFields]]:
    if field == "end_frame" and not at.scene.start_frame:
        yield "Make it the start frame", {"start_frame": at.scene.end_frame, "end_frame": None}
    elif field == "end_frame" and at.mode.end_frame and at.mode.automatic_cuts:
        yield "Leave the cuts to the model", {"shot_type": ShotType.AUTOMATIC}
    mode = _MODE_FOR.get(field)
    if mode is None and field != "audio":
        return
    if at.scene.mode is not None:
        yield "Let the scene decide", {"mode": None}
    if mode is not None and at.model.mode(mode):
        yield f"Use {mode} mode", {"mode": mode}
    for model in _alike(at):
        yield f"Switch to {model.name}", {"model": model.id, "mode": None}


def _alike(at: Context) -> list[Model]:
    """The other models of the provider, those most like the present one first; of two tiers the nearer one."""

    def unlikeness(model: Model) -> tuple[int, bool, str]:
        return abs(_rank(model) - _rank(at.model)), model.draft != at.model.draft, model.id

    models = at.catalog.models.values()
    others = (model for model in models if model.provider == at.model.provider and model.id != at.model.id)
    return sorted(others, key=unlikeness)


def _rank(model: Model) -> int:
    return _TIERS.get(model.tier, 0)


def _homeless(at: Context, scene: Scene) -> frozenset[tuple[str, str]] | None:
    """What would have no place: its field, and of the cast who; ``None`` where the scene could not be sent at all."""
    model = at.catalog.models[scene.model] if scene.model != at.scene.model else at.model
    mode = choose_mode(at.project, scene, model).mode
    if mode is None or (scene != at.scene and not fits(scene, mode)):
        return None
    inputs = sending(at.project, scene, mode, at.model.provider)
    fields = [field for field, _ in without_place(scene, mode)]
    if scene.end_frame and mode.end_frame and not sends_end_frame(scene, mode):
        fields.append("end_frame")
    beyond = (("images" if name in scene.images else "cast", name) for name in inputs.left_out)
    return frozenset(
        (*((field, "") for field in fields), *(("cast", member.name) for member in inputs.unsent), *beyond)
    )


def fits(scene: Scene, mode: Mode) -> bool:
    """Whether shots, seconds and ratio are ones the mode takes."""
    lasts = mode.seconds_from_source or mode.renders(scene.seconds)
    shaped = not mode.aspects or scene.aspect_ratio in mode.aspects
    return len(scene.shots) <= mode.shots and lasts and shaped


def in_its_mode(at: Context, model: Model) -> Mode | None:
    """The mode in which another model would render the scene, were it left to the scene."""
    return choose_mode(at.project, replace(at.scene, model=model.id, mode=None), model).mode


def switch(at: Context, wanted: Callable[[Model], bool]) -> Fix | None:
    """The change to the wanted model of the same provider that is most like this one, where nothing loses its place."""
    homeless = _homeless(at, at.scene) or frozenset()
    for model in _alike(at):
        if not wanted(model):
            continue
        changes: SceneFields = {"model": model.id, "mode": None}
        left = _homeless(at, replace(at.scene, **changes))
        if left is not None and left <= homeless:
            return at.scene_fix(f"Switch to {model.name}", **changes)
    return None


def anew(at: Context) -> Fix | None:
    """The scene without the clip that it edits, where the model renders such a one and nothing loses its place."""
    changes: SceneFields = {"source_video": None, "mode": None}
    left = _homeless(at, replace(at.scene, **changes))
    if at.scene.reference_video or left is None or not left <= (_homeless(at, at.scene) or frozenset()):
        return None
    return at.scene_fix("Render it without the clip", **changes)


def _said_in_words(at: Context) -> Fix:
    """What to avoid as a sentence of the scene's words, which is all that a model without the field heeds."""
    avoid = at.scene.negative_prompt.strip().rstrip(".")
    prompt = f"{at.scene.prompt.rstrip()} No {avoid}.".lstrip()
    return at.scene_fix("Say it in the words", prompt=prompt, negative_prompt="")
