"""Pictures of one member that look the same: which of them is worth keeping, and the edit that keeps only that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kling_studio.core import edits
from kling_studio.core.catalog import FileLimits
from kling_studio.core.media_facts import MediaFact, MediaFacts
from kling_studio.core.picture_limits import wrong_size
from kling_studio.core.project import Project, View

MOST_DIFFERENT_BITS = 16
"""Of 288. Copies in another size, quality or brightness differ in up to 6, two views of one member in 40 and more."""
LEAST_SHARPNESS = 10.0
"""Variance of edges in the sharpest part; photographs have 200 and more, what is visibly out of focus less than 10."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The best of several pictures that look the same, and all the others, in the member's order."""

    best: View
    others: tuple[View, ...]


class _Seen(NamedTuple):
    view: View
    original: str
    bits: int
    length: int
    fact: MediaFact

    def looks_like(self, other: "_Seen") -> bool:
        """Whether both show the same; parts of one picture are meant to be alike."""
        alike = (self.bits ^ other.bits).bit_count() <= MOST_DIFFERENT_BITS
        return alike and self.length == other.length and self.original != other.original


def copies(
    sent: Sequence[View], images: Sequence[View], media: MediaFacts, limits: FileLimits
) -> tuple[Copies, ...]:
    """The pictures among ``sent`` that look the same, each group with what else of ``images`` belongs to it.

    Pictures are compared with those that are sent alone, so this takes as long as there are pictures.
    """
    twice = _alike_among(_seen(sent, media))
    if not twice:
        return ()
    every, told, found = _seen(images, media), set[str](), []
    for one in twice:
        left = [other for other in every if other.view.path not in told]
        group = [other for other in left if other.looks_like(one)]
        if one.view.path in told or not group:
            continue
        best = max([one, *group], key=lambda other: _worth(other.fact, limits))
        others = tuple(other.view for other in left if other.looks_like(best))
        told |= {best.view.path, *(view.path for view in others)}
        found.append(Copies(best.view, others))
    return tuple(found)


def with_best(project: Project, member_id: str, groups: Sequence[Copies]) -> Project:
    """The project with one picture of each group, the best, among the member's own and in its looks.

    It takes the place of the first of them and shows what that was said to show.
    """
    member = next((member for member in project.cast if member.id == member_id), None)
    if member is None:
        return project
    for look in member.looks:
        project = edits.set_look(project, member_id, look.name, images=_kept(look.images, groups))
    return edits.set_member(project, member_id, images=_kept(member.images, groups))


def _kept(views: tuple[View, ...], groups: Sequence[Copies]) -> tuple[View, ...]:
    for group in groups:
        paths = {group.best.path, *(view.path for view in group.others)}
        first = next((view for view in views if view.path in paths), None)
        if first is not None:
            best = replace(group.best, view=first.view)
            rest = (view for view in views if view is first or view.path not in paths)
            views = tuple(best if view is first else view for view in rest)
    return views


def _seen(views: Sequence[View], media: MediaFacts) -> list[_Seen]:
    """The views that can be compared, with what tells them apart worked out once."""
    return [
        _Seen(
            view,
            view.framing.original if view.framing else view.path,
            int(fact.likeness, 16),
            len(fact.likeness),
            fact,
        )
        for view in views
        if (fact := media.get(view.path)) is not None and fact.likeness
    ]


def _alike_among(seen: Sequence[_Seen]) -> list[_Seen]:
    return [one for one in seen if any(other.looks_like(one) for other in seen)]


def _worth(fact: MediaFact, limits: FileLimits) -> tuple[bool, bool, int, float]:
    """What makes one picture better than another: every model takes it, it is sharp, large, sharper."""
    sharpness = fact.sharpness or 0.0
    return (
        not wrong_size(fact.width_px, fact.height_px, limits),
        sharpness >= LEAST_SHARPNESS,
        fact.width_px * fact.height_px,
        sharpness,
    )
