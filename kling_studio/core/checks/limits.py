"""The limits of the chosen model: shots, seconds, lengths of words, ratio, pictures."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.checks.splitting import split_fix
from kling_studio.core.project import DEFAULT_ASPECT, ModeName, Project
from kling_studio.core.prompt import shot_words
from kling_studio.core.sending import makes_sound, one_prompt
from kling_studio.core.wording import listed, worded

SHAPE_TOLERANCE = 0.02


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
        fix=split_fix(at, lambda half: len(half.shots) <= most),
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
                fix=at.trim_fix("Make it 1 s", shot, 1),
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
    return at.trim_fix(label, shot, shot.seconds + by_s)


def unproven_seconds(at: Context) -> Iterator[Finding]:
    """Shots so short that nobody has proven them at this provider."""
    sure = at.mode.sure_shot_seconds
    if one_prompt(at.scene, at.mode):
        return
    for shot in at.scene.shots:
        if 1 <= shot.seconds < sure:
            yield at.finding(
                "unproven-seconds",
                Severity.WARNING,
                f"Shots of less than {sure} s are not proven at this provider; longer ones are.",
                shot=shot,
                field="seconds",
            )


def prompt_lengths(at: Context) -> Iterator[Finding]:
    """Words beyond what the endpoint reads: the whole prompt, each shot's, and what is to be avoided."""
    words = worded(at.project, at.scene, at.model, at.mode, at.inputs)
    yield from _too_long(at, "The words have", len(words.prompt), "prompt")
    if at.mode.negative_prompt:
        avoided = len(at.scene.negative_prompt.strip())
        yield from _too_long(at, "What to avoid has", avoided, "negative_prompt")
    for shot, text in zip(at.scene.shots, words.shots, strict=False):
        if len(text) > at.mode.shot_chars:
            yield at.finding(
                "prompt-too-long",
                Severity.ERROR if len(text) > at.mode.prompt_chars else Severity.WARNING,
                f"As it is sent this shot has {len(text)} characters; "
                f"{at.model.name} reads {at.mode.shot_chars} a shot.",
                shot=shot,
                field="prompt",
            )
    alone = [str(number) for number in words.alone]
    if alone:
        yield at.finding(
            "prompt-too-long",
            Severity.WARNING,
            f"The scene's words are too long to stand before {'shot' if len(alone) == 1 else 'shots'} "
            f"{', '.join(alone)}: {at.model.name} reads {at.mode.shot_chars} characters a shot.",
            field="prompt",
        )


def _too_long(at: Context, begins: str, characters: int, field: str) -> Iterator[Finding]:
    if characters > at.mode.prompt_chars:
        message = f"{begins} {characters} characters; {at.model.name} reads {at.mode.prompt_chars}."
        yield at.finding("prompt-too-long", Severity.ERROR, message, field=field)


def empty_prompt(at: Context) -> Iterator[Finding]:
    """Nothing is said at all, or a shot of several says nothing."""
    heard = makes_sound(at.scene, at.mode)
    spelled = {shot.id: shot_words(shot, at.names, str, heard=heard) for shot in at.scene.shots}
    master = at.scene.prompt.strip()
    if at.mode.prompt_required and not master and not any(spelled.values()):
        yield at.finding(
            "empty-prompt", Severity.ERROR, "The scene has no words yet. Say what is seen.", field="prompt"
        )
        return
    if master or one_prompt(at.scene, at.mode):
        return
    for shot in at.scene.shots:
        if not spelled[shot.id]:
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
    best = DEFAULT_ASPECT if DEFAULT_ASPECT in offered else offered[0]
    yield at.finding(
        "unsupported-aspect",
        Severity.ERROR,
        f"{at.model.name} films {', '.join(offered)}; this scene asks for {at.scene.aspect_ratio}.",
        field="aspect_ratio",
        fix=at.scene_fix(f"Make it {best}", aspect_ratio=best),
    )


def frame_shape(at: Context) -> Iterator[Finding]:
    """A mode whose picture has the shape of what it starts from, and that is not the shape the scene asks for."""
    source = {"picture": at.scene.start_frame, "source": at.scene.source_video}.get(at.mode.follows)
    fact = at.media.get(source or "")
    across, _, down = at.scene.aspect_ratio.partition(":")
    if fact is None or not fact.height_px or not (across.isdecimal() and down.isdecimal() and int(down)):
        return
    asked, has = int(across) / int(down), fact.width_px / fact.height_px
    if abs(has / asked - 1) > SHAPE_TOLERANCE:
        what = "the start frame" if at.mode.follows == "picture" else "the clip"
        yield at.finding(
            "unsupported-aspect",
            Severity.WARNING,
            f"The film gets the shape of {what}, {fact.width_px} × {fact.height_px}, "
            f"not the {at.scene.aspect_ratio} of the scene.",
            field="aspect_ratio",
        )


def guidance(at: Context) -> Iterator[Finding]:
    """Guidance is a share: from 0 to 1."""
    value = at.scene.cfg_scale
    if value is None or not at.mode.guidance or at.model.forgiving or 0 <= value <= 1:
        return
    nearest = min(max(value, 0.0), 1.0)
    yield at.finding(
        "bad-guidance",
        Severity.ERROR,
        f"Guidance is from 0 to 1; this scene has {value:g}.",
        field="cfg_scale",
        fix=at.scene_fix(f"Make it {nearest:g}", cfg_scale=nearest),
    )


def too_many_images(at: Context) -> Iterator[Finding]:
    """More references than travel in one request."""
    if not at.inputs.left_out:
        return
    beside = " beside a clip" if at.mode.video or at.inputs.clip_elements else ""
    names = ", ".join(name.rsplit("/", 1)[-1] for name in at.inputs.left_out)
    kinds = " and ".join(
        what for what, taken in (("members", at.mode.elements), ("pictures", at.mode.images)) if taken
    )
    yield at.finding(
        "too-many-images",
        Severity.ERROR,
        f"{at.model.name} takes {at.inputs.limit} {kinds}{beside}; this scene has {at.inputs.wanted}. "
        f"Without a place: {names}.",
        field="images" if at.inputs.left_out[-1] in at.scene.images else "cast",
        fix=_leaving_out(at),
    )


def _leaving_out(at: Context) -> Fix:
    """The scene without what has no place: pictures of its own, which come last, and then the last of its members."""
    beyond, images = at.inputs.left_out, at.scene.images
    pictures = min(len(beyond), len(images)) if at.mode.images else 0
    members = beyond[: len(beyond) - pictures]
    names = [name.rsplit("/", 1)[-1] for name in beyond]
    return Fix(
        f"Leave out {listed(names)}" if len(names) <= 2 else f"Leave out the last {len(names)}",
        partial(_without, scene_id=at.scene.id, members=members, images=images[: len(images) - pictures]),
    )


def _without(project: Project, scene_id: str, members: tuple[str, ...], images: tuple[str, ...]) -> Project:
    for name in members:
        project = edits.uncast_from_scene(project, scene_id, name)
    return edits.set_scene(project, scene_id, images=images)


def joined(at: Context) -> Iterator[Finding]:
    """Several shots in a mode that knows none, or cuts left to the model: the words go as one prompt."""
    if len(at.scene.shots) < 2 or at.mode.shots < 2 or not one_prompt(at.scene, at.mode):
        return
    automatic = not at.mode.joins_shots
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
