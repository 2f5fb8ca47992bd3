"""fal's queue, its uploads, its history and its bills.

Source: fal's queue and platform documentation of 2026 and its own clients. The POST of a submit is made once; both
official clients repeat it, and each repeat can be a second paid render.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from kling_studio.core.facts import ChargeKind, Json
from kling_studio.core.request import RenderRequest
from kling_studio.providers.addresses import Base, base_of
from kling_studio.providers.cloud.reading import iso, time_of, unknown_in
from kling_studio.providers.cloud.service import Handle, Listed, Missing, Phase, Report, Unclear
from kling_studio.providers.fal import bills, uploads
from kling_studio.providers.fal.body import compile_request
from kling_studio.providers.fal.errors import Complaint, complaint_in, ended, lost, not_accepted
from kling_studio.providers.http import LIST_BYTES, Connection
from kling_studio.providers.network_errors import NotSent
from kling_studio.providers.renderer import Order
from kling_studio.providers.reply import Reply

BACKUP = Base("https://queue.falrun.com", overridden=False)
_MOST_PAGES = 10
_SUBMIT = frozenset(
    {
        "request_id",
        "response_url",
        "status_url",
        "cancel_url",
        "queue_position",
        "status",
        "gateway_request_id",
    }
)
_STATUS = _SUBMIT | {"logs", "metrics", "error", "error_type"}
_RESULT = frozenset({"video", "voice_id"})
_VIDEO = frozenset({"url", "content_type", "file_name", "file_size"})


@dataclass(frozen=True, slots=True)
class FalService:
    """fal at its addresses. The ``backup`` of the queue is asked where no connection to the queue can be made."""

    queue: Base
    rest: Base
    platform: Base
    backup: Base | None = None
    provider: str = "fal"
    name: str = "fal.ai"
    busy_waits_s: tuple[float, ...] = (5.0, 15.0, 45.0)
    can_cancel: bool = True
    uploads_last_s: float | None = None
    missing_s: float = 120.0

    def compile(self, order: Order) -> RenderRequest:
        """The request for an order."""
        return compile_request(order.project, order.scene, order.model, order.mode, order.media)

    def connect(self, secret: str) -> Connection:
        """Connections that carry ``Authorization: Key ...`` to fal's own hosts."""
        backup = () if self.backup is None else (self.backup,)
        return Connection((self.queue, self.rest, self.platform, *backup), f"Key {secret}")

    async def price(self, connection: Connection, endpoint: str, body: Mapping[str, Any]) -> Decimal | None:  # noqa: ARG002
        """Nothing: fal names one price per endpoint, not one for a body."""
        return None

    async def submit(self, connection: Connection, endpoint: str, body: Mapping[str, Any]) -> Handle:
        """POST to the queue; on the backup host only where no connection could be made."""
        try:
            reply = await connection.submit(f"{self.queue.address}/{endpoint}", body)
        except NotSent:
            if self.backup is None:
                raise
            reply = await connection.submit(f"{self.backup.address}/{endpoint}", body)
        if not reply.is_success:
            raise not_accepted(reply)
        request_id = reply.object.get("request_id")
        if not isinstance(request_id, str) or not request_id:
            raise Unclear("its answer holds no id")
        addresses = self._addresses(endpoint, request_id, reply.object)
        return Handle(endpoint, request_id, addresses, unknown_in(reply.object, _SUBMIT))

    async def poll(self, connection: Connection, handle: Handle) -> Report:
        """The status, and the result once it has ended."""
        reply = await self._asked(connection, "GET", f"{self._address(handle, 'status')}?logs=1")
        if reply.status == 404:
            raise Missing
        if reply.status == 405 or (reply.is_success and not reply.content):
            # The answer of fal to an address that is wrong.
            rebuilt = self._addresses(handle.endpoint, handle.request_id, {})
            reply = await self._asked(connection, "GET", f"{rebuilt['status']}?logs=1")
        if not reply.is_success or not reply.object:
            raise lost(reply)
        status = reply.object
        report = await self._report(connection, handle, status)
        return replace(report, unknown=(*unknown_in(status, _STATUS), *report.unknown))

    async def cancel(self, connection: Connection, handle: Handle) -> str:
        """PUT to the cancel address."""
        reply = await self._asked(connection, "PUT", self._address(handle, "cancel"))
        if reply.status == 404:
            raise Missing
        if reply.status == 400:
            return "It is too late to cancel: the render has ended. Its film is kept and paid."
        if not reply.is_success:
            raise lost(reply)
        if reply.status == 202:
            return "fal.ai was asked to cancel. A render that runs may finish all the same; then it is kept and paid."
        return "fal.ai has taken it out of the queue. Nothing is paid."

    async def look_up(
        self, connection: Connection, endpoint: str, since: datetime, until: datetime
    ) -> tuple[list[Listed], datetime | None]:
        """The history of an endpoint with its payloads. Requests that wait may not stand in it yet."""
        asked = {"endpoint_id": endpoint, "start": iso(since), "end": iso(until), "expand": "payloads"}
        listed: list[Listed] = []
        query: dict[str, str] = {**asked, "limit": "100"}
        told_at: datetime | None = None
        for _ in range(_MOST_PAGES):
            page, reply = await self._history(connection, query)
            told_at = time_of(reply)
            listed += [self._listed(endpoint, item) for item in page.get("items", []) if _is_item(item)]
            cursor = page.get("next_cursor")
            if not page.get("has_more") or not isinstance(cursor, str):
                break
            query["cursor"] = cursor
        return listed, told_at

    async def find(self, connection: Connection, handle: Handle) -> bool:
        """Whether the history knows an id; it reaches back 90 days for one."""
        query = {"endpoint_id": handle.endpoint, "request_id": handle.request_id}
        page, _ = await self._history(connection, query)
        return any(
            item.get("request_id") == handle.request_id for item in page.get("items", []) if _is_item(item)
        )

    async def upload(
        self, connection: Connection, file: Path, content_type: str, on_bytes: Callable[[int], object]
    ) -> str:
        """By ticket; in pieces above 90 MiB."""
        return await uploads.upload(connection, self.rest, file, content_type, on_bytes)

    def film_in(self, answer: Json) -> str | None:
        """``video.url``."""
        url = _video(answer).get("url")
        return url if isinstance(url, str) and url else None

    def size_in(self, answer: Json) -> int | None:
        """``video.file_size``, where it is a size."""
        size = _video(answer).get("file_size")
        return size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None

    def id_in(self, answer: Json) -> str | None:
        """``voice_id``: digits in a string."""
        made = answer.get("voice_id") if isinstance(answer, Mapping) else None
        return str(made) if isinstance(made, str | int) and made else None

    async def charge(
        self, connection: Connection, handle: Handle, answer: Json, expected: Decimal | None
    ) -> tuple[ChargeKind, Decimal] | None:
        """By :func:`kling_studio.providers.fal.bills.charge`."""
        return await bills.charge(connection, self.platform, handle, answer, expected)

    async def _report(self, connection: Connection, handle: Handle, status: Mapping[str, Any]) -> Report:
        if status.get("status") == "COMPLETED":
            return await self._ended(connection, handle, status)
        if status.get("status") == "IN_QUEUE":
            return _waiting(status.get("queue_position"))
        return Report(Phase.RUNNING, _last_line(status.get("logs")))

    async def _ended(self, connection: Connection, handle: Handle, status: Mapping[str, Any]) -> Report:
        """What a job that is ``COMPLETED`` brought: that word says nothing about success."""
        reply = await self._asked(connection, "GET", self._address(handle, "response"))
        if reply.is_success and reply.object:
            units = reply.headers.get("x-fal-billable-units")
            answer = {**reply.object, **({bills.UNITS: units} if units else {})}
            unknown = (*unknown_in(reply.object, _RESULT), *unknown_in(_video(answer), _VIDEO, "video"))
            return Report(Phase.DONE, answer=answer, unknown=unknown)
        told = Complaint(str(status.get("error") or ""), str(status.get("error_type") or ""))
        if told.kind or told.message:
            return ended(told if told.message else replace(told, message=complaint_in(reply).message))
        complaint = complaint_in(reply)
        if reply.is_success or reply.status in {401, 403, 408, 429} or _is_gateway(reply):
            raise lost(reply)
        if reply.status == 400 and "in progress" in complaint.message:
            return Report(Phase.RUNNING)
        if complaint.message or complaint.kind:
            return ended(complaint)
        raise lost(reply)

    async def _history(
        self, connection: Connection, query: Mapping[str, str]
    ) -> tuple[dict[str, Any], Reply]:
        address = f"{self.platform.address}/v1/models/requests/by-endpoint?{urlencode(query)}"
        reply = await connection.ask("GET", address, most_bytes=LIST_BYTES)
        if not reply.is_success or not isinstance(reply.object.get("items"), list):
            raise lost(reply)
        return reply.object, reply

    def _listed(self, endpoint: str, item: Mapping[str, Any]) -> Listed:
        request_id = str(item["request_id"])
        handle = Handle(endpoint, request_id, self._addresses(endpoint, request_id, {}))
        return Listed(handle, item.get("json_input"))

    def _addresses(self, endpoint: str, request_id: str, answer: Mapping[str, Any]) -> dict[str, str]:
        """The three addresses of a job: those of the answer that are the queue's own, else under the app's root."""
        root = "/".join(endpoint.split("/")[:2])
        base = f"{self.queue.address}/{root}/requests/{request_id}"
        built = {"status": f"{base}/status", "response": base, "cancel": f"{base}/cancel"}
        given = {name: answer.get(f"{name}_url") for name in built}
        return {
            name: own if isinstance(own := given[name], str) and self.queue.owns(own) else address
            for name, address in built.items()
        }

    async def _asked(self, connection: Connection, method: Literal["GET", "PUT"], address: str) -> Reply:
        """What the queue answers, or its backup where there is no connection."""
        try:
            return await connection.ask(method, address)
        except NotSent:
            if self.backup is None or not address.startswith(self.queue.address):
                raise
            return await connection.ask(
                method, self.backup.address + address.removeprefix(self.queue.address)
            )

    def _address(self, handle: Handle, name: str) -> str:
        kept = handle.addresses.get(name)
        if isinstance(kept, str) and self.queue.owns(kept):
            return kept
        return self._addresses(handle.endpoint, handle.request_id, {})[name]


