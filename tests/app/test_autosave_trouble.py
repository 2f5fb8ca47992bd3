"""Saving by itself where the disk refuses, another program writes, or the program is killed."""

import asyncio
import contextlib
import os
import random
import re
import selectors
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kling_studio.app import autosave as autosave_module
from kling_studio.app.opening import create_project, open_project
from kling_studio.core import edits
from kling_studio.core.project import CastMember
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.recovery import read_project
from tests.app.conftest import close_folder, open_folder
from tests.app.desk import impatient, root, working
from tests.small_projects import short_project

__all__ = ["impatient", "root"]


ROOT = Path(__file__).parents[2]


@pytest.fixture
def linked(root: Path, closed_folder: Path) -> Path:
    """The project, with a ``project.json`` that is a link into a folder which may be closed."""
    (root / PROJECT_FILE).rename(closed_folder / PROJECT_FILE)
    (root / PROJECT_FILE).symlink_to(closed_folder / PROJECT_FILE)
    return root


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
