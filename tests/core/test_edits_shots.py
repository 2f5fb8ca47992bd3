"""The verbs of shots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import Episode, Project, Scene, Shot
from tests.core.building import says

FIRST = Scene(
    "a",
    shots=(
        Shot("a1", "Rain.", 5, "wide", says("Mira", "Hi."), "loud"),
        Shot("a2", "Sun.", 4, "close", says("Marco", "No."), "soft"),
        Shot("a3", "Snow.", 3),
    ),
)
SECOND = Scene("b", shots=(Shot("b1"),))
FILM = Project(episodes=(Episode("e1", scenes=(FIRST,)), Episode("e2", scenes=(SECOND,))))


def shots(project: Project, scene_id: str = "a") -> tuple[Shot, ...]:
    scene = project.find_scene(scene_id)
    assert scene is not None
    return scene.shots


def order(project: Project, scene_id: str = "a") -> str:
    return " ".join(shot.id for shot in shots(project, scene_id))


def seconds(project: Project) -> list[int]:
    return [shot.seconds for shot in shots(project)]


@pytest.mark.parametrize(
    ("index", "result"),
    [
        (None, "a1 a2 a3 new"),
        (0, "new a1 a2 a3"),
        (2, "a1 a2 new a3"),
        (99, "a1 a2 a3 new"),
        (-5, "new a1 a2 a3"),
    ],
)
def test_add(index: int | None, result: str) -> None:
    assert order(edits.add_shot(FILM, "a", Shot("new"), index)) == result


def test_duplicate_stands_right_behind() -> None:
    after = edits.duplicate_shot(FILM, "a1", "new")
    assert order(after) == "a1 new a2 a3"
    copy = shots(after)[1]
    assert (copy.prompt, copy.seconds, copy.dialogue) == ("Rain.", 5, FIRST.shots[0].dialogue)


def test_delete_keeps_the_last_shot_of_a_scene() -> None:
    assert order(edits.delete_shot(FILM, "a2")) == "a1 a3"
    with pytest.raises(EditRejected, match=r"at least one shot\. Delete the scene instead"):
        edits.delete_shot(FILM, "b1")


@pytest.mark.parametrize(
    ("shot_id", "index", "result"),
    [
        ("a1", 2, "a2 a3 a1"),
        ("a3", 0, "a3 a1 a2"),
        ("a1", 1, "a2 a1 a3"),
        ("a2", 99, "a1 a3 a2"),
        ("a2", -1, "a2 a1 a3"),
    ],
)
def test_move_within_a_scene(shot_id: str, index: int, result: str) -> None:
    assert order(edits.move_shot(FILM, shot_id, index)) == result
    assert order(edits.move_shot(FILM, shot_id, index, "a")) == result


def test_move_into_another_scene() -> None:
    after = edits.move_shot(FILM, "a2", 0, "b")
    assert (order(after), order(after, "b")) == ("a1 a3", "a2 b1")
    with pytest.raises(EditRejected, match="at least one shot"):
        edits.move_shot(FILM, "b1", 0, "a")
    with pytest.raises(EditRejected, match="scene is no longer"):
        edits.move_shot(FILM, "a2", 0, "gone")


def test_trim_ripples() -> None:
    after = edits.trim_shot(FILM, "a1", 7)
    assert seconds(after) == [7, 4, 3]
    assert shots(after)[1] is FIRST.shots[1]


def test_roll_keeps_the_length_of_the_scene() -> None:
    assert seconds(edits.roll_cut(FILM, "a1", 7)) == [7, 2, 3]
    assert seconds(edits.roll_cut(FILM, "a2", 1)) == [5, 1, 6]
    for shot_id, wanted, why in [
        ("a1", 9, "one second"),
        ("a1", 0, "one second"),
        ("a3", 2, "no shot behind"),
    ]:
        with pytest.raises(EditRejected, match=why):
            edits.roll_cut(FILM, shot_id, wanted)


@pytest.mark.parametrize("wanted", [0, -1])
def test_a_shot_lasts_at_least_a_second(wanted: int) -> None:
    with pytest.raises(EditRejected, match="at least one second"):
        edits.trim_shot(FILM, "a1", wanted)


def test_split_keeps_the_words_on_both_sides_and_the_lines_on_the_first() -> None:
    after = edits.split_shot(FILM, "a1", 2, "new")
    first, second = shots(after)[:2]
    assert (first.id, first.seconds, first.dialogue) == ("a1", 2, FIRST.shots[0].dialogue)
    assert (second.id, second.seconds, second.dialogue) == ("new", 3, ())
    assert (second.prompt, second.camera, second.notes) == ("Rain.", "wide", "loud")
    for at in (0, 5, -1):
        with pytest.raises(EditRejected, match="both sides"):
            edits.split_shot(FILM, "a1", at, "new")


def test_merge_joins_words_lines_and_seconds() -> None:
    after = edits.merge_shots(FILM, "a1")
    assert order(after) == "a1 a3"
    merged = shots(after)[0]
    assert (merged.prompt, merged.seconds, merged.camera) == ("Rain. Sun.", 9, "wide, then close")
    assert (merged.notes, len(merged.dialogue)) == ("loud\nsoft", 2)
    assert shots(edits.merge_shots(FILM, "a2"))[1].camera == "close"
    with pytest.raises(EditRejected, match="no shot behind"):
        edits.merge_shots(FILM, "a3")


@given(st.integers(1, 4))
def test_merging_what_was_split_gives_the_shot_again(at: int) -> None:
    assert edits.merge_shots(edits.split_shot(FILM, "a1", at, "new"), "a1") == FILM


def test_set_shot_sets_what_is_given_and_nothing_else() -> None:
    after = edits.set_shot(FILM, "a1", camera="low", dialogue=())
    assert shots(after)[0] == Shot("a1", "Rain.", 5, "low", (), "loud")
    assert edits.set_shot(FILM, "a1", camera="wide") is FILM


def test_a_pattern_lays_the_scene_out_anew() -> None:
    after = edits.even_shots(FILM, "a", 4, ("x", "y", "z"))
    assert shots(after) == (Shot("x", seconds=4), Shot("y", seconds=4), Shot("z", seconds=4))
    for length, new_ids in [(0, ("x",)), (4, ())]:
        with pytest.raises(EditRejected, match="pattern"):
            edits.even_shots(FILM, "a", length, new_ids)


def test_what_is_gone_is_told() -> None:
    with pytest.raises(EditRejected, match="shot is no longer"):
        edits.trim_shot(FILM, "gone", 3)
    with pytest.raises(EditRejected, match="scene is no longer"):
        edits.add_shot(FILM, "gone", Shot("new"))
