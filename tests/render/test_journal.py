"""Facts: written first, then believed."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.core.job import JobState
from kling_studio.core.ledger import IllegalStep
from kling_studio.render.journal import Journal
from kling_studio.storage.folder import ProjectFolder
from tests.small_projects import short_project

PLANNED: dict[str, Json] = {
    "scene_id": "scene",
    "scene": 1,
    "title": "Scene",
    "take": 1,
    "model": "animatic:preview",
    "mode": "text",
    "endpoint": "",
    "seconds": 1,
    "quoted": "0.00",
    "price_list": "",
    "fingerprint": "f",
    "sent": {},
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[ProjectFolder]:
    with ProjectFolder.create(tmp_path / "project", short_project()).folder as made:
        yield made


def kinds(folder: ProjectFolder) -> list[str]:
    return [str(fact.kind) for _, fact in folder.facts_since(0)]


def test_a_fact_is_on_the_disk_before_anyone_hears_of_it(folder: ProjectFolder) -> None:
    journal = Journal(folder.append)
    heard: list[tuple[str, list[str], JobState]] = []
    journal.on_added = lambda fact: heard.append(
        (str(fact.kind), kinds(folder), journal.ledger.takes["job"].state)
    )

    async def story() -> None:
        await journal.add("job", FactKind.PLANNED, PLANNED)
        await journal.add("job", FactKind.RENDERING)

    asyncio.run(story())
    assert heard == [
        ("planned", ["planned"], JobState.PLANNED),
        ("rendering", ["planned", "rendering"], JobState.RENDERING),
    ]


def test_facts_of_earlier_runs_are_known(folder: ProjectFolder) -> None:
    asyncio.run(Journal(folder.append).add("job", FactKind.PLANNED, PLANNED))
    again = Journal(folder.append, [fact for _, fact in folder.facts_since(0)])
    asyncio.run(again.add("job", FactKind.RENDERING))
    assert kinds(folder) == ["planned", "rendering"]


def test_what_the_disk_refuses_did_not_happen() -> None:
    def refuse(_fact: Fact) -> None:
        raise KnownError("The disk is full.")

    journal = Journal(refuse)
    heard: list[Fact] = []
    journal.on_added = heard.append
    with pytest.raises(KnownError, match="disk is full"):
        asyncio.run(journal.add("job", FactKind.PLANNED, PLANNED))
    assert not journal.ledger.takes
    assert heard == []


def test_what_cannot_follow_is_not_written(folder: ProjectFolder) -> None:
    with pytest.raises(IllegalStep):
        asyncio.run(Journal(folder.append).add("job", FactKind.STORED, {"video": "x"}))
    assert kinds(folder) == []


def test_facts_asked_for_at_once_are_written_one_after_the_other(folder: ProjectFolder) -> None:
    journal = Journal(folder.append)

    async def story() -> None:
        steps = (FactKind.RENDERING, FactKind.RENDERING, FactKind.CANCELLED)
        await asyncio.gather(
            journal.add("job", FactKind.PLANNED, PLANNED), *(journal.add("job", kind) for kind in steps)
        )

    asyncio.run(story())
    assert kinds(folder) == ["planned", "rendering", "rendering", "cancelled"]


def test_a_cancel_during_the_write_leaves_disk_and_memory_of_one_mind(folder: ProjectFolder) -> None:
    writing, go = threading.Event(), threading.Event()

    def slowly(fact: Fact) -> None:
        writing.set()
        go.wait()
        folder.append(fact)

    journal = Journal(slowly)

    async def story() -> None:
        task = asyncio.create_task(journal.add("job", FactKind.PLANNED, PLANNED))
        await asyncio.to_thread(writing.wait)
        task.cancel()
        await asyncio.sleep(0)
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert journal.ledger.takes["job"].state is JobState.PLANNED
        await journal.add("job", FactKind.CANCELLED)

    asyncio.run(story())
    assert kinds(folder) == ["planned", "cancelled"]
