"""The library in the window: what is shown, found, tagged, renamed and put in the bin, and what goes wrong."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.core.project import CastMember, LibraryLink, View
from kling_studio.resources import resource
from kling_studio.storage.library import Library
from kling_studio.ui.library.model import LibraryRole, Mark
from tests.storage.conftest import close_folder, closed_folder
from tests.ui.library_desk import Desk, kept, library, one, open_project, two

__all__ = ["closed_folder", "kept", "library", "one", "open_project", "two"]


def test_an_empty_library_says_what_to_do(one: Desk) -> None:
    assert one.panel.grid.accessibleDescription().startswith("Members that you keep here are there in every")
    assert one.text("libraryCount") == "0 members"


def test_members_are_kept_from_the_menu_and_are_in_every_window(kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    assert one.member("Mira").library == LibraryLink(one.entry_id("Mira"), 1)
    assert one.text("libraryNotice") == "Mira and Marco are kept in the library."
    marks = [one.panel.model.index(row).data(LibraryRole.MARK) for row in range(2)]
    assert marks == [Mark.IN_CAST, Mark.IN_CAST]
    assert two.panel.model.index(0).data(LibraryRole.MARK) == Mark.NONE
    one.session.undo()
    assert one.member("Mira").library is None


def test_search_finds_names_tags_and_descriptions(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, _ = kept
    one.desk.describe([one.entry_id("Marco")], add_tags=["Harbour night"])
    qtbot.waitUntil(lambda: bool(one.desk.shelf.entries[one.entry_id("Marco")].member.tags))
    one.panel.grid.setFocus()
    QTest.keyClick(one.panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = one.find(QLineEdit, "librarySearch")
    assert one.panel.focusWidget() is search
    QTest.keyClicks(search, "night HARB")
    qtbot.waitUntil(lambda: one.shown == ["Marco"])
    assert one.text("libraryCount") == "1 of 2 members"
    QTest.keyClicks(search, "our zebra")
    qtbot.waitUntil(lambda: one.shown == [])
    assert one.panel.grid.accessibleDescription() == "Nothing in the library has these words."
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert one.shown == ["Marco", "Mira"]


def test_tags_are_added_and_taken_away_as_chips(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    one.select("Mira", "Marco")
    field = one.find(QLineEdit, "libraryTag")
    QTest.keyClicks(field, "night, gate")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: one.panel.details.tags.tags == ("night", "gate"))
    one.select("Mira")
    QTest.keyClick(one.find(QToolButton, "tag gate"), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: one.panel.details.tags.tags == ("night",))
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: one.panel.details.tags.tags == ())
    tags = {entry.member.name: entry.member.tags for entry in one.desk.library.shelf().entries.values()}
    assert tags == {"Mira": (), "Marco": ("night", "gate")}
    qtbot.waitUntil(lambda: two.panel.model.index(0).data(LibraryRole.LINE) == "night, gate")


def test_a_member_is_renamed_in_the_library_alone(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    one.select("Mira")
    QTest.keyClick(one.panel.grid, Qt.Key.Key_F2)
    name = one.find(QLineEdit, "libraryName")
    assert one.panel.focusWidget() is name
    QTest.keyClicks(name, "@Ana")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert one.text("libraryNotice") == "A member needs a name without @, brackets or line breaks."
    name.selectAll()
    QTest.keyClicks(name, "Ana")
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: two.shown == ["Ana", "Marco"])
    assert one.member("Mira").library is not None
    assert one.panel.grid.selected_ids == [one.entry_id("Ana")]


def test_the_bin_gives_back(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    one.select("Mira", "Marco")
    QTest.keyClick(one.panel.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: one.shown == [] and two.shown == [])
    assert one.text("libraryNotice") == "2 members are in the bin."
    QTest.mouseClick(one.find(QPushButton, "libraryUndo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: one.shown == ["Marco", "Mira"])
    one.select("Marco")
    QTest.keyClick(one.panel.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: one.shown == ["Mira"])
    QTest.keyClick(one.panel.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: one.shown == ["Marco", "Mira"])
    one.select("Mira")
    one.panel.bin_selected()
    qtbot.waitUntil(lambda: one.shown == ["Marco"])
    one.panel.show_bin(True)
    assert one.shown == ["Mira"]
    one.select("Mira")
    QTest.mouseClick(one.find(QPushButton, "libraryRestore"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: one.shown == [])
    assert one.panel.grid.accessibleDescription() == "The bin is empty."
    one.panel.show_bin(False)
    assert one.shown == ["Marco", "Mira"]


def test_a_damaged_member_is_told_and_the_rest_is_there(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    file = next(two.desk.library.members_folder.glob(f"{two.entry_id('Mira')}-*.json"))
    file.write_text("{")
    two.desk.refresh()
    qtbot.waitUntil(lambda: two.shown == ["Marco"])
    # Whichever window moves it says so.
    words = "could not be read and was moved to"
    qtbot.waitUntil(lambda: any(words in desk.text("libraryNotice") for desk in (one, two)))


def test_a_library_that_takes_nothing_says_so(
    qtbot: QtBot, session: Session, closed_folder: Path, tmp_path: Path
) -> None:
    close_folder(closed_folder)
    desk = Desk(qtbot, create_sample(tmp_path / "Three").session, Library(closed_folder / "library"))
    desk.desk.keep([desk.member().id])
    qtbot.waitUntil(lambda: "could not be written" in desk.text("libraryNotice"))
    assert desk.member().library is None
    desk.stop()


def test_the_model_tells_every_change_rightly(qtbot: QtBot, one: Desk, library: Library) -> None:
    model: QAbstractItemModel = one.panel.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    source = resource("sample")
    picture = next(iter(source.glob("*.jpg"))).name
    member = CastMember("m", "Zoe", images=(View(picture),))
    entry_id = library.keep(member, lambda name: source / name).id
    for number in range(3):
        library.keep(replace(member, name=f"Ann {number}"), lambda name: source / name)
    one.desk.refresh()
    qtbot.waitUntil(lambda: model.rowCount() == 4)
    one.panel.grid.select([entry_id])
    library.keep(replace(member, description="x"), lambda name: source / name, entry_id=entry_id)
    library.keep(replace(member, name="Bob"), lambda name: source / name)
    qtbot.waitUntil(lambda: model.rowCount() == 5)
    assert one.panel.grid.selected_ids == [entry_id]
    assert one.shown == ["Ann 0", "Ann 1", "Ann 2", "Bob", "Zoe"]
    assert tester.model() is model
