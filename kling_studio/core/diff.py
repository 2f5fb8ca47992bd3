"""What differs between two projects, by id. Unchanged branches are the same objects and cost nothing."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise

from kling_studio.core.edits._tree import HasId
from kling_studio.core.project import Episode, Project, Scene


class ChangeKind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``what`` is project, member, episode, scene or shot; ``parent`` the id of the list it stands in.

    ``names`` holds the fields that changed (of a scene or episode without its children).
    """

    kind: ChangeKind
    what: str
    id: str
    parent: str = ""
    index: int = 0
    names: frozenset[str] = frozenset()


def diff(old: Project, new: Project) -> tuple[Change, ...]:
    """Every change from ``old`` to ``new``: what was removed first, then the rest, each list from its front.

    A thing that went to another parent is removed there and added here. Places are the old ones of what was removed,
    the new ones of everything else.
    """
    if old is new:
        return ()
    return tuple(sorted(_project_changes(old, new), key=lambda change: change.kind is not ChangeKind.REMOVED))


def _project_changes(old: Project, new: Project) -> Iterator[Change]:
    if old.title != new.title:
        yield Change(ChangeKind.CHANGED, "project", "", names=frozenset({"title"}))
    yield from _list_changes("member", "", old.cast, new.cast)
    yield from _list_changes("episode", "", old.episodes, new.episodes)


def _list_changes(what: str, parent: str, old: Sequence[HasId], new: Sequence[HasId]) -> Iterator[Change]:
    if old is new:
        return
    before = {item.id: item for item in old}
    after = {item.id: item for item in new}
    for index, item in enumerate(old):
        if item.id not in after:
            yield Change(ChangeKind.REMOVED, what, item.id, parent, index)
    stayed = [item.id for item in old if item.id in after]
    order = [item.id for item in new if item.id in before]
    shifted = _shifted(stayed, order)
    for index, item in enumerate(new):
        if item.id not in before:
            yield Change(ChangeKind.ADDED, what, item.id, parent, index)
        elif item.id in shifted:
            yield Change(ChangeKind.MOVED, what, item.id, parent, index)
        if item.id in before and before[item.id] is not item:
            yield from _item_changes(what, parent, index, before[item.id], item)


def _item_changes(what: str, parent: str, index: int, old: HasId, new: HasId) -> Iterator[Change]:
    names = frozenset(name for name in _own_fields(new) if getattr(old, name) != getattr(new, name))
    if names:
        yield Change(ChangeKind.CHANGED, what, new.id, parent, index, names)
    if isinstance(old, Episode) and isinstance(new, Episode):
        yield from _list_changes("scene", new.id, old.scenes, new.scenes)
    elif isinstance(old, Scene) and isinstance(new, Scene):
        yield from _list_changes("shot", new.id, old.shots, new.shots)


def _own_fields(item: HasId) -> tuple[str, ...]:
    children = {Episode: "scenes", Scene: "shots"}.get(type(item))
    return tuple(f.name for f in fields(item) if f.name != children)  # type: ignore[arg-type]


def _shifted(old: list[str], new: list[str]) -> set[str]:
    """The fewest ids that must move to turn ``old`` into ``new``: those outside a longest common order."""
    place = {item: index for index, item in enumerate(old)}
    sequence = [place[item] for item in new]
    keep = _longest_rising(sequence)
    return {new[index] for index in range(len(new)) if index not in keep}


def _longest_rising(sequence: list[int]) -> set[int]:
    """Positions of a longest strictly rising subsequence."""
    if all(a < b for a, b in pairwise(sequence)):
        return set(range(len(sequence)))
    tails: list[int] = []
    before: list[int] = []
    for position, value in enumerate(sequence):
        low = bisect_left(tails, value, key=sequence.__getitem__)
        before.append(tails[low - 1] if low else -1)
        tails[low : low + 1] = [position]
    keep, position = set(), tails[-1] if tails else -1
    while position >= 0:
        keep.add(position)
        position = before[position]
    return keep
