"""The files a scene names: missing, unreadable, of another kind, or outside what services take."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kling_studio.core import edits
from kling_studio.core.catalog import FileUse
from kling_studio.core.checks.file_limits import Outside, outside
from kling_studio.core.checks.finding import Context, Finding, Fix, Goal, Part, Severity
from kling_studio.core.checks.lengths import shorter_clip, shorter_sample
from kling_studio.core.checks.pictures import crop_fix, sent_views, without_view
from kling_studio.core.media_facts import MediaKind
from kling_studio.core.project import CastMember, ModeName, Project
from kling_studio.core.request import made_element, made_voice
from kling_studio.core.samples import LONGEST_S, wrong_length
from kling_studio.core.sending import sends_end_frame


@dataclass(frozen=True, slots=True)
class _Named:
    """A file that the scene names: where, whose in words, what it has to be, and whether it goes along.

    ``shorter`` is the fix where it is too long, ``goal`` that a person gives the member another one.
    """

    path: str
    field: str
    whose: str
    kind: MediaKind
    sent: bool
    fix: Fix | None = None
    use: FileUse = FileUse.PICTURE
    shorter: Fix | None = None
    goal: Goal | None = None


def files(at: Context) -> Iterator[Finding]:
    """Every named file must be there, and as the model's provider takes it.

    A file that the chosen mode does not send cannot keep the scene from being sent: it is a warning.
    """
    for named in _named(at):
        name = named.path.rsplit("/", 1)[-1]
        for problem in _problems(at, named.path, named.kind, named.use):
            refused = named.sent and not at.model.forgiving
            is_told = refused or problem.severity is Severity.ADVICE
            severity = problem.severity if is_told else Severity.WARNING
            message = f"{name}, {named.whose}, {problem.reason.removesuffix('.')}."
            fix = (named.shorter if problem.rule == "too-long" else None) or named.fix
            yield at.finding(problem.rule, severity, message, field=named.field, fix=fix, goal=named.goal)


def _problems(at: Context, path: str, kind: MediaKind, use: FileUse) -> Iterator[Outside]:
    """What is known to be wrong with a file that has to be of the kind."""
    fact = at.media.get(path)
    if fact is None:
        return
    if fact.kind is MediaKind.MISSING:
        yield Outside("missing-file", fact.problem or "is not in the project folder")
    elif fact.kind is MediaKind.UNREADABLE:
        yield Outside("bad-image", f"cannot be read: {fact.problem}" if fact.problem else "cannot be read")
    elif fact.kind is not kind and not _is_sound_of_clip(kind, fact.kind):
        yield Outside("bad-image", f"is a {fact.kind}, not a {kind}")
    elif at.model.forgiving:
        return
    elif kind is not MediaKind.SOUND:
        yield from outside(fact, at.model.limits(use), path)
    elif words := wrong_length(fact.duration_s):
        yield Outside("too-short" if fact.duration_s < LONGEST_S else "too-long", words)


def _is_sound_of_clip(wanted: MediaKind, found: MediaKind) -> bool:
    """The sound of a clip is as good a sample as a sound."""
    return wanted is MediaKind.SOUND and found is MediaKind.CLIP


def _named(at: Context) -> Iterator[_Named]:
    scene, mode = at.scene, at.mode
    own = (
        ("start_frame", "the start frame", FileUse.PICTURE, mode.start_frame),
        ("end_frame", "the end frame", FileUse.PICTURE, sends_end_frame(scene, mode)),
        (
            "reference_video",
            "the reference clip",
            FileUse.REFERENCE_CLIP,
            mode.name is ModeName.VIDEO_REFERENCE,
        ),
        ("source_video", "the clip to edit", FileUse.SOURCE_CLIP, mode.name is ModeName.EDIT),
    )
    for field, whose, use, sent in own:
        path = getattr(scene, field)
        if path:
            fix = Fix("Take it out", partial(edits.set_scene, scene_id=scene.id, **{field: None}))  # type: ignore[arg-type]
            kind = MediaKind.PICTURE if use is FileUse.PICTURE else MediaKind.CLIP
            yield _Named(path, field, whose, kind, sent, fix, use)
    for path in dict.fromkeys(scene.images):
        fix = Fix("Take it out", partial(_without_image, scene_id=scene.id, path=path))
        yield _Named(path, "images", "a picture of the scene", MediaKind.PICTURE, bool(mode.images), fix)
    for name in dict.fromkeys(scene.cast):
        member = at.project.member(name)
        if member is not None:
            yield from _of_member(at, member)


def _of_member(at: Context, member: CastMember) -> Iterator[_Named]:
    inputs, name = at.inputs, member.name
    is_made = at.mode.elements_made_before and made_element(member, at.model.provider, at.media) is not None
    by_clip = member in inputs.clip_elements and not is_made
    along = {*inputs.pictures, *(view.path for view in sent_views(at, member))}
    # A view is the member's, and the member may be sent to any of the models.
    limits = at.catalog.picture_limits()
    for view in member.images:
        # A member may have thousands, and nearly all of them are good.
        if not any(_problems(at, view.path, MediaKind.PICTURE, FileUse.PICTURE)):
            continue
        fix = crop_fix(member, view, at.media[view.path], limits) or Fix(
            "Take it out", partial(without_view, member_id=member.id, path=view.path)
        )
        sent, whose = view.path in along, f"{name}'s {view.view} view"
        goal = at.goal("Give another picture…", member, Part.PICTURES)
        yield _Named(view.path, "cast", whose, MediaKind.PICTURE, sent, fix, goal=goal)
    if member.clip:
        fix = Fix("Take it out", partial(edits.set_member, member_id=member.id, clip=None))
        use, shorter = FileUse.ELEMENT_CLIP, shorter_clip(member, at.catalog)
        whose, goal = f"{name}'s clip", at.goal("Give another clip…", member, Part.CLIP)
        yield _Named(member.clip, "cast", whose, MediaKind.CLIP, by_clip, fix, use, shorter, goal)
    if member.voice and member.voice.sample and not made_voice(member.voice, at.model.provider, at.media):
        # A voice goes into an element when that is made, whether this scene has sound or not.
        goes = at.mode.elements_made_before and member in inputs.elements
        sent = not is_made and (goes or member in inputs.voices)
        whose, shorter = f"the sample of {name}'s voice", shorter_sample(member)
        goal = at.goal("Give another sample…", member, Part.SAMPLE)
        yield _Named(member.voice.sample, "cast", whose, MediaKind.SOUND, sent, shorter=shorter, goal=goal)


def _without_image(project: Project, scene_id: str, path: str) -> Project:
    scene = project.find_scene(scene_id)
    rest = tuple(other for other in scene.images if other != path) if scene else ()
    return edits.set_scene(project, scene_id, images=rest)
