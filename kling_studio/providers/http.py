"""HTTP to a provider under one policy: who gets the key, how long to wait, how much to read, what is followed.

A submit goes out on a connection of its own and is never repeated here.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urljoin

from kling_studio.providers.addresses import Base, may_fetch
from kling_studio.providers.network_errors import ForeignAddress, NoAnswer, translated
from kling_studio.providers.reply import Reply
from kling_studio.providers.whole import whole

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

JSON_BYTES = 8 * 1024 * 1024
LIST_BYTES = 64 * 1024 * 1024
MOST_HOPS = 5
_CONNECT_S = 10.0
_CHUNK = 256 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
Method = Literal["GET", "POST", "PUT"]


class Connection:
    """HTTP to one provider while one job is at work; an asynchronous context manager.

    ``authorization`` is the value of that header. It goes to the ``api`` addresses and to nothing else.
    """

    def __init__(self, api: Iterable[Base], authorization: str) -> None:
        self.api = tuple(api)
        self.submit_read_s = 60.0
        self.read_s = 30.0
        self._authorization = authorization
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    def __repr__(self) -> str:
        return f"Connection({', '.join(base.address for base in self.api)})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        if self._client is not None:
            await whole(self._client.aclose())  # half closed, its sockets stay open

    async def submit(self, address: str, body: Mapping[str, Any]) -> Reply:
        """POST that may cost money: once, on a fresh connection, no redirect followed."""
        async with self._fresh_client(write_s=30, read_s=self.submit_read_s) as client:
            return await self._asked(client, "POST", address, body, JSON_BYTES)

    async def ask(
        self,
        method: Method,
        address: str,
        body: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = JSON_BYTES,
    ) -> Reply:
        """A call that costs nothing; a redirect of a GET is followed within the provider's own addresses."""
        async with self._opening:
            if self._client is None:
                self._client = await self._new_client(write_s=30, read_s=self.read_s)
        reply = await self._asked(self._client, method, address, body, most_bytes, headers)
        hops = 0
        while method == "GET" and reply.status in _REDIRECTS and hops < MOST_HOPS:
            address, hops = urljoin(address, reply.headers.get("location", "")), hops + 1
            reply = await self._asked(self._client, method, address, body, most_bytes, headers)
        return reply

    async def form(self, address: str, file: Path, content_type: str) -> Reply:
        """POST a file as the form field ``file``, with the key."""
        self._check_own(address)
        async with self._fresh_client(write_s=30, read_s=2 * self.read_s) as client:
            with file.open("rb") as content:
                files = {"file": (file.name, await asyncio.to_thread(content.read), content_type)}
            request = client.build_request("POST", address, files=files, headers=self._own_headers())
            return await _answered(client, request, JSON_BYTES)

    async def put(
        self,
        address: str,
        file: Path,
        headers: Mapping[str, str],
        on_bytes: Callable[[int], object] = lambda _count: None,
        *,
        start: int = 0,
        size: int | None = None,
    ) -> Reply:
        """PUT a file, or ``size`` bytes of it, to an upload address, without the key; no redirect is followed."""
        self._check_file(address)
        length = file.stat().st_size - start if size is None else size  # noqa: ASYNC240  a glance
        content = _pieces(file, start, length, on_bytes)
        all_headers = {**headers, "Content-Length": str(length)}
        async with self._fresh_client(write_s=60, read_s=4 * self.read_s) as client:
            request = client.build_request("PUT", address, content=content, headers=all_headers)
            return await _answered(client, request, JSON_BYTES)

    async def post_without_key(self, address: str, body: Mapping[str, Any]) -> Reply:
        """POST JSON to an upload address, without the key."""
        self._check_file(address)
        async with self._fresh_client(write_s=30, read_s=2 * self.read_s) as client:
            return await _answered(client, client.build_request("POST", address, json=body), JSON_BYTES)

    @asynccontextmanager
    async def fetch(self, address: str, headers: Mapping[str, str]) -> "AsyncIterator[httpx.Response]":
        """A file as a stream, without the key; redirects are followed where a file may be fetched.

        Raises:
            ForeignAddress: the address, or one that it leads to, must not be asked.
            NotSent, NoAnswer: it failed on the way; try again.
        """
        async with self._fresh_client(write_s=30, read_s=2 * self.read_s) as client:
            for _ in range(MOST_HOPS):
                self._check_file(address)
                asked = {**headers, "Accept-Encoding": "identity"}  # so that bytes can be counted
                with translated():
                    request = client.build_request("GET", address, headers=asked)
                with translated():
                    response = await client.send(request, stream=True)
                if response.status_code in _REDIRECTS:
                    await response.aclose()
                    address = urljoin(address, response.headers.get("location", ""))
                    continue
                try:
                    with translated():
                        yield response
                finally:
                    await response.aclose()
                return
        raise NoAnswer("too many redirects")

    async def _asked(
        self,
        client: "httpx.AsyncClient",
        method: Method,
        address: str,
        body: Mapping[str, Any] | None,
        most_bytes: int,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        self._check_own(address)
        all_headers = {**self._own_headers(), **(headers or {})}
        request = client.build_request(method, address, json=body, headers=all_headers)
        return await _answered(client, request, most_bytes)

    def _own_headers(self) -> dict[str, str]:
        return {"Authorization": self._authorization}

    def _check_own(self, address: str) -> None:
        if not any(base.owns(address) for base in self.api):
            raise ForeignAddress(address)

    def _check_file(self, address: str) -> None:
        if not may_fetch(address, self.api):
            raise ForeignAddress(address)

    @asynccontextmanager
    async def _fresh_client(self, *, write_s: float, read_s: float) -> "AsyncIterator[httpx.AsyncClient]":
        client = await self._new_client(write_s=write_s, read_s=read_s)
        try:
            yield client
        finally:
            await whole(client.aclose())

    async def _new_client(self, *, write_s: float, read_s: float) -> "httpx.AsyncClient":
        import httpx

        context = await asyncio.to_thread(_tls)
        timeout = httpx.Timeout(connect=_CONNECT_S, write=write_s, read=read_s, pool=_CONNECT_S)
        # A proxy would see what goes to this machine, the key too; elsewhere TLS is between.
        proxied = not any(base.is_loopback for base in self.api)
        return httpx.AsyncClient(
            verify=context,
            timeout=timeout,
            trust_env=proxied,
            follow_redirects=False,
            headers={"User-Agent": "kling-studio"},
        )


@cache
def _tls() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()


async def _answered(client: "httpx.AsyncClient", request: "httpx.Request", most_bytes: int) -> Reply:
    content = bytearray()
    with translated():
        response = await client.send(request, stream=True)
        try:
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > most_bytes:
                    raise NoAnswer(f"the answer is longer than {most_bytes} bytes")
        finally:
            await response.aclose()
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(response.status_code, headers, bytes(content))


async def _pieces(
    file: Path, start: int, length: int, on_bytes: Callable[[int], object]
) -> AsyncIterator[bytes]:
    with file.open("rb") as content:
        content.seek(start)
        sent = 0
        while sent < length:
            piece = await asyncio.to_thread(content.read, min(_CHUNK, length - sent))
            if not piece:
                return
            yield piece
            sent += len(piece)
            on_bytes(sent)
