"""The files a scene names: missing, unreadable, or outside what services take."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.media_facts import MediaFact, MediaKind

PICTURE_MIN_PX = 300
PICTURE_MAX_BYTES = 10_000_000
PICTURE_RATIO = (0.4, 2.5)


def files(at: Context) -> Iterator[Finding]:
    """Every named file must be there, and pictures within the limits that all services share."""
    severity = Severity.WARNING if at.model.forgiving else Severity.ERROR
    for path, field, whose, fix in _named(at):
        fact = at.media.get(path)
        if fact is None:
            continue
        name = path.rsplit("/", 1)[-1]
        if fact.kind is MediaKind.MISSING:
            reason = fact.problem or "is not in the project folder"
            yield at.finding("missing-file", severity, f"{name}, {whose}, {reason}.", field=field, fix=fix)
        elif fact.kind is MediaKind.UNREADABLE:
            yield at.finding("bad-image", severity, f"{name}, {whose}: {fact.problem}", field=field, fix=fix)
        elif fact.kind is MediaKind.PICTURE and not at.model.forgiving:
            problem = _outside(fact)
            if problem:
                yield at.finding("bad-image", severity, f"{name}, {whose}, {problem}.", field=field, fix=fix)


def _outside(fact: MediaFact) -> str:
    if min(fact.width_px, fact.height_px) < PICTURE_MIN_PX:
        return f"is {fact.width_px} × {fact.height_px} pixels; {PICTURE_MIN_PX} are needed on each side"
    low, high = PICTURE_RATIO
    if not low <= fact.width_px / fact.height_px <= high:
        return f"is {fact.width_px} × {fact.height_px}: too narrow; its sides may differ by 2.5 times"
    if fact.size_bytes > PICTURE_MAX_BYTES:
        return f"has {fact.size_bytes / 1_000_000:.1f} MB; services take 10 MB"
    return ""


def _named(at: Context) -> Iterator[tuple[str, str, str, Fix | None]]:
    """Each named file: its path, the field it stands in, whose it is in words, and how to take it out."""
    scene = at.scene
    if scene.start_frame:
        yield scene.start_frame, "start_frame", "the start frame", _without(at, "start_frame")
    if scene.end_frame:
        yield scene.end_frame, "end_frame", "the end frame", _without(at, "end_frame")
    if scene.reference_video:
        yield scene.reference_video, "reference_video", "the reference clip", _without(at, "reference_video")
    if scene.source_video:
        yield scene.source_video, "source_video", "the clip to edit", _without(at, "source_video")
    for path in scene.images:
        rest = tuple(other for other in scene.images if other != path)
        fix = Fix("Take it out", partial(edits.set_scene, scene_id=scene.id, images=rest))
        yield path, "images", "a picture of the scene", fix
    for name in scene.cast:
        yield from _of_member(at, name)


def _of_member(at: Context, name: str) -> Iterator[tuple[str, str, str, Fix | None]]:
    member = at.project.member(name)
    if member is None:
        return
    for index, view in enumerate(member.images):
        fix = Fix(
            "Take it out",
            partial(edits.remove_view, member_id=member.id, index=index),
        )
        yield view.path, "cast", f"{name}'s {view.view} view", fix
    if member.clip:
        yield member.clip, "cast", f"{name}'s clip", None
    if member.voice and member.voice.sample and not member.voice.id_at(at.model.provider):
        yield member.voice.sample, "cast", f"the sample of {name}'s voice", None


def _without(at: Context, field: str) -> Fix:
    return Fix("Take it out", partial(edits.set_scene, scene_id=at.scene.id, **{field: None}))  # type: ignore[arg-type]
