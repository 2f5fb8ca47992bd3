"""Takes on their way, over a real folder and ledger."""

import asyncio
from dataclasses import replace
from hashlib import sha256

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Fact, FactKind
from kling_studio.core.job import JobState
from kling_studio.core.ledger import open_jobs
from kling_studio.core.project import Project
from kling_studio.providers.renderer import Held, Progress, Step
from kling_studio.render.driving import News
from kling_studio.render.journal import Journal
from kling_studio.render.queue import RenderQueue
from tests.render.conftest import Stage, until

RENDERING = Step(FactKind.RENDERING)


def test_a_render_goes_through_its_states_to_a_take(stage: Stage) -> None:
    queue = stage.queue(stage.renderer())

    async def story() -> str:
        job = await stage.planned(queue)
        await queue.start(job, stage.project, stage.scene)
        return job

    job = asyncio.run(story())
    take = stage.on_disk.takes[job]
    assert stage.kinds == ["planned", "rendering", "charge", "stored"]
    assert (take.state, take.number, take.video) == (JobState.DONE, 1, "takes/EP01_SC01_T01.mp4")
    assert take.charged is not None
    assert take.charged.is_zero()
    assert (stage.folder.root / "takes/EP01_SC01_T01.mp4").read_bytes() == stage.film.read_bytes()
    assert stage.data_of(FactKind.STORED) == {
        "video": "takes/EP01_SC01_T01.mp4",
        "bytes": stage.film.stat().st_size,
        "sha256": sha256(stage.film.read_bytes()).hexdigest(),
        "has_sound": False,
    }
    assert stage.take_files == ["EP01_SC01_T01.mp4"]
    assert stage.news == [News(job, Progress(1, 2)), News(job, Progress(2, 2))]
    assert stage.journal.ledger == stage.on_disk


def test_each_step_is_on_the_disk_before_it_is_taken(stage: Stage) -> None:
    seen: list[list[str]] = []
    look = lambda: seen.append(stage.kinds)  # noqa: E731
    steps = (
        Step(FactKind.UPLOADING),
        look,
        Step(FactKind.SENDING),
        look,
        Step(FactKind.ACCEPTED, {"request_id": "r1", "addresses": {}}),
        look,
        Step(FactKind.FINISHED, {"answer": {}}),
        look,
    )
    queue = stage.queue(stage.renderer(*steps), provider="fal")
    paid = list(stage.project.scenes())[2]

    async def story() -> None:
        await queue.start(await stage.planned(queue, paid), stage.project, paid)

    asyncio.run(story())
    assert [kinds[-1] for kinds in seen] == ["uploading", "sending", "accepted", "finished"]
    assert stage.kinds[-1] == "stored"


def test_numbers_of_takes_count_up_also_when_asked_for_at_once(stage: Stage) -> None:
    queue = stage.queue(stage.renderer(), at_once=2)

    async def story() -> None:
        jobs = await asyncio.gather(*(stage.planned(queue) for _ in range(4)))
        await asyncio.gather(*(queue.start(job, stage.project, stage.scene) for job in jobs))

    asyncio.run(story())
    assert sorted(take.number for take in stage.on_disk.takes.values()) == [1, 2, 3, 4]
    assert stage.take_files == [f"EP01_SC01_T0{number}.mp4" for number in (1, 2, 3, 4)]


def test_a_film_that_is_there_is_never_overwritten(stage: Stage) -> None:
    mine = stage.folder.root / "takes" / "EP01_SC01_T01.mp4"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    queue = stage.queue(stage.renderer())

    async def story() -> str:
        job = await stage.planned(queue)
        await queue.start(job, stage.project, stage.scene)
        return job

    job = asyncio.run(story())
    assert mine.read_bytes() == b"mine"
    assert stage.on_disk.takes[job].video == "takes/EP01_SC01_T01-2.mp4"


def test_two_scenes_that_swap_places_never_share_a_file(stage: Stage) -> None:
    queue = stage.queue(stage.renderer(), at_once=2)
    episode = stage.project.episodes[0]
    one, two, paid = episode.scenes
    swapped = replace(stage.project, episodes=(replace(episode, scenes=(two, one, paid)),))

    async def story() -> None:
        jobs = [await stage.planned(queue, scene) for scene in (one, two)]
        await asyncio.gather(queue.start(jobs[0], stage.project, one), queue.start(jobs[1], swapped, two))

    asyncio.run(story())
    assert len({take.video for take in stage.on_disk.takes.values()}) == 2
    assert stage.take_files == ["EP01_SC01_T01-2.mp4", "EP01_SC01_T01.mp4"]


