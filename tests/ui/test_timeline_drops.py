"""Pictures and members of the cast dropped on the timeline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.ui.drops import Drop, drop_of, member_mime
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK
from kling_studio.ui.timeline.landing import landing_of
from tests.ui.dropping import files, leave
from tests.ui.timeline_hand import SHIFT, Hand, open_timeline, steps

PICTURES = files([Path("/tmp/hall.png"), Path("/tmp/dock.jpg")])


@pytest.fixture
def hand(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[Hand]:
    with open_timeline(qtbot, session, selection) as made:
        yield made


@pytest.fixture
def dropped(hand: Hand) -> list[tuple[list[str], str, int, str]]:
    """What the timeline hands on: names, shot, index, use."""
    told: list[tuple[list[str], str, int, str]] = []

    def tell(drop: Drop, shot_id: str, index: int, use: str) -> None:
        told.append(([thing.name for thing in drop.things], shot_id, index, use))

    hand.view.media_dropped.connect(tell)
    return told


def words(session: Session, mime: QMimeData, index: int, *, shift: bool = False) -> str:
    """What is said before the release; a refusal starts with "!"."""
    scene = next(session.project.scenes())
    landing = landing_of(session.project, scene, drop_of(mime), index, shift=shift)
    return f"{'!' if landing.refused else ''}{landing.words}"


def test_pictures_become_frames_or_pictures_of_the_scene(
    hand: Hand, dropped: list[tuple[list[str], str, int, str]]
) -> None:
    names = ["hall.png", "dock.jpg"]
    assert hand.drop(hand.shot(0), PICTURES)
    assert hand.drop(hand.shot(3), PICTURES, SHIFT)
    assert hand.drop(hand.shot(2), PICTURES)
    assert hand.drop(hand.row(14), PICTURES)
    assert dropped == [
        (names, "0", 0, "start_frame"),
        (names, "3", 3, "end_frame"),
        (names, "2", 2, "images"),
        (names, "", 4, "images"),
    ]


def test_what_will_happen_is_said_before(session: Session, hand: Hand) -> None:
    one = files([Path("hall.png").absolute()])
    assert words(session, one, 0) == "Start frame of the scene"
    assert words(session, PICTURES, 0) == "Start frame of the scene, 1 more as pictures of it"
    assert words(session, one, 2, shift=True) == "End frame of the scene"
    assert words(session, one, 2) == "Picture of the scene"
    assert words(session, PICTURES, -1) == "2 pictures of the scene"


def test_what_is_no_picture_is_refused_with_the_reason(
    hand: Hand, session: Session, dropped: list[tuple[list[str], str, int, str]], tmp_path: Path
) -> None:
    script = files([tmp_path / "script.txt"])
    film = files([tmp_path / "take.mp4"])
    assert words(session, script, 1) == "!script.txt is no picture, film or sound."
    assert words(session, film, 1) == "!take.mp4 is a film. Only pictures can be dropped here."
    assert words(session, files([tmp_path]), 1).startswith(f"!{tmp_path.name} is a folder.")
    assert not hand.drop(hand.shot(1), script)
    assert not hand.drop(hand.shot(1), QMimeData())
    assert dropped == []


def test_the_target_is_marked_while_it_is_dragged_over(hand: Hand, tmp_path: Path) -> None:
    def along_the_top(left_s: float, right_s: float) -> set[str]:
        image = hand.view.viewport().grab().toImage()
        left, right = round(hand.layout.x_of(left_s)), round(hand.layout.x_of(right_s))
        top = round(hand.layout.shots_row.top()) + 1
        return {image.pixelColor(x_px, top).name() for x_px in range(left, right)}

    assert hand.hover(hand.shot(0), PICTURES)
    assert DARK.accent in along_the_top(0.5, 2.5)
    assert DARK.accent not in along_the_top(3.5, 6.5)
    assert not hand.hover(hand.shot(0), files([tmp_path / "script.txt"]))
    assert DARK.accent not in along_the_top(0.5, 2.5)
    hand.hover(hand.shot(0), PICTURES)
    leave(hand.view.viewport())
    assert DARK.accent not in along_the_top(0.5, 2.5)


def test_a_member_dropped_on_a_shot_is_cast_and_mentioned_in_one_step(hand: Hand, session: Session) -> None:
    count = steps(session)
    assert words(session, member_mime("Foreman"), 1) == "Cast Foreman and add @Foreman to the words of shot 2"
    assert hand.drop(hand.shot(1), member_mime("Foreman"))
    scene = next(session.project.scenes())
    assert "Foreman" in scene.cast
    assert scene.shots[1].prompt == "Words of shot 2. @Foreman"
    assert steps(session) == count + 1
    assert session.history.undo_label == "Cast Foreman"
    assert words(session, member_mime("Foreman"), 1) == "!Foreman is in shot 2 already."
    assert words(session, member_mime("Foreman"), 2) == "Add @Foreman to the words of shot 3"
    assert words(session, member_mime("Foreman"), -1) == "!Foreman is in this scene already."
    assert not hand.drop(hand.shot(1), member_mime("Foreman"))
    assert steps(session) == count + 1


def test_a_member_who_is_mentioned_is_only_cast(hand: Hand, session: Session) -> None:
    session.dispatch(edits.set_shot, "1", prompt="@Foreman waits.")
    assert words(session, member_mime("Foreman"), 1) == "Cast Foreman in the scene"
    assert hand.drop(hand.shot(1), member_mime("Foreman"))
    scene = next(session.project.scenes())
    assert "Foreman" in scene.cast
    assert scene.shots[1].prompt == "@Foreman waits."


def test_a_member_dropped_on_free_ground_is_cast_in_the_scene(hand: Hand, session: Session) -> None:
    before = next(session.project.scenes()).shots
    assert hand.drop(hand.row(14), member_mime("Foreman"))
    scene = next(session.project.scenes())
    assert "Foreman" in scene.cast
    assert scene.shots == before


def test_a_shot_without_words_begins_with_the_name(hand: Hand, session: Session) -> None:
    session.dispatch(edits.set_shot, "1", prompt=" ")
    hand.drop(hand.shot(1), member_mime("Foreman"))
    assert next(session.project.scenes()).shots[1].prompt == "@Foreman"


def test_a_stranger_is_refused(hand: Hand, session: Session) -> None:
    before = session.project
    assert words(session, member_mime("Nobody"), 1) == "!Nobody in the cast is called Nobody."
    assert not hand.drop(hand.shot(1), member_mime("Nobody"))
    assert session.project is before


def test_a_read_only_project_takes_nothing(hand: Hand, session: Session) -> None:
    session.read_only_reason = "Another window has it."
    before = session.project
    assert not hand.drop(hand.shot(1), member_mime("Foreman"))
    assert not hand.drop(hand.shot(0), PICTURES)
    assert session.project is before
