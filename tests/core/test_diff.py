"""Differences: enough to bring the old lists to the new ones, and no more than that."""

from dataclasses import fields
from itertools import combinations, count, permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.diff import Change, ChangeKind, diff
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot
from tests.core.editing import random_edit, whole_projects

Lists = dict[tuple[str, str], list[str]]


def lists(project: Project) -> Lists:
    """The ids of every list by what it holds and whose it is."""
    found: Lists = {
        ("member", ""): [member.id for member in project.cast],
        ("episode", ""): [episode.id for episode in project.episodes],
    }
    for episode in project.episodes:
        found["scene", episode.id] = [scene.id for scene in episode.scenes]
        for scene in episode.scenes:
            found["shot", f"{episode.id}/{scene.id}"] = [shot.id for shot in scene.shots]
    return found


def applied(old: Lists, changes: tuple[Change, ...]) -> Lists:
    """The lists after the changes, as a view would make them: take out, then put in from the front."""
    result = {key: list(value) for key, value in old.items()}
    for key, items in result.items():
        mine = [
            change
            for change in changes
            if (change.what, change.parent) == (key[0], key[1].rpartition("/")[2])
        ]
        gone = {change.id for change in mine if change.kind in (ChangeKind.REMOVED, ChangeKind.MOVED)}
        items[:] = [item for item in items if item not in gone]
        for change in mine:
            if change.kind in (ChangeKind.ADDED, ChangeKind.MOVED):
                items.insert(change.index, change.id)
    return result


def things(project: Project) -> dict[str, Any]:
    found: dict[str, Any] = {member.id: member for member in project.cast}
    for episode in project.episodes:
        found[episode.id] = episode
        for scene in episode.scenes:
            found[scene.id] = scene
            found |= {shot.id: shot for shot in scene.shots}
    return found


@settings(max_examples=150)
@given(st.data(), whole_projects)
def test_the_changes_lead_from_the_old_lists_to_the_new(data: st.DataObject, old: Project) -> None:
    numbers = count(1)
    new = old
    for _ in range(data.draw(st.integers(1, 5))):
        edit = data.draw(random_edit(new, lambda: f"new{next(numbers)}"))
        try:
            new = edit(new)
        except EditRejected:
            continue
    changes = diff(old, new)
    before, after = lists(old), lists(new)
    result = applied(before, changes)
    assert {key: result[key] for key in before if key in after} == {
        key: after[key] for key in before if key in after
    }
    old_things, new_things = things(old), things(new)
    for change in changes:
        if change.kind is ChangeKind.CHANGED and change.what != "project":
            was, now = old_things[change.id], new_things[change.id]
            own = {entry.name for entry in fields(now)} - {"scenes", "shots"}
            assert change.names == {name for name in own if getattr(was, name) != getattr(now, name)} != set()
    assert bool(changes) == (old != new)


def scene(*ids: str) -> Scene:
    return Scene("c", shots=tuple(Shot(shot_id) for shot_id in ids))


def film(*scenes: Scene) -> Project:
    return Project("Film", episodes=(Episode("e", "Pilot", scenes),))


def test_nothing_changed_is_no_change() -> None:
    project = film(scene("a"))
    assert diff(project, project) == ()
    assert diff(project, film(scene("a"))) == ()


def test_each_change_says_what_where_and_which_fields() -> None:
    old = film(scene("a", "b"))
    assert diff(old, edits.set_title(old, "Other")) == (
        Change(ChangeKind.CHANGED, "project", "", names=frozenset({"title"})),
    )
    assert diff(old, edits.trim_shot(old, "b", 7)) == (
        Change(ChangeKind.CHANGED, "shot", "b", "c", 1, frozenset({"seconds"})),
    )
    assert diff(old, edits.set_scene(old, "c", prompt="Dawn.", audio=True)) == (
        Change(ChangeKind.CHANGED, "scene", "c", "e", 0, frozenset({"prompt", "audio"})),
    )
    assert diff(old, edits.set_episode(old, "e", "Two")) == (
        Change(ChangeKind.CHANGED, "episode", "e", "", 0, frozenset({"title"})),
    )
    assert diff(old, edits.add_member(old, CastMember("m", "Mira"))) == (
        Change(ChangeKind.ADDED, "member", "m", "", 0),
    )
    assert diff(old, edits.delete_shot(old, "a")) == (Change(ChangeKind.REMOVED, "shot", "a", "c", 0),)


def test_what_goes_to_another_parent_is_removed_before_it_is_added() -> None:
    old = Project(episodes=(Episode("e1", scenes=()), Episode("e2", scenes=(scene("a"),))))
    assert diff(old, edits.move_scene(old, "c", 0, "e1")) == (
        Change(ChangeKind.REMOVED, "scene", "c", "e2", 0),
        Change(ChangeKind.ADDED, "scene", "c", "e1", 0),
    )


def test_a_moved_and_changed_thing_has_both_changes() -> None:
    old = film(scene("a", "b", "c"))
    new = edits.trim_shot(edits.move_shot(old, "a", 2), "a", 9)
    assert diff(old, new) == (
        Change(ChangeKind.MOVED, "shot", "a", "c", 2),
        Change(ChangeKind.CHANGED, "shot", "a", "c", 2, frozenset({"seconds"})),
    )


def test_as_few_as_possible_are_moved() -> None:
    old = film(scene(*"abcde"))
    for order in permutations("abcde"):
        changes = diff(old, film(scene(*order)))
        rising = [
            size for size in range(6) for kept in combinations(order, size) if list(kept) == sorted(kept)
        ]
        assert len([change for change in changes if change.kind is ChangeKind.MOVED]) == 5 - max(rising)
        assert applied({("shot", "c"): list("abcde")}, changes) == {("shot", "c"): list(order)}


def test_one_edit_of_a_long_series_is_one_change() -> None:
    scenes = tuple(Scene(f"c{n}", shots=(Shot(f"s{n}"),)) for n in range(2000))
    project = Project(episodes=(Episode("e", scenes=scenes),))
    assert len(diff(project, edits.trim_shot(project, "s1999", 9))) == 1
    assert diff(project, edits.move_scene(project, "c0", 1999)) == (
        Change(ChangeKind.MOVED, "scene", "c0", "e", 1999),
    )
