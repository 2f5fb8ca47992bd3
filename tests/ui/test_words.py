"""The prompt editor: what is typed is in the project, names are offered, undo is the project's."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Project, Shot
from kling_studio.ui.drops import member_mime
from kling_studio.ui.theme import DARK, cast_colour
from kling_studio.ui.words import GrowingText, LineEdit, WordsEdit, Writing
from kling_studio.ui.words.completions import begun_name, matching
from kling_studio.ui.words.positions import changed_part, head, units
from tests.ui.dropping import drop

CONTROL = Qt.KeyboardModifier.ControlModifier


def shot_of(session: Session) -> Shot:
    return next(session.project.scenes()).shots[0]


def writing(session: Session, place: int = 0) -> Writing:
    shot = next(session.project.scenes()).shots[place]

    def edit(project: Project, text: str) -> Project:
        return edits.set_shot(project, shot.id, prompt=text)

    return Writing(edit, "Type words", f"{shot.id}/prompt")


@pytest.fixture
def words(qtbot: QtBot, session: Session) -> Iterator[WordsEdit]:
    """The field alone in a window, empty, at the words of the first shot."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(312, 400)
    made = WordsEdit(session)
    QVBoxLayout(window).addWidget(made)
    rows = window.layout()
    assert isinstance(rows, QVBoxLayout)
    rows.addStretch()
    session.dispatch(edits.set_shot, shot_of(session).id, prompt="")
    made.show_text("", writing(session))
    window.show()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    window.close()


def names_offered(words: WordsEdit) -> list[str]:
    popup = words.completions
    return [] if popup is None else [popup.item(row).text() for row in range(popup.count())]


def formats(words: GrowingText) -> dict[str, QTextCharFormat]:
    """How each differently shown piece of the first line looks."""
    block = words.document().begin()
    raw = block.text().encode("utf-16-le")
    return {
        raw[2 * part.start : 2 * (part.start + part.length)].decode("utf-16-le"): QTextCharFormat(part.format)
        for part in block.layout().formats()
    }


def test_typing_is_in_the_project_at_once_and_one_step_of_undo(words: WordsEdit, session: Session) -> None:
    steps = len(session.history.past)
    QTest.keyClicks(words, "Rain on the roof")
    assert shot_of(session).prompt == "Rain on the roof"
    assert len(session.history.past) == steps + 1
    assert session.history.undo_label == "Type words"


def test_leaving_the_field_ends_the_step(words: WordsEdit, session: Session) -> None:
    QTest.keyClicks(words, "Rain")
    words.clearFocus()
    words.setFocus()
    QTest.keyClicks(words, " falls")
    session.undo()
    assert shot_of(session).prompt == "Rain"


def test_control_enter_ends_the_step_and_writes_no_line(
    qtbot: QtBot, words: WordsEdit, session: Session
) -> None:
    QTest.keyClicks(words, "Rain")
    with qtbot.waitSignal(words.committed):
        QTest.keyClick(words, Qt.Key.Key_Return, CONTROL)
    QTest.keyClicks(words, " falls")
    session.undo()
    assert shot_of(session).prompt == "Rain"


def test_undo_in_the_field_is_the_projects(words: WordsEdit, session: Session) -> None:
    session.dispatch(edits.set_title, "Another title")
    QTest.keyClick(words, Qt.Key.Key_Z, CONTROL)
    assert session.project.title == "Night Shift"
    QTest.keyClick(words, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert session.project.title == "Another title"


def test_the_field_leaves_the_undo_key_to_the_window(words: WordsEdit) -> None:
    key = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CONTROL, "z")
    key.ignore()
    QApplication.sendEvent(words, key)
    assert not key.isAccepted()


def test_what_others_change_is_shown_without_moving_the_cursor_and_without_a_step(
    words: WordsEdit, session: Session
) -> None:
    QTest.keyClicks(words, "Rain on the roof")
    cursor = words.textCursor()
    cursor.setPosition(4)
    words.setTextCursor(cursor)
    steps = len(session.history.past)
    words.show_text("Heavy Rain on the roof", writing(session))
    assert words.text() == "Heavy Rain on the roof"
    assert words.textCursor().position() == len("Heavy Rain")
    assert len(session.history.past) == steps


def test_another_shot_is_shown_from_its_start(words: WordsEdit, session: Session) -> None:
    QTest.keyClicks(words, "Rain")
    shot = next(session.project.scenes()).shots[1]
    words.show_text(shot.prompt, writing(session, 1))
    assert words.textCursor().position() == 0
    QTest.keyClicks(words, "Now ")
    assert next(session.project.scenes()).shots[1].prompt == f"Now {shot.prompt}"
    assert shot_of(session).prompt == "Rain"


@pytest.mark.parametrize("text", ["two\nlines", "a\u00a0space", "emoji 😀 and 𠀀", "tab\there"])
def test_every_text_comes_back_as_it_went_in(words: WordsEdit, session: Session, text: str) -> None:
    words.show_text(text, writing(session))
    assert words.text() == text
    words.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(words, "!")
    assert shot_of(session).prompt == f"{text}!"


