"""The files a scene names: missing, unreadable, of another kind, or outside what services take."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, ModeName, Project
from kling_studio.core.request import made_voice
from kling_studio.core.samples import wrong_length

PICTURE_MIN_PX = 300
PICTURE_MAX_BYTES = 10 * 1024 * 1024
PICTURE_RATIO = (0.4, 2.5)


@dataclass(frozen=True, slots=True)
class _Named:
    """A file that the scene names: where, whose in words, what it has to be, and whether it goes along."""

    path: str
    field: str
    whose: str
    kind: MediaKind
    sent: bool
    fix: Fix | None = None


def files(at: Context) -> Iterator[Finding]:
    """Every named file must be there, and pictures within the limits that all services share.

    A file that the chosen mode does not send cannot keep the scene from being sent: it is a warning.
    """
    for named in _named(at):
        fact = at.media.get(named.path)
        if fact is None:
            continue
        severity = Severity.ERROR if named.sent and not at.model.forgiving else Severity.WARNING
        name = named.path.rsplit("/", 1)[-1]
        if fact.kind is MediaKind.MISSING:
            rule, reason = "missing-file", fact.problem or "is not in the project folder"
        else:
            rule, reason = "bad-image", _problem(fact, named.kind, forgiving=at.model.forgiving)
        if reason:
            message = f"{name}, {named.whose}, {reason.removesuffix('.')}."
            yield at.finding(rule, severity, message, field=named.field, fix=named.fix)


def _problem(fact: MediaFact, kind: MediaKind, *, forgiving: bool) -> str:
    if fact.kind is MediaKind.UNREADABLE:
        return f"cannot be read: {fact.problem}" if fact.problem else "cannot be read"
    # The sound of a clip is as good a sample as a sound.
    fits = fact.kind is kind or (kind is MediaKind.SOUND and fact.kind is MediaKind.CLIP)
    if not fits:
        return f"is a {fact.kind}, not a {kind}"
    if kind is MediaKind.SOUND and not forgiving:
        return wrong_length(fact.duration_s)
    return _outside(fact) if fact.kind is MediaKind.PICTURE and not forgiving else ""


def _outside(fact: MediaFact) -> str:
    if min(fact.width_px, fact.height_px) < PICTURE_MIN_PX:
        return f"is {fact.width_px} × {fact.height_px} pixels; {PICTURE_MIN_PX} are needed on each side"
    low, high = PICTURE_RATIO
    if not low <= fact.width_px / fact.height_px <= high:
        return f"is {fact.width_px} × {fact.height_px}: too narrow; its sides may differ by 2.5 times"
    if fact.size_bytes > PICTURE_MAX_BYTES:
        return f"has {fact.size_bytes / 1024 / 1024:.1f} MB; services take 10 MB"
    return ""


def _named(at: Context) -> Iterator[_Named]:
    scene, mode = at.scene, at.mode
    own = (
        ("start_frame", "the start frame", MediaKind.PICTURE, mode.start_frame),
        ("end_frame", "the end frame", MediaKind.PICTURE, mode.end_frame and scene.start_frame is not None),
        ("reference_video", "the reference clip", MediaKind.CLIP, mode.name is ModeName.VIDEO_REFERENCE),
        ("source_video", "the clip to edit", MediaKind.CLIP, mode.name is ModeName.EDIT),
    )
    for field, whose, kind, sent in own:
        path = getattr(scene, field)
        if path:
            fix = Fix("Take it out", partial(edits.set_scene, scene_id=scene.id, **{field: None}))  # type: ignore[arg-type]
            yield _Named(path, field, whose, kind, bool(sent), fix)
    for path in dict.fromkeys(scene.images):
        fix = Fix("Take it out", partial(_without_image, scene_id=scene.id, path=path))
        yield _Named(path, "images", "a picture of the scene", MediaKind.PICTURE, bool(mode.images), fix)
    for name in dict.fromkeys(scene.cast):
        member = at.project.member(name)
        if member is not None:
            yield from _of_member(at, member)


def _of_member(at: Context, member: CastMember) -> Iterator[_Named]:
    inputs, name = at.inputs, member.name
    by_clip = member is inputs.clip_element
    as_element = member in inputs.elements and not by_clip
    for view in member.images:
        fix = Fix("Take it out", partial(_without_view, member_id=member.id, path=view.path))
        sent = as_element or view.path in inputs.pictures
        yield _Named(view.path, "cast", f"{name}'s {view.view} view", MediaKind.PICTURE, sent, fix)
    if member.clip:
        fix = Fix("Take it out", partial(edits.set_member, member_id=member.id, clip=None))
        yield _Named(member.clip, "cast", f"{name}'s clip", MediaKind.CLIP, by_clip, fix)
    if member.voice and member.voice.sample and not made_voice(member.voice, at.model.provider, at.media):
        sent = member in inputs.voices
        yield _Named(member.voice.sample, "cast", f"the sample of {name}'s voice", MediaKind.SOUND, sent)


def _without_image(project: Project, scene_id: str, path: str) -> Project:
    scene = project.find_scene(scene_id)
    rest = tuple(other for other in scene.images if other != path) if scene else ()
    return edits.set_scene(project, scene_id, images=rest)


def _without_view(project: Project, member_id: str, path: str) -> Project:
    """The project without that picture of the member, wherever it stands by then."""
    views = next((member.images for member in project.cast if member.id == member_id), ())
    return edits.set_member(project, member_id, images=tuple(view for view in views if view.path != path))
