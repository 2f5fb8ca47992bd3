"""The faults by name. Each is a way to answer one request that the service would not choose."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from tests.servers import json_edits, wire
from tests.servers.files import IGNORES_RANGE
from tests.servers.wire import Act, Exchange


def _hanging_up(reset: bool) -> Act:
    async def act(exchange: Exchange) -> web.StreamResponse:
        return wire.hang_up(exchange, reset=reset)

    return act


@dataclass(frozen=True)
class Fault:
    """Made by the functions below. ``unread`` faults act before the body of the request is read."""

    name: str
    act: Act
    unread: bool = False

    def __str__(self) -> str:
        return self.name

    def after(self, function: Callable[[], object]) -> "Fault":
        """The same, once ``function`` was called: to let a clock jump, say."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            function()
            return await self.act(exchange)

        return replace(self, act=act)

    # The connection

    @classmethod
    def close_unread(cls, *, reset: bool = False) -> "Fault":
        """Closes as soon as the head has come; nothing is accepted."""
        return cls("close unread", _hanging_up(reset), unread=True)

    @classmethod
    def drop_unaccepted(cls, *, reset: bool = False) -> "Fault":
        """Reads all, does nothing, closes: to the client the same as ``drop_after_accept``."""
        return cls("drop unaccepted", _hanging_up(reset))

    @classmethod
    def drop_after_accept(cls, *, reset: bool = False) -> "Fault":
        """Does what was asked, then closes without a word."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            await exchange.serve()
            return wire.hang_up(exchange, reset=reset)

        return cls("drop after accept", act)

    @classmethod
    def cut_reply(cls, share: float = 0.5) -> "Fault":
        """Does what was asked; of the reply only the first ``share`` leaves, under its full Content-Length."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await wire.whole(exchange)
            body = wire.content(answer)
            sent = body[: int(len(body) * share)]
            return await wire.pieces(exchange, answer, sent, length=len(body), drop=True)

        return cls("cut reply", act)

    @classmethod
    def hang(cls, *, accept: bool = False) -> "Fault":
        """Never answers; with ``accept`` it has done what was asked."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            if accept:
                await exchange.serve()
            return await wire.wait_for_the_client(exchange)

        return cls("hang", act)

    @classmethod
    def late(cls, seconds: float) -> "Fault":
        """The faithful answer, so much later."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await exchange.serve()
            await asyncio.sleep(seconds)
            return answer

        return cls("late", act)

    @classmethod
    def close_port_after(cls, part: str) -> "Fault":
        """Answers well, then that part of the service takes no connection until ``server.open_part(part)``."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await exchange.serve()
            await exchange.service.close_part(part)
            answer.force_close()
            return answer

        return cls("close port after", act)

    @classmethod
    def calling(cls, function: Callable[[], object], *, accept: bool = True) -> "Fault":
        """Calls ``function`` (to kill a process, say) once the service has done its part, then answers.

        With ``accept`` off it is called before anything is done.
        """

        async def act(exchange: Exchange) -> web.StreamResponse:
            if not accept:
                function()
                return await exchange.serve()
            answer = await exchange.serve()
            function()
            return answer

        return cls("calling", act)

    # The status

    @classmethod
    def status(
        cls,
        status: int,
        *,
        retry_after: float | str | None = None,
        accept: bool = False,
        body: str | None = None,
    ) -> "Fault":
        """The service's own refusal of this number; 502 is a gateway's page. ``accept``: it was done all the same."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            if accept:
                await exchange.serve()
            text, headers = exchange.service.refusal(status, exchange.record.kind)
            if retry_after is not None:
                headers["Retry-After"] = str(retry_after)
            return web.Response(status=status, text=text if body is None else body, headers=headers)

        return cls(f"status {status}", act)

    @classmethod
    def revoke_key(cls) -> "Fault":
        """From this request on no key is good, until ``server.restore_keys()``."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            exchange.service.revoke_keys()
            return await exchange.serve()

        return cls("revoke key", act)

    @classmethod
    def redirect(cls, to: str = "stranger", status: int = 302) -> "Fault":
        """To the ``stranger`` on another host, back to the service ("own"), or to an address."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            own = str(exchange.request.url.update_query(redirected="1"))
            stranger = f"{exchange.service.stranger_url}{exchange.record.path}"
            place = {"own": own, "stranger": stranger}.get(to, to)
            return web.Response(status=status, headers={"Location": place})

        return cls(f"redirect to {to}", act)

    # The body

    @classmethod
    def body(cls, text: str, content_type: str = "application/json") -> "Fault":
        """The faithful status with another body; all was done."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await exchange.serve()
            return web.Response(status=answer.status, text=text, content_type=content_type)

        return cls("other body", act)

    @classmethod
    def empty(cls) -> "Fault":
        return cls.body("")

    @classmethod
    def not_json(cls) -> "Fault":
        return cls.body("<html><body>It works!</body></html>", "text/html")

    @classmethod
    def huge(cls, size: int = 200 * 1024 * 1024, content_type: str = "application/json") -> "Fault":
        """All was done; the answer is a flood of zeros. ``Request.sent_bytes`` tells how much was taken."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            await exchange.serve()
            return await wire.zeros(exchange, size, content_type)

        return cls("huge body", act)

    @classmethod
    def edit(cls, change: Callable[[Any], Any], name: str = "edited") -> "Fault":
        """The faithful JSON after ``change``, which may alter it in place or return another."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await wire.whole(exchange)
            value = json_edits.read(wire.content(answer))
            changed = change(value)
            return wire.respelled(answer, value if changed is None else changed)

        return cls(name, act)

    @classmethod
    def with_value(cls, field: str, value: Any) -> "Fault":
        """``field`` holds ``value`` wherever it stands."""
        return cls.edit(lambda body: json_edits.put(body, field, value), f"{field} = {value!r}")

    @classmethod
    def without(cls, *fields: str) -> "Fault":
        return cls.edit(lambda body: json_edits.drop(body, set(fields)), f"without {', '.join(fields)}")

    @classmethod
    def without_id(cls) -> "Fault":
        return cls.without("request_id", "id")

    @classmethod
    def unknown_status(cls, word: str = "SIMMERING") -> "Fault":
        return cls.with_value("status", word)

    @classmethod
    def extra_fields(cls) -> "Fault":
        """Fields that no document names, in every object."""
        return cls.edit(json_edits.add_extras, "extra fields")

    @classmethod
    def foreign(cls, to: str = "stranger") -> "Fault":
        """Every address in the reply leads elsewhere.

        ``to``: "stranger" (a live server on another host name), "http" (plain, far away), "file", or a base address.
        """

        async def act(exchange: Exchange) -> web.StreamResponse:
            bases = {
                "stranger": exchange.service.stranger_url,
                "http": "http://files.example.invalid",
                "file": "file:///etc",
            }
            base = bases.get(to, to)
            answer = await wire.whole(exchange)
            body = json_edits.read(wire.content(answer))
            moved = json_edits.map_addresses(body, lambda url: base + urlsplit(url).path)
            return wire.respelled(answer, moved)

        return cls(f"addresses lead to {to}", act)

    @classmethod
    def envelope(cls, code: int, message: str) -> "Fault":
        """WaveSpeed's refusal under HTTP 200; nothing is done."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            return web.json_response({"code": code, "message": message})

        return cls(f"envelope {code}", act)

    @classmethod
    def empty_list(cls) -> "Fault":
        return cls.edit(json_edits.empty_lists, "empty list")

    @classmethod
    def doubled_list(cls) -> "Fault":
        """Each entry of the list twice, under another id: nobody can tell which is meant."""
        return cls.edit(json_edits.double_entries, "doubled list")

    # The file

    @classmethod
    def corrupt(cls, where: str = "index") -> "Fault":
        """An MP4 of the right length that does not open ("index") or does not decode ("pictures")."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await wire.whole(exchange)
            answer.body = json_edits.spoiled_mp4(wire.content(answer), where)
            return answer

        return cls(f"corrupt {where}", act)

    @classmethod
    def short_length(cls, missing: int = 1000) -> "Fault":
        """Content-Length and body both lack the last bytes: nothing but the content tells."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await wire.whole(exchange)
            body = wire.content(answer)[:-missing]
            return await wire.pieces(exchange, answer, body, length=len(body))

        return cls("short length", act)

    @classmethod
    def slow(cls, pieces: int = 20, pause_s: float = 0.02) -> "Fault":
        async def act(exchange: Exchange) -> web.StreamResponse:
            answer = await wire.whole(exchange)
            body = wire.content(answer)
            chunk = max(1, len(body) // pieces)
            return await wire.pieces(exchange, answer, body, length=len(body), chunk=chunk, pause_s=pause_s)

        return cls("slow", act)

    @classmethod
    def ignore_range(cls) -> "Fault":
        """Answers a Range with 200 and everything."""

        async def act(exchange: Exchange) -> web.StreamResponse:
            exchange.request[IGNORES_RANGE] = True
            return await exchange.serve()

        return cls("ignore range", act)
