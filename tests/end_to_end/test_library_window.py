"""A member on its way through the real window: kept in one film, found in the next, and changed there for both."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kling_studio.app.opening import create_sample
from kling_studio.core import edits
from kling_studio.core.project import LibraryLink
from kling_studio.storage.folder import ProjectFolder
from kling_studio.storage.library import Library
from kling_studio.ui.cast.model import CastRole
from kling_studio.ui.program import Program
from kling_studio.ui.window import MainWindow
from tests.end_to_end.window import home, run_program, until
from tests.ui.dropping import drop, hover

__all__ = ["home"]

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def in_window(qapp: QApplication, folder: Path, journey: Callable[[MainWindow], None]) -> None:
    def steps(program: Program) -> None:
        assert program.window is not None
        journey(program.window)
        until(lambda: program.window is None or not program.window.workspace.autosave.status.waiting)

    run_program(qapp, steps, folder)


@pytest.fixture
def films(home: Path) -> tuple[Path, Path]:
    """Two films; nobody called Mira is in the second."""
    for name in ("One", "Two"):
        create_sample(home / name).session.folder.close()
    with ProjectFolder.open(home / "Two").folder as folder:
        project = ProjectFolder.open(home / "Two", to_read=True).project
        mira = project.member("Mira")
        assert mira is not None
        folder.save(edits.delete_member(project, mira.id))
    return home / "One", home / "Two"


def link_of(window: MainWindow, name: str = "Mira") -> LibraryLink | None:
    member = window.session.project.member(name)
    return member.library if member else None


def select_in_cast(window: MainWindow, name: str = "Mira") -> None:
    window.docks.focus("cast")
    member = window.session.project.member(name)
    assert member is not None
    window.cast.panel.cards.select(member.id)


def keep_mira(window: MainWindow) -> None:
    select_in_cast(window)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL | SHIFT)
    until(lambda: link_of(window) is not None)
    news = window.findChild(QLabel, "news")
    assert news is not None
    assert news.text() == "Mira is kept in the library."


def take_and_change_mira(window: MainWindow) -> None:
    window.docks.focus("cast")
    QTest.keyClick(window, Qt.Key.Key_8, CTRL)
    panel = window.library.place.panel
    until(lambda: panel.model.rowCount() == 1)
    panel.grid.setCurrentIndex(panel.model.index(0))
    viewport = window.cast.panel.cards.viewport()
    assert hover(viewport, QPoint(80, 4), panel.grid.mime())
    assert drop(viewport, QPoint(80, 4), panel.grid.mime())
    until(lambda: window.session.project.member("Mira") is not None)
    mira = window.session.project.cast[0]
    assert mira.name == "Mira"
    assert all((path := window.session.path_of(view.path)) and path.is_file() for view in mira.images)
    window.session.dispatch(edits.set_member, mira.id, description="night courier")
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.session.project.cast[0].description != "night courier"
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    select_in_cast(window)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL | SHIFT)
    until(lambda: (link := link_of(window)) is not None and link.version == 2)


def update_mira(window: MainWindow) -> None:
    select_in_cast(window)
    index = window.cast.panel.cards.currentIndex()
    until(lambda: index.data(CastRole.IS_NEWER_IN_LIBRARY))
    actions = {action.objectName(): action for action in window.cast.panel.menu().actions()}
    actions["showInLibrary"].trigger()
    panel = window.library.place.panel
    button = panel.findChild(QPushButton, "libraryUpdate")
    assert button is not None
    until(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: (link := link_of(window)) is not None and link.version == 2)
    mira = window.session.project.member("Mira")
    assert mira is not None
    assert mira.description == "night courier"


def test_a_member_goes_round_through_two_films(qapp: QApplication, films: tuple[Path, Path]) -> None:
    one, two = films
    in_window(qapp, one, keep_mira)
    in_window(qapp, two, take_and_change_mira)
    in_window(qapp, one, update_mira)
    (entry,) = Library().shelf().entries.values()
    assert (entry.member.name, entry.numbers) == ("Mira", (1, 2))
    for film in films:
        mira = ProjectFolder.open(film, to_read=True).project.member("Mira")
        assert mira is not None
        assert (mira.description, mira.library) == ("night courier", LibraryLink(entry.id, 2))
