"""Edits that were not saved when the program ended."""

import json
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.history import History
from kling_studio.core.project import CastMember, DialogueLine, Episode, Project, Scene, Shot
from kling_studio.storage.codec import decode, encode
from kling_studio.storage.unsaved import UNSAVED_FILE, Base, hash_of_file, recovered, write_unsaved
from tests.strategies import projects

words = st.text(st.characters(codec="utf-8"), max_size=12)
picks = st.integers(0, 1000)


def reread(project: Project) -> Project:
    """The project as the next run has it: equal, and nothing of it the same object."""
    numbers = count()
    return decode(
        encode(project, with_ids=True), source="project.json", new_id=lambda: f"made{next(numbers)}"
    )


def simple() -> Project:
    scenes = tuple(Scene(f"s{n}", f"Scene {n}", shots=(Shot(f"h{n}", "Rain."),)) for n in (1, 2, 3))
    episodes = (Episode("e1", "One", scenes[:2]), Episode("e2", "Two", scenes[2:]))
    return Project("Night", (CastMember("m", "Mira"),), episodes)


def test_nothing_is_kept_where_all_is_saved(tmp_path: Path) -> None:
    project = simple()
    write_unsaved(tmp_path, edits.set_title(project, "New"), [Base(project, "a")])
    assert (tmp_path / UNSAVED_FILE).exists()
    write_unsaved(tmp_path, project, [Base(project, "a")])
    assert list(tmp_path.iterdir()) == []
    assert recovered(tmp_path, Base(reread(project), "a")) is None


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    project = simple()
    changed = edits.trim_shot(project, "h2", seconds=9)
    write_unsaved(tmp_path, changed, [Base(project, "a")])
    text = (tmp_path / UNSAVED_FILE).read_text(encoding="utf-8")
    assert "Scene 2" in text
    assert "Scene 1" not in text
    assert "Scene 3" not in text
    assert "Mira" not in text
    assert recovered(tmp_path, Base(reread(project), "a")) == changed


def test_edits_belong_to_the_state_they_were_made_over(tmp_path: Path) -> None:
    project = simple()
    write_unsaved(tmp_path, edits.set_title(project, "New"), [Base(project, "a")])
    assert recovered(tmp_path, Base(reread(project), "b")) is None


def test_what_was_saved_after_all_is_no_unsaved_edit(tmp_path: Path) -> None:
    before = simple()
    saved = edits.set_title(before, "Saved")
    write_unsaved(tmp_path, saved, [Base(before, "a"), Base(saved, "b")])
    assert recovered(tmp_path, Base(reread(before), "a")) == saved
    assert recovered(tmp_path, Base(reread(saved), "b")) is None


BODY = '"changed": {"format": "kling-studio/project", "version": 1}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "{}",
        "[3]",
        "null",
        '[{"of": "a"}]',
        '[{"of": "a", "layout": [["e"]], "same_cast": true, "changed": {}}]',
        f'[{{"of": "a", "layout": ["nobody"], "same_cast": true, {BODY}}}]',
        f'[{{"of": "a", "layout": [["e"]], "same_cast": true, {BODY}}}]',
        "[" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_a_file_that_is_no_use_gives_nothing_and_stays(tmp_path: Path, text: str) -> None:
    (tmp_path / UNSAVED_FILE).write_text(text, encoding="latin-1")
    assert recovered(tmp_path, Base(simple(), "a")) is None
    assert (tmp_path / UNSAVED_FILE).exists()


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    project = simple()
    with pytest.raises(OSError, match="nowhere"):
        write_unsaved(tmp_path / "nowhere", edits.set_title(project, "New"), [Base(project, "a")])


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "project.json"
    assert hash_of_file(file) == ""
    file.write_bytes(b"words")
    assert hash_of_file(file) == sha256(b"words").hexdigest()