def test_it_grows_with_its_text_from_two_lines_to_ten(words: WordsEdit, session: Session) -> None:
    line = words.fontMetrics().lineSpacing()
    empty = words.height()
    words.show_text("one\ntwo", writing(session))
    assert words.height() == empty
    words.show_text("\n".join("12345"), writing(session))
    assert words.height() == empty + 3 * line
    assert words.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    words.show_text("\n".join("123456789abcdef"), writing(session))
    assert words.height() == empty + 8 * line
    assert words.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_it_grows_when_it_gets_narrow(qtbot: QtBot, words: WordsEdit, session: Session) -> None:
    words.show_text("many words that fit into two lines here but not there", writing(session))
    wide = words.height()
    words.window().resize(150, 400)
    qtbot.waitUntil(lambda: words.height() > wide)


def test_names_wear_their_colour_and_unknown_ones_a_wave(words: WordsEdit, session: Session) -> None:
    words.show_text("😀 @Mira meets @Marco and @Bob.", writing(session))
    shown = formats(words)
    assert shown["@Mira"].foreground().color() == cast_colour(0)
    assert shown["@Marco"].foreground().color() == cast_colour(1)
    assert shown["@Bob"].underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    assert shown["@Bob"].underlineColor() == QColor(DARK.error)


def test_a_name_stands_on_a_faint_ground(qtbot: QtBot, words: WordsEdit, session: Session) -> None:
    words.show_text("@Mira and Marco", writing(session))
    picture = words.viewport().grab().toImage()
    # Right behind the name, and where nothing is written.
    inside = picture.pixelColor(words.cursorRect(_at(words, 5)).left() + 1, 2)
    outside = picture.pixelColor(picture.width() - 3, 2)
    assert inside.red() > outside.red() + 10


def test_a_renamed_member_is_coloured_anew(words: WordsEdit, session: Session) -> None:
    words.show_text("@Bob", writing(session))
    session.dispatch(edits.add_member, CastMember("b", "Bob"))
    words.show_text("@Bob", writing(session))
    assert formats(words)["@Bob"].foreground().color() == cast_colour(4)


def test_an_at_sign_offers_the_cast(words: WordsEdit) -> None:
    QTest.keyClicks(words, "See @")
    assert names_offered(words) == ["Mira", "Marco", "Foreman", "Crate"]
    QTest.keyClicks(words, "m")
    assert names_offered(words) == ["Mira", "Marco"]
    QTest.keyClicks(words, "ira")
    assert names_offered(words) == ["Mira"]
    QTest.keyClick(words, Qt.Key.Key_Backspace)
    assert names_offered(words) == ["Mira"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Enter])
def test_enter_and_tab_take_the_name(words: WordsEdit, session: Session, key: Qt.Key) -> None:
    QTest.keyClicks(words, "See @m")
    QTest.keyClick(words, Qt.Key.Key_Down)
    QTest.keyClick(words, key)
    assert shot_of(session).prompt == "See @Marco"
    assert words.completions is None
    assert words.hasFocus()
    QTest.keyClicks(words, ".")
    assert shot_of(session).prompt == "See @Marco."


def test_no_row_of_the_names_is_cut_when_they_are_first_offered(words: WordsEdit) -> None:
    QTest.keyClicks(words, "@")
    popup = words.completions
    assert popup is not None
    assert popup.viewport().rect().contains(popup.visualItemRect(popup.item(popup.count() - 1)))


