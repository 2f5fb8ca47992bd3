"""Views that the words of a scene ask for and that its members lack."""

from collections.abc import Iterator

from kling_studio.core.advice import RECURS_ABOVE
from kling_studio.core.checks.finding import Context, Finding, Fix, Part, Severity
from kling_studio.core.checks.reading import Heard, heard, span_of, whom
from kling_studio.core.checks.vocabulary import Theme
from kling_studio.core.looks import worn_by
from kling_studio.core.project import CastMember, MemberKind, Shot, ViewKind
from kling_studio.core.speech import speaking_s
from kling_studio.core.wording import listed

LONG_SHOT_S = 5
"""Beyond this many seconds a profile drifts."""


def needs_back_view(at: Context) -> Iterator[Finding]:
    """Someone turns round, or is seen from behind, and no picture shows the back: it would be a guess."""
    for said, member in _lacking(at, Theme.FROM_BEHIND, ViewKind.BACK):
        yield at.finding(
            "needs-back-view",
            Severity.ADVICE,
            f"“{said.words}”: {member.name} has no back view, so what is behind the face is a guess. "
            "Give a front and a back picture.",
            shot=said.shot,
            field=said.field,
            goal=at.goal("Add a back view…", member, Part.PICTURES),
        )


def long_profile(at: Context) -> Iterator[Finding]:
    """A long shot that shows someone from the side, of whom there is no side view."""
    for said, member in _lacking(at, Theme.IN_PROFILE, ViewKind.SIDE):
        lasts = said.shot.seconds if said.shot is not None else _longest(at)
        if lasts <= LONG_SHOT_S:
            continue
        yield at.finding(
            "long-profile",
            Severity.ADVICE,
            f"“{said.words}” for {lasts} s: {member.name} has no side view, and long profiles drift. "
            "Give a side picture, or keep the shot short.",
            shot=said.shot,
            field=said.field,
            fix=_shorter(at, said.shot) if said.shot is not None else None,
            goal=at.goal("Add a side view…", member, Part.PICTURES),
        )


def needs_detail_view(at: Context) -> Iterator[Finding]:
    """Lettering or a logo is seen, and no picture shows it from near."""
    seen: set[str] = set()
    for said, member in _lacking(at, Theme.LETTERING, ViewKind.DETAIL):
        seen.add(member.name)
        yield _unread(at, member, said.words, said.shot, said.field)
    for name in dict.fromkeys(at.scene.cast) if _keeps_views(at) else ():
        described = at.project.member(name)
        if described is None or name in seen or not _wants_views(at, described):
            continue
        span = span_of(Theme.LETTERING, described.description)
        if span is not None and ViewKind.DETAIL not in _kinds(at, described):
            yield _unread(at, described, described.description[slice(*span)].strip(), None, "cast")


def _unread(at: Context, member: CastMember, words: str, shot: Shot | None, field: str) -> Finding:
    return at.finding(
        "needs-detail-view",
        Severity.ADVICE,
        f"“{words}”: {member.name} has no detail view, and lettering holds best from one. "
        "Give a close picture of it.",
        shot=shot,
        field=field,
        goal=at.goal("Add a detail view…", member, Part.PICTURES),
    )


def few_views(at: Context) -> Iterator[Finding]:
    """One who returns again and again and goes by pictures from one side alone."""
    for member in (*at.inputs.elements, *at.inputs.as_pictures):
        count = at.around.scenes_of(member.name)
        if member in at.inputs.clip_elements or member.kind is MemberKind.LOCATION or count <= RECURS_ABOVE:
            continue
        kinds = {view.view for view in member.images}
        missing = [kind for kind in (ViewKind.FRONT, ViewKind.SIDE, ViewKind.BACK) if kind not in kinds]
        if len(missing) < 2 or ViewKind.FULL in kinds:
            continue
        look = worn_by(member)
        has = f"has, in the look “{look.name}”," if look is not None else "has"
        yield at.finding(
            "few-views",
            Severity.ADVICE,
            f"{member.name} is in {count} scenes and {has} no {listed(missing, 'or')} view. "
            "Pictures from more sides hold better.",
            field="cast",
            goal=at.goal("Add views…", member, Part.PICTURES),
        )


def _lacking(at: Context, theme: Theme, kind: ViewKind) -> Iterator[tuple[Heard, CastMember]]:
    """Words of the theme with the member they are about, who has no view of the kind. Each member once a text."""
    if not _keeps_views(at):
        return
    told: set[tuple[str | None, str]] = set()
    for said in heard(at.scene, theme):
        member = whom(at, said)
        if member is None or not _wants_views(at, member) or kind in _kinds(at, member):
            continue
        place = said.shot.id if said.shot is not None else None, member.name
        if place not in told:
            told.add(place)
            yield said, member


def _keeps_views(at: Context) -> bool:
    """Whether the model can be shown the cast at all."""
    return not at.model.forgiving and any(mode.elements or mode.images for mode in at.model.modes)


def _wants_views(at: Context, member: CastMember) -> bool:
    """A place has no back, and a clip shows what it shows."""
    by_clip = any(member.name == other.name for other in at.inputs.clip_elements)
    return member.kind is not MemberKind.LOCATION and not by_clip


def _kinds(at: Context, member: CastMember) -> set[ViewKind]:
    """The views of a member, as he or she is sent where that is so."""
    sent = (*at.inputs.elements, *at.inputs.as_pictures)
    shown = next((other for other in sent if other.name == member.name), member)
    return {view.view for view in shown.images}


def _longest(at: Context) -> int:
    return max((shot.seconds for shot in at.scene.shots), default=0)


def _shorter(at: Context, shot: Shot) -> Fix | None:
    """A cut to the longest that holds, where the model takes the scene so short and the lines still fit."""
    total = at.scene.seconds - shot.seconds + LONG_SHOT_S
    spoken_s = speaking_s((line.text for line in shot.dialogue), at.scene.language)
    if not at.mode.renders(total) or spoken_s > LONG_SHOT_S or at.mode.seconds_from_source:
        return None
    return at.trim_fix(f"Trim to {LONG_SHOT_S} s", shot, LONG_SHOT_S)
