"""Takes on their way, over a real folder and ledger."""

import asyncio
from dataclasses import replace
from hashlib import sha256

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Fact, FactKind
from kling_studio.core.job import JobState
from kling_studio.core.ledger import open_jobs
from kling_studio.providers.renderer import Progress, Step
from kling_studio.render.driving import News
from kling_studio.render.journal import Journal
from tests.render.conftest import RENDERING, Stage, until


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
