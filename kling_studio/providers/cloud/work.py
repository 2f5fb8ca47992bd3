"""One job while it is worked on, and how its stages wait and tell."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.ledger import Take
from kling_studio.providers.clock import Patience
from kling_studio.providers.cloud.service import Complaining, Handle, Service
from kling_studio.providers.http import Connection
from kling_studio.providers.renderer import Order, Progress, Step

T = TypeVar("T")
Stage = AsyncGenerator[Step | Progress, None]
_GRACE_S = 10.0


@dataclass(slots=True)
class Work:
    """A job on its way. The stages fill in what they learn; ``ended`` once nothing is left to do.

    ``lasts_until_s`` tells of uploads of this very run when they expire, by the wall's clock.
    """

    order: Order
    take: Take
    service: Service
    connection: Connection
    patience: Patience
    account: str
    filled: dict[str, Any] = field(default_factory=dict)
    lasts_until_s: dict[str, float] = field(default_factory=dict)
    sent_at: str = ""
    price: Decimal | None = None
    is_unclear: bool = False
    handle: Handle | None = None
    answer: Json = None
    ended: bool = False

    @property
    def body(self) -> Any:
        """The request's body as it was compiled, with its placeholders."""
        return self.take.sent.get("body", {})


def failed(error: KnownError) -> Step:
    """The step of a job that failed for good."""
    about = sentences(error)
    if isinstance(error, Complaining) and error.place.field:
        about |= {"field": error.place.field, "shot": error.place.shot}
    return Step(FactKind.FAILED, about)


def sentences(error: KnownError) -> dict[str, Json]:
    """The words of an error as the data of a fact."""
    return {"what_happened": error.what_happened, "what_to_do": error.what_to_do}


async def to_the_end(work: Awaitable[T]) -> tuple["asyncio.Future[T]", asyncio.CancelledError | None]:
    """``work`` once it is done, also if the caller is cancelled meanwhile, which is told and must be raised later.

    So a reply that is on its way is not thrown away. It is waited for a little; then the cancelling wins.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError as cancelled:
        try:
            done, _ = await asyncio.wait({task}, timeout=_GRACE_S)
        except asyncio.CancelledError:
            done = set()
        if done:
            return task, cancelled
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task
        raise
    return task, None


async def reported(
    work: Callable[[Callable[[Progress], None]], Awaitable[T]], results: list[T]
) -> AsyncGenerator[Progress, None]:
    """The progress that ``work`` tells while it runs; what it returns is put into ``results``."""
    news: asyncio.Queue[Progress | None] = asyncio.Queue()

    async def run() -> T:
        try:
            return await work(news.put_nowait)
        finally:
            news.put_nowait(None)

    task = asyncio.create_task(run())
    try:
        while (progress := await news.get()) is not None:
            yield progress
        results.append(await task)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
