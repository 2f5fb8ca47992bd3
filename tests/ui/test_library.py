"""The library in the window: from one project into another by real drags, keys and buttons."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, LibraryLink, View
from kling_studio.resources import resource
from kling_studio.storage.library import Library
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.model import CastRole
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import member_mime
from kling_studio.ui.library.desk import LibraryDesk
from kling_studio.ui.library.in_cast import LibraryInCast
from kling_studio.ui.library.model import LibraryRole, Mark
from kling_studio.ui.library.panel import LibraryPanel
from kling_studio.ui.library.question import TwinsQuestion
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.storage.conftest import close_folder, closed_folder
from tests.ui.dropping import drop, files, hover

__all__ = ["closed_folder"]

W = TypeVar("W", bound=QWidget)


class Desk:
    """One project at work: its cast panel and the library beside it."""

    def __init__(self, qtbot: QtBot, session: Session, library: Library) -> None:
        self.session = session
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.desk = LibraryDesk(session, self.window, library)
        self.thumbnails = Thumbnails(session.path_of)
        self.cast = CastPanel(session, Selection(session), self.thumbnails)
        self.panel = LibraryPanel(session, self.desk)
        self.in_cast = LibraryInCast(session, self.cast, self.desk)
        for widget, size in ((self.cast, (264, 700)), (self.panel, (1100, 320))):
            qtbot.addWidget(widget)
            widget.resize(*size)
            with qtbot.waitExposed(widget):
                widget.show()
        qtbot.waitUntil(lambda: self.desk.is_read)

    def stop(self) -> None:
        self.panel.stop()
        self.cast.stop()
        self.thumbnails.stop()
        self.desk.stop()
        self.session.folder.close()

    def member(self, name: str = "Mira") -> CastMember:
        found = self.session.project.member(name)
        assert found is not None
        return found

    @property
    def names(self) -> list[str]:
        return [member.name for member in self.session.project.cast]

    @property
    def shown(self) -> list[str]:
        model = self.panel.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def entry_id(self, name: str) -> str:
        return next(entry.id for entry in self.desk.shelf.entries.values() if entry.member.name == name)

    def select(self, *names: str) -> None:
        self.panel.grid.select([self.entry_id(name) for name in names])

    def find(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        found = (within or self.panel).findChild(kind, name)
        assert found is not None
        return found

    def text(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""

    def question(self) -> TwinsQuestion:
        found = self.window.findChild(TwinsQuestion)
        assert found is not None
        return found


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def open_project(
    qtbot: QtBot, session: Session, library: Library, tmp_path: Path
) -> Iterator[Callable[[str], Desk]]:
    """Opens another project of the sample's, beside the same library."""
    opened: list[Desk] = []

    def make(name: str) -> Desk:
        opened.append(Desk(qtbot, create_sample(tmp_path / name).session, library))
        return opened[-1]

    yield make
    for desk in opened:
        desk.stop()


@pytest.fixture
def one(open_project: Callable[[str], Desk]) -> Desk:
    return open_project("One")


@pytest.fixture
def two(one: Desk, open_project: Callable[[str], Desk]) -> Desk:
    desk = open_project("Two")
    for name in ("Mira", "Marco"):
        desk.session.dispatch(edits.delete_member, desk.member(name).id)
    return desk


@pytest.fixture
def kept(qtbot: QtBot, one: Desk, two: Desk) -> tuple[Desk, Desk]:
    """Mira and Marco of one project are in the library; the other project, without them, sees it."""
    one.desk.keep([one.member("Mira").id, one.member("Marco").id])
    qtbot.waitUntil(lambda: two.shown == ["Marco", "Mira"])
    return one, two


def menu_of(desk: Desk, name: str) -> dict[str, QMenu]:
    desk.cast.cards.select(desk.member(name).id)
    menu = desk.cast.menu()
    return {action.objectName(): action for action in menu.actions() if action.objectName()}  # type: ignore[misc]


