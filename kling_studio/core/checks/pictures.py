"""The craft of reference pictures: two that show the same, one that is blurred, and what a crop can mend."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.catalog import FileLimits
from kling_studio.core.checks.alike import LEAST_SHARPNESS, Copies, copies, with_best
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.framings import can_be_framed, framing_of, is_whole, wide_enough
from kling_studio.core.media_facts import MediaFact
from kling_studio.core.picture_limits import wrong_size
from kling_studio.core.project import CastMember, Framing, Project, View
from kling_studio.core.request import made_element
from kling_studio.core.sending import ordered_views
from kling_studio.core.wording import listed

MOST_NAMED = 3
"""So many pictures are named in one sentence."""


def near_duplicates(at: Context) -> Iterator[Finding]:
    """Pictures of a member that look the same: each but the best takes the place of a view that would say more."""
    limits = at.catalog.picture_limits()
    for member in _shown(at):
        groups = copies(sent_views(at, member), member.images, at.media, limits)
        count = sum(len(group.others) for group in groups)
        if count:
            yield at.finding(
                "near-duplicate",
                Severity.ADVICE,
                f"{_alike_words(member, groups, count)}; other views would tell the model more.",
                field="cast",
                fix=Fix(
                    "Take it out" if count == 1 else f"Take {count} out",
                    partial(with_best, member_id=member.id, groups=groups),
                ),
            )


def _alike_words(member: CastMember, groups: tuple[Copies, ...], count: int) -> str:
    best, others = _name(groups[0].best), groups[0].others
    if count == 1:
        return f"{member.name}'s {others[0].view} view {_name(others[0])} looks the same as {best}"
    if len(groups) == 1:
        return f"{count} of {member.name}'s pictures look the same as {best}: {_names(others)}"
    each = [f"{_names(group.others)} as {_name(group.best)}" for group in groups]
    return f"{count} of {member.name}'s pictures look the same as another: {', '.join(each)}"


def _names(views: tuple[View, ...]) -> str:
    names = [_name(view) for view in views[:MOST_NAMED]]
    return listed([*names, f"{len(views) - MOST_NAMED} more"] if views[MOST_NAMED:] else names)


def blurred(at: Context) -> Iterator[Finding]:
    """A picture without a sharp place in it, where it goes along."""
    for member in _shown(at):
        for view in sent_views(at, member):
            fact = at.media.get(view.path)
            if fact is None or fact.sharpness is None or fact.sharpness >= LEAST_SHARPNESS:
                continue
            yield at.finding(
                "blurred-picture",
                Severity.ADVICE,
                f"{member.name}'s {view.view} view {_name(view)} is blurred; the model copies that.",
                field="cast",
                fix=Fix("Take it out", partial(without_view, member_id=member.id, path=view.path)),
            )


def sent_views(at: Context, member: CastMember) -> tuple[View, ...]:
    """The pictures of a member that go along, in their order: none of one who is sent by a clip or is made already."""
    if member not in at.inputs.elements:
        return tuple(view for view in member.images if view.path in at.inputs.pictures)
    is_made = at.mode.elements_made_before and made_element(member, at.model.provider, at.media) is not None
    if is_made or member in at.inputs.clip_elements:
        return ()
    return ordered_views(member)[: at.mode.element_views]


def crop_fix(member: CastMember, view: View, fact: MediaFact, limits: FileLimits) -> Fix | None:
    """What makes a picture wide and large enough; ``None`` where nothing has to, or where too little would be left.

    A whole picture is cropped; of a part, the whole picture comes back.
    """
    if not can_be_framed(view) or not wrong_size(fact.width_px, fact.height_px, limits):
        return None
    label, framing = "Crop it", wide_enough(framing_of(view), fact.width_px, fact.height_px, limits)
    if view.framing is not None:
        label, framing = "Show the whole picture", Framing(view.framing.original)
    if framing is None or framing == view.framing or (view.framing is None and is_whole(framing)):
        return None
    return Fix(label, partial(edits.frame_view, member_id=member.id, path=view.path, framing=framing))


def without_view(project: Project, member_id: str, path: str) -> Project:
    """The project without that picture of the member and of its looks, wherever it stands by then."""
    member = next((member for member in project.cast if member.id == member_id), None)
    if member is None:
        return project
    for look in member.looks:
        project = edits.set_look(project, member_id, look.name, images=_without(look.images, path))
    return edits.set_member(project, member_id, images=_without(member.images, path))


def _without(views: tuple[View, ...], path: str) -> tuple[View, ...]:
    return tuple(view for view in views if view.path != path)


def _shown(at: Context) -> tuple[CastMember, ...]:
    """The members whose pictures go to the model."""
    return () if at.model.forgiving else (*at.inputs.elements, *at.inputs.as_pictures)


def _name(view: View) -> str:
    return view.path.rsplit("/", 1)[-1]
