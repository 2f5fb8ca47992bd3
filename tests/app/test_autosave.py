"""Saving by itself, and what is said of it."""

import asyncio
import contextlib
import os
import random
import re
import selectors
import subprocess
import sys
import time
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
from kling_studio.core.project import CastMember
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.recovery import read_project
from kling_studio.storage.unsaved import UNSAVED_FILE
from tests.app.conftest import close_folder, open_folder
from tests.small_projects import short_project

ROOT = Path(__file__).parents[2]


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


@pytest.fixture
def linked(root: Path, closed_folder: Path) -> Path:
    """The project, with a ``project.json`` that is a link into a folder which may be closed."""
    (root / PROJECT_FILE).rename(closed_folder / PROJECT_FILE)
    (root / PROJECT_FILE).symlink_to(closed_folder / PROJECT_FILE)
    return root


def test_nothing_is_written_where_nothing_changed(root: Path) -> None:
    async def story() -> None:
        async with working(root) as desk:
            await desk.autosave.save_now()
            assert desk.told == []
            assert str(desk.status) == "Saved"

    before = (root / PROJECT_FILE).stat().st_mtime_ns
    asyncio.run(story())
    assert (root / PROJECT_FILE).stat().st_mtime_ns == before


def test_many_edits_are_one_save_and_saved_is_said_once_it_is_there(root: Path) -> None:
    async def story() -> list[tuple[str, str]]:
        async with working(root) as desk:
            for number in range(20):
                desk.title(f"Title {number}")
            await desk.until(lambda: desk.is_quiet)
            assert desk.session.history.is_clean
            return desk.told

    told = asyncio.run(story())
    assert [status.split(" ")[0] for status, _ in told] == ["Saving", "Saved"]
    assert [title for _, title in told] == ["Short", "Title 19"]
    assert not (root / UNSAVED_FILE).exists()


def test_until_then_the_edit_is_kept_beside(root: Path) -> None:
    async def story() -> None:
        async with working(root) as desk:
            desk.title("New")
            assert (root / UNSAVED_FILE).exists()
            await desk.autosave.save_now()
            assert not (root / UNSAVED_FILE).exists()
            assert desk.title_on_disk() == "New"

    asyncio.run(story())


def test_back_at_what_is_saved_there_is_nothing_to_save(root: Path) -> None:
    async def story() -> None:
        async with working(root) as desk:
            desk.title("New")
            desk.session.undo()
            assert desk.is_quiet
            assert not (root / UNSAVED_FILE).exists()

    before = (root / PROJECT_FILE).stat().st_mtime_ns
    asyncio.run(story())
    assert (root / PROJECT_FILE).stat().st_mtime_ns == before


def test_an_edit_during_a_save_is_saved_too(root: Path) -> None:
    async def story() -> list[tuple[str, str]]:
        async with working(root) as desk:
            desk.title("First")
            saving = asyncio.create_task(desk.autosave.save_now())
            await asyncio.sleep(0)
            desk.title("Second")
            await saving
            assert desk.status.waiting
            assert desk.title_on_disk() == "First"
            await desk.until(lambda: desk.is_quiet)
            assert desk.title_on_disk() == "Second"
            return desk.told

    told = asyncio.run(story())
    assert all(title == "Second" for status, title in told if status.startswith("Saved"))


def test_a_disk_that_refuses_is_told_asked_again_and_forgiven(linked: Path, closed_folder: Path) -> None:
    async def story() -> list[str]:
        async with working(linked) as desk:
            close_folder(closed_folder)
            desk.title("New")
            await desk.autosave.save_now()
            assert not desk.session.history.is_clean
            open_folder(closed_folder)
            await desk.until(lambda: desk.is_quiet)
            assert desk.title_on_disk() == "New"
            return [status for status, _ in desk.told]

    told = asyncio.run(story())
    assert told[0] == "Saving …"
    assert re.match(r"Not saved: .*project\.json could not be written", told[1])
    assert re.match(r"Saved \d\d:\d\d:\d\d$", told[-1])


def test_unsaved_edits_outlive_a_disk_that_refuses(linked: Path, closed_folder: Path) -> None:
    async def story() -> None:
        async with working(linked) as desk:
            close_folder(closed_folder)
            desk.title("New")
            await desk.autosave.stop()
            assert desk.status.problem
            assert desk.title_on_disk() == "Short"

    asyncio.run(story())
    open_folder(closed_folder)
    opened = open_project(linked)
    opened.session.folder.close()
    assert opened.session.project.title == "New"


