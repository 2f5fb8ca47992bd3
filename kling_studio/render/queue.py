"""The renders of one project: planned, started, taken up again, cancelled, paused."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from kling_studio.core.catalog import Catalog, Model
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.job import BEFORE_THE_SUBMIT, JobState
from kling_studio.core.ledger import Take
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.pricing import Quote
from kling_studio.core.project import Project, Scene
from kling_studio.providers.renderer import Renderer
from kling_studio.render.driving import Driving, News
from kling_studio.render.journal import Journal
from kling_studio.render.making import NEVER_SENT
from kling_studio.render.orders import Orders, stand_in
from kling_studio.render.planning import Planning
from kling_studio.render.storing import Storing
from kling_studio.storage.folder import ProjectFolder


class RenderQueue:
    """The open jobs of one project. At most ``at_once`` renders of a provider run together; the rest wait."""

    def __init__(
        self,
        folder: ProjectFolder,
        catalog: Catalog,
        journal: Journal,
        renderers: Mapping[str, Renderer],
        on_news: Callable[[News], object] = lambda _news: None,
        at_once: int = 1,
    ) -> None:
        storing = Storing(folder, journal)
        self._catalog = catalog
        self._journal = journal
        self._orders = Orders(journal, renderers, folder.path_of, storing.part, catalog.picture_limits())
        self._planning = Planning(journal, self._orders)
        self._driving = Driving(catalog, journal, self._orders, storing, on_news, at_once, self._beside)
        self._running: dict[str, asyncio.Task[None]] = {}

    @property
    def errors(self) -> Mapping[str, KnownError]:
        """What stopped a job that is still open (or was asked more than was agreed), until it goes on."""
        return self._driving.errors

    def check_renderer(self, model: Model) -> None:
        """Raise ``KnownError`` where there is no renderer for the model's provider, or it has no key."""
        ready = getattr(self._orders.renderer(model.provider), "check_ready", None)
        if ready is not None:
            ready()

    def fingerprint_of(self, project: Project, scene: Scene, model: Model, media: MediaFacts) -> str | None:
        """What a take of the scene would be known by; ``None`` where the model cannot render it."""
        return self._orders.fingerprint_of(project, scene, model, media)

    async def plan(
        self, project: Project, scene: Scene, model: Model, quote: Quote, media: MediaFacts | None = None
    ) -> str:
        """Write down that a take is wanted; the id of its job. Nothing is made yet."""
        return await self._planning.plan(project, scene, model, quote, media or {})

    def start(self, job: str, project: Project, scene: Scene) -> "asyncio.Task[None]":
        """Drive a planned or interrupted job to its end; asking again for a running one gives the same task."""
        take = self._journal.ledger.job(job)
        if take is not None:
            self._driving.try_again(take.model.partition(":")[0])
        return self._running.get(job) or self._run(job, self._driving.drive(job, project, scene))

    async def resume(self, take: Take, project: Project) -> None:
        """Go on with a job that an earlier run left open; nothing is submitted anew.

        What was planned at a provider and never sent ends; a film of our own is drawn again. One whose model or
        provider this version does not have waits for a version that has them.
        """
        model = self._catalog.models.get(take.model)
        if model is None or not self._orders.has(model.provider):
            return
        scene = project.find_scene(take.scene_id)
        if take.job in self._running:
            await self._running[take.job]
        elif take.is_paid and take.state in BEFORE_THE_SUBMIT:
            words: dict[str, Json] = {"what_happened": NEVER_SENT, "what_to_do": ""}
            await self._run(take.job, self._driving.end(take.job, FactKind.CANCELLED, words))
        elif scene is not None or take.is_paid:
            await self.start(take.job, project, scene or stand_in(take))
        else:
            await self._driving.end(take.job, FactKind.CANCELLED)

    def cancel(self, job: str) -> None:
        """Stop a job; its take ends as cancelled, unless it is too late for that.

        What was sent is not forgotten: the provider is asked to end it where it can, and it is watched until it has.
        """
        take = self._journal.ledger.job(job)
        if take is not None and take.is_open and take.is_paid and take.state not in BEFORE_THE_SUBMIT:
            self._orders.stop_of(job).set()
            if job not in self._running and take.state is not JobState.UNCLEAR:
                self._run(job, self._driving.drive(job, Project(), stand_in(take)))
            return
        if not self._driving.can_end(job, FactKind.CANCELLED) or job in self._driving.cancelled:
            return
        task = self._running.get(job)
        if task is None:
            self._run(job, self._driving.end(job, FactKind.CANCELLED))
            return
        self._driving.cancelled.add(job)
        # Not at once: a task that is cancelled before its first step never runs, and nothing would be written down.
        asyncio.get_running_loop().call_soon(task.cancel)

    async def settle(self, job: str, request_id: str | None) -> None:
        """A person's word on an unclear job: the provider's id of it, or ``None`` where it was not accepted."""
        if request_id is not None:
            await self._journal.add(job, FactKind.ACCEPTED, {"request_id": request_id, "addresses": {}})
            return
        words = "A person says that it was not accepted, so nothing was paid."
        await self._driving.end(job, FactKind.CANCELLED, {"what_happened": words, "what_to_do": ""})

    async def note_unclear(self, job: str) -> None:
        """A run that was killed in the middle of sending left nobody who knows."""
        await self._journal.add(job, FactKind.UNCLEAR)

    async def idle(self) -> None:
        """Wait until nothing runs."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def pause(self) -> None:
        """Stop driving, as when the window closes; the jobs stay open and go on at the next start."""
        await asyncio.sleep(0)  # what is being cancelled takes its first step
        tasks = tuple(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def make(
        self, model: Model, before: Mapping[str, Any], about: Mapping[str, Json], *, lost: str = ""
    ) -> str:
        """As :meth:`kling_studio.render.making.Makings.make`; :meth:`cancel` ends it, for nothing until it is sent."""
        self._driving.try_again(model.provider)
        return await self._driving.makings.make(model, before, about, lost=lost)

    def _beside(self, job: str, work: Callable[[], Coroutine[Any, Any, None]]) -> "asyncio.Task[None]":
        return self._running.get(job) or self._run(job, work())

    def _run(self, job: str, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work, name=f"render {job}")
        self._running[job] = task
        task.add_done_callback(lambda _task: self._running.pop(job, None))
        return task