def fal_service() -> FalService:
    """Fal at the addresses that the environment names, else at its own."""
    queue = base_of("KLING_STUDIO_FAL_QUEUE_URL", "https://queue.fal.run")
    return FalService(
        queue=queue,
        backup=None if queue.overridden else BACKUP,
        rest=base_of("KLING_STUDIO_FAL_REST_URL", "https://rest.fal.ai"),
        platform=base_of("KLING_STUDIO_FAL_API_URL", "https://api.fal.ai"),
    )


def _video(answer: Json) -> Mapping[str, Json]:
    video = answer.get("video") if isinstance(answer, Mapping) else None
    return video if isinstance(video, Mapping) else {}


def _is_item(item: object) -> bool:
    return isinstance(item, Mapping)


def _is_gateway(reply: Reply) -> bool:
    """A 5xx of whatever stands before the queue, which knows nothing of the job."""
    return reply.status >= 500 and ("x-fal-request-id" not in reply.headers or not reply.is_json)


def _waiting(ahead: object) -> Report:
    if not isinstance(ahead, int) or isinstance(ahead, bool) or ahead < 0:
        return Report(Phase.WAITING, "Waiting at fal.ai")
    words = f"Waiting at fal.ai, {ahead} in front" if ahead else "Next at fal.ai"
    return Report(Phase.WAITING, words, ahead)


def _last_line(logs: object) -> str:
    lines = [item.get("message") for item in logs if _is_item(item)] if isinstance(logs, list) else []
    return str(lines[-1])[:200] if lines and lines[-1] else "Rendering at fal.ai"
