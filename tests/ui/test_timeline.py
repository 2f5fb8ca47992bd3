"""What the timeline shows and tells, and its verbs."""

from collections.abc import Iterator

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import DialogueLine, Scene
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK, cast_colour
from tests.ui.timeline_hand import Hand, chosen, lay_out, lengths, open_timeline, order, steps


@pytest.fixture
def hand(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[Hand]:
    with open_timeline(qtbot, session, selection) as made:
        yield made


def colours(hand: Hand, left_s: float, right_s: float, y_px: float) -> set[str]:
    """The colours along a stretch of time, at one height."""
    image = hand.view.viewport().grab().toImage()
    left, right = int(hand.layout.x_of(left_s)), int(hand.layout.x_of(right_s))
    return {image.pixelColor(x_px, int(y_px)).name() for x_px in range(left, min(right, image.width()))}


def test_blocks_are_as_wide_as_their_seconds(hand: Hand) -> None:
    widths = [hand.layout.block(index).width() for index in range(4)]
    per_s = hand.layout.scale.px_per_s
    assert widths == pytest.approx([3 * per_s - 2, 4 * per_s - 2, 3 * per_s - 2, 3 * per_s - 2])
    assert hand.layout.x_of(15) < 1440  # the limit is in sight


def test_the_total_is_told_for_the_status_line(hand: Hand, session: Session) -> None:
    told: list[str] = []
    hand.view.total_changed.connect(told.append)
    assert hand.view.total_words() == "4 shots, 13 of 15 s"
    session.dispatch(edits.trim_shot, "0", 1)
    session.dispatch(edits.set_shot, "0", prompt="Other words.")
    lay_out(session, 7, model="fal:v2.6-pro")
    lay_out(session, 7, model="fal:unheard-of")
    assert told == ["4 shots, 11 of 15 s", "1 shot, 7 s of 5 or 10 s", "1 shot, 7 s"]


def test_another_scene_is_shown(hand: Hand, session: Session, selection: Selection) -> None:
    second = list(session.project.scenes())[1]
    selection.select_scene(second.id)
    assert hand.layout.scene is second
    assert hand.view.total_words().startswith(f"{len(second.shots)} shots")


def test_a_project_without_scenes_is_an_empty_ground(hand: Hand, session: Session, qtbot: QtBot) -> None:
    for scene in list(session.project.scenes()):
        session.dispatch(edits.delete_scene, scene.id)
    assert hand.view.layout_now() is None
    assert hand.view.total_words() == ""
    assert hand.view.grab().toImage().pixelColor(300, 100) == QColor(DARK.ground1)
    hand.view.add_after_selected()
    hand.view.select_next()
    hand.view.select_previous()
    hand.view.split_at_playhead()
    hand.view.zoom_in()
    assert list(session.project.scenes()) == []


def test_a_scene_without_shots_says_how_to_begin(hand: Hand, session: Session, selection: Selection) -> None:
    episode = session.project.episodes[0]
    session.dispatch(edits.add_scene, episode.id, Scene("bare", model="fal:o3-pro"))
    selection.select_scene("bare")
    assert len(colours(hand, 0, 5, hand.layout.shots_row.center().y())) > 3  # the words in the empty place
    hand.double_click(hand.row(2))
    scene = session.project.find_scene("bare")
    assert scene is not None
    assert [shot.seconds for shot in scene.shots] == [5]


def test_the_limit_is_drawn_and_excess_is_marked(hand: Hand, session: Session) -> None:
    above, inside = hand.layout.shots_row.top() + 40, hand.layout.shots_row.bottom() - 8
    beyond = colours(hand, 15.1, 16, above)
    assert len(beyond) > 2  # hatched
    assert colours(hand, 13.2, 14.8, above) == {DARK.ground1}
    lay_out(session, *([2] * 7), 2, model="fal:o3-pro")
    assert DARK.error in colours(hand, 12.02, 12.3, hand.layout.shots_row.top() + 14)  # number 7, of 6
    assert DARK.error not in colours(hand, 10.02, 10.3, hand.layout.shots_row.top() + 14)
    free = colours(hand, 14.1, 14.9, inside)
    assert colours(hand, 15.1, 15.9, inside) - free  # stripes over the sixteenth second


def test_a_block_shows_its_picture(hand: Hand, session: Session, qtbot: QtBot) -> None:
    Image.new("RGB", (640, 360), "#8040c0").save(session.folder.root / "plain.png")
    lay_out(session, 3, 4, model="fal:o3-pro", start_frame="plain.png", images=())
    middle = hand.layout.shots_row.top() + 45
    qtbot.waitUntil(lambda: colours(hand, 1, 2, middle) == {"#8040c0"})
    assert "#8040c0" not in colours(hand, 4, 6, middle)  # the start frame is the first shot's


def test_the_selected_shot_has_the_accent(hand: Hand, selection: Selection) -> None:
    top = hand.layout.shots_row.top() + 1
    assert DARK.accent not in colours(hand, 3.5, 6.5, top)
    selection.select_shot("1")
    assert DARK.accent in colours(hand, 3.5, 6.5, top)
    assert DARK.accent not in colours(hand, 7.5, 9.5, top)


def test_a_line_has_its_speakers_colour(hand: Hand, session: Session) -> None:
    session.dispatch(edits.set_shot, "1", dialogue=(DialogueLine("Marco", "", "Too early."),))
    chip = hand.layout.chip(hand.layout.spoken[0])
    ground = QColor(DARK.ground1)
    image = hand.view.viewport().grab().toImage()
    seen = image.pixelColor(int(chip.right() - 10), int(chip.center().y()))
    marco = cast_colour(1)
    assert seen.blue() - ground.blue() > seen.red() - ground.red()  # blue, like Marco
    assert marco.blue() > marco.red()


def test_a_screen_reader_hears_the_selected_shot(hand: Hand, session: Session, selection: Selection) -> None:
    assert hand.view.accessibleName() == "Timeline"
    assert hand.view.accessibleDescription() == "4 shots, 13 of 15 s. No shot is selected."
    selection.select_shot("1")
    session.dispatch(edits.set_shot, "1", prompt="@Mira walks in")
    assert hand.view.accessibleDescription() == "Shot 2 of 4, 4 seconds, @Mira walks in"
    hand.view.trim_selected(-3)
    assert hand.view.accessibleDescription() == "Shot 2 of 4, 1 second, @Mira walks in"
    hand.view.add_after_selected()
    assert hand.view.accessibleDescription() == "Shot 3 of 5, 5 seconds, no words yet"


@pytest.mark.usefixtures("hand")
class TestVerbs:
    @pytest.fixture(autouse=True)
    def _second_selected(self, selection: Selection, hand: Hand) -> None:
        selection.select_shot("1")

    def test_adding(self, hand: Hand, session: Session, selection: Selection) -> None:
        hand.view.add_after_selected()
        assert order(session)[:2] == ["0", "1"]
        assert lengths(session) == [3, 4, 2, 3, 3]
        added = selection.shot
        assert added is not None
        assert added.id == order(session)[2]
        hand.view.add_before_selected()
        assert lengths(session) == [3, 4, 1, 2, 3, 3]
        selection.select_shot("")
        hand.view.add_before_selected()
        assert chosen(selection) == order(session)[0]
        selection.select_shot("")
        hand.view.add_after_selected()
        assert chosen(selection) == order(session)[-1]

    def test_duplicating_and_deleting(self, hand: Hand, session: Session, selection: Selection) -> None:
        hand.view.duplicate_selected()
        copy = selection.shot
        assert copy is not None
        assert copy.prompt == "Words of shot 2."
        assert order(session) == ["0", "1", copy.id, "2", "3"]
        hand.view.delete_selected()
        assert order(session) == ["0", "1", "2", "3"]
        assert chosen(selection) == "2"

    def test_moving(self, hand: Hand, session: Session) -> None:
        hand.view.move_selected(1)
        assert order(session) == ["0", "2", "1", "3"]
        count = steps(session)
        hand.view.move_selected(5)
        hand.view.move_selected(1)
        assert order(session) == ["0", "2", "3", "1"]
        assert steps(session) == count + 1  # at the end there is nowhere to go

    def test_trimming_and_rolling(self, hand: Hand, session: Session) -> None:
        hand.view.trim_selected(2)
        assert lengths(session) == [3, 6, 3, 3]
        hand.view.roll_selected(-1)
        assert lengths(session) == [3, 5, 4, 3]

    def test_what_makes_no_sense_is_told(self, hand: Hand, session: Session, selection: Selection) -> None:
        told: list[str] = []
        session.refused.connect(lambda refusal: told.append(refusal.what_happened))
        hand.view.trim_selected(-4)
        selection.select_shot("3")
        hand.view.merge_selected_with_next()
        selection.move_playhead(3.0)
        hand.view.split_at_playhead()
        assert told == [
            "A shot lasts at least one second.",
            "There is no shot behind the last one to merge with.",
            "A cut must leave at least one second on both sides.",
        ]
        assert lengths(session) == [3, 4, 3, 3]

    def test_splitting_and_merging(self, hand: Hand, session: Session, selection: Selection) -> None:
        selection.move_playhead(4.6)
        hand.view.split_at_playhead()
        assert lengths(session) == [3, 2, 2, 3, 3]
        assert chosen(selection) == order(session)[2]
        selection.select_shot("1")
        hand.view.merge_selected_with_next()
        assert lengths(session) == [3, 4, 3, 3]
        selection.move_playhead(3.2)
        hand.view.split_at_playhead()
        assert lengths(session) == [3, 1, 3, 3, 3]

    def test_walking(self, hand: Hand, selection: Selection) -> None:
        walked = []
        for step in (hand.view.select_next, hand.view.select_next, hand.view.select_next):
            step()
            walked.append(chosen(selection))
        assert walked == ["2", "3", "3"]
        hand.view.select_previous()
        assert chosen(selection) == "2"
        selection.select_shot("")
        hand.view.select_previous()
        assert chosen(selection) == "3"
        selection.select_shot("")
        hand.view.select_next()
        assert chosen(selection) == "0"

    def test_without_a_selected_shot_nothing_happens(
        self, hand: Hand, session: Session, selection: Selection
    ) -> None:
        selection.select_shot("")
        before = session.project
        hand.view.duplicate_selected()
        hand.view.delete_selected()
        hand.view.move_selected(1)
        hand.view.trim_selected(1)
        hand.view.roll_selected(1)
        hand.view.merge_selected_with_next()
        assert session.project is before
