"""The lines of a shot in the inspector: written, spoken by somebody, moved and timed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, DialogueLine
from kling_studio.core.speech import speaking_s
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.theme import DARK, cast_colour
from tests.ui.inspector_shots import ALT, aside, cards, panel, put_lines, shot

__all__ = ["panel"]

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_line_is_added_written_and_removed(panel: InspectorPanel, session: Session) -> None:
    QTest.mouseClick(panel.shot_page.dialogue.add_button, Qt.MouseButton.LeftButton)
    card = cards(panel)[1]
    assert card.text.hasFocus()
    QTest.keyClicks(card.text, "Who goes there?")
    QTest.keyClicks(card.emotion, "afraid")
    # Beside Mira the other one of the scene is proposed.
    assert shot(session).dialogue[1] == DialogueLine("Crate", "afraid", "Who goes there?")
    panel.shot_page.dialogue.remove_line(0)
    assert [line.text for line in shot(session).dialogue] == ["Who goes there?"]
    assert cards(panel)[0].text.text() == "Who goes there?"


def test_the_speaker_is_chosen_from_the_cast_in_his_colour(panel: InspectorPanel, session: Session) -> None:
    card = cards(panel)[0]
    assert [card.speaker.itemText(row) for row in range(card.speaker.count())] == [
        "",
        "Mira",
        "Marco",
        "Foreman",
        "Crate",
    ]
    assert card.speaker.itemData(2, Qt.ItemDataRole.ForegroundRole) == cast_colour(1)
    card.speaker.setCurrentIndex(2)
    card.speaker.textActivated.emit("Marco")
    assert shot(session).dialogue[0].character == "Marco"
    assert cast_colour(1).name() in card.speaker.line.styleSheet()


def test_a_speaker_who_is_nobody_is_told_as_such(panel: InspectorPanel, session: Session) -> None:
    card = cards(panel)[0]
    nobody = card.findChild(QLabel, "nobody")
    assert nobody is not None
    assert not nobody.isVisible()
    card.speaker.line.setFocus()
    card.speaker.line.selectAll()
    QTest.keyClicks(card.speaker.line, "Bob")
    assert shot(session).dialogue[0].character == "Bob"
    assert nobody.isVisible()
    assert nobody.text() == "Bob is nobody in the cast."
    session.dispatch(edits.add_member, CastMember("b", "Bob"))
    assert not nobody.isVisible()


def test_lines_are_moved_by_keys_and_by_the_menu(panel: InspectorPanel, session: Session) -> None:
    put_lines(session, DialogueLine("Mira", "", "one"), DialogueLine("Crate", "", "two"))
    first, second = cards(panel)
    second.text.setFocus()
    QTest.keyClick(second.text, Qt.Key.Key_Up, ALT)
    assert [line.text for line in shot(session).dialogue] == ["two", "one"]
    assert first.text.hasFocus()
    assert first.text.text() == "two"
    QTest.mouseClick(first.more, Qt.MouseButton.LeftButton)
    assert first.menu is not None
    actions = {action.text().split("\t")[0]: action for action in first.menu.actions()}
    assert not actions["Move up"].isEnabled()
    actions["Move down"].trigger()
    first.menu.close()
    assert [line.text for line in shot(session).dialogue] == ["one", "two"]


def test_the_time_to_say_it_stands_beside_the_seconds(panel: InspectorPanel, session: Session) -> None:
    assert aside(panel).text() == "1.6 s of 4 s"
    assert DARK.text3 in aside(panel).styleSheet()
    put_lines(session, DialogueLine("Mira", "", "one two three four five six seven eight nine ten eleven"))
    assert aside(panel).text() == "4.4 s of 4 s"
    assert DARK.warning in aside(panel).styleSheet()
    put_lines(session)
    assert not aside(panel).isVisible()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Shipment came in early.", 1.6),
        ("It's don't-care", 0.8),
        ("今天的货来得真早。", 1.6),
        ("OK 好的", 0.8),
    ],
)
def test_how_long_words_take(text: str, seconds: float) -> None:
    assert speaking_s([text]) == pytest.approx(seconds)