def edited(project: Project, verb: str, pick: int, text: str, new_id: str) -> Project:
    """One edit of the user's, wherever ``pick`` falls; one that makes no sense changes nothing."""
    scenes = list(project.scenes())
    scene = scenes[pick % len(scenes)] if scenes else None
    shot = scene.shots[pick % len(scene.shots)] if scene and scene.shots else None
    episode = project.episodes[pick % len(project.episodes)] if project.episodes else None
    member = project.cast[pick % len(project.cast)] if project.cast else None
    line = DialogueLine("Mira", "calm", text)
    verbs: dict[str, Any] = {
        "title": lambda: edits.set_title(project, text),
        "words": lambda: shot and edits.set_shot(project, shot.id, prompt=text),
        "speak": lambda: shot and edits.set_shot(project, shot.id, dialogue=(line,)),
        "trim": lambda: shot and edits.trim_shot(project, shot.id, seconds=1 + pick % 9),
        "delete shot": lambda: shot and edits.delete_shot(project, shot.id),
        "add shot": lambda: scene and edits.add_shot(project, scene.id, Shot(new_id, text)),
        "scene": lambda: scene and edits.set_scene(project, scene.id, title=text, audio=bool(pick % 2)),
        "delete scene": lambda: scene and edits.delete_scene(project, scene.id),
        "move scene": lambda: scene and episode and edits.move_scene(project, scene.id, pick % 3, episode.id),
        "add scene": lambda: episode and edits.add_scene(project, episode.id, Scene(new_id, text)),
        "episode": lambda: episode and edits.set_episode(project, episode.id, title=text),
        "add episode": lambda: edits.add_episode(project, Episode(new_id, text), pick % 2),
        "delete episode": lambda: episode and edits.delete_episode(project, episode.id),
        "move episode": lambda: episode and edits.move_episode(project, episode.id, pick % 3),
        "add member": lambda: edits.add_member(project, CastMember(new_id, f"Member {new_id}")),
        "rename": lambda: member and edits.rename_member(project, member.id, f"Renamed {pick}"),
        "delete member": lambda: member and edits.delete_member(project, member.id),
    }
    try:
        return verbs[verb]() or project
    except EditRejected:
        return project


VERBS = (
    "title", "words", "speak", "trim", "delete shot", "add shot", "scene", "delete scene", "move scene", "add scene",
    "episode", "add episode", "delete episode", "move episode", "add member", "rename", "delete member",
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from([*VERBS, "undo", "redo", "begin saving", "end saving"]), picks, words),
    min_size=1,
    max_size=14,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=projects(), story=steps)
def test_a_killed_program_gives_back_every_edit_over_whatever_state_the_disk_has(
    tmp_path: Path, start: Project, story: list[tuple[str, int, str]]
) -> None:
    start = reread(start)
    history = History.of(start)
    bases = [Base(start, "0")]
    for number, (verb, pick, text) in enumerate(story, start=1):
        if verb == "undo":
            history = history.undo()
        elif verb == "redo":
            history = history.redo()
        elif verb == "begin saving":
            bases = [bases[0], Base(history.value, str(number))]
        elif verb == "end saving":
            bases = bases[-1:]
        else:
            history = history.commit(edited(history.value, verb, pick, text, f"new{number}"), verb)
        write_unsaved(tmp_path, history.value, bases)
        for base in bases:
            found = reread(base.project)
            assert (recovered(tmp_path, Base(found, base.sha256)) or found) == history.value


def test_a_scene_that_moved_to_another_episode_is_not_written_again(tmp_path: Path) -> None:
    project = simple()
    moved = edits.move_scene(project, "s1", 0, "e2")
    write_unsaved(tmp_path, moved, [Base(project, "a")])
    (entry,) = json.loads((tmp_path / UNSAVED_FILE).read_text(encoding="utf-8"))
    assert entry["changed"]["episodes"][0]["scenes"] == []
    assert recovered(tmp_path, Base(reread(project), "a")) == moved


def test_a_state_of_another_hand_is_overlaid_whole(tmp_path: Path) -> None:
    """Where another program wrote the file, nothing of it counts as known."""
    mine = simple()
    theirs = replace(simple(), title="Theirs", cast=())
    write_unsaved(tmp_path, mine, [Base(Project(), "b")])
    assert recovered(tmp_path, Base(theirs, "b")) == mine
