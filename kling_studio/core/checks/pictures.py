"""The craft of reference pictures: two that show the same, one that is blurred, and what a crop can mend."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.catalog import FileLimits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.framings import can_be_framed, framing_of, is_whole, wide_enough
from kling_studio.core.media_facts import MediaFact
from kling_studio.core.picture_limits import wrong_size
from kling_studio.core.project import CastMember, Framing, Project, View

MOST_DIFFERENT_BITS = 16
"""Of 288. Copies in another size, quality or brightness differ in up to 6, two views of one member in 40 and more."""
LEAST_SHARPNESS = 10.0
"""Variance of edges in the sharpest part; photographs have 200 and more, what is visibly out of focus less than 10."""


def near_duplicates(at: Context) -> Iterator[Finding]:
    """Two pictures of a member that look the same: the second takes the place of a view that would say more."""
    for member in _shown(at):
        for later, earlier in _pairs(member, at):
            yield at.finding(
                "near-duplicate",
                Severity.ADVICE,
                f"{member.name}'s {later.view} view {_name(later)} looks the same as {_name(earlier)}; "
                "another view would tell the model more.",
                field="cast",
                fix=Fix("Take it out", partial(without_view, member_id=member.id, path=later.path)),
            )


def blurred(at: Context) -> Iterator[Finding]:
    """A picture without a sharp place in it."""
    for member in _shown(at):
        for view in member.images:
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


def _shown(at: Context) -> Iterator[CastMember]:
    """The members whose pictures go to the model."""
    if at.model.forgiving or not (at.mode.elements or at.mode.images):
        return
    for name in dict.fromkeys(at.scene.cast):
        member = at.project.member(name)
        if member is not None:
            yield member


def _pairs(member: CastMember, at: Context) -> Iterator[tuple[View, View]]:
    """Each view that looks like an earlier one, with that; parts of one picture are meant to be alike."""
    for place, later in enumerate(member.images):
        for earlier in member.images[:place]:
            if framing_of(later).original != framing_of(earlier).original and _are_alike(
                at.media.get(later.path), at.media.get(earlier.path)
            ):
                yield later, earlier
                break


def _are_alike(one: MediaFact | None, other: MediaFact | None) -> bool:
    if one is None or other is None or not one.likeness or len(one.likeness) != len(other.likeness):
        return False
    different = int(one.likeness, 16) ^ int(other.likeness, 16)
    return different.bit_count() <= MOST_DIFFERENT_BITS


def _name(view: View) -> str:
    return view.path.rsplit("/", 1)[-1]
