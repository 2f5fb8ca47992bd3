"""The limits of the chosen model: shots, seconds, lengths of words, ratio, pictures."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.project import DEFAULT_ASPECT, ModeName, ShotType
from kling_studio.core.prompt import joined_words, scene_words, shot_words


def too_many_shots(at: Context) -> Iterator[Finding]:
    """More shots than one generation takes."""
    count, most = len(at.scene.shots), at.mode.shots
    if count <= most:
        return
    what = "one shot" if most == 1 else f"{most} shots"
    yield at.finding(
        "too-many-shots",
        Severity.ERROR,
        f"{at.model.name} takes {what} a scene; this scene has {count}.",
        field="shots",
    )


def seconds(at: Context) -> Iterator[Finding]:
    """Shots of less than a second, and a scene shorter or longer than the model renders."""
    for shot in at.scene.shots:
        if shot.seconds < 1:
            yield at.finding(
                "bad-seconds",
                Severity.ERROR,
                f"A shot lasts at least one whole second; this one has {shot.seconds}.",
                shot=shot,
                field="seconds",
                fix=Fix("Make it 1 s", partial(edits.trim_shot, shot_id=shot.id, seconds=1)),
            )
    if at.mode.seconds_from_source or any(shot.seconds < 1 for shot in at.scene.shots):
        return
    yield from _total(at)


def _total(at: Context) -> Iterator[Finding]:
    total, mode = at.scene.seconds, at.mode
    if mode.only_seconds:
        if total not in mode.only_seconds:
            allowed = " or ".join(str(value) for value in mode.only_seconds)
            yield at.finding(
                "bad-seconds",
                Severity.ERROR,
                f"{at.model.name} renders {allowed} s; this scene has {total} s.",
                field="seconds",
                fix=_nearest(at),
            )
    elif total > mode.max_seconds:
        yield at.finding(
            "too-long",
            Severity.ERROR,
            f"{at.model.name} renders at most {mode.max_seconds} s; this scene has {total} s.",
            field="seconds",
            fix=_last_shot_by(at, mode.max_seconds - total, f"Trim to {mode.max_seconds} s"),
        )
    elif total < mode.min_seconds:
        yield at.finding(
            "too-short",
            Severity.ERROR,
            f"{at.model.name} renders at least {mode.min_seconds} s; this scene has {total} s.",
            field="seconds",
            fix=_last_shot_by(at, mode.min_seconds - total, f"Lengthen to {mode.min_seconds} s"),
        )


def _nearest(at: Context) -> Fix | None:
    wanted = min(at.mode.only_seconds, key=lambda value: (abs(value - at.scene.seconds), value))
    return _last_shot_by(at, wanted - at.scene.seconds, f"Make it {wanted} s")


def _last_shot_by(at: Context, by_s: int, label: str) -> Fix | None:
    """A fix that changes the last shot's length, where that alone is enough."""
    if not at.scene.shots or at.scene.shots[-1].seconds + by_s < 1:
        return None
    shot = at.scene.shots[-1]
    return Fix(label, partial(edits.trim_shot, shot_id=shot.id, seconds=shot.seconds + by_s))


def prompt_lengths(at: Context) -> Iterator[Finding]:
    """Words beyond what the endpoint reads: the whole prompt, and each shot's."""
    heard = at.scene.audio
    if len(at.scene.shots) > 1 and not at.mode.joins_shots and at.scene.shot_type is ShotType.CUSTOMIZE:
        words = scene_words(at.scene, at.names, _longest, heard=heard)
        for shot, text in zip(at.scene.shots, words, strict=True):
            if len(text) > at.mode.shot_chars:
                yield at.finding(
                    "prompt-too-long",
                    Severity.ERROR if len(text) > at.mode.prompt_chars else Severity.WARNING,
                    f"With the scene's words this shot has {len(text)} characters; "
                    f"{at.model.name} reads {at.mode.shot_chars} a shot.",
                    shot=shot,
                    field="prompt",
                )
        return
    text = joined_words(at.scene, at.names, _longest, heard=heard)
    if len(text) > at.mode.prompt_chars:
        yield at.finding(
            "prompt-too-long",
            Severity.ERROR,
            f"The words have {len(text)} characters; {at.model.name} reads {at.mode.prompt_chars}.",
            field="prompt",
        )


def _longest(name: str) -> str:
    """A name as it may come out at its longest in a request: beside its tag."""
    return f"{name} <<<element_1>>>"


def empty_prompt(at: Context) -> Iterator[Finding]:
    """Nothing is said at all, or a shot of several says nothing."""
    if not at.mode.prompt_required:
        return
    spelled = {shot.id: shot_words(shot, at.names, str, heard=at.scene.audio) for shot in at.scene.shots}
    master = at.scene.prompt.strip()
    if not master and not any(spelled.values()):
        yield at.finding(
            "empty-prompt", Severity.ERROR, "The scene has no words yet. Say what is seen.", field="prompt"
        )
        return
    for shot in at.scene.shots:
        if not spelled[shot.id] and not master:
            yield at.finding(
                "empty-prompt",
                Severity.ERROR,
                "This shot has no words yet. Say what is seen.",
                shot=shot,
                field="prompt",
            )


def aspect(at: Context) -> Iterator[Finding]:
    """A ratio that the mode does not offer."""
    offered = at.mode.aspects
    if not offered or at.scene.aspect_ratio in offered:
        return
    yield at.finding(
        "unsupported-aspect",
        Severity.ERROR,
        f"{at.model.name} films {', '.join(offered)}; this scene asks for {at.scene.aspect_ratio}.",
        field="aspect_ratio",
        fix=Fix(
            f"Make it {DEFAULT_ASPECT}",
            partial(edits.set_scene, scene_id=at.scene.id, aspect_ratio=DEFAULT_ASPECT),
        ),
    )


def too_many_images(at: Context) -> Iterator[Finding]:
    """More references than travel in one request."""
    if not at.inputs.too_many or not at.inputs.limit:
        return
    beside = " beside a clip" if at.mode.video or at.inputs.clip_element else ""
    left_out = (
        at.scene.images[-at.inputs.too_many :] if at.scene.images else at.scene.cast[-at.inputs.too_many :]
    )
    names = ", ".join(name.rsplit("/", 1)[-1] for name in left_out)
    kinds = "members and pictures" if at.inputs.elements else "pictures"
    yield at.finding(
        "too-many-images",
        Severity.ERROR,
        f"{at.model.name} takes {at.inputs.limit} {kinds}{beside}; this scene has {at.inputs.wanted}. "
        f"Without a place: {names}.",
        field="images",
    )


def joined(at: Context) -> Iterator[Finding]:
    """Several shots in a mode that knows none, or cuts left to the model: the words go as one prompt."""
    if len(at.scene.shots) < 2:
        return
    automatic = at.scene.shot_type is ShotType.AUTOMATIC and at.mode.automatic_cuts
    if not automatic and not at.mode.joins_shots:
        return
    why = "The model decides the cuts" if automatic else f"{_mode_name(at.mode.name)} takes one prompt"
    yield at.finding(
        "shots-joined",
        Severity.ADVICE,
        f"{why}: the words of all {len(at.scene.shots)} shots are sent as one.",
        field="shot_type" if automatic else "shots",
    )


def _mode_name(name: ModeName) -> str:
    return {ModeName.EDIT: "An edit", ModeName.VIDEO_REFERENCE: "A scene with a reference clip"}.get(
        name, f"The mode {name}"
    )
