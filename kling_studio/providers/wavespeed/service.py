"""WaveSpeed's tasks, its uploads, its history and its prices.

Source: WaveSpeed's documentation of 2026 and its own clients.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kling_studio.core.facts import ChargeKind, Json
from kling_studio.core.request import RenderRequest
from kling_studio.providers.addresses import Base, base_of
from kling_studio.providers.cloud.reading import amount_in, iso, time_of, unknown_in
from kling_studio.providers.cloud.service import Handle, Listed, Missing, Phase, Report, Unclear
from kling_studio.providers.http import LIST_BYTES, Connection
from kling_studio.providers.renderer import Order
from kling_studio.providers.reply import Reply
from kling_studio.providers.wavespeed import uploads
from kling_studio.providers.wavespeed.body import compile_request
from kling_studio.providers.wavespeed.errors import (
    ended,
    lost,
    not_accepted,
    status_of,
    without_film,
)

_PAGE = 100
_MOST_PAGES = 10
_ENVELOPE = frozenset({"code", "message", "data"})
_TASK = frozenset(
    {
        "id",
        "model",
        "outputs",
        "urls",
        "has_nsfw_contents",
        "status",
        "created_at",
        "code",
        "error",
        "executionTime",
        "timings",
        "inputs",
        "input",
    }
)
_UPLOADS_LAST_S = 6 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class WaveSpeedService:
    """WaveSpeed at its address."""

    base: Base
    provider: str = "wavespeed"
    name: str = "WaveSpeed"
    busy_waits_s: tuple[float, ...] = (20.0, 40.0, 60.0)
    can_cancel: bool = False
    uploads_last_s: float | None = _UPLOADS_LAST_S
    missing_s: float = 60.0

    def compile(self, order: Order) -> RenderRequest:
        """The request for an order."""
        return compile_request(order.project, order.scene, order.model, order.mode, order.media)

    def connect(self, secret: str) -> Connection:
        """Connections that carry ``Authorization: Bearer ...`` to WaveSpeed's own host."""
        return Connection((self.base,), f"Bearer {secret}")

    async def price(self, connection: Connection, endpoint: str, body: Mapping[str, Any]) -> Decimal | None:
        """What this very body costs now, with the account's discount."""
        reply = await connection.ask("POST", self._at("model/price"), {"model_id": endpoint, "inputs": body})
        if status_of(reply) in {401, 403}:
            raise lost(reply)
        data = _data(reply)
        amount = amount_in(data.get("discounted_price"))
        return amount_in(data.get("price")) if amount is None else amount

    async def submit(self, connection: Connection, endpoint: str, body: Mapping[str, Any]) -> Handle:
        """POST the task."""
        reply = await connection.submit(self._at(endpoint), body)
        if reply.status == 200 and not reply.object:
            raise Unclear("its answer is not JSON")
        if status_of(reply) != 200:
            raise not_accepted(reply)
        data = _data(reply)
        task = data.get("id")
        if not isinstance(task, str) or not task:
            raise Unclear("its answer holds no id")
        return Handle(endpoint, task, self._addresses(task, data), _unknown(reply))

    async def poll(self, connection: Connection, handle: Handle) -> Report:
        """One look at the task."""
        kept = handle.addresses.get("get")
        address = kept if isinstance(kept, str) and self.base.owns(kept) else self._result(handle.request_id)
        reply = await connection.ask("GET", address)
        if status_of(reply) == 404:
            raise Missing
        data = _data(reply)
        if status_of(reply) != 200 or not isinstance(data.get("status"), str):
            raise lost(reply)
        return replace(_report(data), unknown=_unknown(reply))

    async def cancel(self, connection: Connection, handle: Handle) -> str:  # noqa: ARG002
        """Not possible: no call is documented that stops a task."""
        return "WaveSpeed cannot cancel a task that was sent: it goes on and is charged. Its film is kept."

    async def look_up(
        self, connection: Connection, endpoint: str, since: datetime, until: datetime
    ) -> tuple[list[Listed], datetime | None]:
        """The tasks of a model in a time, newest first."""
        listed: list[Listed] = []
        told_at: datetime | None = None
        for page in range(1, _MOST_PAGES + 1):
            asked = {
                "page": page,
                "page_size": _PAGE,
                "model": endpoint,
                "created_after": iso(since),
                "created_before": iso(until),
                "include_inputs": True,
            }
            items, reply = await self._list(connection, asked)
            told_at = time_of(reply)
            listed += [
                Listed(self._handle(endpoint, item), item.get("inputs", item.get("input"))) for item in items
            ]
            if len(items) < _PAGE:
                break
        return listed, told_at

    async def find(self, connection: Connection, handle: Handle) -> bool:
        """Whether the newest tasks hold an id."""
        asked = {"page": 1, "page_size": _PAGE, "model": handle.endpoint}
        items, _ = await self._list(connection, asked)
        return any(item["id"] == handle.request_id for item in items)

    async def upload(
        self, connection: Connection, file: Path, content_type: str, on_bytes: Callable[[int], object]
    ) -> str:
        """By ticket, or the older way where there are none."""
        return await uploads.upload(connection, self.base, file, content_type, on_bytes)

    def film_in(self, answer: Json) -> str | None:
        """``outputs[0]`` where it is an address."""
        first = _first_output(answer)
        return first if isinstance(first, str) and first else None

    def size_in(self, answer: Json) -> int | None:  # noqa: ARG002
        """Not told."""
        return None

    def id_in(self, answer: Json) -> str | None:
        """``outputs[0].element_id`` (a number there, text in a request) or ``outputs[0].voice_id``."""
        first = _first_output(answer)
        if not isinstance(first, Mapping):
            return None
        made = first.get("element_id") or first.get("voice_id")
        return str(made) if isinstance(made, str | int) else None

    async def charge(
        self,
        connection: Connection,  # noqa: ARG002
        handle: Handle,  # noqa: ARG002
        answer: Json,  # noqa: ARG002
        expected: Decimal | None,  # noqa: ARG002
    ) -> tuple[ChargeKind, Decimal] | None:
        """Nothing better than what the price call said before."""
        return None

    async def _list(
        self, connection: Connection, asked: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], Reply]:
        reply = await connection.ask("POST", self._at("predictions"), asked, most_bytes=LIST_BYTES)
        items = _data(reply).get("items")
        if status_of(reply) != 200 or not isinstance(items, list):
            raise lost(reply)
        return [item for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)], reply

    def _handle(self, endpoint: str, item: Mapping[str, Any]) -> Handle:
        return Handle(endpoint, item["id"], self._addresses(item["id"], item))

    def _addresses(self, task: str, data: Mapping[str, Any]) -> dict[str, str]:
        """The address of the answer if it is WaveSpeed's own, else the one that is built."""
        urls = data.get("urls")
        given = urls.get("get") if isinstance(urls, Mapping) else None
        own = given if isinstance(given, str) and self.base.owns(given) else self._result(task)
        return {"get": own}

    def _result(self, task: str) -> str:
        return self._at(f"predictions/{task}/result")

    def _at(self, call: str) -> str:
        return f"{self.base.address}/api/v3/{call}"


