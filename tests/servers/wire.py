"""What can go wrong on a connection, done to a real one."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from tests.servers.account import Request

CHUNK = 64 * 1024


class Service(Protocol):
    """What faults know of the server they strike."""

    stopping: bool

    @property
    def stranger_url(self) -> str: ...

    def refusal(self, status: int, kind: str) -> tuple[str, dict[str, str]]: ...

    def revoke_keys(self) -> None: ...

    async def close_part(self, name: str) -> None: ...


@dataclass
class Exchange:
    """A request on its way to its answer."""

    service: Service
    request: web.Request
    record: Request
    serve: Callable[[], Awaitable[web.StreamResponse]]  # the faithful answer, with all that it does


Act = Callable[[Exchange], Awaitable[web.StreamResponse]]


def hang_up(exchange: Exchange, *, reset: bool = False) -> web.StreamResponse:
    """Ends the connection: as one that closes, or as one that breaks (RST)."""
    transport = exchange.request.transport
    if transport is not None:
        if reset:
            peer = transport.get_extra_info("socket")
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    exchange.record.fault = exchange.record.fault or "hang up"
    return web.Response()


async def wait_for_the_client(exchange: Exchange) -> web.StreamResponse:
    """Says nothing until the client or the test gives up."""
    while not exchange.service.stopping:
        transport = exchange.request.transport
        if transport is None or transport.is_closing():
            break
        await asyncio.sleep(0.01)
    return hang_up(exchange)


async def whole(exchange: Exchange) -> web.Response:
    """The faithful answer, which faults then spoil."""
    answer = await exchange.serve()
    if not isinstance(answer, web.Response):
        raise TypeError(f"{exchange.record.kind} answers piece by piece, which this fault cannot spoil")
    return answer


def content(answer: web.Response) -> bytes:
    return bytes(answer.body) if isinstance(answer.body, bytes | bytearray) else b""


def respelled(answer: web.Response, body: Any) -> web.Response:
    """The same answer with other JSON."""
    return web.Response(
        status=answer.status,
        body=json.dumps(body).encode(),
        content_type="application/json",
        headers=kept_headers(answer),
    )


def kept_headers(answer: web.Response) -> dict[str, str]:
    return {
        name: value
        for name, value in answer.headers.items()
        if name.lower() not in {"content-type", "content-length", "transfer-encoding"}
    }


async def pieces(
    exchange: Exchange,
    answer: web.Response,
    body: bytes,
    *,
    length: int,
    chunk: int = CHUNK,
    pause_s: float = 0,
    drop: bool = False,
) -> web.StreamResponse:
    """Sends ``body`` under a Content-Length of ``length``, in pieces; ``drop`` ends the connection after them."""
    headers = {**kept_headers(answer), "Content-Type": answer.headers["Content-Type"]}
    stream = web.StreamResponse(status=answer.status, headers=headers)
    stream.content_length = length
    await stream.prepare(exchange.request)
    for start in range(0, len(body), chunk):
        try:
            await stream.write(body[start : start + chunk])
        except ConnectionError:
            return stream
        exchange.record.sent_bytes += len(body[start : start + chunk])
        await asyncio.sleep(pause_s)
    if drop:
        # What was written must leave this machine before the connection does.
        transport = exchange.request.transport
        if transport is not None:
            transport.close()
        return stream
    await stream.write_eof()
    return stream


async def zeros(exchange: Exchange, size: int, content_type: str) -> web.StreamResponse:
    """A body of ``size`` zero bytes, made as it is read."""
    stream = web.StreamResponse(headers={"Content-Type": content_type})
    stream.content_length = size
    await stream.prepare(exchange.request)
    piece = bytes(CHUNK)
    try:
        while exchange.record.sent_bytes < size and not exchange.service.stopping:
            await stream.write(piece[: size - exchange.record.sent_bytes])
            exchange.record.sent_bytes += min(CHUNK, size - exchange.record.sent_bytes)
        await stream.write_eof()
    except ConnectionError:
        pass
    return stream
