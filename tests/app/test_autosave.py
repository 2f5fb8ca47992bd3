"""Saving by itself, and what is said of it."""

import asyncio
from pathlib import Path

from kling_studio.app.opening import open_project
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.unsaved import UNSAVED_FILE
from tests.app.desk import Desk, impatient, root, working

__all__ = ["impatient", "root"]


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
