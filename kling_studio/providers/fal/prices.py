"""What fal charges now: one price per endpoint, with the account's discount.

Source: ``GET /v1/models/pricing`` of fal's platform API, 2026. The tiers of sound and voice are not in it.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from kling_studio.core.catalog import Model
from kling_studio.core.live_prices import Cell, Named, named_columns
from kling_studio.providers.clock import Clock
from kling_studio.providers.cloud.naming import Asking, not_understood, price_in
from kling_studio.providers.fal.body import CREATE_VOICE
from kling_studio.providers.fal.errors import refused_key
from kling_studio.providers.fal.service import FalService
from kling_studio.providers.http import Connection
from kling_studio.providers.reply import Reply

_AT_ONCE = 50
_MOST_ASKED = 120
_SECONDS = frozenset({"s", "sec", "second", "seconds"})
_RUNS = frozenset({"unit", "units", "run", "runs", "request", "requests", "call", "calls"})
_VOICE_ACTION = "create-voice"
_ANSWER = frozenset({"prices", "next_cursor", "has_more"})
_PRICE = frozenset({"endpoint_id", "unit_price", "unit", "currency"})


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
    asking = Asking(service.name, lambda reply: reply.status, refused_key, clock)
    named = _Endpoints(asking, connection, f"{service.platform.address}/v1/models/pricing")
    endpoints = list(dict.fromkeys([*(mode.endpoint for _, mode in places), CREATE_VOICE]))
    for first in range(0, len(endpoints), _AT_ONCE):
        tell(first, len(endpoints))
        await named.ask(endpoints[first : first + _AT_ONCE])
    tell(len(endpoints), len(endpoints))
    prices = {
        endpoint: amount
        for endpoint in endpoints
        if (amount := named.price(endpoint, _RUNS if endpoint == CREATE_VOICE else _SECONDS)) is not None
    }
    rates = {
        Cell(model.id, mode.name, column): prices[mode.endpoint]
        for model, mode in places
        if mode.endpoint in prices
        for column in named_columns(mode)
    }
    extras = {_VOICE_ACTION: prices[CREATE_VOICE]} if CREATE_VOICE in prices else {}
    return asking.named(named.address, rates, extras, len(prices))


class _Endpoints:
    """What came of the calls, by endpoint."""

    def __init__(self, asking: Asking, connection: Connection, address: str) -> None:
        self.address = address
        self._asking = asking
        self._connection = connection
        self._asked = 0
        self._items: dict[str, Mapping[str, Any]] = {}

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
        item = self._items.get(endpoint)
        if item is None:
            return None
        unit, currency, amount = (
            item.get("unit"),
            item.get("currency", "USD"),
            price_in(item.get("unit_price")),
        )
        if amount is None:
            self._asking.unread.note("fal.ai names no price that can be read", endpoint)
        elif str(currency).upper() != "USD":
            self._asking.unread.note(f"fal.ai names prices in {_short(currency)}, not in dollars", endpoint)
        elif str(unit).strip().lower() not in units:
            self._asking.unread.note(
                f'fal.ai counts in "{_short(unit)}", and nobody knows how much that is', endpoint
            )
        else:
            return amount
        return None

    async def _call(self, endpoints: list[str], cursor: str) -> Reply:
        self._asked += 1
        if self._asked > _MOST_ASKED:
            raise not_understood(self._asking.name)
        query = [("endpoint_id", name) for name in endpoints] + ([("cursor", cursor)] if cursor else [])
        address = f"{self.address}?{urlencode(query)}"
        return await self._asking.answer(lambda: self._connection.ask("GET", address))

    def _take(self, reply: Reply) -> str | None:
        """Keep what an answer holds; where the next page begins, if there is one."""
        items = reply.object.get("prices")
        if not reply.is_success or not isinstance(items, list):
            raise not_understood(self._asking.name)
        self._asking.understood(reply)
        self._asking.note_unknown(reply.object, _ANSWER)
        for item in items:
            if isinstance(item, Mapping) and isinstance(item.get("endpoint_id"), str):
                self._items[item["endpoint_id"]] = item
                self._asking.note_unknown(item, _PRICE)
        following = reply.object.get("next_cursor")
        more = reply.object.get("has_more") is True
        return following if more and isinstance(following, str) and following else None


def _short(value: object) -> str:
    return str(value)[:40]
