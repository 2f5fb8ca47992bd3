"""Projects at work beside one library, for the tests of the library in the window."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember
from kling_studio.storage.library import Library
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.library.desk import LibraryDesk
from kling_studio.ui.library.in_cast import LibraryInCast
from kling_studio.ui.library.panel import LibraryPanel
from kling_studio.ui.library.question import TwinsQuestion
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails

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