def wavespeed_service() -> WaveSpeedService:
    """WaveSpeed at the address that the environment names, else at its own."""
    return WaveSpeedService(base_of("KLING_STUDIO_WAVESPEED_URL", "https://api.wavespeed.ai"))


def _report(data: Mapping[str, Any]) -> Report:
    status, code = data["status"], data.get("code")
    if status == "completed":
        outputs = data.get("outputs")
        if isinstance(outputs, list) and outputs:
            new = {name: data[name] for name in unknown_in(data, _TASK) if name in data}
            return Report(Phase.DONE, answer={"id": data.get("id"), "outputs": outputs, **new})
        # Seen once: the word came before the address.
        return Report(without_film(status).phase, error=without_film(status).error, doubtful=True)
    if status == "failed":
        return ended(code if isinstance(code, int) else 0, str(data.get("error") or ""))
    if status in {"cancelled", "timeout", "deleted"}:
        return without_film(status)
    return Report(Phase.WAITING if status == "created" else Phase.RUNNING, f"{_text(status)} at WaveSpeed")


def _text(status: str) -> str:
    return {"created": "Waiting", "processing": "Rendering"}.get(status, status[:40].capitalize())


def _data(reply: Reply) -> dict[str, Any]:
    data = reply.object.get("data")
    return data if isinstance(data, dict) else {}


def _unknown(reply: Reply) -> tuple[str, ...]:
    return (*unknown_in(reply.object, _ENVELOPE), *unknown_in(_data(reply), _TASK))


def _first_output(answer: Json) -> Json:
    outputs = answer.get("outputs") if isinstance(answer, Mapping) else None
    return outputs[0] if isinstance(outputs, list | tuple) and outputs else None
