"""The verbs of scenes, episodes and the project."""

from collections.abc import Iterator
from itertools import count

import pytest

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import Episode, ModeName, Project, Scene, Shot


def a_scene(scene_id: str, *shot_ids: str, **fields: str) -> Scene:
    return Scene(scene_id, shots=tuple(Shot(shot_id) for shot_id in shot_ids or (f"{scene_id}1",)), **fields)  # type: ignore[arg-type]


A = a_scene("a", "a1", "a2", "a3", title="Dock", start_frame="in.png", end_frame="out.png")
B = a_scene("b", prompt="Night.", end_frame="dusk.png")
C = a_scene("c")
FILM = Project(
    "Film", episodes=(Episode("e1", "Pilot", (A, B)), Episode("e2", "Second", (C,)), Episode("e3"))
)


@pytest.fixture
def new_ids() -> Iterator[str]:
    return (f"new{number}" for number in count(1))


def order(project: Project) -> str:
    return " | ".join(" ".join([f"{ep.id}:", *(scene.id for scene in ep.scenes)]) for ep in project.episodes)


@pytest.mark.parametrize(
    ("index", "result"), [(None, "a b new"), (0, "new a b"), (1, "a new b"), (9, "a b new"), (-2, "new a b")]
)
def test_add_scene(index: int | None, result: str) -> None:
    after = edits.add_scene(FILM, "e1", a_scene("new"), index)
    assert order(after) == f"e1: {result} | e2: c | e3:"


def test_duplicate_scene_gives_every_copy_an_id_of_its_own(new_ids: Iterator[str]) -> None:
    after = edits.duplicate_scene(FILM, "a", lambda: next(new_ids))
    assert order(after) == "e1: a new1 b | e2: c | e3:"
    copy = after.find_scene("new1")
    assert copy is not None
    assert [shot.id for shot in copy.shots] == ["new2", "new3", "new4"]
    assert (copy.title, copy.start_frame) == ("Dock", "in.png")


def test_delete_scene_may_leave_an_episode_empty() -> None:
    assert order(edits.delete_scene(FILM, "c")) == "e1: a b | e2: | e3:"


@pytest.mark.parametrize(
    ("scene_id", "index", "episode_id", "result"),
    [
        ("a", 1, None, "e1: b a | e2: c | e3:"),
        ("b", 0, "e1", "e1: b a | e2: c | e3:"),
        ("a", 1, "e2", "e1: b | e2: c a | e3:"),
        ("a", -3, "e2", "e1: b | e2: a c | e3:"),
        ("a", 9, "e3", "e1: b | e2: c | e3: a"),
    ],
)
def test_move_scene(scene_id: str, index: int, episode_id: str | None, result: str) -> None:
    assert order(edits.move_scene(FILM, scene_id, index, episode_id)) == result


def test_a_move_to_the_same_place_is_no_change() -> None:
    assert edits.move_scene(FILM, "a", 0) is FILM
    assert edits.move_episode(FILM, "e1", 0) is FILM


def test_split_scene_gives_the_frames_to_the_ends() -> None:
    after = edits.split_scene(FILM, "a", 1, "new")
    assert order(after) == "e1: a new b | e2: c | e3:"
    first, second = list(after.scenes())[:2]
    assert ([s.id for s in first.shots], first.start_frame, first.end_frame) == (["a1"], "in.png", None)
    assert ([s.id for s in second.shots], second.start_frame, second.end_frame) == (
        ["a2", "a3"],
        None,
        "out.png",
    )
    assert second.title == "Dock"
    for at in (0, 3, -1):
        with pytest.raises(EditRejected, match="between two of its shots"):
            edits.split_scene(FILM, "a", at, "new")


def test_merge_scenes_keeps_the_firsts_settings_and_both_casts() -> None:
    project = edits.set_scene(FILM, "a", images=("1.png", "2.png"))
    project = edits.set_scene(project, "b", images=("2.png", "3.png"))
    after = edits.merge_scenes(project, "a")
    assert order(after) == "e1: a | e2: c | e3:"
    merged = next(after.scenes())
    assert (merged.title, merged.prompt, merged.images) == ("Dock", "", ("1.png", "2.png", "3.png"))
    assert [shot.id for shot in merged.shots] == ["a1", "a2", "a3", "b1"]
    assert (merged.start_frame, merged.end_frame) == ("in.png", "dusk.png")
    with pytest.raises(EditRejected, match="no scene behind"):
        edits.merge_scenes(FILM, "b")


