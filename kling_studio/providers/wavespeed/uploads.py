"""Files to WaveSpeed: a ticket and the bytes without the key, or the older form where there are no tickets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kling_studio.core.errors import KnownError
from kling_studio.providers.addresses import Base
from kling_studio.providers.cloud.service import Again, Refused
from kling_studio.providers.http import Connection
from kling_studio.providers.network_errors import ForeignAddress
from kling_studio.providers.reply import Reply
from kling_studio.providers.wavespeed.errors import message_of, refused_key, status_of

MOST_BYTES = 200 * 1024 * 1024


async def upload(
    connection: Connection, base: Base, file: Path, content_type: str, on_bytes: Callable[[int], object]
) -> str:
    """The address of the file at WaveSpeed. Raises ``Again``, ``Refused``, ``Held``, ``NotSent`` or ``NoAnswer``."""
    size = file.stat().st_size  # noqa: ASYNC240  a glance
    if size > MOST_BYTES:
        raise Refused(f"{file.name} is larger than the 200 MB that WaveSpeed takes.", "Use a smaller file.")
    asked = {"filename": file.name, "size": size, "content_type": content_type}
    reply = await connection.ask("POST", f"{base.address}/api/v3/media/uploads", asked)
    if reply.status in {404, 405}:
        reply = await connection.form(f"{base.address}/api/v3/media/upload/binary", file, content_type)
        return _address(_checked(reply, file))
    data = _checked(reply, file)
    ticket = data.get("upload")
    url, headers = (ticket.get("url"), ticket.get("headers")) if isinstance(ticket, dict) else (None, None)
    if not isinstance(url, str) or not isinstance(headers, dict):
        raise Again("a ticket without an address")
    try:
        put = await connection.put(url, file, {str(name): str(headers[name]) for name in headers}, on_bytes)
    except ForeignAddress:
        raise Refused(
            f"WaveSpeed names an upload address for {file.name} that is not https. Nothing was sent there."
        ) from None
    if not put.is_success:
        raise Again(f"status {put.status}", put.wait_s())
    return _address(data)


def _checked(reply: Reply, file: Path) -> dict[str, Any]:
    status = status_of(reply)
    data = reply.object.get("data")
    if status == 200 and isinstance(data, dict):
        return data
    if status in {401, 402, 403}:
        raise refused_key(reply)
    if 400 <= status < 500 and status not in {408, 429}:
        words = message_of(reply) or f"status {status}"
        raise KnownError(
            f"WaveSpeed does not take {file.name}: {words}. Nothing was paid.", "Replace the file."
        )
    raise Again(f"status {status}", reply.wait_s())


def _address(data: dict[str, Any]) -> str:
    address = data.get("download_url")
    if not isinstance(address, str) or not address:
        raise Again("an upload without an address")
    return address
