"""Jobs on their way: planned, driven through their states, stored. Every step is a fact on the disk first."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kling_studio.core.catalog import Catalog, Mode, Model
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import STATE_AFTER, ChargeKind, FactKind, Json
from kling_studio.core.job import BEFORE_THE_SUBMIT, FINAL_STATES, JobState, can_step
from kling_studio.core.ledger import FILM, Take, next_take_number
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import Place, places
from kling_studio.core.pricing import Quote, exact
from kling_studio.core.project import Project, Scene
from kling_studio.providers.renderer import Held, Order, PriceRose, Progress, Renderer, Step
from kling_studio.providers.whole import whole
from kling_studio.render.identity import canonical, fingerprint
from kling_studio.render.journal import Journal
from kling_studio.render.making import NEVER_SENT, Makings
from kling_studio.render.storing import Storing
from kling_studio.storage.atomic import make_folder
from kling_studio.storage.folder import ProjectFolder


@dataclass(frozen=True, slots=True)
class News:
    """How far a job is, for the screen; not a fact."""

    job: str
    progress: Progress


class RenderQueue:
    """Drives the open jobs of one project. At most ``at_once`` renders of a provider run together; the rest wait.

    ``errors`` holds what stopped a job that is still open (or was asked more than was agreed), until it goes on.
    """

    def __init__(
        self,
        folder: ProjectFolder,
        catalog: Catalog,
        journal: Journal,
        renderers: Mapping[str, Renderer],
        on_news: Callable[[News], object] = lambda _news: None,
        at_once: int = 1,
    ) -> None:
        self.errors: dict[str, KnownError] = {}
        self._folder = folder
        self._catalog = catalog
        self._journal = journal
        self._renderers = renderers
        self._on_news = on_news
        self._places = {provider: asyncio.Semaphore(at_once) for provider in renderers}
        self._storing = Storing(folder, journal)
        self._planning = asyncio.Lock()
        self._makings = Makings(journal, self._made)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._cancelled: set[str] = set()
        self._stops: dict[str, asyncio.Event] = {}
        self._stopped: dict[str, Held] = {}

    def check_renderer(self, model: Model) -> None:
        """Raise ``KnownError`` where there is no renderer for the model's provider, or it has no key."""
        ready = getattr(self._renderer(model.provider), "check_ready", None)
        if ready is not None:
            ready()

    def fingerprint_of(self, project: Project, scene: Scene, model: Model, media: MediaFacts) -> str | None:
        """What a take of the scene would be known by; ``None`` where the model cannot render it."""
        mode = choose_mode(project, scene, model).mode
        return (
            None if mode is None else self._fingerprint(self._order("", project, scene, model, mode, media))
        )

    async def plan(
        self, project: Project, scene: Scene, model: Model, quote: Quote, media: MediaFacts | None = None
    ) -> str:
        """Write down that a take is wanted; the id of its job. Nothing is made yet."""
        mode = choose_mode(project, scene, model).mode
        if mode is None:
            raise KnownError(f"{model.name} cannot render this scene.", "Choose another model.")
        job = uuid.uuid4().hex
        order = self._order(job, project, scene, model, mode, media or {})
        sent = self._renderer(model.provider).request(order)
        once = sum((entry.amount for entry in quote.once if entry.amount is not None), start=Decimal(0))
        data: dict[str, Json] = {
            "scene_id": scene.id,
            "scene": places(project)[scene.id].number,
            "title": scene.title,
            "model": model.id,
            "mode": mode.name.value,
            "endpoint": mode.endpoint,
            "seconds": quote.seconds,
            # What is made once is a job of its own, with its own price.
            "quoted": None if quote.total is None else exact(quote.total - once),
            "once": {
                f"{entry.what}://{entry.name}": None if entry.amount is None else exact(entry.amount)
                for entry in quote.once
            },
            "price_list": quote.price_list,
            "fingerprint": self._fingerprint(order),
            "sent": sent,
        }
        async with self._planning:  # no two takes of a scene have one number
            data["take"] = next_take_number(self._journal.ledger, scene.id)
            await self._journal.add(job, FactKind.PLANNED, data)
        return job

    def start(self, job: str, project: Project, scene: Scene) -> "asyncio.Task[None]":
        """Drive a planned or interrupted job to its end; asking again for a running one gives the same task."""
        take = self._journal.ledger.job(job)
        if take is not None:
            self._stopped.pop(take.model.partition(":")[0], None)
        return self._running.get(job) or self._run(job, self._drive(job, project, scene))

    async def resume(self, take: Take, project: Project) -> None:
        """Go on with a job that an earlier run left open; nothing is submitted anew.

        What was planned at a provider and never sent ends; a film of our own is drawn again. One whose model or
        provider this version does not have waits for a version that has them.
        """
        if not self._has(take):
            return
        scene = project.find_scene(take.scene_id)
        if take.job in self._running:
            await self._running[take.job]
        elif take.is_paid and take.state in BEFORE_THE_SUBMIT:
            words: dict[str, Json] = {"what_happened": NEVER_SENT, "what_to_do": ""}
            await self._run(take.job, self._end(take.job, FactKind.CANCELLED, words))
        elif scene is not None or take.is_paid:
            await self.start(take.job, project, scene or _stand_in(take))
        else:
            await self._end(take.job, FactKind.CANCELLED)

    def cancel(self, job: str) -> None:
        """Stop a job; its take ends as cancelled, unless it is too late for that.

        What was sent is not forgotten: the provider is asked to end it where it can, and it is watched until it has.
        """
        take = self._journal.ledger.job(job)
        if take is not None and take.is_open and take.is_paid and take.state not in BEFORE_THE_SUBMIT:
            self._stop_of(job).set()
            if job not in self._running and take.state is not JobState.UNCLEAR:
                self._run(job, self._drive(job, Project(), _stand_in(take)))
            return
        if not self._can_end(job, FactKind.CANCELLED) or job in self._cancelled:
            return
        task = self._running.get(job)
        if task is None:
            self._run(job, self._end(job, FactKind.CANCELLED))
            return
        self._cancelled.add(job)
        # Not at once: a task that is cancelled before its first step never runs, and nothing would be written down.
        asyncio.get_running_loop().call_soon(task.cancel)

    async def settle(self, job: str, request_id: str | None) -> None:
        """A person's word on an unclear job: the provider's id of it, or ``None`` where it was not accepted."""
        if request_id is not None:
            await self._journal.add(job, FactKind.ACCEPTED, {"request_id": request_id, "addresses": {}})
            return
        words = "A person says that it was not accepted, so nothing was paid."
        await self._end(job, FactKind.CANCELLED, {"what_happened": words, "what_to_do": ""})

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

    async def make(self, model: Model, before: Mapping[str, Any], about: Mapping[str, Json]) -> str:
        """As :meth:`kling_studio.render.making.Makings.make`."""
        return await self._makings.make(model, before, about)

    def _run(self, job: str, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work, name=f"render {job}")
        self._running[job] = task
        task.add_done_callback(lambda _task: self._running.pop(job, None))
        return task

    async def _drive(self, job: str, project: Project, scene: Scene) -> None:
        self.errors.pop(job, None)
        try:
            take = self._journal.ledger.job(job)
            if take is not None and take.what != FILM:
                await self._made(job, {})
            else:
                await self._render(self._journal.ledger.takes[job], project, scene)
        except asyncio.CancelledError:
            if job not in self._cancelled:
                raise
            await self._end(job, FactKind.CANCELLED)
        except KnownError as error:
            await self._stop(job, error)
        except Exception:
            words = KnownError("The render stopped because of a fault in the program.", "Render again.")
            await self._stop(job, words)
            raise
        finally:
            self._cancelled.discard(job)
            self._stops.pop(job, None)
            ended = self._journal.ledger.job(job)
            # A download that is not done goes on where it stopped.
            if ended is None or not ended.is_paid or not ended.is_open:
                self._storing.clear(job)

    async def _render(self, take: Take, project: Project, scene: Scene) -> None:
        model = self._catalog.models[take.model]
        mode = next((mode for mode in model.modes if mode.name == take.mode), model.modes[0])
        order = self._order(take.job, project, scene, model, mode, {})
        if not take.is_paid and self._fingerprint(order) != take.fingerprint:
            raise KnownError("The scene was changed before this render was done.", "Render it again.")
        async with self._places[model.provider]:
            await asyncio.to_thread(make_folder, order.part.parent)
            made = await self._makings.all_for(take, model) if take.state in BEFORE_THE_SUBMIT else {}
            await self._take_steps(replace(order, take=take, made=made))
            if self._journal.ledger.takes[take.job].is_open:
                await whole(self._store(take, _place(project, take)))

    async def _store(self, take: Take, place: Place) -> None:
        if not take.is_paid:
            free: dict[str, Json] = {"kind": ChargeKind.ACTUAL.value, "amount": "0.00", "currency": "USD"}
            await self._journal.add(take.job, FactKind.CHARGE, free)
        await self._storing.store(take, place)

    async def _take_steps(self, order: Order) -> None:
        provider = order.model.provider
        sends = order.take is not None and order.take.is_paid and order.take.state in BEFORE_THE_SUBMIT
        if sends and provider in self._stopped:
            raise self._stopped[provider]
        try:
            async with contextlib.aclosing(self._renderer(provider).render(order)) as steps:
                async for step in steps:
                    if isinstance(step, Progress):
                        self._on_news(News(order.job, step))
                    else:
                        await self._note(order.job, step)
        except Held as held:
            if sends and self._state(order.job) in BEFORE_THE_SUBMIT:
                # The key or the balance: the others would only hear the same.
                self._stopped[provider] = held
            raise

    async def _note(self, job: str, step: Step) -> None:
        try:
            await self._journal.add(job, step.kind, step.data)
        except asyncio.CancelledError:
            if step.kind is FactKind.SENDING and self._state(job) is JobState.SENDING:
                # The fact is there and the step will not be taken: nothing was sent.
                await whole(self._journal.add(job, FactKind.UNSENT, {"what_happened": "", "what_to_do": ""}))
            raise

    async def _made(self, job: str, made: Mapping[str, str]) -> None:
        """Drive the making of a voice or an element to its end."""
        making = self._journal.ledger.makings[job]
        model = self._catalog.models[making.model]
        order = self._order(job, Project(), _stand_in(making), model, model.modes[0], {})
        try:
            await self._take_steps(replace(order, take=making, made=made))
        except PriceRose as rose:
            await self._stop(job, rose)
            raise
        except Held:
            raise
        except KnownError as error:
            await self._stop(job, error)

    async def _stop(self, job: str, error: KnownError) -> None:
        """End a job of which nothing was paid; leave one open that a provider has, or may have."""
        take = self._journal.ledger.job(job)
        may_be_paid = take is not None and take.is_paid and take.state not in BEFORE_THE_SUBMIT
        if isinstance(error, Held) or may_be_paid:
            self.errors[job] = error
            self._on_news(News(job, Progress(0, 0, str(error))))
            return
        words: dict[str, Json] = {"what_happened": error.what_happened, "what_to_do": error.what_to_do}
        if isinstance(error, PriceRose):
            self.errors[job] = error
            await self._end(job, FactKind.CANCELLED, words)
        else:
            await self._end(job, FactKind.FAILED, words)

    async def _end(self, job: str, kind: FactKind, data: Mapping[str, Json] | None = None) -> None:
        if not self._can_end(job, kind):
            return
        try:
            await self._journal.add(job, kind, data)
        finally:
            # Also where a pause comes between: the fact is there, and nobody asks for an ended job again.
            if self._state(job) in FINAL_STATES:
                self._storing.clear(job)

    def _can_end(self, job: str, kind: FactKind) -> bool:
        """Whether the job is open and in a state that this can follow."""
        state = self._state(job)
        return state is not None and can_step(state, STATE_AFTER[kind])

    def _state(self, job: str) -> JobState | None:
        take = self._journal.ledger.job(job)
        return None if take is None else take.state

    def _stop_of(self, job: str) -> asyncio.Event:
        return self._stops.setdefault(job, asyncio.Event())

    def _has(self, take: Take) -> bool:
        model = self._catalog.models.get(take.model)
        return model is not None and model.provider in self._renderers

    def _fingerprint(self, order: Order) -> str:
        plain = replace(order, project=canonical(order.project))
        return fingerprint(order.model.id, self._renderer(order.model.provider).request(plain))

    def _order(
        self, job: str, project: Project, scene: Scene, model: Model, mode: Mode, media: MediaFacts
    ) -> Order:
        place = places(project).get(scene.id)
        return Order(
            job,
            project,
            scene,
            place.label if place else scene.title,
            model,
            mode,
            self._storing.part(job),
            self._folder.path_of,
            media,
            stop=self._stop_of(job),
            is_known=lambda request_id: self._is_known(job, request_id),
        )

    def _is_known(self, job: str, request_id: str) -> bool:
        ledger = self._journal.ledger
        others = (*ledger.takes.values(), *ledger.makings.values())
        return any(other.request_id == request_id and other.job != job for other in others)

    def _renderer(self, provider: str) -> Renderer:
        renderer = self._renderers.get(provider)
        if renderer is None:
            raise KnownError(
                f"This version does not render at {provider} yet.",
                "Render the animatic: animatic:preview is free.",
            )
        return renderer


def _place(project: Project, take: Take) -> Place:
    """Where the take's scene stands; where it stood if it is gone."""
    number = take.scene_number
    return places(project).get(take.scene_id) or Place(number, 0, number, take.scene_title)


def _stand_in(take: Take) -> Scene:
    """For a scene that is gone: what was sent is in the facts, and needs no scene any more."""
    return Scene(take.scene_id, take.scene_title, take.model)
