"""The providers' prices of today: asked for, made a dated list, kept for the next start, and told in a sentence."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kling_studio.app.catalog_files import save_price_list
from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.session import Session
from kling_studio.app.signal import Signal
from kling_studio.app.tasks import Tasks
from kling_studio.core.catalog import Catalog, Model, PriceList
from kling_studio.core.errors import KnownError
from kling_studio.core.live_prices import Named, PriceChange, changes, live_list, not_named, published
from kling_studio.core.pricing import exact
from kling_studio.providers.aside import aside
from kling_studio.providers.clock import Patience
from kling_studio.storage.keychain import VARIABLES, key_of
from kling_studio.storage.places import config_folder

DEADLINE_S = 180.0
_TOLD_AT_MOST = 4
Tell = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of asking one provider. Without ``prices`` there is an ``error``, or there was no key to ask with."""

    provider: str
    prices: PriceList | None = None
    count: int = 0
    changes: tuple[PriceChange, ...] = ()
    unclear: tuple[str, ...] = ()
    not_named: tuple[str, ...] = ()
    fallback: str = ""
    error: KnownError | None = None


class PriceRefresh:
    """Asks all providers at once, each by itself; what one of them says holds whatever becomes of the others.

    ``changed`` tells of every step, to be read from ``progress`` (calls done and in all, while a provider is being
    asked) and ``results``. ``folder`` is where the lists are kept.
    """

    def __init__(
        self, session: Session, tasks: Tasks, patience: Patience | None = None, folder: Path | None = None
    ) -> None:
        self._session = session
        self._tasks = tasks
        self._patience = patience or Patience()
        self._folder = folder
        self._running: dict[str, asyncio.Task[None]] = {}
        self.changed: Signal[None] = Signal()
        self.progress: dict[str, tuple[int, int]] = {}
        self.results: dict[str, Refreshed] = {}
        self.was_cancelled = False

    @property
    def is_running(self) -> bool:
        """Whether somebody is being asked."""
        return bool(self._running)

    def start(self) -> None:
        """Begin, unless it runs."""
        if self.is_running:
            return
        self.results.clear()
        self.was_cancelled = False
        for provider in VARIABLES:
            self.progress[provider] = (0, 0)
            self._running[provider] = self._tasks.start(self._ask(provider), f"prices of {provider}")
        self.changed.emit(None)

    def cancel(self) -> None:
        """Stop; a list that is there already stays."""
        self.was_cancelled = self.is_running
        for task in self._running.values():
            task.cancel()

    async def _ask(self, provider: str) -> None:
        def tell(done: int, total: int) -> None:
            self.progress[provider] = (done, total)
            self.changed.emit(None)

        try:
            folder = self._folder or config_folder()
            result = await refresh(provider, self._session.catalog, folder, tell, self._patience)
            self.results[provider] = result
            if result.prices is not None:
                self._session.add_price_list(result.prices)
        finally:
            self.progress.pop(provider, None)
            self._running.pop(provider, None)
            self.changed.emit(None)


async def refresh(provider: str, catalog: Catalog, folder: Path, tell: Tell, patience: Patience) -> Refreshed:
    """Ask a provider and keep the list that its answers make under ``folder``; what life caused is in the result."""
    models = [model for model in catalog.models.values() if model.provider == provider]
    try:
        key = await aside(lambda: key_of(provider))
        if key is None:
            return Refreshed(provider)
        async with asyncio.timeout(DEADLINE_S):
            named = await _named(provider, key.secret, models, tell, patience)
        before = published(catalog, provider)
        prices = live_list(provider, models, named, before)
        await asyncio.to_thread(save_price_list, prices, folder)
    except KnownError as error:
        return Refreshed(provider, error=error)
    except TimeoutError:
        words = f"{PROVIDERS[provider]} took longer than {DEADLINE_S:.0f} s to answer."
        return Refreshed(provider, error=KnownError(words, "The prices stay as they are; try again later."))
    return Refreshed(
        provider,
        prices,
        named.count,
        changes(catalog.price_list(provider), prices, models),
        named.unclear,
        not_named(prices, catalog.models),
        before.name if before else "",
    )


async def _named(
    provider: str, secret: str, models: Iterable[Model], tell: Tell, patience: Patience
) -> Named:
    if provider == "fal":
        from kling_studio.providers.fal import prices as fal
        from kling_studio.providers.fal.service import fal_service

        service = fal_service()
        async with service.connect(secret) as connection:
            connection.read_s = patience.read_s
            return await fal.named_prices(service, connection, models, tell, patience.clock)
    from kling_studio.providers.wavespeed import prices as wavespeed
    from kling_studio.providers.wavespeed.service import wavespeed_service

    other = wavespeed_service()
    async with other.connect(secret) as connection:
        connection.read_s = patience.read_s
        return await wavespeed.named_prices(other, connection, models, tell, patience.clock)


def result_words(result: Refreshed, held: PriceList | None) -> str:
    """What came of it, such as "14 prices of 21 November, 1 changed: Kling O3 Pro with sound $0.14 → $0.15".

    ``held`` is the list that holds now.
    """
    if result.error is not None:
        return str(result.error)
    prices = result.prices
    if prices is None:
        return "Not asked: there is no key."
    counted = f"{result.count} price{'' if result.count == 1 else 's'}"
    sentences = [f"{counted} of {day_words(prices.as_of)}, {_change_words(result.changes)}."]
    sentences += result.unclear
    if result.not_named:
        sentences.append(f"Not named, so as in {result.fallback}: {', '.join(result.not_named)}.")
    if held is not None and held.name != prices.name:
        sentences.append(f"{held.name} holds all the same.")
    return " ".join(sentences)


def day_words(day: date) -> str:
    """A day as a person says it: "21 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def _change_words(changed: tuple[PriceChange, ...]) -> str:
    if not changed:
        return "none changed"
    told = [f"{one.what} {_amount(one.before)} → {_amount(one.after)}" for one in changed[:_TOLD_AT_MOST]]
    more = len(changed) - len(told)
    return f"{len(changed)} changed: {', '.join(told)}{f' and {more} more' if more else ''}"


def _amount(amount: Decimal | None) -> str:
    """A rate in full: what is rounded for a sum would hide small changes here."""
    return "unknown" if amount is None else f"${exact(amount)}"
