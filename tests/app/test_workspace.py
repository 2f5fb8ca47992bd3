"""A project at work, and at rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kling_studio.app.opening import create_project, open_project
from kling_studio.app.workspace import Workspace
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import takes_of_scene
from kling_studio.core.media_facts import MediaKind
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.recovery import read_project
from tests.small_projects import put_picture, short_project, short_scene


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put_picture(tmp_path)
    scenes = (short_scene("short"), short_scene("long", (15,)))
    session = create_project(tmp_path / "project", short_project(*scenes), media_from=tmp_path).session
    session.folder.close()
    return session.folder.root


@asynccontextmanager
async def at_work(root: Path) -> AsyncIterator[Workspace]:
    errors: list[BaseException] = []
    workspace = Workspace(open_project(root), errors.append)
    workspace.start()
    workspace.measure()
    try:
        yield workspace
    finally:
        await workspace.close()
    assert errors == []
    assert asyncio.all_tasks() == {asyncio.current_task()}


def states(workspace: Workspace, scene_id: str) -> list[JobState]:
    return [take.state for take in takes_of_scene(workspace.session.ledger, scene_id)]


def takes_in(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "takes").glob("*"))


async def first_frame(workspace: Workspace) -> None:
    drawn = asyncio.Event()
    leave = workspace.news.connect(lambda _news: drawn.set())
    await asyncio.wait_for(drawn.wait(), 30)
    leave()


def test_a_render_ends_as_a_take_and_everything_is_measured_and_saved(root: Path) -> None:
    async def story() -> None:
        async with at_work(root) as workspace:
            session = workspace.session
            heard: list[frozenset[str]] = []
            session.facts_changed.connect(heard.append)
            workspace.render_animatic(next(session.project.scenes()))
            session.dispatch(edits.set_title, "Meanwhile")
            await workspace.tasks.finish()
            assert states(workspace, "short") == [JobState.DONE]
            assert len(heard) == 4
            assert session.media["mira.png"].kind is MediaKind.PICTURE

    asyncio.run(story())
    assert takes_in(root) == ["EP01_SC01_T01.mp4"]
    assert read_project(root / PROJECT_FILE).title == "Meanwhile"


def test_cancelled_it_ends_as_cancelled(root: Path) -> None:
    async def story() -> None:
        async with at_work(root) as workspace:
            long = list(workspace.session.project.scenes())[1]
            workspace.render_animatic(long)
            await first_frame(workspace)
            assert len(workspace.open_jobs_of(long)) == 1
            workspace.cancel(long)
            await workspace.tasks.finish()
            assert states(workspace, "long") == [JobState.CANCELLED]
            assert workspace.open_jobs_of(long) == ()

    asyncio.run(story())
    assert takes_in(root) == []


def test_closed_in_the_middle_it_goes_on_at_the_next_start(root: Path) -> None:
    async def story() -> None:
        async with at_work(root) as workspace:
            workspace.render_animatic(next(workspace.session.project.scenes()))
            await first_frame(workspace)
        assert takes_in(root) == []
        async with at_work(root) as workspace:
            assert states(workspace, "short") == [JobState.RENDERING]
            await workspace.tasks.finish()
            assert states(workspace, "short") == [JobState.DONE]

    asyncio.run(story())
    assert takes_in(root) == ["EP01_SC01_T01.mp4"]


def test_what_cannot_be_drawn_is_told_at_once(root: Path) -> None:
    async def story() -> None:
        async with at_work(root) as workspace:
            session = workspace.session
            session.dispatch(edits.set_shot, "short-1", prompt="@Nobody waits.")
            with pytest.raises(KnownError, match="Nobody"):
                workspace.render_animatic(next(session.project.scenes()))
            assert states(workspace, "short") == []

    asyncio.run(story())


def test_a_second_window_renders_nothing(root: Path) -> None:
    async def story() -> None:
        async with at_work(root) as first, at_work(root) as second:
            await first.tasks.finish()
            with pytest.raises(KnownError, match="another window"):
                second.render_animatic(next(second.session.project.scenes()))

    asyncio.run(story())


def test_closed_it_lets_go_of_the_folder(root: Path) -> None:
    async def story() -> None:
        async with at_work(root) as workspace:
            workspace.session.dispatch(edits.set_title, "Last words")

    asyncio.run(story())
    opened = open_project(root)
    opened.session.folder.close()
    assert opened.session.read_only_reason is None
    assert opened.session.project.title == "Last words"
    assert opened.notice == ""
