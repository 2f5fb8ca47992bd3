"""The facts of an open project: written first, then believed."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.core.ledger import NO_FACTS, LedgerState, checked, fold
from kling_studio.providers.whole import whole


class Journal:
    """What happened, in memory and on the disk. ``write`` puts a fact on the disk and returns when it is there."""

    def __init__(self, write: Callable[[Fact], object], facts: Iterable[Fact] = ()) -> None:
        self.ledger: LedgerState = fold(NO_FACTS, facts)
        self.on_added: Callable[[Fact], object] = lambda _fact: None
        self._write = write
        self._turn = asyncio.Lock()

    async def add(self, job: str, kind: FactKind, data: Mapping[str, Json] | None = None) -> None:
        """Write down that something happens to a job; whole, also where the caller is cancelled meanwhile.

        Raises:
            IllegalStep: it cannot follow what happened before: a fault of the program.
            KnownError: the disk refuses; nothing may be done on the strength of the fact then.
        """
        await whole(self._add(job, kind, data or {}))

    async def _add(self, job: str, kind: FactKind, data: Mapping[str, Json]) -> None:
        async with self._turn:
            fact = Fact(now(), kind, job, data)
            after = checked(self.ledger, fact)
            await asyncio.to_thread(self._write, fact)
            self.ledger = after
        self.on_added(fact)


def now() -> str:
    """The time in the form that facts have: ISO 8601 in UTC with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
