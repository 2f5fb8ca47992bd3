"""What a render cost at fal, as good as it can be known.

Source: fal's platform documentation of 2026. Bills are for admin keys; an ordinary one sees units and prices.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from kling_studio.core.facts import ChargeKind, Json
from kling_studio.providers.addresses import Base
from kling_studio.providers.cloud.reading import amount_in
from kling_studio.providers.cloud.service import Handle
from kling_studio.providers.http import Connection
from kling_studio.providers.reply import Reply

UNITS = "x_fal_billable_units"
"""Under this name the header of that name is kept beside the answer."""
_PLAUSIBLE = Decimal("0.2")


async def charge(
    connection: Connection, platform: Base, handle: Handle, answer: Json, expected: Decimal | None
) -> tuple[ChargeKind, Decimal] | None:
    """The bill where the key may read it, else units times unit price where that is near what was expected."""
    billed = await _billed(connection, platform, handle)
    if billed is not None:
        return ChargeKind.ACTUAL, billed
    units = amount_in(answer.get(UNITS)) if isinstance(answer, Mapping) else None
    if units is None or expected is None:
        return None
    unit_price = await _unit_price(connection, platform, handle)
    if unit_price is None:
        return None
    derived = (units * unit_price).normalize()
    plausible = abs(derived - expected) <= expected * _PLAUSIBLE
    return (ChargeKind.DERIVED, derived) if plausible else None


async def _billed(connection: Connection, platform: Base, handle: Handle) -> Decimal | None:
    query = urlencode({"request_id": handle.request_id})
    reply = await connection.ask("GET", f"{platform.address}/v1/models/billing-events?{query}")
    events = _entries(reply, "billing_events", "request_id", handle.request_id)
    known = [amount for event in events if (amount := amount_in(event.get("cost_total"))) is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(events) else None


async def _unit_price(connection: Connection, platform: Base, handle: Handle) -> Decimal | None:
    query = urlencode({"endpoint_id": handle.endpoint})
    reply = await connection.ask("GET", f"{platform.address}/v1/models/pricing?{query}")
    prices = _entries(reply, "prices", "endpoint_id", handle.endpoint)
    return amount_in(prices[0].get("unit_price")) if prices else None


def _entries(reply: Reply, name: str, key: str, value: str) -> list[Mapping[str, Any]]:
    """The objects of a list in an answer that have a value."""
    entries = reply.object.get(name) if reply.is_success else None
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, Mapping) and entry.get(key) == value]
