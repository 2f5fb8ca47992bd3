"""Voices and elements as jobs of their own: made once, cancelled for nothing, made again where they are lost."""

import asyncio
from typing import Any

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.providers.renderer import Held, Step
from kling_studio.render.queue import RenderQueue
from tests.render.conftest import Scripted, Stage, until

BEFORE: dict[str, Any] = {"placeholder": "voice://Mira", "endpoint": "create", "body": {"a": "x"}, "of": "x"}


def made(made_id: str) -> list[Step]:
    return [
        Step(FactKind.SENDING),
        Step(FactKind.ACCEPTED, {"request_id": f"r{made_id}", "addresses": {}}),
        Step(FactKind.FINISHED, {"answer": None}),
        Step(FactKind.MADE, {"id": made_id}),
    ]


@pytest.fixture(autouse=True)
def takes_folder(stage: Stage) -> None:
    """The renderer of the tests leaves a film, whatever it is asked for."""
    (stage.folder.root / "takes").mkdir(exist_ok=True)


def makings(stage: Stage) -> list[Take]:
    return list(stage.on_disk.makings.values())


async def make(stage: Stage, queue: RenderQueue, *, lost: str = "") -> str:
    return await queue.make(stage.catalog.models["fal:o3-pro"], BEFORE, {"quoted": "0.007"}, lost=lost)


def test_it_is_made_once_and_again_only_where_it_is_lost(stage: Stage) -> None:
    async def run() -> None:
        renderer = stage.renderer(*made("1"))
        queue = stage.queue(renderer, provider="fal")
        assert await make(stage, queue) == "1"
        assert await make(stage, queue) == "1"
        assert len(renderer.begun) == 1
        renderer.script = made("2")
        assert await make(stage, queue, lost="1") == "2"
        # Whoever agreed a second time, or knows only the lost one, gets what took its place.
        assert await make(stage, queue, lost="1") == "2"
        assert await make(stage, queue) == "2"
        assert [making.made for making in makings(stage)] == ["1", "2"]

    asyncio.run(run())


def test_two_who_ask_at_once_get_the_same(stage: Stage) -> None:
    async def run() -> None:
        renderer = stage.renderer(*made("1"))
        queue = stage.queue(renderer, provider="fal")
        assert {*await asyncio.gather(make(stage, queue), make(stage, queue))} == {"1"}
        assert len(renderer.begun) == 1

    asyncio.run(run())


def test_before_it_is_sent_it_is_cancelled_for_nothing(stage: Stage) -> None:
    async def run() -> None:
        queue = stage.queue(stage.renderer(Step(FactKind.UPLOADING), asyncio.Event()), provider="fal")
        asked = asyncio.ensure_future(make(stage, queue))
        await until(
            lambda: [m for m in stage.journal.ledger.makings.values() if m.state is JobState.UPLOADING]
        )
        (job,) = stage.journal.ledger.makings
        queue.cancel(job)
        with pytest.raises(KnownError, match="The voice of Mira could not be made"):
            await asked
        assert [making.state for making in makings(stage)] == [JobState.CANCELLED]
        await queue.idle()

    asyncio.run(run())


def test_who_asks_while_it_is_taken_up_again_waits_for_it(stage: Stage) -> None:
    async def run() -> None:
        accepted = made("1")[:2]
        crashed = stage.queue(stage.renderer(*accepted, asyncio.Event()), provider="fal")
        asked = asyncio.ensure_future(make(stage, crashed))
        await until(lambda: [m for m in stage.journal.ledger.makings.values() if m.request_id])
        await crashed.pause()
        with pytest.raises(asyncio.CancelledError):
            await asked
        goes_on = asyncio.Event()
        renderer = Scripted(stage.film, (goes_on, *made("1")[2:]))
        queue = stage.queue(renderer, provider="fal")
        (open_one,) = makings(stage)
        resumed = asyncio.ensure_future(queue.resume(open_one, stage.project))
        await until(lambda: renderer.begun)
        asked = asyncio.ensure_future(make(stage, queue))
        await asyncio.sleep(0)
        goes_on.set()
        assert await asked == "1"
        await resumed
        assert len(renderer.begun) == 1

    asyncio.run(run())


def test_what_held_it_is_asked_again_the_next_time(stage: Stage) -> None:
    async def run() -> None:
        renderer = stage.renderer(Step(FactKind.SENDING), Step(FactKind.UNSENT), Held("No money.", "Top up."))
        queue = stage.queue(renderer, provider="fal")
        with pytest.raises(Held, match=r"No money\. Top up\."):
            await make(stage, queue)
        renderer.script = made("1")
        assert await make(stage, queue) == "1"
        assert [making.state for making in makings(stage)] == [JobState.CANCELLED, JobState.DONE]

    asyncio.run(run())
