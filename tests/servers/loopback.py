"""What all servers of the tests share: ports on loopback, a thread with its loop, faults and an account."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.servers import account
from tests.servers.account import Account, Leak, Request
from tests.servers.clips import Clip
from tests.servers.faults import Faults
from tests.servers.jobs import Jobs, Pace
from tests.servers.wire import Exchange

HOST = "127.0.0.1"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
# These take no key: whoever knows the address may use it.
KEYLESS = {"put", "part", "complete", "download", "stranger"}
MAX_BODY = 1 << 30


@dataclass(frozen=True)
class Route:
    method: str
    path: str  # as aiohttp spells it
    kind: str  # the word for this kind of request in faults and in the account
    handler: Handler


@dataclass
class Part:
    """One port of a service."""

    name: str
    runner: web.AppRunner
    port: int
    site: web.TCPSite | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


class LoopbackServer:
    """A context manager: inside it the service is there, over real HTTP."""

    def __init__(
        self,
        *,
        keys: tuple[str, ...],
        pace: Pace | None = None,
        secrets: tuple[str, ...] = (),
        state: Path | None = None,
        port: int = 0,
    ) -> None:
        """``secrets`` must never arrive here (the other service's key). ``port`` is that of the first part."""
        self.keys = keys
        self.account = Account(state)
        self.faults = Faults()
        self.pace = pace or Pace()
        self.clock_skew_s = 0.0
        self.films_are_silent = False
        self.stopping = False
        self.parts: dict[str, Part] = {}
        self.jobs = Jobs(self.pace, self.now)
        self._secrets = secrets
        self._port = port
        self._revoked = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    # For tests

    def delivered(self, clip: Clip) -> Clip:
        """What becomes of a clip that was ordered; ``films_are_silent`` takes its sound away."""
        return replace(clip, sound=False) if self.films_are_silent else clip

    @property
    def environment(self) -> dict[str, str]:
        """What leads the program here."""
        raise NotImplementedError

    @property
    def stranger_url(self) -> str:
        """A server on another host name, which nothing should ever ask. See ``account.of_kind("stranger")``."""
        return f"http://localhost:{self.parts['stranger'].port}"

    def hold(self, where: str = "running") -> None:
        """Keeps renders "waiting" or "running" until ``release``."""
        self.pace.held.add(where)

    def release(self) -> None:
        self.pace.held.clear()

    def revoke_keys(self) -> None:
        self._revoked = True

    def restore_keys(self) -> None:
        self._revoked = False

    def shut_part(self, name: str) -> None:
        """Connections to this part are refused from now on."""
        self._do(self.close_part(name))

    def open_part(self, name: str) -> None:
        self._do(self._open(self.parts[name]))

    # For the services

    def routes(self) -> dict[str, list[Route]]:
        """Part name to its routes; the first part has the port that was asked for."""
        raise NotImplementedError

    def refusal(self, status: int, kind: str) -> tuple[str, dict[str, str]]:
        """(body, headers) of the service's own refusal with this status."""
        raise NotImplementedError

    def now(self) -> datetime:
        """The service's clock."""
        return datetime.now(UTC) + timedelta(seconds=self.clock_skew_s)

    def is_good_key(self, key: str) -> bool:
        return key in self.keys and not self._revoked

    async def close_part(self, name: str) -> None:
        part = self.parts[name]
        if part.site is not None:
            await part.site.stop()
            part.site = None

    # Life

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=type(self).__name__, daemon=True)
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping = True
        self._do(self._stop())
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
        # A fault of the servers themselves must not pass for one of the service.
        if error is None and self.jobs.errors:
            raise ExceptionGroup("the server itself is wrong", self.jobs.errors)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs ``work`` on the server's loop; also from that loop's own thread, where it cannot be waited for."""
        if self._loop is None:
            raise RuntimeError("the server has not started")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        if threading.current_thread() is not self._thread:
            future.result(20)

    async def _start(self) -> None:
        stranger = [Route("*", "/{path:.*}", "stranger", self._stranger)]
        port = self._port
        for name, routes in {**self.routes(), "stranger": stranger}.items():
            runner = web.AppRunner(self._app(routes), access_log=None, shutdown_timeout=0.05)
            await runner.setup()
            self.parts[name] = Part(name, runner, port)
            await self._open(self.parts[name])
            port = 0

    async def _open(self, part: Part) -> None:
        part.site = web.TCPSite(part.runner, HOST, part.port)
        await part.site.start()
        part.port = part.runner.addresses[0][1]

    async def _stop(self) -> None:
        await self.jobs.stop()
        for part in self.parts.values():
            await part.runner.cleanup()

    # Every request

    def _app(self, routes: list[Route]) -> web.Application:
        kinds = {route.handler: route.kind for route in routes}

        @web.middleware
        async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._watched(request, handler, kinds.get(handler, "unknown"))

        app = web.Application(middlewares=[watch], client_max_size=MAX_BODY)
        for route in routes:
            app.router.add_route(route.method, route.path, route.handler)
        app.on_response_prepare.append(self._date)
        return app

    async def _date(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(self.now(), usegmt=True)

    async def _watched(self, request: web.Request, handler: Handler, kind: str) -> web.StreamResponse:
        record = Request(
            kind=kind,
            method=request.method,
            host=request.host,
            path=request.path,
            query=request.query_string,
            headers={name.lower(): value for name, value in request.headers.items()},
            at=account.now(),
        )
        exchange = Exchange(self, request, record, lambda: handler(request))
        try:
            answer = await self._answered(exchange)
        except web.HTTPException as refused:
            answer = web.Response(status=refused.status, body=refused.body, headers=refused.headers)
        except (ConnectionError, web.RequestPayloadError):
            return web.Response()  # the client has gone; nobody reads this
        except Exception as error:
            self.jobs.errors.append(error)
            raise
        if not record.fault.startswith(("hang", "drop", "close unread")):
            record.status = answer.status
        self.account.answered(record)
        return answer

    async def _answered(self, exchange: Exchange) -> web.StreamResponse:
        request, record = exchange.request, exchange.record
        fault = self.faults.for_request(record, unread=True)
        if fault is None:
            await self._read(request, record)
        self.account.note("requests", record)
        self._look_for_leaks(record)
        if fault is None:
            if record.kind == "submit":
                self._note_submit(record)
            fault = self.faults.for_request(record, unread=False)
        if fault is None:
            return await exchange.serve()
        record.fault = fault.name
        return await fault.act(exchange)

    async def _read(self, request: web.Request, record: Request) -> None:
        if record.kind == "form":
            return  # read piece by piece by the one who knows its shape
        content = await request.read()
        if record.kind not in {"put", "part"}:
            record.body = content.decode("utf-8", "replace")

    def _look_for_leaks(self, record: Request) -> None:
        may_carry = record.kind not in KEYLESS
        places = account.secret_places(record, self.keys, may_carry_key=may_carry)
        places += account.secret_places(record, self._secrets, may_carry_key=False)
        for place in places:
            self.account.note("leaks", Leak(place, record.kind, record.host, record.path))

    def _note_submit(self, record: Request) -> None:
        submit = account.Submit(self.endpoint_of(record.path), record.json, record.headers, record.at)
        self.account.note("submits", submit)

    def endpoint_of(self, path: str) -> str:
        return path.strip("/")

    async def _stranger(self, request: web.Request) -> web.StreamResponse:
        with contextlib.suppress(ConnectionError):
            await request.read()
        return web.Response(text="a stranger")
