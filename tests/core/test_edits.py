"""Laws that hold for every edit, whatever came before it."""

from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.history import History
from kling_studio.core.project import Project
from tests.core.editing import random_edit, verbs, whole_projects


def ids(project: Project) -> list[str]:
    found = [member.id for member in project.cast]
    for episode in project.episodes:
        found.append(episode.id)
        for scene in episode.scenes:
            found += [scene.id, *(shot.id for shot in scene.shots)]
    return found


def assert_whole(project: Project) -> None:
    assert len(ids(project)) == len(set(ids(project)))
    names = [member.name for member in project.cast]
    assert len(names) == len(set(names))
    for scene in project.scenes():
        assert scene.shots
        assert all(shot.seconds >= 1 for shot in scene.shots)


def test_every_verb_is_among_the_random_ones() -> None:
    about = {"free_name", "can_be_named", "variation_words", "IDS_FOR_EACH"}
    assert verbs() == set(edits.__all__) - about


@settings(max_examples=150)
@given(st.data(), whole_projects)
def test_any_edits_keep_the_project_whole_and_can_all_be_taken_back(
    data: st.DataObject, first: Project
) -> None:
    numbers = count(1)
    history = History.of(first)
    values: list[Project] = [first]
    for _ in range(data.draw(st.integers(1, 8))):
        edit = data.draw(random_edit(history.value, lambda: f"new{next(numbers)}"))
        try:
            after = edit(history.value)
        except EditRejected:
            continue
        assert_whole(after)
        if after == history.value:
            assert after is history.value, "an edit that changes nothing is no step"
            continue
        history = history.commit(after, "edit")
        values.append(after)
    forth = list(values)
    while values:
        assert history.value is values.pop()
        history = history.undo()
    assert history.value is first
    for value in forth[1:]:
        history = history.redo()
        assert history.value is value
    assert history.redo() is history


@settings(max_examples=60)
@given(st.data(), whole_projects)
def test_an_edit_shares_what_it_does_not_touch(data: st.DataObject, project: Project) -> None:
    numbers = count(1)
    edit = data.draw(random_edit(project, lambda: f"new{next(numbers)}"))
    try:
        after = edit(project)
    except EditRejected:
        return
    before: dict[str, Any] = {scene.id: scene for scene in project.scenes()}
    for scene in after.scenes():
        if scene.id in before and scene == before[scene.id]:
            assert scene is before[scene.id]