def change(qtbot: QtBot, one: Desk, two: Desk) -> None:
    """Mira is changed in one project and kept again; the other has her as she was."""
    one.session.dispatch(edits.set_member, one.member().id, description="night courier")
    one.session.dispatch(edits.remove_view, one.member().id, 3)
    one.desk.keep([one.member().id])
    qtbot.waitUntil(lambda: two.desk.newer == {two.member().id})


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


def test_what_is_newer_shows_a_badge_words_and_a_way(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    two.select("Mira")
    two.panel.take_selected()
    qtbot.waitUntil(lambda: "Mira" in two.names)
    actions = menu_of(two, "Mira")
    assert not actions["updateFromLibrary"].isEnabled()
    change(qtbot, one, two)
    card = two.cast.cards.members.index_of(two.member().id)
    assert card.data(CastRole.IS_NEWER_IN_LIBRARY)
    assert "The library's Mira is newer" in card.data(Qt.ItemDataRole.ToolTipRole)
    wanted: list[str] = []
    two.in_cast.entry_wanted.connect(wanted.append)
    menu_of(two, "Mira")["showInLibrary"].trigger()  # type: ignore[attr-defined]
    assert wanted == [two.entry_id("Mira")]
    two.panel.show_entry(wanted[0])
    qtbot.waitUntil(lambda: "is newer" in two.text("libraryComparison"))
    assert two.text("libraryComparison") == (
        "The library's Mira is newer: the description differs, 1 picture differs."
    )
    before = two.session.project
    QTest.mouseClick(two.find(QPushButton, "libraryUpdate"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: two.session.project is not before)
    assert two.member().description == "night courier"
    qtbot.waitUntil(lambda: two.text("libraryComparison") == "The same as the library's Mira.")
    assert not card.data(CastRole.IS_NEWER_IN_LIBRARY)
    assert two.session.history.undo_label == "Update from library"
    two.session.undo()
    assert two.session.project is before


def test_an_update_from_the_menu_of_the_cast(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    two.select("Mira")
    two.panel.take_selected()
    qtbot.waitUntil(lambda: "Mira" in two.names)
    change(qtbot, one, two)
    menu_of(two, "Mira")["updateFromLibrary"].trigger()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: two.member().description == "night courier")
    assert two.text("libraryNotice") == "Mira was updated."


def test_changes_here_are_kept_as_a_new_version(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    one.session.dispatch(edits.set_member, one.member().id, description="older now")
    one.select("Mira")
    qtbot.waitUntil(lambda: one.text("libraryComparison").startswith("Changed here since the library's Mira"))
    QTest.mouseClick(one.find(QPushButton, "libraryKeep"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: one.member().library == LibraryLink(one.entry_id("Mira"), 2))
    qtbot.waitUntil(lambda: two.desk.shelf.entries[two.entry_id("Mira")].numbers == (1, 2))


def test_an_older_version_is_shown_and_taken(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    one, two = kept
    first = one.member().description
    one.session.dispatch(edits.set_member, one.member().id, description="older now")
    one.desk.keep([one.member().id])
    two.select("Mira")
    combo = two.find(QComboBox, "libraryVersions")
    qtbot.waitUntil(lambda: combo.count() == 2)
    assert combo.itemText(0).startswith("2, newest · ")
    assert combo.itemText(1).endswith(one.session.project.title)
    assert two.text("libraryDescription") == "older now"
    combo.setCurrentIndex(1)
    assert two.text("libraryDescription") == first
    take = two.find(QPushButton, "libraryTake")
    assert take.text() == "Take version 1"
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Mira" in two.names)
    assert (two.member().description, two.member().library) == (first, LibraryLink(two.entry_id("Mira"), 1))


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


def test_a_damaged_member_is_told_and_the_rest_is_there(qtbot: QtBot, kept: tuple[Desk, Desk]) -> None:
    _, two = kept
    file = next(two.desk.library.members_folder.glob(f"{two.entry_id('Mira')}-*.json"))
    file.write_text("{")
    two.desk.refresh()
    qtbot.waitUntil(lambda: two.shown == ["Marco"])
    assert "could not be read and was moved to" in two.text("libraryNotice")


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
