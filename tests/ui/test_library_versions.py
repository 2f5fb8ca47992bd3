"""Versions of a member in the library: what is newer there or here, and how each comes to the other."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.core import edits
from kling_studio.core.project import LibraryLink
from kling_studio.ui.cast.model import CastRole
from tests.ui.library_desk import Desk, kept, library, one, open_project, two

__all__ = ["kept", "library", "one", "open_project", "two"]


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
