"""Cancel, pause, resume and the end of a render in any order: no step that cannot be, no film that is nobody's."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import STATE_AFTER, Fact, FactKind
from kling_studio.core.job import JobState
from kling_studio.core.ledger import NO_FACTS, LedgerState, checked, fold, open_jobs
from kling_studio.core.pricing import quote_scene
from kling_studio.providers.renderer import Order, Progress, Step
from kling_studio.render.journal import Journal
from kling_studio.render.queue import RenderQueue
from kling_studio.storage.folder import ProjectFolder
from tests.render.conftest import Act, Scripted
from tests.small_projects import short_project, short_scene

SCENES = {
    "animatic": short_scene("free"),
    "fal": short_scene("paid", (5,), "fal:o3-pro"),
}
STEPS: dict[str, list[Step]] = {
    "animatic": [Step(FactKind.RENDERING)],
    "fal": [
        Step(FactKind.UPLOADING),
        Step(FactKind.SENDING),
        Step(FactKind.ACCEPTED, {"request_id": "r", "addresses": {}}),
        Step(FactKind.RENDERING),
        Step(FactKind.FINISHED, {"answer": None}),
    ],
}


@dataclass
class Continuing(Scripted):
    """Goes on from where a job's facts left it, and after so many steps ends as it is told."""

    journal: Journal = field(kw_only=True)
    steps: int = field(kw_only=True)
    end: Exception | None = field(kw_only=True)

    def acts(self, order: Order) -> list[Act]:
        state = self.journal.ledger.takes[order.job].state
        steps = STEPS[order.model.provider]
        done = [number for number, step in enumerate(steps, start=1) if STATE_AFTER[step.kind] == state]
        left: list[Act] = [*steps[max(done, default=0) if len(steps) > 1 else 0 :], Progress(1, 1)]
        return [*left[: self.steps], self.end] if self.end else left


ends = st.sampled_from([None, KnownError("It broke."), ZeroDivisionError()])
# At which fact, and whether while it is being written or just after; then what is asked of the queue.
interruptions = st.lists(
    st.tuples(
        st.integers(0, 8), st.sampled_from(["during", "after"]), st.sampled_from(["cancel", "pause", "start"])
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFolder]:
    path = tmp_path_factory.mktemp("orders") / "project"
    with ProjectFolder.create(path, short_project(*SCENES.values())).folder as made:
        yield made


class Run:
    """One run of the program over facts that are kept in a list, with interruptions at some of them."""

    def __init__(self, folder: ProjectFolder, facts: list[Fact], at: list[tuple[int, str, str]]) -> None:
        self.project = short_project(*SCENES.values())
        self.facts = facts
        self._folder = folder
        self._at = list(at)
        self._count = 0
        self._asked: list[asyncio.Task[None]] = []
        self.journal = Journal(self._write, facts)
        self.journal.on_added = lambda fact: self._interrupt(fact.job, "after")

    def queue_of(self, provider: str, renderer: Scripted) -> RenderQueue:
        return RenderQueue(self._folder, load_catalog(), self.journal, {provider: renderer}, at_once=2)

    async def play(
        self, provider: str, film: Path, steps: int, end: Exception | None, renders: int
    ) -> list[BaseException]:
        self.loop = asyncio.get_running_loop()
        renderer = Continuing(film, journal=self.journal, steps=steps, end=end)
        self.queue = self.queue_of(provider, renderer)
        scene = SCENES[provider]
        catalog = load_catalog()
        priced = quote_scene(self.project, scene, catalog)
        assert priced is not None
        tasks: list[asyncio.Future[None]] = []
        for _ in range(renders):
            job = await self.queue.plan(self.project, scene, catalog.models[scene.model], priced)
            tasks.append(self.queue.start(job, self.project, scene))
        left = open_jobs(self.journal.ledger) if not renders else ()
        tasks += [asyncio.ensure_future(self.queue.resume(take, self.project)) for take in left]
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        await self.queue.pause()
        ended += await asyncio.gather(*self._asked, return_exceptions=True)
        return [error for error in ended if isinstance(error, BaseException)]

    def _write(self, fact: Fact) -> None:
        self.loop.call_soon_threadsafe(self._interrupt, fact.job, "during")
        self.facts.append(fact)
        self._count += 1

    def _interrupt(self, job: str, when: str) -> None:
        for entry in [entry for entry in self._at if entry[:2] == (self._count, when)]:
            self._at.remove(entry)
            if entry[2] == "cancel":
                self.queue.cancel(job)
            elif entry[2] == "pause":
                self._asked.append(asyncio.ensure_future(self.queue.pause()))
            elif (take := self.journal.ledger.takes.get(job)) is not None and take.is_open:
                self._asked.append(asyncio.ensure_future(self.queue.resume(take, self.project)))


def replayed(facts: list[Fact]) -> LedgerState:
    """The facts, each checked against those before it; raises ``IllegalStep``."""
    state = NO_FACTS
    for fact in facts:
        state = checked(state, fact)
    return state


# Not shrunk: each run waits for real threads, and the first failing order says enough.
@settings(max_examples=80, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    provider=st.sampled_from(["animatic", "fal"]),
    steps=st.integers(0, 6),
    end=ends,
    renders=st.integers(1, 3),
    first=interruptions,
    second=interruptions,
)
def test_in_any_order(
    folder: ProjectFolder,
    tiny_film: Path,
    provider: str,
    steps: int,
    end: Exception | None,
    renders: int,
    first: list[tuple[int, str, str]],
    second: list[tuple[int, str, str]],
) -> None:
    shutil.rmtree(folder.root / "takes", ignore_errors=True)
    facts: list[Fact] = []
    run = Run(folder, facts, first)
    errors = asyncio.run(run.play(provider, tiny_film, steps, end, renders))
    assert run.journal.ledger == fold(NO_FACTS, facts)
    again = Run(folder, facts, second)
    errors += asyncio.run(again.play(provider, tiny_film, 9, None, 0))

    allowed = (asyncio.CancelledError, type(end)) if end else (asyncio.CancelledError,)
    assert [error for error in errors if not isinstance(error, allowed)] == []
    state = replayed(facts)
    films = {take.video for take in state.takes.values() if take.state is JobState.DONE}
    # A download that is not done may have begun; it is paid, and goes on later.
    begun = tuple(f".{take.job}." for take in open_jobs(state) if take.is_paid)
    there = [path.name for path in (folder.root / "takes").glob("*")]
    assert {f"takes/{name}" for name in there if not name.startswith(begun)} == films
    assert sorted(take.number for take in state.takes.values()) == list(range(1, renders + 1))
