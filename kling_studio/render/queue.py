"""Takes on their way: planned, driven through their states, stored. Every step is a fact on the disk first."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kling_studio.core.catalog import Catalog, Mode, Model
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import STATE_AFTER, ChargeKind, FactKind, Json
from kling_studio.core.job import JobState, can_step
from kling_studio.core.ledger import Take, next_take_number
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import Place, places
from kling_studio.core.pricing import Quote, exact
from kling_studio.core.project import Project, Scene
from kling_studio.providers.renderer import Order, Progress, Renderer
from kling_studio.providers.whole import whole
from kling_studio.render.journal import Journal
from kling_studio.storage.atomic import make_folder, sync_folder
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.folder import TAKE_FOLDER, ProjectFolder
from kling_studio.storage.json_text import dumps
from kling_studio.storage.media_files import sha256_of


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
        self._planning = asyncio.Lock()
        self._naming = asyncio.Lock()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._cancelled: set[str] = set()

    def check_renderer(self, model: Model) -> None:
        """Raise ``KnownError`` where there is no renderer for the model's provider."""
        self._renderer(model.provider)

    async def plan(self, project: Project, scene: Scene, model: Model, quote: Quote) -> str:
        """Write down that a take is wanted; the id of its job. Nothing is made yet."""
        mode = choose_mode(project, scene, model).mode
        if mode is None:
            raise KnownError(f"{model.name} cannot render this scene.", "Choose another model.")
        job = uuid.uuid4().hex
        order = self._order(job, project, scene, model, mode)
        sent = self._renderer(model.provider).request(order)
        data: dict[str, Json] = {
            "scene_id": scene.id,
            "scene": places(project)[scene.id].number,
            "title": scene.title,
            "model": model.id,
            "mode": mode.name.value,
            "endpoint": mode.endpoint,
            "seconds": quote.seconds,
            "quoted": None if quote.total is None else exact(quote.total),
            "price_list": quote.price_list,
            "fingerprint": fingerprint(model.id, sent),
            "sent": sent,
        }
        async with self._planning:  # no two takes of a scene have one number
            data["take"] = next_take_number(self._journal.ledger, scene.id)
            await self._journal.add(job, FactKind.PLANNED, data)
        return job

    def start(self, job: str, project: Project, scene: Scene) -> "asyncio.Task[None]":
        """Drive a planned or interrupted job to its end; asking again for a running one gives the same task."""
        return self._running.get(job) or self._run(job, self._drive(job, project, scene))

    async def resume(self, take: Take, project: Project) -> None:
        """Go on with a job that an earlier run left open.

        One whose outcome is unknown waits for a person, and one whose model or provider this version does not have
        for a version that has them.
        """
        scene = project.find_scene(take.scene_id)
        if take.state is JobState.UNCLEAR or not self._has(take):
            return
        if take.job in self._running:
            await self._running[take.job]
        elif take.state is JobState.SENDING:
            await self._journal.add(take.job, FactKind.UNCLEAR)
        elif scene is not None:
            await self.start(take.job, project, scene)
        else:
            self._clear(take.job)
            await self._end(take.job, FactKind.CANCELLED)

    def cancel(self, job: str) -> None:
        """Stop a job; its take ends as cancelled, unless it is too late for that."""
        if not self._can_end(job, FactKind.CANCELLED) or job in self._cancelled:
            return
        task = self._running.get(job)
        if task is None:
            self._run(job, self._end(job, FactKind.CANCELLED))
            return
        self._cancelled.add(job)
        # Not at once: a task that is cancelled before its first step never runs, and nothing would be written down.
        asyncio.get_running_loop().call_soon(task.cancel)

    async def pause(self) -> None:
        """Stop driving, as when the window closes; the jobs stay open and go on at the next start."""
        await asyncio.sleep(0)  # what is being cancelled takes its first step
        tasks = tuple(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _run(self, job: str, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work, name=f"render {job}")
        self._running[job] = task
        task.add_done_callback(lambda _task: self._running.pop(job, None))
        return task

    async def _drive(self, job: str, project: Project, scene: Scene) -> None:
        try:
            await self._render(self._journal.ledger.takes[job], project, scene)
        except asyncio.CancelledError:
            if job not in self._cancelled:
                raise
            await self._end(job, FactKind.CANCELLED)
        except KnownError as error:
            await self._fail(job, error)
        except Exception:
            await self._fail(
                job, KnownError("The render stopped because of a fault in the program.", "Render again.")
            )
            raise
        finally:
            self._cancelled.discard(job)

    async def _render(self, take: Take, project: Project, scene: Scene) -> None:
        model = self._catalog.models[take.model]
        mode = next((mode for mode in model.modes if mode.name == take.mode), model.modes[0])
        order = self._order(take.job, project, scene, model, mode)
        renderer = self._renderer(model.provider)
        if take.request_id is None and fingerprint(model.id, renderer.request(order)) != take.fingerprint:
            raise KnownError("The scene was changed before this render was done.", "Render it again.")
        async with self._places[model.provider]:
            await asyncio.to_thread(make_folder, order.part.parent)
            try:
                async with contextlib.aclosing(renderer.render(order)) as steps:
                    async for step in steps:
                        if isinstance(step, Progress):
                            self._on_news(News(take.job, step))
                        else:
                            await self._journal.add(take.job, step.kind, step.data)
                await whole(self._store(take, places(project)[scene.id], order.part, model))
            finally:
                self._clear(take.job)

    async def _store(self, take: Take, place: Place, part: Path, model: Model) -> None:
        """Prove the film, give it its name, and write down that it is there."""
        await asyncio.to_thread(_prove, part)
        async with self._naming:
            file = await asyncio.to_thread(self._keep, part, place, take.number)
        try:
            stored: dict[str, Json] = {
                "video": file.relative_to(self._folder.root).as_posix(),
                "bytes": file.stat().st_size,
                "sha256": await asyncio.to_thread(sha256_of, file),
            }
            if model.provider == "animatic":
                charge: dict[str, Json] = {
                    "kind": ChargeKind.ACTUAL.value,
                    "amount": "0.00",
                    "currency": "USD",
                }
                await self._journal.add(take.job, FactKind.CHARGE, charge)
            await self._journal.add(take.job, FactKind.STORED, stored)
        except BaseException:
            file.unlink(missing_ok=True)  # a film that no fact tells of is nobody's
            raise

    def _keep(self, part: Path, place: Place, take_number: int) -> Path:
        """Give a proven film its name; one that is there already is never overwritten."""
        file = self._folder.new_take_path(place.episode, place.scene_in_episode, take_number)
        try:
            part.rename(file)
            sync_folder(file.parent)
        except OSError as error:
            raise disk_error(error, file, "written") from error
        return file

    async def _fail(self, job: str, error: KnownError) -> None:
        data: dict[str, Json] = {"what_happened": error.what_happened, "what_to_do": error.what_to_do}
        await self._end(job, FactKind.FAILED, data)

    async def _end(self, job: str, kind: FactKind, data: Mapping[str, Json] | None = None) -> None:
        if self._can_end(job, kind):
            await self._journal.add(job, kind, data)

    def _can_end(self, job: str, kind: FactKind) -> bool:
        """Whether the job is open and in a state that this can follow."""
        take = self._journal.ledger.takes.get(job)
        return take is not None and can_step(take.state, STATE_AFTER[kind])

    def _has(self, take: Take) -> bool:
        model = self._catalog.models.get(take.model)
        return model is not None and model.provider in self._renderers

    def _clear(self, job: str) -> None:
        """Remove what a job left half done, also in an earlier run that was killed."""
        for part in (self._folder.root / TAKE_FOLDER).glob(f".{job}.*"):
            with contextlib.suppress(OSError):
                part.unlink()

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
