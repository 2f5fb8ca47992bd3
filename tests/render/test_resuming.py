"""Renders that an earlier run left open: what goes on, and what must not."""

import asyncio
from dataclasses import replace

import pytest

from kling_studio.core.facts import FactKind
from kling_studio.core.job import JobState
from kling_studio.core.ledger import open_jobs
from kling_studio.core.project import Project
from kling_studio.providers.renderer import Held, Progress, Step
from kling_studio.render.queue import RenderQueue
from tests.render.conftest import RENDERING, Stage, until


class TestResume:
    def interrupted(self, stage: Stage, *, project: Project | None = None) -> None:
        """A run that ended in the middle of a render, and the next one."""

        async def first() -> None:
            queue = stage.queue(stage.renderer(RENDERING, Progress(1, 2), asyncio.Event()))
            task = queue.start(await stage.planned(queue), stage.project, stage.scene)
            await until(lambda: stage.news)
            await queue.pause()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(first())
        assert stage.kinds == ["planned", "rendering"]
        assert stage.take_files == []
        stage.journal = stage.new_journal()

    def resume(self, stage: Stage, queue: RenderQueue, project: Project | None = None) -> None:
        async def second() -> None:
            for take in open_jobs(stage.journal.ledger):
                await queue.resume(take, project or stage.project)

        asyncio.run(second())

    def test_a_pause_leaves_the_job_open_and_a_later_run_finishes_it(self, stage: Stage) -> None:
        self.interrupted(stage)
        self.resume(stage, stage.queue(stage.renderer()))
        assert stage.kinds == ["planned", "rendering", "rendering", "charge", "stored"]
        assert [take.number for take in stage.on_disk.takes.values()] == [1]
        assert stage.take_files == ["EP01_SC01_T01.mp4"]

    def test_half_a_film_of_a_killed_run_goes_away(self, stage: Stage) -> None:
        self.interrupted(stage)
        job = open_jobs(stage.on_disk)[0].job
        for name in (f".{job}.part.mp4", f".{job}.part.mp4.part"):
            (stage.folder.root / "takes" / name).write_bytes(b"half")
        self.resume(stage, stage.queue(stage.renderer()))
        assert stage.take_files == ["EP01_SC01_T01.mp4"]

    def test_a_scene_that_is_gone_ends_its_render(self, stage: Stage) -> None:
        self.interrupted(stage)
        job = open_jobs(stage.on_disk)[0].job
        (stage.folder.root / "takes" / f".{job}.part.mp4").write_bytes(b"half")
        self.resume(stage, stage.queue(stage.renderer()), Project())
        assert stage.kinds[-1] == "cancelled"
        assert stage.take_files == []

    def test_other_words_do_not_pass_for_those_that_were_asked_for(self, stage: Stage) -> None:
        self.interrupted(stage)
        episode = stage.project.episodes[0]
        scene = replace(stage.scene, shots=(replace(stage.scene.shots[0], prompt="Quite another."),))
        edited = replace(stage.project, episodes=(replace(episode, scenes=(scene, *episode.scenes[1:])),))
        self.resume(stage, stage.queue(stage.renderer()), edited)
        take = next(iter(stage.on_disk.takes.values()))
        assert take.state is JobState.FAILED
        assert "was changed" in take.error
        assert stage.take_files == []

    @pytest.mark.parametrize("sent", [False, True])
    def test_a_job_of_a_provider_that_is_not_there_waits(self, stage: Stage, sent: bool) -> None:
        paid = list(stage.project.scenes())[2]
        asyncio.run(stage.planned(stage.queue(stage.renderer(), provider="fal"), paid))
        if sent:
            asyncio.run(stage.journal.add(open_jobs(stage.on_disk)[0].job, FactKind.SENDING))
        before = stage.kinds
        self.resume(stage, stage.queue(stage.renderer()))
        assert stage.kinds == before

    def test_what_may_have_been_sent_is_never_sent_again(self, stage: Stage) -> None:
        paid = list(stage.project.scenes())[2]
        unknown = Held("Nobody knows whether it was accepted.", "Look at the provider's page.")
        queue = stage.queue(stage.renderer(Step(FactKind.UNCLEAR), unknown), provider="fal")
        asyncio.run(stage.planned(queue, paid))
        job = open_jobs(stage.on_disk)[0].job
        asyncio.run(stage.journal.add(job, FactKind.SENDING))
        self.resume(stage, queue)
        assert stage.kinds == ["planned", "sending", "unclear"]
        assert queue.errors[job] is unknown

    @pytest.mark.parametrize("begun", [False, True])
    def test_what_was_never_sent_is_not_sent_by_a_later_run(self, stage: Stage, begun: bool) -> None:
        paid = list(stage.project.scenes())[2]
        renderer = stage.renderer()
        queue = stage.queue(renderer, provider="fal")
        asyncio.run(stage.planned(queue, paid))
        if begun:
            asyncio.run(stage.journal.add(open_jobs(stage.on_disk)[0].job, FactKind.UPLOADING))
        self.resume(stage, queue)
        (take,) = stage.on_disk.takes.values()
        assert (take.state, take.error) == (JobState.CANCELLED, "It was never sent; nothing was paid.")
        assert renderer.begun == []