@pytest.mark.parametrize("at_once", [1, 2])
def test_so_many_render_at_once_and_the_rest_waits(stage: Stage, at_once: int) -> None:
    async def story() -> int:
        gate = asyncio.Event()
        renderer = stage.renderer(RENDERING, gate)
        queue = stage.queue(renderer, at_once=at_once)
        jobs = [await stage.planned(queue) for _ in range(3)]
        tasks = [queue.start(job, stage.project, stage.scene) for job in jobs]
        await until(lambda: len(renderer.begun) == at_once)
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(renderer.begun) == at_once
        gate.set()
        await asyncio.gather(*tasks)
        return renderer.most_at_once

    assert asyncio.run(story()) == at_once
    assert stage.kinds.count("stored") == 3


def test_asking_twice_for_a_running_job_renders_once(stage: Stage) -> None:
    renderer = stage.renderer()
    queue = stage.queue(renderer)

    async def story() -> None:
        job = await stage.planned(queue)
        first = queue.start(job, stage.project, stage.scene)
        assert queue.start(job, stage.project, stage.scene) is first
        await queue.resume(stage.journal.ledger.takes[job], stage.project)
        await first

    asyncio.run(story())
    assert renderer.begun == ["one"]


def test_a_known_error_fails_the_take_with_its_sentence(stage: Stage) -> None:
    queue = stage.queue(stage.renderer(RENDERING, KnownError("The lamp broke.", "Change it.")))

    async def story() -> None:
        await queue.start(await stage.planned(queue), stage.project, stage.scene)

    asyncio.run(story())
    take = next(iter(stage.on_disk.takes.values()))
    assert (take.state, take.error) == (JobState.FAILED, "The lamp broke. Change it.")
    assert stage.take_files == []


def test_a_fault_of_the_program_fails_the_take_and_is_not_hidden(stage: Stage) -> None:
    queue = stage.queue(stage.renderer(RENDERING, ZeroDivisionError("oh")))

    async def story() -> None:
        await queue.start(await stage.planned(queue), stage.project, stage.scene)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(story())
    assert stage.kinds == ["planned", "rendering", "failed"]
    assert stage.take_files == []


def test_a_film_that_cannot_be_read_is_no_take(stage: Stage) -> None:
    renderer = stage.renderer()
    whole = stage.film.read_bytes()
    renderer.film = stage.folder.root / "cut off.mp4"
    renderer.film.write_bytes(whole[: len(whole) // 2])
    queue = stage.queue(renderer)

    async def story() -> None:
        await queue.start(await stage.planned(queue), stage.project, stage.scene)

    asyncio.run(story())
    assert "cannot be read" in next(iter(stage.on_disk.takes.values())).error
    assert stage.take_files == []


@pytest.mark.parametrize("refused", ["rendering", "charge", "stored"])
def test_what_the_disk_refuses_to_note_stops_the_job_and_leaves_no_file(stage: Stage, refused: str) -> None:
    def write(fact: Fact) -> None:
        if fact.kind in {refused, "failed"}:
            raise KnownError("The disk is full.", "Free some space.")
        stage.folder.append(fact)

    stage.journal = Journal(write)
    renderer = stage.renderer()
    queue = stage.queue(renderer)

    async def story() -> None:
        await queue.start(await stage.planned(queue), stage.project, stage.scene)

    with pytest.raises(KnownError, match="disk is full"):
        asyncio.run(story())
    assert refused not in stage.kinds
    assert stage.take_files == []
    assert len(open_jobs(stage.on_disk)) == 1

    stage.journal = stage.new_journal()
    again = stage.queue(stage.renderer())
    asyncio.run(again.resume(open_jobs(stage.journal.ledger)[0], stage.project))
    assert stage.take_files == ["EP01_SC01_T01.mp4"]


def test_a_model_without_a_renderer_plans_nothing(stage: Stage) -> None:
    queue = stage.queue(stage.renderer())
    paid = list(stage.project.scenes())[2]
    with pytest.raises(KnownError, match="does not render at fal yet"):
        asyncio.run(stage.planned(queue, paid))
    with pytest.raises(KnownError, match="does not render at fal yet"):
        queue.check_renderer(stage.catalog.models["fal:o3-pro"])
    assert stage.kinds == []


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
