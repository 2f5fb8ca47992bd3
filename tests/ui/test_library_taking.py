"""From the library into the cast and back: by drags, keys and buttons, and what is asked where somebody is there."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.core import edits
from kling_studio.core.project import CastMember
from kling_studio.resources import resource
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import member_mime
from kling_studio.ui.library.question import TwinsQuestion
from tests.ui.dropping import drop, files, hover
from tests.ui.library_desk import Desk, kept, library, one, open_project, two

__all__ = ["kept", "library", "one", "open_project", "two"]


def test_a_member_is_dragged_from_the_library_to_its_place_in_the_cast(
    qtbot: QtBot, kept: tuple[Desk, Desk]
) -> None:
    _, two = kept
    before = two.session.project
    two.select("Mira", "Marco")
    mime = two.panel.grid.mime()
    cards = two.cast.cards
    place = cards.visualRect(cards.members.index(1)).topLeft() + QPoint(60, 6)
    assert hover(cards.viewport(), place, mime)
    bubble = two.cast.findChild(DropBubble, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert bubble is not None
    assert bubble.isVisible()
    assert bubble.text() == "Takes Marco and Mira into the cast"
    assert drop(cards.viewport(), place, mime)
    assert not bubble.isVisible()
    qtbot.waitUntil(lambda: two.session.project is not before)
    assert two.names == ["Foreman", "Marco", "Mira", "Crate"]
    for view in two.member("Mira").images:
        path = two.session.path_of(view.path)
        assert path is not None
        assert path.is_file()
    assert two.cast.selected_id == two.member("Marco").id
    two.session.undo()
    assert two.session.project is before


def test_a_drop_beside_the_cards_takes_to_the_end(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    _, two = kept
    two.select("Mira")
    assert drop(two.cast, QPoint(120, 650), two.panel.grid.mime())
    qtbot.waitUntil(lambda: two.names == ["Foreman", "Crate", "Mira"])


def test_other_drags_reach_the_cast_as_before(qtbot: QtBot, one: Desk, tmp_path: Path) -> None:
    picture = next(iter(resource("sample").glob("*.jpg")))
    target = one.cast.cards.visualRect(one.cast.cards.members.index(1)).center()
    count = len(one.member("Marco").images)
    assert drop(one.cast.cards.viewport(), target, files([picture]))
    qtbot.waitUntil(lambda: len(one.member("Marco").images) == count + 1)


def test_a_member_of_the_cast_is_dropped_on_the_library(qtbot: QtBot, one: Desk) -> None:
    place = QPoint(80, 80)
    assert hover(one.panel.grid.viewport(), place, member_mime("Crate"))
    assert drop(one.panel.grid.viewport(), place, member_mime("Crate"))
    qtbot.waitUntil(lambda: one.shown == ["Crate"])
    assert one.member("Crate").library is not None
    assert not hover(one.panel.grid.viewport(), place, files([]))


def test_who_is_here_already_is_asked_about(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, _ = kept
    one.session.dispatch(edits.set_member, one.member().id, description="changed here")
    one.select("Mira")
    QTest.keyClick(one.panel.grid, Qt.Key.Key_Return)
    question = one.question()
    assert one.find(QLabel, "library_question_words", question).text() == "Mira is in this cast already."
    other = one.find(QPushButton, "library_beside", question)
    assert other.text() == "Take as Mira2"
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Mira2" in one.names)
    assert one.member().description == "changed here"
    assert one.member("Mira2").description != "changed here"


def test_a_namesake_becomes_the_librarys_where_that_is_wanted(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    _, two = kept
    two.session.dispatch(edits.add_member, CastMember("own", "Mira", description="another Mira"))
    two.select("Mira")
    QTest.mouseClick(two.find(QPushButton, "libraryTake"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(two.find(QPushButton, "library_update", two.question()), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: two.member().library is not None)
    assert (two.member().id, len(two.member().images)) == ("own", 4)
    two.session.undo()
    assert two.member().description == "another Mira"


def test_a_namesake_is_kept_as_a_version_or_as_somebody_else(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    _, two = kept
    for number, button in enumerate(("library_update", "library_beside")):
        own = CastMember(f"own{number}", "Mira", description=f"another Mira {number}")
        two.session.dispatch(edits.add_member, own)
        two.desk.keep([own.id])
        question = two.question()
        words = two.find(QLabel, "library_question_words", question).text()
        assert words == "The library has a Mira already."
        QTest.mouseClick(two.find(QPushButton, button, question), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: two.member().library is not None)
        qtbot.waitUntil(lambda: two.window.findChild(TwinsQuestion) is None)
        two.session.dispatch(edits.delete_member, own.id)
    assert two.shown == ["Marco", "Mira", "Mira"]
    assert sorted(len(entry.numbers) for entry in two.desk.shelf.entries.values()) == [1, 1, 2]


def test_what_cannot_be_taken_is_told_in_place(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    _, two = kept
    before = two.session.project
    gone = two.desk.library.path_of(two.desk.shelf.entries[two.entry_id("Mira")].member.images[0].path)
    assert gone is not None
    gone.unlink()
    two.select("Mira")
    two.panel.take_selected()
    qtbot.waitUntil(lambda: two.text("libraryNotice").startswith("Mira cannot be taken from the library: "))
    assert two.session.project is before


def test_a_project_that_is_only_read_takes_nothing(kept: tuple[Desk, Desk]) -> None:
    _, two = kept
    two.session.read_only_reason = "The project can only be read."
    two.select("Mira")
    place = two.cast.cards.visualRect(two.cast.cards.members.index(0)).center()
    assert not hover(two.cast.cards.viewport(), place, two.panel.grid.mime())
    two.panel.take_selected()
    assert two.text("libraryNotice") == "The project can only be read."
    two.desk.keep([two.member("Crate").id])
    assert two.member("Crate").library is None
