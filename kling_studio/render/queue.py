"""Takes on their way: planned, driven through their states, stored. Every step is a fact on the disk first."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from kling_studio.core.catalog import Catalog, Mode, Model
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import ChargeKind, FactKind, Json
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, next_take_number
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import Place, places
from kling_studio.core.pricing import Quote, exact
from kling_studio.core.project import Project, Scene
from kling_studio.providers.renderer import Order, Progress, Renderer
from kling_studio.render.journal import Journal
from kling_studio.storage.atomic import make_folder
from kling_studio.storage.folder import TAKE_FOLDER, ProjectFolder
from kling_studio.storage.json_text import dumps


@dataclass(frozen=True, slots=True)
class News:
    """How far a job is, for the screen; not a fact."""

    job: str
    progress: Progress


class RenderQueue:
    """Drives the open jobs of one project. At most ``at_once`` renders of a provider run together; the rest wait."""

    def __init__(
        self,
        folder: ProjectFolder,
        catalog: Catalog,
        journal: Journal,
        renderers: Mapping[str, Renderer],
        on_news: Callable[[News], object] = lambda _news: None,
        at_once: int = 1,
    ) -> None:
        self._folder = folder
        self._catalog = catalog
        self._journal = journal
        self._renderers = renderers
        self._on_news = on_news
        self._places = {provider: asyncio.Semaphore(at_once) for provider in renderers}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._cancelled: set[str] = set()

    def can_render(self, provider: str) -> bool:
        """Whether a renderer for this provider is at hand."""
        return provider in self._renderers

    async def plan(self, project: Project, scene: Scene, model: Model, quote: Quote) -> str:
        """Write down that a take is wanted; the id of its job. Nothing is made yet."""
        mode = choose_mode(project, scene, model).mode
        if mode is None:
            raise KnownError(f"{model.name} cannot render this scene.", "Choose another model.")
        job = uuid.uuid4().hex
        order = self._order(job, project, scene, model, mode)
        sent = self._renderer(model.provider).request(order)
        place = places(project)[scene.id]
        data: dict[str, Json] = {
            "scene_id": scene.id,
            "scene": place.number,
            "title": scene.title,
            "take": next_take_number(self._journal.ledger, scene.id),
            "model": model.id,
            "mode": mode.name.value,
            "endpoint": mode.endpoint,
            "seconds": quote.seconds,
            "quoted": None if quote.total is None else exact(quote.total),
            "price_list": quote.price_list,
            "fingerprint": fingerprint(model.id, sent),
            "sent": sent,
        }
        await self._journal.add(job, FactKind.PLANNED, data)
        return job

    def start(self, job: str, project: Project, scene: Scene) -> "asyncio.Task[None]":
        """Drive a planned or interrupted job to its end; asking again for a running one gives the same task."""
        if job not in self._running:
            task = asyncio.get_running_loop().create_task(
                self._drive(job, project, scene), name=f"render {job}"
            )
            self._running[job] = task
            task.add_done_callback(lambda _task: self._running.pop(job, None))
        return self._running[job]

    async def resume(self, take: Take, project: Project) -> None:
        """Go on with a job that an earlier run left open. One whose outcome is unknown waits for a person."""
        if take.state is JobState.UNCLEAR:
            return
        scene = project.find_scene(take.scene_id)
        if scene is not None:
            await self.start(take.job, project, scene)
        elif take.job not in self._running:
            await self._journal.add(take.job, FactKind.CANCELLED, {})

    def cancel(self, job: str) -> None:
        """Stop a job; its take ends as cancelled."""
        task = self._running.get(job)
        if task is not None:
            self._cancelled.add(job)
            task.cancel()

    async def pause(self) -> None:
        """Stop driving, as when the window closes; the jobs stay open and go on at the next start."""
        tasks = tuple(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drive(self, job: str, project: Project, scene: Scene) -> None:
        take = self._journal.ledger.takes[job]
        model = self._catalog.models[take.model]
        try:
            async with self._places[model.provider]:
                await self._render(take, project, scene, model)
        except asyncio.CancelledError:
            if job not in self._cancelled:
                raise
            self._cancelled.discard(job)
            await self._journal.add(job, FactKind.CANCELLED, {})
        except KnownError as error:
            await self._fail(job, error.what_happened, error.what_to_do)
        except Exception:
            await self._fail(job, "The render stopped because of a fault in the program.", "Render again.")
            raise

    async def _render(self, take: Take, project: Project, scene: Scene, model: Model) -> None:
        mode = model.mode(choose_mode(project, scene, model).name) or model.modes[0]
        order = self._order(take.job, project, scene, model, mode)
        await asyncio.to_thread(make_folder, order.part.parent)
        renderer = self._renderer(model.provider)
        try:
            async with contextlib.aclosing(renderer.render(order)) as steps:
                async for step in steps:
                    if isinstance(step, Progress):
                        self._on_news(News(take.job, step))
                    else:
                        await self._journal.add(take.job, step.kind, dict(step.data))
            await self._store(take, project, order.part, model)
        finally:
            order.part.unlink(missing_ok=True)

    async def _store(self, take: Take, project: Project, part: Path, model: Model) -> None:
        """Prove the film, give it its name, and write down that it is there."""
        await asyncio.to_thread(_prove, part)
        place = places(project)[take.scene_id]
        file = await asyncio.to_thread(self._keep, part, place, take.number)
        video = file.relative_to(self._folder.root).as_posix()
        digest = await asyncio.to_thread(_digest, file)
        if model.provider == "animatic":
            charge: dict[str, Json] = {"kind": ChargeKind.ACTUAL.value, "amount": "0.00", "currency": "USD"}
            await self._journal.add(take.job, FactKind.CHARGE, charge)
        stored: dict[str, Json] = {"video": video, "bytes": file.stat().st_size, "sha256": digest}
        await self._journal.add(take.job, FactKind.STORED, stored)

    def _keep(self, part: Path, place: Place, take_number: int) -> Path:
        """Give a proven film its name; one that is there already is never overwritten."""
        file = self._folder.new_take_path(place.episode, place.scene_in_episode, take_number)
        return part.rename(file)

    async def _fail(self, job: str, what_happened: str, what_to_do: str) -> None:
        data: dict[str, Json] = {"what_happened": what_happened, "what_to_do": what_to_do}
        await self._journal.add(job, FactKind.FAILED, data)

    def _order(self, job: str, project: Project, scene: Scene, model: Model, mode: Mode) -> Order:
        place = places(project)[scene.id]
        part = self._folder.root / TAKE_FOLDER / f".{job}.part.mp4"
        return Order(job, project, scene, place.label, model, mode, part, self._folder.path_of)

    def _renderer(self, provider: str) -> Renderer:
        renderer = self._renderers.get(provider)
        if renderer is None:
            raise KnownError(
                f"This version does not render at {provider} yet.",
                "Render the animatic: animatic:preview is free.",
            )
        return renderer


def fingerprint(model_id: str, sent: Mapping[str, Json]) -> str:
    """What tells whether two requests are the same: a hash of the model and all that is sent."""
    return sha256(f"{model_id}\n{dumps(sent)}".encode()).hexdigest()


def _prove(part: Path) -> None:
    from kling_studio.media.probe import has_decodable_video

    if not has_decodable_video(part):
        raise KnownError("The finished film cannot be read.", "Render again.")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