def test_merging_what_was_split_gives_the_scene_again() -> None:
    assert edits.merge_scenes(edits.split_scene(FILM, "a", 2, "new"), "a") == FILM


def test_set_scene_sets_what_is_given() -> None:
    after = edits.set_scene(FILM, "b", mode=ModeName.TEXT, audio=True)
    scene = after.find_scene("b")
    assert scene is not None
    assert (scene.mode, scene.audio, scene.prompt) == (ModeName.TEXT, True, "Night.")
    assert edits.set_scene(FILM, "b", prompt="Night.") is FILM
    assert after.find_scene("a") is A


def test_swap_frames() -> None:
    scene = edits.swap_frames(FILM, "a").find_scene("a")
    assert scene is not None
    assert (scene.start_frame, scene.end_frame) == ("out.png", "in.png")
    assert edits.swap_frames(FILM, "c") is FILM


def test_add_and_duplicate_episode(new_ids: Iterator[str]) -> None:
    assert order(edits.add_episode(FILM, Episode("new"))) == "e1: a b | e2: c | e3: | new:"
    assert order(edits.add_episode(FILM, Episode("new"), 0)) == "new: | e1: a b | e2: c | e3:"
    after = edits.duplicate_episode(FILM, "e2", lambda: next(new_ids))
    assert order(after) == "e1: a b | e2: c | new1: new2 | e3:"
    assert after.episodes[2].title == "Second"
    assert after.episodes[2].scenes[0].shots[0].id == "new3"


def test_delete_episode_keeps_the_last() -> None:
    after = edits.delete_episode(edits.delete_episode(FILM, "e1"), "e3")
    assert order(after) == "e2: c"
    with pytest.raises(EditRejected, match="at least one episode"):
        edits.delete_episode(after, "e2")


def test_move_episode() -> None:
    assert order(edits.move_episode(FILM, "e1", 1)) == "e2: c | e1: a b | e3:"
    assert order(edits.move_episode(FILM, "e3", -4)) == "e3: | e1: a b | e2: c"


def test_split_and_merge_episodes() -> None:
    after = edits.split_episode(FILM, "e1", 1, "new", "Half")
    assert order(after) == "e1: a | new: b | e2: c | e3:"
    assert [episode.title for episode in after.episodes][:2] == ["Pilot", "Half"]
    assert edits.merge_episodes(after, "e1") == FILM
    for at in (0, 2):
        with pytest.raises(EditRejected, match="between two of its scenes"):
            edits.split_episode(FILM, "e1", at, "new", "Half")
    with pytest.raises(EditRejected, match="no episode behind"):
        edits.merge_episodes(FILM, "e3")


def test_titles() -> None:
    assert edits.set_title(FILM, "Other").title == "Other"
    assert edits.set_title(FILM, "Film") is FILM
    assert edits.set_episode(FILM, "e2", "Two").episodes[1].title == "Two"
    assert edits.set_episode(FILM, "e2", "Second") is FILM


def test_what_is_gone_is_told() -> None:
    with pytest.raises(EditRejected, match="scene is no longer"):
        edits.delete_scene(FILM, "gone")
    with pytest.raises(EditRejected, match="scene is no longer"):
        edits.move_scene(FILM, "gone", 0, "e2")
    with pytest.raises(EditRejected, match="episode is no longer"):
        edits.move_scene(FILM, "a", 0, "gone")
    with pytest.raises(EditRejected, match="episode is no longer"):
        edits.delete_episode(FILM, "gone")


@pytest.mark.parametrize(
    ("use", "start", "end", "images"),
    [
        ("", None, None, ("a.png", "b.png")),
        ("start_frame", "a.png", None, ("b.png",)),
        ("end_frame", None, "a.png", ("b.png",)),
    ],
)
def test_pictures_are_given_to_a_scene(
    use: str, start: str | None, end: str | None, images: tuple[str, ...]
) -> None:
    project = Project(episodes=(Episode("e1", scenes=(Scene("s1", images=("b.png",)),)),))
    (scene,) = edits.add_pictures(project, "s1", ("a.png", "b.png"), use).scenes()
    assert (scene.start_frame, scene.end_frame) == (start, end)
    assert set(scene.images) == set(images)
    assert edits.add_pictures(project, "s1", ()) is project