def test_undone_to_what_is_saved_the_trouble_is_over(linked: Path, closed_folder: Path) -> None:
    async def story() -> None:
        async with working(linked) as desk:
            close_folder(closed_folder)
            desk.title("New")
            await desk.autosave.save_now()
            assert desk.status.problem
            desk.session.undo()
            await desk.until(lambda: desk.is_quiet)
            assert desk.title_on_disk() == "Short"

    asyncio.run(story())


def test_a_full_disk_is_told_and_forgiven(small_disk: Path) -> None:
    root = small_disk / "project"
    create_project(root, short_project()).session.folder.close()

    async def story() -> None:
        async with working(root) as desk:
            filler = fill(small_disk)
            desk.session.dispatch(edits.add_member, CastMember("big", "Big", description="word " * 4000))
            await desk.autosave.save_now()
            assert "Not saved" in str(desk.status)
            assert desk.title_on_disk() == "Short"
            filler.unlink()
            await desk.until(lambda: desk.is_quiet)
            assert read_project(root / PROJECT_FILE).cast[-1].name == "Big"

    asyncio.run(story())


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return filler


def test_another_program_that_writes_meanwhile_does_not_win(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a syncing service that puts an older file back in the middle of a save."""

    async def story() -> None:
        async with working(root) as desk:
            old = (root / PROJECT_FILE).read_bytes()
            save = desk.session.folder.save

            def save_and_be_overwritten(project: object) -> None:
                save(desk.session.project)
                monkeypatch.undo()
                monkeypatch.setattr(autosave_module, "RETRY_S", 0.05)
                (root / PROJECT_FILE).write_bytes(old)

            monkeypatch.setattr(desk.session.folder, "save", save_and_be_overwritten)
            desk.title("Mine")
            await desk.autosave.save_now()
            assert "Another program" in str(desk.status)
            await desk.until(lambda: desk.is_quiet)
            assert desk.title_on_disk() == "Mine"

    asyncio.run(story())


def test_a_read_only_project_is_never_written(root: Path) -> None:
    async def story() -> None:
        with open_project(root).session.folder:
            desk = Desk(root)
            desk.autosave.start()
            assert "another window" in str(desk.status)
            await desk.autosave.save_now()
            await desk.autosave.stop()
            desk.session.folder.close()

    before = (root / PROJECT_FILE).stat().st_mtime_ns
    asyncio.run(story())
    assert (root / PROJECT_FILE).stat().st_mtime_ns == before


def test_stopped_it_writes_no_more(root: Path) -> None:
    async def story() -> None:
        async with working(root) as desk:
            desk.title("Last")
            await desk.autosave.stop()
            desk.title("After the end")
            assert desk.title_on_disk() == "Last"
            assert not (root / UNSAVED_FILE).exists()

    asyncio.run(story())


@pytest.mark.parametrize("seed", range(15))
def test_killed_at_any_moment_every_finished_edit_is_there(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    script = Path(__file__).with_name("editing_until_killed.py")
    child = subprocess.Popen(
        [sys.executable, str(script), str(root), str(chance.choice([0.0, 0.004, 0.02]))],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    with child:
        assert child.stdout.readline() == b"open\n"
        end = time.monotonic() + chance.uniform(0.01, 0.25)
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdout, selectors.EVENT_READ)
            lines = []
            while (left := end - time.monotonic()) > 0:
                if ready.select(left):
                    lines.append(child.stdout.readline().decode())
        child.kill()
        lines += child.stdout.read().decode().splitlines()
    told = [line.strip() for line in lines if line.strip()]

    opened = open_project(root)
    with opened.session.folder:
        project = opened.session.project
        words = next(project.scenes()).shots[0].prompt
        found = _order(project.title, words)
        assert found >= max((_order(*line.partition("/")[::2]) for line in told), default=(0, 0)), told[-2:]
        assert opened.session.read_only_reason is None


def _order(title: str, words: str) -> tuple[int, int]:
    """How far the edits went: the number in the title, then that in the words, where they are known."""
    number = int(title.removeprefix("Title ")) if title.startswith("Title ") else 0
    spoken = int(words.removeprefix("Words ")) if words.startswith("Words ") else 0
    return number, spoken
