"""Jobs that need a person: they go on, are looked for, and are settled, and nothing is ever sent twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from kling_studio.app import attending
from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind
from kling_studio.core.job import JobState
from kling_studio.providers.renderer import Held, Order, Step
from kling_studio.render.queue import RenderQueue
from tests.render.conftest import Act, Scripted, Stage, stage, tiny_film, until

__all__ = ["stage", "tiny_film"]
SENDING, UNCLEAR = Step(FactKind.SENDING), Step(FactKind.UNCLEAR)
FOUND = Step(FactKind.ACCEPTED, {"request_id": "found", "addresses": {}})
FINISHED = Step(FactKind.FINISHED, {"answer": {}})


@dataclass
class Lost(Scripted):
    """Sends, hears nothing, and looks for the request until ``found`` is set."""

    found: asyncio.Event | None = None
    held: bool = False
    looks: int = 0
    sent: int = 0

    def acts(self, order: Order) -> Sequence[Act]:
        assert order.take is not None
        assert self.found is not None
        if order.take.state is JobState.PLANNED and self.held:
            return [Held("There is no key for fal.", "Set one.")]
        if order.take.state is JobState.PLANNED:
            self.sent += 1
            return [SENDING, UNCLEAR, *self._looking()]
        if order.take.state is JobState.UNCLEAR:
            return self._looking()
        return [FINISHED]

    def _looking(self) -> Sequence[Act]:
        self.looks += 1
        assert self.found is not None
        return [self.found, FOUND, FINISHED]


class Case:
    """A paid take over a stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.session = Session(stage.folder, stage.project, stage.catalog, stage.journal)
        self.renderer = Lost(stage.film, found=asyncio.Event())
        self.queue: RenderQueue = stage.queue(self.renderer, provider="fal")
        self.scene = list(stage.project.scenes())[2]

    async def unclear(self) -> str:
        job = await self.stage.planned(self.queue, self.scene)
        self.queue.start(job, self.session.project, self.scene)
        await until(lambda: self.renderer.looks == 1 and self.state(job) is JobState.UNCLEAR)
        return job

    def state(self, job: str) -> JobState:
        return self.session.ledger.takes[job].state


@pytest.fixture
def case(stage: Stage) -> Case:
    return Case(stage)


def test_an_id_that_a_person_gives_is_watched_and_nothing_is_sent_again(case: Case) -> None:
    async def story() -> str:
        job = await case.unclear()
        await attending.settle(case.queue, case.session, job, "given")
        return job

    job = asyncio.run(story())
    take = case.stage.on_disk.takes[job]
    assert (take.state, take.request_id, case.renderer.sent) == (JobState.DONE, "given", 1)
    assert case.stage.kinds.count("accepted") == 1


def test_what_was_not_accepted_ends_and_is_not_charged(case: Case) -> None:
    async def story() -> str:
        job = await case.unclear()
        await attending.settle(case.queue, case.session, job, None)
        await case.queue.idle()
        return job

    job = asyncio.run(story())
    take = case.stage.on_disk.takes[job]
    assert (take.state, take.charged, case.renderer.sent) == (JobState.CANCELLED, None, 1)


def test_looking_again_looks_now(case: Case) -> None:
    async def story() -> str:
        job = await case.unclear()
        looking = asyncio.create_task(attending.look_again(case.queue, case.session, job))
        await until(lambda: case.renderer.looks == 2)
        assert case.state(job) is JobState.UNCLEAR
        assert case.renderer.found is not None
        case.renderer.found.set()
        await looking
        return job

    job = asyncio.run(story())
    take = case.stage.on_disk.takes[job]
    assert (take.state, take.request_id, case.renderer.sent) == (JobState.DONE, "found", 1)


def test_an_id_of_another_take_is_refused(case: Case) -> None:
    async def story() -> None:
        job = await case.unclear()
        await attending.settle(case.queue, case.session, job, "given")
        case.renderer.looks = 0
        other = await case.unclear()
        with pytest.raises(KnownError, match="Another take"):
            await attending.settle(case.queue, case.session, other, "given")
        assert case.state(other) is JobState.UNCLEAR
        await case.queue.pause()

    asyncio.run(story())


def test_who_comes_too_late_is_told(case: Case) -> None:
    async def story() -> str:
        job = await case.unclear()
        assert case.renderer.found is not None
        case.renderer.found.set()
        await until(lambda: case.state(job) is JobState.DONE)
        with pytest.raises(KnownError, match="meanwhile"):
            await attending.settle(case.queue, case.session, job, None)
        return job

    job = asyncio.run(story())
    assert case.stage.on_disk.takes[job].state is JobState.DONE


def test_a_held_job_goes_on_once_nothing_is_in_its_way(case: Case) -> None:
    case.renderer.held = True

    async def story() -> str:
        job = await case.stage.planned(case.queue, case.scene)
        await case.queue.start(job, case.session.project, case.scene)
        assert "no key" in str(case.queue.errors[job])
        case.renderer.held = False
        assert case.renderer.found is not None
        case.renderer.found.set()
        await attending.go_on(case.queue, case.session, job)
        return job

    job = asyncio.run(story())
    assert case.state(job) is JobState.DONE
    assert case.renderer.sent == 1
    assert case.queue.errors == {}


def test_an_ended_or_unknown_job_is_left_alone(case: Case) -> None:
    async def story() -> None:
        await attending.go_on(case.queue, case.session, "nobody")
        await attending.look_again(case.queue, case.session, "nobody")
        with pytest.raises(KnownError):
            await attending.settle(case.queue, case.session, "nobody", None)

    asyncio.run(story())
    assert case.stage.kinds == []