def test_a_click_takes_the_name(words: WordsEdit, session: Session) -> None:
    QTest.keyClicks(words, "@")
    popup = words.completions
    assert popup is not None
    place = popup.visualItemRect(popup.item(2)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert shot_of(session).prompt == "@Foreman"


def test_escape_closes_the_names_until_the_next_at_sign(words: WordsEdit) -> None:
    QTest.keyClicks(words, "@m")
    QTest.keyClick(words, Qt.Key.Key_Escape)
    QTest.keyClicks(words, "i")
    assert names_offered(words) == []
    QTest.keyClicks(words, " @m")
    assert names_offered(words) == ["Mira", "Marco"]


def test_names_with_spaces_and_their_beginnings_are_both_offered(words: WordsEdit, session: Session) -> None:
    session.dispatch(edits.add_member, CastMember("n", "Mira Night"))
    words.show_text("", writing(session))
    QTest.keyClicks(words, "@mira")
    assert names_offered(words) == ["Mira", "Mira Night"]
    QTest.keyClicks(words, " n")
    assert names_offered(words) == ["Mira Night"]
    QTest.keyClick(words, Qt.Key.Key_Tab)
    assert shot_of(session).prompt == "@Mira Night"


def test_names_are_offered_in_scripts_without_spaces(words: WordsEdit, session: Session) -> None:
    session.dispatch(edits.add_member, CastMember("z", "米拉"))
    words.show_text("", writing(session))
    composed = QInputMethodEvent("", [])
    composed.setCommitString("镜头跟随@米")
    QApplication.sendEvent(words, composed)
    assert names_offered(words) == ["米拉"]
    QTest.keyClick(words, Qt.Key.Key_Return)
    assert shot_of(session).prompt == "镜头跟随@米拉"


def test_a_name_taken_behind_an_emoji_replaces_only_what_was_begun(
    words: WordsEdit, session: Session
) -> None:
    words.show_text("😀 ", writing(session))
    words.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(words, "@cr")
    QTest.keyClick(words, Qt.Key.Key_Return)
    assert shot_of(session).prompt == "😀 @Crate"


def test_the_names_close_when_the_cursor_or_the_focus_leaves(words: WordsEdit) -> None:
    QTest.keyClicks(words, "See @m")
    QTest.keyClick(words, Qt.Key.Key_Home)
    assert words.completions is None
    QTest.keyClick(words, Qt.Key.Key_End)
    QTest.keyClicks(words, "a")
    assert names_offered(words) == ["Marco"]
    words.clearFocus()
    assert words.completions is None


def test_tab_leaves_the_field_when_no_names_are_offered(
    qtbot: QtBot, words: WordsEdit, session: Session
) -> None:
    line = LineEdit(session, words.window())
    rows = words.window().layout()
    assert rows is not None
    rows.addWidget(line)
    qtbot.waitUntil(line.isVisible)
    QTest.keyClick(words, Qt.Key.Key_Tab)
    assert line.hasFocus()


def test_a_dropped_card_becomes_the_members_name(words: WordsEdit, session: Session) -> None:
    words.show_text("Here waits.", writing(session))
    place = QPoint(words.cursorRect(_at(words, 5)).left() + 1, 8)
    assert drop(words.viewport(), place, member_mime("Marco"))
    assert shot_of(session).prompt == "Here @Marco waits."
    assert words.completions is None


def test_a_pasted_card_keeps_apart_from_the_letters_around(words: WordsEdit, session: Session) -> None:
    QTest.keyClicks(words, "Here")
    QGuiApplication.clipboard().setMimeData(member_mime("Mira"))
    QTest.keyClick(words, Qt.Key.Key_V, CONTROL)
    assert shot_of(session).prompt == "Here @Mira"


def test_the_counter_appears_near_the_limit_and_warns_beyond(words: WordsEdit) -> None:
    counter = words.findChild(QWidget, "counter")
    assert counter is not None
    low = words.height()
    words.set_count(300, 512, 2500)
    assert not counter.isVisible()
    words.set_count(360, 512, 2500)
    assert counter.isVisible()
    assert "360 of 512" in counter.text()  # type: ignore[attr-defined]
    assert words.height() > low
    assert DARK.text3 in counter.styleSheet()
    words.set_count(513, 512, 2500)
    assert DARK.warning in counter.styleSheet()
    words.set_count(2501, 512, 2500)
    assert DARK.error in counter.styleSheet()
    words.set_count(10, 512, 2500)
    assert not counter.isVisible()
    assert words.height() == low


def test_a_refused_edit_does_not_reach_the_project(words: WordsEdit, session: Session) -> None:
    session.read_only_reason = "The project is open in another window."
    QTest.keyClicks(words, "x")
    assert shot_of(session).prompt == ""
    words.show_text(shot_of(session).prompt, writing(session))
    assert words.text() == ""


def test_a_line_writes_and_merges_like_the_words(qtbot: QtBot, session: Session) -> None:
    line = LineEdit(session)
    qtbot.addWidget(line)
    line.show_text("", writing(session))
    QTest.keyClicks(line, "static")
    assert shot_of(session).prompt == "static"
    QTest.keyClick(line, Qt.Key.Key_Z, CONTROL)
    assert shot_of(session).prompt.startswith("The long aisle")
    line.show_text(shot_of(session).prompt, writing(session))
    assert line.text().startswith("The long aisle")


@pytest.mark.parametrize(
    ("before", "begun"),
    [
        ("@", ""),
        ("see @Mi", "Mi"),
        ("a@b", None),
        ("me@ex.org", None),
        ("@Mira\n", None),
        ("no", None),
        ("看@米", "米"),
    ],
)
def test_where_a_name_begins(before: str, begun: str | None) -> None:
    assert begun_name(before) == begun


def test_later_words_of_a_name_are_found_after_first_ones() -> None:
    assert matching(["Old Mira", "Mira", "Marco"], "mi") == ["Mira", "Old Mira"]
    assert matching(["Mira"], "Mira") == []
    assert matching(["Mira"], "xyz") == []


def test_positions_count_as_qt_does() -> None:
    assert units("a😀b", 2) == 3
    assert head("a😀b", 3) == "a😀"
    assert changed_part("Rain falls", "Rain slowly falls") == (5, 5, "slowly ")
    assert changed_part("aa", "aaa") == (2, 2, "a")
    assert changed_part("same", "same") == (4, 4, "")


def _at(words: GrowingText, position: int) -> QTextCursor:
    cursor = words.textCursor()
    cursor.setPosition(position)
    return cursor
