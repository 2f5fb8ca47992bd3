"""Files to fal: a ticket from its REST host, then the bytes without the key. In pieces where they are many.

Source: fal's JavaScript client 1.10.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from kling_studio.core.errors import KnownError
from kling_studio.providers.addresses import Base
from kling_studio.providers.cloud.sentences import sentence
from kling_studio.providers.cloud.service import Again, Refused
from kling_studio.providers.fal.errors import complaint_in, refused_key
from kling_studio.providers.http import Connection
from kling_studio.providers.network_errors import ForeignAddress, NoAnswer, NotSent
from kling_studio.providers.reply import Reply

IN_PIECES_ABOVE = 90 * 1024 * 1024
PIECE_BYTES = 10 * 1024 * 1024
_PIECE_TRIES = 3
_EXPIRED = frozenset({401, 403, 404, 410})


async def upload(
    connection: Connection, rest: Base, file: Path, content_type: str, on_bytes: Callable[[int], object]
) -> str:
    """The address of the file at fal. Raises ``Again``, ``Refused``, ``Held``, ``NotSent`` or ``NoAnswer``."""
    size = file.stat().st_size  # noqa: ASYNC240  a glance
    in_pieces = size > IN_PIECES_ABOVE
    call = "initiate-multipart" if in_pieces else "initiate"
    reply = await connection.ask(
        "POST",
        f"{rest.address}/storage/upload/{call}?storage_type=fal-cdn-v3",
        {"content_type": content_type, "file_name": file.name},
    )
    ticket = _checked(reply, file).object
    put_to, address = ticket.get("upload_url"), ticket.get("file_url")
    if not isinstance(put_to, str) or not isinstance(address, str):
        raise Again("a ticket without addresses")
    try:
        if in_pieces:
            await _put_pieces(connection, put_to, file, size, on_bytes)
        else:
            _put(await connection.put(put_to, file, {"Content-Type": content_type}, on_bytes), file)
    except ForeignAddress:
        raise Refused(
            f"fal.ai names an upload address for {file.name} that is not https. Nothing was sent there."
        ) from None
    return address


async def _put_pieces(
    connection: Connection, put_to: str, file: Path, size: int, on_bytes: Callable[[int], object]
) -> None:
    parts = []
    for number, start in enumerate(range(0, size, PIECE_BYTES), start=1):
        piece = min(PIECE_BYTES, size - start)
        parts.append(await _put_piece(connection, _below(put_to, str(number)), file, start, piece))
        on_bytes(start + piece)
    _put(await connection.post_without_key(_below(put_to, "complete"), {"parts": parts}), file)


async def _put_piece(
    connection: Connection, address: str, file: Path, start: int, size: int
) -> dict[str, Any]:
    error: Exception = Again("no try")
    for _ in range(_PIECE_TRIES):
        try:
            reply = _put(await connection.put(address, file, {}, start=start, size=size), file)
        except (Again, NotSent, NoAnswer) as failed:
            error = failed
            continue
        number, tag = reply.object.get("partNumber"), reply.object.get("etag")
        if isinstance(number, int) and isinstance(tag, str):
            return {"partNumber": number, "etag": tag}
        error = Again("a piece without a tag")
    raise error


def _below(address: str, name: str) -> str:
    """``{path}/{name}?{query}`` of ``{path}?{query}``."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def _put(reply: Reply, file: Path) -> Reply:
    """The answer of the place that a ticket names; it knows no key, and a ticket that has expired is asked anew."""
    if reply.status in _EXPIRED:
        raise Again("the ticket does not hold any more")
    return _checked(reply, file)


def _checked(reply: Reply, file: Path) -> Reply:
    if reply.is_success:
        return reply
    if reply.status in {401, 403} and reply.headers.get("content-type", "").startswith("application/json"):
        raise refused_key(reply)
    if reply.status in {408, 429} or reply.status >= 500 or 300 <= reply.status < 400:
        raise Again(f"status {reply.status}", reply.wait_s())
    words = complaint_in(reply).message or f"status {reply.status}"
    raise KnownError(
        f"fal.ai does not take {file.name}: {sentence(words)} Nothing was paid.", "Replace the file."
    )
