"""Moving blocks, the playhead, and the ground itself, by mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import DialogueLine
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK
from kling_studio.ui.timeline.layout import Part
from kling_studio.ui.timeline.tips import tip_at
from tests.ui.timeline_hand import (
    ALT,
    CTRL,
    MIDDLE,
    RIGHT,
    Hand,
    chosen,
    lay_out,
    lengths,
    open_timeline,
    order,
    steps,
)


@pytest.fixture
def hand(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[Hand]:
    with open_timeline(qtbot, session, selection) as made:
        yield made


def test_a_block_moves_to_where_it_is_dropped(hand: Hand, session: Session) -> None:
    before = steps(session)
    with hand.dragging(hand.shot(0)):
        hand.move_by(7.5)
        assert order(session) == ["0", "1", "2", "3"]
        assert [shot.id for shot in hand.layout.scene.shots] == ["1", "2", "0", "3"]  # room is made
    assert order(session) == ["1", "2", "0", "3"]
    assert steps(session) == before + 1
    with hand.dragging(hand.shot(3)):
        hand.move_by(-12)
    assert order(session) == ["3", "1", "2", "0"]


def test_a_click_selects_and_a_twitch_moves_nothing(
    hand: Hand, session: Session, selection: Selection
) -> None:
    count = steps(session)
    hand.press(hand.shot(2))
    hand.move(hand.shot(2) + QPointF(5, 0))
    hand.release()
    assert chosen(selection) == "2"
    assert steps(session) == count
    hand.click(QPointF(hand.layout.x_of(14), 120))
    assert chosen(selection) == ""
    hand.click(hand.shot(1), RIGHT)
    assert chosen(selection) == "1"


def test_a_block_dropped_on_its_own_place_is_no_step(hand: Hand, session: Session) -> None:
    count = steps(session)
    with hand.dragging(hand.shot(1)):
        hand.move_by(3)
        hand.move_by(-3)
    assert steps(session) == count


def test_escape_puts_the_block_back(hand: Hand, session: Session) -> None:
    before = session.project
    hand.press(hand.shot(0))
    hand.move_by(8)
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    hand.release()
    assert session.project is before
    assert [shot.id for shot in hand.layout.scene.shots] == ["0", "1", "2", "3"]


def test_escape_is_left_to_others_when_nothing_is_held(hand: Hand, qtbot: QtBot) -> None:
    hand.view.setFocus()

    def is_claimed() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(hand.view, event)
        return event.isAccepted()

    assert not is_claimed()
    hand.press(hand.edge(0))
    assert is_claimed()
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    assert not is_claimed()


def test_the_ruler_scrubs(hand: Hand, selection: Selection) -> None:
    hand.press(hand.ruler(5))
    assert selection.playhead_s == pytest.approx(5)
    hand.move(hand.ruler(6.03))
    assert selection.playhead_s == pytest.approx(6.03)
    hand.move(hand.ruler(7.04))  # the cut at 7 s draws it
    assert selection.playhead_s == 7
    hand.move(hand.ruler(7.04), ALT)
    assert selection.playhead_s == pytest.approx(7.04)
    hand.move(hand.ruler(16))
    assert selection.playhead_s == 13
    hand.move(QPointF(3, 12))
    assert selection.playhead_s == 0
    hand.release()
    assert chosen(selection) == ""


def test_escape_brings_the_playhead_back(hand: Hand, selection: Selection) -> None:
    selection.move_playhead(2.0)
    hand.press(hand.ruler(9))
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    assert selection.playhead_s == 2


def test_the_wheel_over_the_ruler_steps_the_playhead(hand: Hand, selection: Selection) -> None:
    selection.move_playhead(2.4)
    hand.wheel(hand.ruler(8), -1)
    assert selection.playhead_s == 3
    hand.wheel(hand.ruler(8), 1)
    assert selection.playhead_s == 2
    hand.wheel(hand.ruler(8), 9)
    assert selection.playhead_s == 0
    hand.wheel(hand.ruler(8), -40)
    assert selection.playhead_s == 13


def test_ctrl_and_wheel_zoom_at_the_cursor(hand: Hand) -> None:
    at = hand.row(6.25)
    fitted = hand.layout.scale.px_per_s
    hand.wheel(at, 3, CTRL)
    assert hand.layout.scale.px_per_s == pytest.approx(fitted * 1.25**3)
    assert hand.layout.second_at(at.x()) == pytest.approx(6.25, abs=0.01)
    hand.wheel(at, -1)
    assert hand.layout.second_at(at.x()) > 6.3
    hand.view.fit()
    assert hand.layout.scale.px_per_s == pytest.approx(fitted)
    assert hand.layout.second_at(at.x()) == pytest.approx(6.25)


def test_zooming_ends_where_everything_is_seen(hand: Hand, selection: Selection) -> None:
    fitted = hand.layout.scale.px_per_s
    selection.move_playhead(12.0)
    hand.view.zoom_in()
    assert hand.layout.scale.px_per_s == pytest.approx(fitted * 1.25)
    hand.view.zoom_out()
    hand.view.zoom_out()
    assert hand.layout.scale.px_per_s == pytest.approx(fitted)
    hand.view.resize(900, 270)
    assert hand.layout.x_of(15) < 900  # and still fits when the window is narrower


def test_the_middle_button_pans(hand: Hand, selection: Selection) -> None:
    hand.wheel(hand.row(6), 6, CTRL)
    second = hand.layout.second_at(500)
    hand.press(QPointF(500, 100), button=MIDDLE)
    hand.move(QPointF(400, 100))
    assert hand.layout.second_at(400) == pytest.approx(second, abs=0.01)
    hand.release(MIDDLE)
    assert chosen(selection) == ""


def test_what_is_selected_and_played_comes_into_sight(hand: Hand, selection: Selection) -> None:
    hand.wheel(hand.row(0), 8, CTRL)
    selection.select_shot("3")
    assert hand.layout.block(3).left() >= hand.layout.gutter_px
    assert hand.layout.block(3).left() < hand.layout.width_px
    selection.select_shot("0")
    assert hand.layout.block(0).left() >= hand.layout.gutter_px - 1
    selection.move_playhead(11.0)
    assert hand.layout.gutter_px <= hand.layout.x_of(11) <= hand.layout.width_px


def test_a_double_click_on_free_ground_adds_a_shot(
    hand: Hand, session: Session, selection: Selection
) -> None:
    count = steps(session)
    hand.double_click(hand.row(14))
    assert lengths(session) == [3, 4, 3, 3, 2]  # what is left of 15 s
    assert chosen(selection) == order(session)[-1]
    hand.double_click(QPointF(hand.layout.x_of(15.5), 120))
    assert lengths(session)[-1] == 1
    assert steps(session) == count + 2


def test_a_double_click_on_a_shot_asks_for_its_editing(hand: Hand, qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(hand.view.edit_requested) as asked:
        hand.double_click(hand.shot(2))
    assert asked.args == ["2"]
    session.dispatch(edits.set_shot, "1", dialogue=(DialogueLine("Mira", "", "It came early."),))
    with qtbot.waitSignal(hand.view.edit_requested) as asked:
        hand.double_click(hand.layout.chip(hand.layout.spoken[0]).center())
    assert asked.args == ["1"]
    with qtbot.waitSignal(hand.view.edit_requested) as asked:
        QTest.keyClick(hand.view, Qt.Key.Key_Return)
    assert asked.args == ["1"]
    assert lengths(session) == [3, 4, 3, 3]


def test_scrubbing_goes_on_at_the_end_of_the_window(hand: Hand, qtbot: QtBot, selection: Selection) -> None:
    hand.wheel(hand.row(0), 4, CTRL)
    hand.press(hand.ruler(2))
    hand.move(QPointF(1439, 12))
    qtbot.waitUntil(lambda: selection.playhead_s == 13)
    hand.release()


def test_free_ground_shows_where_a_new_shot_would_go(hand: Hand) -> None:
    def free_ground() -> set[str]:
        image = hand.view.viewport().grab().toImage()
        middle = int(hand.layout.shots_row.center().y()) - 8
        left, right = (int(hand.layout.x_of(second)) for second in (13.1, 14.9))
        return {image.pixelColor(x_px, middle).name() for x_px in range(left, right)}

    QTest.mouseMove(hand.view.viewport(), QPointF(hand.layout.x_of(5), 200).toPoint())
    assert free_ground() == {DARK.ground1}
    QTest.mouseMove(hand.view.viewport(), hand.row(14).toPoint())
    assert len(free_ground()) > 3
    QApplication.sendEvent(hand.view.viewport(), QEvent(QEvent.Type.Leave))
    assert free_ground() == {DARK.ground1}


def test_lines_share_their_shot_by_their_words(hand: Hand, session: Session, selection: Selection) -> None:
    lines = (
        DialogueLine("Mira", "", "One two three."),
        DialogueLine("Marco", "", "Four."),
        DialogueLine("Mira", "", "  "),
    )
    session.dispatch(edits.set_shot, "1", dialogue=lines)
    first, second = hand.layout.spoken
    assert (first.start_s, first.end_s, second.start_s, second.end_s) == (3, 6, 6, 7)
    assert (first.words, first.colour, second.colour) == ("Mira: One two three.", 0, 1)
    hand.click(hand.layout.chip(second).center())
    assert chosen(selection) == "1"


def test_tooltips_say_the_whole(hand: Hand, session: Session) -> None:
    def tip(at: QPointF) -> str:
        return tip_at(hand.layout, hand.view.limits, at)

    lay_out(session, 2, 2, 2, 2, 2, 2, 4, model="fal:o3-pro")
    assert tip(hand.shot(1)) == "Shot 2, 2 s\nWords of shot 2."
    assert "takes 6 shots" in tip(hand.shot(6))
    assert "at most 15 s" in tip(hand.shot(6))
    assert "Ctrl" in tip(hand.edge(1))
    assert "at most 15 s" in tip(hand.row(16.5))


def test_narrow_blocks_can_still_be_moved(hand: Hand, session: Session) -> None:
    lay_out(session, *([1] * 15), model="fal:o3-pro")
    hand.view.resize(430, 200)
    parts = [hand.layout.hit(hand.shot(index)).part for index in range(15)]
    assert set(parts) == {Part.SHOT}
    assert all(hand.layout.hit(hand.edge(index)).part is Part.EDGE for index in range(15))


def test_focus_by_keyboard_is_seen(hand: Hand) -> None:
    def corner() -> QColor:
        return hand.view.viewport().grab().toImage().pixelColor(700, 0)

    hand.view.clearFocus()
    assert corner() != QColor(DARK.accent)
    hand.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert corner() == QColor(DARK.accent)
    hand.view.clearFocus()
    assert corner() != QColor(DARK.accent)
