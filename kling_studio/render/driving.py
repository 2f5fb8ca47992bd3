"""One job through its states to its end: every step is a fact on the disk before it is taken."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kling_studio.core.catalog import Catalog
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import STATE_AFTER, ChargeKind, FactKind, Json
from kling_studio.core.job import BEFORE_THE_SUBMIT, FINAL_STATES, JobState, can_step
from kling_studio.core.ledger import FILM, Take
from kling_studio.core.numbering import Place, places
from kling_studio.core.project import Project, Scene
from kling_studio.providers.renderer import Held, Order, PriceRose, Progress, Step
from kling_studio.providers.whole import whole
from kling_studio.render.journal import Journal
from kling_studio.render.making import Makings
from kling_studio.render.orders import Orders, stand_in
from kling_studio.render.storing import Storing
from kling_studio.storage.atomic import make_folder


@dataclass(frozen=True, slots=True)
class News:
    """How far a job is, for the screen; not a fact."""

    job: str
    progress: Progress


Beside = Callable[[str, Callable[[], Coroutine[Any, Any, None]]], Awaitable[None]]


class Driving:
    """Drives jobs, at most ``at_once`` renders of a provider together; the rest wait.

    ``errors`` holds what stopped a job that is still open (or was asked more than was agreed), until it goes on.
    ``cancelled`` are the jobs whose end a cancelled task shall be. ``beside`` runs a job that another one needs, as a
    task of its own, so that it can be cancelled by itself; one that runs already is waited for.
    """

    def __init__(
        self,
        catalog: Catalog,
        journal: Journal,
        orders: Orders,
        storing: Storing,
        on_news: Callable[[News], object],
        at_once: int,
        beside: Beside,
    ) -> None:
        self.errors: dict[str, KnownError] = {}
        self.cancelled: set[str] = set()
        self.makings = Makings(journal, self._make_beside)
        self._catalog = catalog
        self._journal = journal
        self._orders = orders
        self._storing = storing
        self._on_news = on_news
        self._at_once = at_once
        self._beside = beside
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._stopped: dict[str, Held] = {}

    def try_again(self, provider: str) -> None:
        """What stopped a provider's jobs may be mended."""
        self._stopped.pop(provider, None)

    async def drive(self, job: str, project: Project, scene: Scene) -> None:
        """Bring a job to its end, or to where only a person can help."""
        self.errors.pop(job, None)
        try:
            take = self._journal.ledger.job(job)
            if take is not None and take.what != FILM:
                await self._make(job, {})
            else:
                await self._render(self._journal.ledger.takes[job], project, scene)
        except asyncio.CancelledError:
            if job not in self.cancelled:
                raise
            await self.end(job, FactKind.CANCELLED)
        except KnownError as error:
            await self._stop(job, error)
        except Exception:
            words = KnownError("The render stopped because of a fault in the program.", "Render again.")
            await self._stop(job, words)
            raise
        finally:
            self.cancelled.discard(job)
            self._orders.forget(job)
            ended = self._journal.ledger.job(job)
            # A download that is not done goes on where it stopped.
            if ended is None or not ended.is_paid or not ended.is_open:
                self._storing.clear(job)

    async def end(self, job: str, kind: FactKind, data: Mapping[str, Json] | None = None) -> None:
        """End a job with this fact, where that can follow."""
        if not self.can_end(job, kind):
            return
        try:
            await self._journal.add(job, kind, data)
        finally:
            # Also where a pause comes between: the fact is there, and nobody asks for an ended job again.
            if self._state(job) in FINAL_STATES:
                self._storing.clear(job)

    def can_end(self, job: str, kind: FactKind) -> bool:
        """Whether the job is open and in a state that this can follow."""
        state = self._state(job)
        return state is not None and can_step(state, STATE_AFTER[kind])

    async def _render(self, take: Take, project: Project, scene: Scene) -> None:
        model = self._catalog.models[take.model]
        order = self._orders.of_take(take, project, scene, model)
        if not take.is_paid and self._orders.fingerprint(order) != take.fingerprint:
            raise KnownError("The scene was changed before this render was done.", "Render it again.")
        async with self._turns.setdefault(model.provider, asyncio.Semaphore(self._at_once)):
            await asyncio.to_thread(make_folder, order.part.parent)
            made = await self.makings.all_for(take, model) if take.state in BEFORE_THE_SUBMIT else {}
            await self._take_steps(replace(order, made=made))
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
            async with contextlib.aclosing(self._orders.renderer(provider).render(order)) as steps:
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

    async def _make_beside(self, job: str, made: Mapping[str, str]) -> None:
        await self._beside(job, lambda: self._making(job, made))

    async def _making(self, job: str, made: Mapping[str, str]) -> None:
        self.errors.pop(job, None)
        try:
            await self._make(job, made)
        except asyncio.CancelledError:
            if job not in self.cancelled:
                raise
            await self.end(job, FactKind.CANCELLED)
        finally:
            self.cancelled.discard(job)
            self._orders.forget(job)

    async def _make(self, job: str, made: Mapping[str, str]) -> None:
        """Drive the making of a voice or an element to its end."""
        making = self._journal.ledger.makings[job]
        order = self._orders.of_take(making, Project(), stand_in(making), self._catalog.models[making.model])
        try:
            await self._take_steps(replace(order, made=made))
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
            await self.end(job, FactKind.CANCELLED, words)
        else:
            await self.end(job, FactKind.FAILED, words)

    def _state(self, job: str) -> JobState | None:
        take = self._journal.ledger.job(job)
        return None if take is None else take.state


def _place(project: Project, take: Take) -> Place:
    """Where the take's scene stands; where it stood if it is gone."""
    number = take.scene_number
    return places(project).get(take.scene_id) or Place(number, 0, number, take.scene_title)
