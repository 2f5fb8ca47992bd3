"""Dragging edges: what is seen meanwhile, and what is left when the hand lets go."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.project import Project
from kling_studio.core.timeline import TimeScale
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK
from kling_studio.ui.timeline.gestures import Hand as At
from kling_studio.ui.timeline.limits import limits_of
from kling_studio.ui.timeline.trim import TrimDrag
from tests.ui.timeline_hand import ALT, CTRL, Hand, lay_out, lengths, open_timeline, order, steps

ESC = Qt.Key.Key_Escape


@pytest.fixture
def hand(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[Hand]:
    with open_timeline(qtbot, session, selection) as made:
        yield made


def trim_words(session: Session, index: int, by_s: float, *, roll: bool = False, px_per_s: float = 80) -> str:
    """What the bubble says while the edge of a shot is dragged so far; red words start with a "!"."""
    scene = next(session.project.scenes())
    drag = TrimDrag(session, scene, index, limits_of(session, scene), TimeScale(px_per_s), 0.0)
    edge_s = float(sum(lengths(session)[: index + 1]))
    drag.move(At(edge_s, edge_s * px_per_s, ctrl=roll))
    drag.move(At(edge_s + by_s, (edge_s + by_s) * px_per_s, ctrl=roll))
    bubble = drag.overlay.bubble
    assert bubble is not None
    return f"{'!' if bubble.refused else ''}{bubble.text}"


def test_an_edge_trims_its_shot_in_one_step(hand: Hand, session: Session, selection: Selection) -> None:
    before = steps(session)
    with hand.dragging(hand.edge(1)):
        hand.move_by(2)
    assert lengths(session) == [3, 6, 3, 3]
    assert steps(session) == before + 1
    assert session.history.undo_label == "Trim shot"
    assert selection.shot == next(session.project.scenes()).shots[1]
    session.undo()
    assert lengths(session) == [3, 4, 3, 3]


def test_only_the_release_changes_the_project(hand: Hand, session: Session) -> None:
    before = session.project
    seen: list[Project | None] = []
    hand.view.preview_changed.connect(seen.append)
    hand.press(hand.edge(0))
    hand.move_by(-1)
    assert session.project is before
    assert hand.layout.starts_s == (0, 2, 6, 9)  # the later shots are drawn where they would be
    previewed = seen[-1]
    assert previewed is not None
    assert next(previewed.scenes()).seconds == 12
    hand.release()
    assert seen[-1:] == [None]
    assert lengths(session) == [2, 4, 3, 3]


def test_escape_leaves_everything_as_it_was(hand: Hand, session: Session) -> None:
    before, count = session.project, steps(session)
    hand.press(hand.edge(1))
    hand.move_by(2)
    QTest.keyClick(hand.view, ESC)
    assert hand.layout.starts_s == (0, 3, 7, 10)
    hand.move_by(1)
    hand.release()
    assert session.project is before
    assert steps(session) == count


def test_a_drag_that_ends_where_it_began_is_no_step(hand: Hand, session: Session) -> None:
    count = steps(session)
    with hand.dragging(hand.edge(1)):
        hand.move_by(2)
        hand.move_by(-2)
    assert lengths(session) == [3, 4, 3, 3]
    assert steps(session) == count


def test_a_shot_keeps_a_second(hand: Hand, session: Session) -> None:
    with hand.dragging(hand.edge(1)):
        hand.move_by(-6)
    assert lengths(session) == [3, 1, 3, 3]


def test_ctrl_rolls_the_cut(hand: Hand, session: Session) -> None:
    with hand.dragging(hand.edge(0), CTRL):
        hand.move_by(2, CTRL)
    assert lengths(session) == [5, 2, 3, 3]
    assert session.history.undo_label == "Roll cut"
    with hand.dragging(hand.edge(0), CTRL):
        hand.move_by(8, CTRL)
    assert lengths(session) == [6, 1, 3, 3]


def test_ctrl_may_come_and_go_during_the_drag(hand: Hand, session: Session) -> None:
    hand.press(hand.edge(0))
    hand.move_by(1)
    QTest.keyPress(hand.view, Qt.Key.Key_Control)
    assert hand.layout.starts_s == (0, 4, 7, 10)
    QTest.keyRelease(hand.view, Qt.Key.Key_Control)
    assert hand.layout.starts_s == (0, 4, 8, 11)
    hand.release()
    assert lengths(session) == [4, 4, 3, 3]


def test_behind_the_last_shot_there_is_nothing_to_roll(hand: Hand, session: Session) -> None:
    with hand.dragging(hand.edge(3), CTRL):
        hand.move_by(-1, CTRL)
    assert lengths(session) == [3, 4, 3, 2]


def test_an_undo_during_the_drag_ends_it(hand: Hand, session: Session) -> None:
    hand.press(hand.edge(1))
    hand.move_by(1)
    session.undo()
    undone = session.project
    hand.release()
    assert session.project is undone


def test_a_read_only_project_says_why_and_stays(hand: Hand, session: Session) -> None:
    session.read_only_reason = "Another window has it."
    refused: list[str] = []
    session.refused.connect(lambda refusal: refused.append(str(refusal)))
    with hand.dragging(hand.edge(1)):
        hand.move_by(2)
    assert lengths(session) == [3, 4, 3, 3]
    assert refused == ["Another window has it."]


@pytest.mark.usefixtures("hand")
class TestTheBubble:
    def test_the_length_and_what_it_costs(self, session: Session) -> None:
        assert trim_words(session, 1, 0) == "4 s"
        assert trim_words(session, 1, 2) == "4 s → 6 s, +$0.28"
        assert trim_words(session, 1, -2) == "4 s → 2 s, −$0.28"

    def test_a_rolled_cut_has_two_lengths_and_one_price(self, session: Session) -> None:
        assert trim_words(session, 1, 1, roll=True) == "4 s → 5 s | 3 s → 2 s"

    def test_beyond_the_limit_it_is_red(self, session: Session) -> None:
        assert trim_words(session, 1, 3.5) == "!4 s → 7 s, 16 of 15 s"

    def test_a_free_model_has_no_price(self, session: Session) -> None:
        lay_out(session, 3, 4, model="animatic:preview", audio=False)
        assert trim_words(session, 1, 2) == "4 s → 6 s"

    def test_a_price_that_nobody_knows(self, session: Session) -> None:
        lay_out(session, 3, 4, model="fal:unheard-of")
        assert trim_words(session, 1, 2) == "4 s → 6 s, price unknown"

    def test_only_fixed_lengths(self, session: Session) -> None:
        lay_out(session, 5, model="fal:v2.6-pro", audio=False)
        assert trim_words(session, 0, 2) == "5 s → 7 s, 7 s in all, not 5 or 10 s"
        assert trim_words(session, 0, 5).startswith("5 s → 10 s, +$")
        assert trim_words(session, 0, 6.5) == "!5 s → 11 s, 11 of 10 s"

    def test_a_clip_to_edit_has_its_own_length(self, session: Session) -> None:
        lay_out(session, 5, source_video="clip.mp4")
        assert trim_words(session, 0, 90).startswith("5 s → 95 s")


def test_the_limit_holds_the_edge_for_a_while(hand: Hand, session: Session) -> None:
    # 13 s of 15: at 80 pixels a second 2.5 s would round to 16, but the edge is held for 28 pixels.
    assert trim_words(session, 3, 2.6) == "3 s → 5 s, +$0.28"
    assert trim_words(session, 3, 2.9) == "!3 s → 6 s, 16 of 15 s"
    lay_out(session, 16)
    assert trim_words(session, 0, 0.6) == "!16 s → 17 s, 17 of 15 s"  # it is beyond already
    assert hand.layout.scene.seconds == 16


def test_a_guide_names_what_the_edge_was_drawn_to(hand: Hand, session: Session, selection: Selection) -> None:
    selection.move_playhead(5.0)
    guide = QColor(DARK.advice)
    hand.press(hand.edge(1))
    hand.move_by(-2)
    below = hand.layout.x_of(5), hand.layout.dialogue_row.top() - 4
    assert colour_at(hand, *below) == guide
    hand.move_by(0.05, ALT)
    assert colour_at(hand, *below) != guide
    hand.move_by(3.95)
    below = hand.layout.x_of(9), hand.layout.dialogue_row.top() - 4
    assert colour_at(hand, *below) == guide  # 15 s in all
    hand.release()
    assert lengths(session) == [3, 6, 3, 3]


def test_far_out_the_marks_draw_the_edge(session: Session, selection: Selection, hand: Hand) -> None:
    lay_out(session, 30, 30, model="animatic:preview")
    scene = next(session.project.scenes())
    scale = TimeScale(8)
    for alt, seconds in ((False, 33), (True, 34)):
        drag = TrimDrag(session, scene, 0, limits_of(session, scene), scale, 33.0)
        drag.move(At(30, 240))
        drag.move(At(34, 272, alt=alt))
        assert drag.project is not None
        assert next(drag.project.scenes()).shots[0].seconds == seconds


def test_the_handle_and_the_cursor_show_on_hover(hand: Hand) -> None:
    edge = hand.edge(1)
    handle = edge.x() - 2, edge.y()
    assert colour_at(hand, *handle) != QColor(DARK.accent)
    QTest.mouseMove(hand.view.viewport(), edge.toPoint())
    assert hand.view.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor
    assert colour_at(hand, *handle) == QColor(DARK.accent)
    QTest.mouseMove(hand.view.viewport(), hand.shot(1).toPoint())
    assert hand.view.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_the_bubble_turns_red_beyond_the_limit(hand: Hand) -> None:
    hand.press(hand.edge(0))
    hand.move_by(1)
    assert DARK.accent in colours_of_the_ruler(hand)
    hand.move_by(4)
    assert DARK.error in colours_of_the_ruler(hand)


def test_the_edge_goes_on_at_the_end_of_the_window(hand: Hand, qtbot: QtBot, session: Session) -> None:
    hand.press(hand.edge(3))
    hand.move(hand.row(hand.layout.second_at(1438)))
    qtbot.waitUntil(lambda: hand.layout.scene.seconds > 20)
    hand.release()
    assert lengths(session)[3] > 10
    assert order(session) == ["0", "1", "2", "3"]


def colour_at(hand: Hand, x_px: float, y_px: float) -> QColor:
    return hand.view.viewport().grab().toImage().pixelColor(int(x_px), int(y_px))


def colours_of_the_ruler(hand: Hand) -> set[str]:
    image = hand.view.viewport().grab().toImage()
    return {image.pixelColor(x_px, 8).name() for x_px in range(0, image.width(), 4)}
