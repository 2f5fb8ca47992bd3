"""Renders that are cancelled: before, while and after they are made."""

import asyncio

import pytest

from kling_studio.core.facts import Fact
from kling_studio.core.job import JobState
from kling_studio.providers.renderer import Progress
from kling_studio.render.journal import Journal
from tests.render.conftest import RENDERING, Stage, until


class TestCancel:
    def test_it_ends_as_cancelled_and_leaves_no_file(self, stage: Stage) -> None:
        async def story() -> None:
            queue = stage.queue(stage.renderer(RENDERING, Progress(1, 9), asyncio.Event()))
            job = await stage.planned(queue)
            task = queue.start(job, stage.project, stage.scene)
            await until(lambda: stage.news)
            queue.cancel(job)
            queue.cancel(job)
            await task

        asyncio.run(story())
        assert stage.kinds == ["planned", "rendering", "cancelled"]
        assert stage.take_files == []

    def test_before_the_first_step(self, stage: Stage) -> None:
        renderer = stage.renderer()

        async def story() -> None:
            queue = stage.queue(renderer)
            job = await stage.planned(queue)
            task = queue.start(job, stage.project, stage.scene)
            queue.cancel(job)
            await task

        asyncio.run(story())
        assert stage.kinds == ["planned", "cancelled"]

    def test_while_it_waits_for_its_turn(self, stage: Stage) -> None:
        async def story() -> None:
            gate = asyncio.Event()
            queue = stage.queue(stage.renderer(RENDERING, Progress(1, 2), gate))
            first, second = [await stage.planned(queue) for _ in range(2)]
            tasks = [queue.start(job, stage.project, stage.scene) for job in (first, second)]
            await until(lambda: stage.news)
            queue.cancel(second)
            await tasks[1]
            assert stage.journal.ledger.takes[second].state is JobState.CANCELLED
            gate.set()
            await tasks[0]
            assert stage.journal.ledger.takes[first].state is JobState.DONE

        asyncio.run(story())

    def test_of_a_job_that_nobody_drives(self, stage: Stage) -> None:
        async def story() -> None:
            queue = stage.queue(stage.renderer())
            queue.cancel(await stage.planned(queue))
            await queue.pause()

        asyncio.run(story())
        assert stage.kinds == ["planned", "cancelled"]

    @pytest.mark.parametrize("moment", ["charge", "stored"])
    def test_too_late_it_is_a_take_all_the_same(self, stage: Stage, moment: str) -> None:
        async def story() -> None:
            loop = asyncio.get_running_loop()

            def write(fact: Fact) -> None:
                if fact.kind == moment:
                    loop.call_soon_threadsafe(queue.cancel, fact.job)
                stage.folder.append(fact)

            stage.journal = Journal(write)
            queue = stage.queue(stage.renderer())
            await queue.start(await stage.planned(queue), stage.project, stage.scene)
            assert stage.journal.ledger == stage.on_disk

        asyncio.run(story())
        assert stage.kinds == ["planned", "rendering", "charge", "stored"]
        assert stage.take_files == ["EP01_SC01_T01.mp4"]

    def test_of_what_is_done_changes_nothing(self, stage: Stage) -> None:
        async def story() -> None:
            queue = stage.queue(stage.renderer())
            job = await stage.planned(queue)
            await queue.start(job, stage.project, stage.scene)
            queue.cancel(job)
            queue.cancel("nobody's")
            await queue.pause()

        asyncio.run(story())
        assert stage.kinds[-1] == "stored"
