"""What fal charges now: one price per endpoint, with the account's discount.

Source: ``GET /v1/models/pricing`` of fal's platform API, 2026. The tiers of sound and voice are not in it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from kling_studio.core.catalog import Model
from kling_studio.core.live_prices import Cell, Named, named_columns
from kling_studio.providers.clock import Clock
from kling_studio.providers.cloud.naming import Unread, day_of, not_understood, patiently, price_in
from kling_studio.providers.fal.body import CREATE_VOICE
from kling_studio.providers.fal.errors import refused_key
from kling_studio.providers.fal.service import FalService
from kling_studio.providers.http import Connection, Reply

_AT_ONCE = 50
_MOST_ASKED = 120
_SECONDS = frozenset({"s", "sec", "second", "seconds"})
_RUNS = frozenset({"unit", "units", "run", "runs", "request", "requests", "call", "calls"})
_VOICE_ACTION = "create-voice"


async def named_prices(
    service: FalService,
    connection: Connection,
    models: Iterable[Model],
    tell: Callable[[int, int], object],
    clock: Clock,
) -> Named:
    """The prices of every endpoint of the models. ``tell`` gets how many endpoints are done, and of how many.

    Raises ``KnownError`` where fal refuses the key, cannot be reached or says nothing that can be used.
    """
    places = [(model, mode) for model in models for mode in model.modes if mode.endpoint]
    asking = _Asking(service, connection, clock)
    endpoints = list(dict.fromkeys([*(mode.endpoint for _, mode in places), CREATE_VOICE]))
    for first in range(0, len(endpoints), _AT_ONCE):
        tell(first, len(endpoints))
        await asking.ask(endpoints[first : first + _AT_ONCE])
    tell(len(endpoints), len(endpoints))
    prices = {
        endpoint: amount
        for endpoint in endpoints
        if (amount := asking.price(endpoint, _RUNS if endpoint == CREATE_VOICE else _SECONDS)) is not None
    }
    rates = {
        Cell(model.id, mode.name, column): prices[mode.endpoint]
        for model, mode in places
        if mode.endpoint in prices
        for column in named_columns(mode)
    }
    if asking.day is None or not rates:
        raise asking.unread.refuse(service.name)
    extras = {_VOICE_ACTION: prices[CREATE_VOICE]} if CREATE_VOICE in prices else {}
    source = f"{service.platform.address}/v1/models/pricing, with the discount of the account"
    return Named(asking.day, source, rates, extras, len(prices), asking.unread.sentences())


class _Asking:
    """The calls, and what came of them by endpoint."""

    def __init__(self, service: FalService, connection: Connection, clock: Clock) -> None:
        self._service = service
        self._connection = connection
        self._clock = clock
        self._asked = 0
        self.day: date | None = None
        self.items: dict[str, Mapping[str, Any]] = {}
        self.unread = Unread()

    async def ask(self, endpoints: list[str]) -> None:
        """Ask for some; one that fal does not know hides the others, so that halves are asked for then."""
        cursor: str | None = ""
        while cursor is not None:
            reply = await self._call(endpoints, cursor)
            if reply.status in {400, 404, 422}:
                if len(endpoints) > 1:
                    middle = len(endpoints) // 2
                    await self.ask(endpoints[:middle])
                    await self.ask(endpoints[middle:])
                return
            cursor = self._take(reply)

    def price(self, endpoint: str, units: frozenset[str]) -> Decimal | None:
        """The price of an endpoint, if it is named in dollars for such a unit; what is in the way is noted."""
        item = self.items.get(endpoint)
        if item is None:
            return None
        unit, currency, amount = (
            item.get("unit"),
            item.get("currency", "USD"),
            price_in(item.get("unit_price")),
        )
        if amount is None:
            self.unread.note("fal.ai names no price that can be read", endpoint)
        elif str(currency).upper() != "USD":
            self.unread.note(f"fal.ai names prices in {_short(currency)}, not in dollars", endpoint)
        elif str(unit).strip().lower() not in units:
            self.unread.note(
                f'fal.ai counts in "{_short(unit)}", and nobody knows how much that is', endpoint
            )
        else:
            return amount
        return None

    async def _call(self, endpoints: list[str], cursor: str) -> Reply:
        self._asked += 1
        if self._asked > _MOST_ASKED:
            raise not_understood(self._service.name)
        query = [("endpoint_id", name) for name in endpoints] + ([("cursor", cursor)] if cursor else [])
        address = f"{self._service.platform.address}/v1/models/pricing?{urlencode(query)}"
        reply = await patiently(
            self._service.name,
            lambda: self._connection.ask("GET", address),
            lambda answer: answer.status,
            self._clock,
        )
        if reply.status in {401, 402, 403}:
            raise refused_key(reply)
        return reply

    def _take(self, reply: Reply) -> str | None:
        """Keep what an answer holds; where the next page begins, if there is one."""
        items = reply.object.get("prices")
        if not reply.is_success or not isinstance(items, list):
            raise not_understood(self._service.name)
        self.day = self.day or day_of(reply)
        for item in items:
            if isinstance(item, Mapping) and isinstance(item.get("endpoint_id"), str):
                self.items[item["endpoint_id"]] = item
        following = reply.object.get("next_cursor")
        more = reply.object.get("has_more") is True
        return following if more and isinstance(following, str) and following else None


def _short(value: object) -> str:
    return str(value)[:40]
