"""A project with a queue, and a renderer that does as it is told."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.catalog import Catalog
from kling_studio.core.facts import Fact, FactKind, Json, plain
from kling_studio.core.ledger import NO_FACTS, LedgerState, fold
from kling_studio.core.pricing import quote_scene
from kling_studio.core.project import Project, Scene
from kling_studio.providers.renderer import Order, Progress, Renderer, Step
from kling_studio.render.driving import News
from kling_studio.render.journal import Journal
from kling_studio.render.queue import RenderQueue
from kling_studio.storage.folder import ProjectFolder
from tests.small_projects import make_film, short_project, short_scene

RENDERING = Step(FactKind.RENDERING)
Act = Step | Progress | Exception | Callable[[], object] | asyncio.Event


async def until(ready: Callable[[], object]) -> None:
    """Let everything else go on until something is so."""
    while not ready():  # noqa: ASYNC110  # there is nothing to be told by
        await asyncio.sleep(0)


@dataclass
class Scripted:
    """Goes through ``script`` for every film: tells, raises, calls or waits, and puts the film there at the end."""

    film: Path
    script: Sequence[Act] = (Step(FactKind.RENDERING), Progress(1, 2), Progress(2, 2))
    begun: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def request(self, order: Order) -> dict[str, Json]:
        return {"words": [shot.prompt for shot in order.scene.shots]}

    async def render(self, order: Order) -> AsyncGenerator[Step | Progress, None]:
        self.begun.append(order.scene.id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        order.part.with_name(f"{order.part.name}.part").write_bytes(b"half")
        try:
            for act in self.acts(order):
                await asyncio.sleep(0)
                if isinstance(act, Step | Progress):
                    yield act
                elif isinstance(act, Exception):
                    raise act
                elif isinstance(act, asyncio.Event):
                    await act.wait()
                else:
                    act()
            order.part.write_bytes(self.film.read_bytes())
        finally:
            self.at_once -= 1

    def acts(self, order: Order) -> Sequence[Act]:
        return self.script


@dataclass
class Stage:
    """A project open on the disk, and queues over it."""

    folder: ProjectFolder
    project: Project
    catalog: Catalog
    film: Path
    news: list[News] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = self.new_journal()

    def new_journal(self) -> Journal:
        """As a new run has it: from the facts on the disk."""
        return Journal(self.folder.append, self.facts)

    def renderer(self, *script: Act) -> Scripted:
        return Scripted(self.film, script) if script else Scripted(self.film)

    def queue(self, renderer: Renderer, *, provider: str = "animatic", at_once: int = 1) -> RenderQueue:
        renderers: Mapping[str, Renderer] = {provider: renderer}
        return RenderQueue(
            self.folder, self.catalog, self.journal, renderers, self.news.append, at_once=at_once
        )

    async def planned(self, queue: RenderQueue, scene: Scene | None = None) -> str:
        scene = scene or self.scene
        priced = quote_scene(self.project, scene, self.catalog)
        assert priced is not None
        return await queue.plan(self.project, scene, self.catalog.models[scene.model], priced)

    @property
    def scene(self) -> Scene:
        return next(self.project.scenes())

    @property
    def facts(self) -> list[Fact]:
        return [fact for _, fact in self.folder.facts_since(0)]

    @property
    def kinds(self) -> list[str]:
        return [str(fact.kind) for fact in self.facts]

    @property
    def on_disk(self) -> LedgerState:
        return fold(NO_FACTS, self.facts)

    @property
    def take_files(self) -> list[str]:
        return sorted(path.name for path in (self.folder.root / "takes").glob("*"))

    def data_of(self, kind: FactKind) -> Json:
        return plain(next(fact.data for fact in self.facts if fact.kind is kind))


@pytest.fixture(scope="session")
def tiny_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "tiny.mp4")


@pytest.fixture
def stage(tmp_path: Path, tiny_film: Path) -> Iterator[Stage]:
    scenes = (short_scene("one"), short_scene("two"), short_scene("paid", (5,), "fal:o3-pro"))
    project = short_project(*scenes)
    with ProjectFolder.create(tmp_path / "project", project).folder as folder:
        yield Stage(folder, project, load_catalog(), tiny_film)
