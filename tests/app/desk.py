"""An open project that saves by itself, in no time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kling_studio.app import autosave as autosave_module
from kling_studio.app.autosave import Autosave, SaveStatus
from kling_studio.app.opening import create_project, open_project
from kling_studio.app.session import Session
from kling_studio.app.tasks import Tasks
from kling_studio.core import edits
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.recovery import read_project
from tests.small_projects import short_project


class Desk:
    """An open project with its autosave, and every status it told, with the title that was on the disk then."""

    def __init__(self, path: Path) -> None:
        opened = open_project(path)
        self.root = opened.session.folder.root
        self.session: Session = opened.session
        self.errors: list[BaseException] = []
        self.told: list[tuple[str, str]] = []
        self.tasks = Tasks(self.errors.append)
        self.autosave = Autosave(opened.session, opened.base, self.tasks)
        self.autosave.status_changed.connect(
            lambda status: self.told.append((str(status), self.title_on_disk()))
        )

    def title_on_disk(self) -> str:
        return read_project(self.root / PROJECT_FILE).title

    def title(self, title: str) -> None:
        self.session.dispatch(edits.set_title, title)

    async def until(self, ready: Callable[[], object]) -> None:
        """Wait for a status that makes it so."""
        if ready():
            return
        reached = asyncio.Event()
        leave = self.autosave.status_changed.connect(lambda _status: reached.set() if ready() else None)
        await asyncio.wait_for(reached.wait(), 20)
        leave()

    @property
    def status(self) -> SaveStatus:
        return self.autosave.status

    @property
    def is_quiet(self) -> bool:
        return not self.status.waiting and not self.status.problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    create_project(root, short_project()).session.folder.close()
    return root


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave_module, "QUIET_S", 0.02)
    monkeypatch.setattr(autosave_module, "RETRY_S", 0.05)


@asynccontextmanager
async def working(path: Path) -> AsyncIterator[Desk]:
    desk = Desk(path)
    try:
        desk.autosave.start()
        yield desk
        await desk.tasks.finish()
        assert desk.errors == []
    finally:
        await desk.autosave.stop()
        desk.session.folder.close()
