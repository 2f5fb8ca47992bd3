"""fal's uploads and its file host: tickets, pieces, the older way by token, and downloads."""

import hashlib
import json
import uuid
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.servers.fal_queue import validation_refusal
from tests.servers.fal_service import FalService
from tests.servers.files import Ticket
from tests.servers.loopback import Route

TOKEN = "cdn-token-of-the-tests"


class FalStorage:
    def __init__(self, service: FalService) -> None:
        self.service = service
        self.files = service.files

    def rest_routes(self) -> list[Route]:
        return [
            Route("POST", "/storage/upload/initiate", "ticket", self.initiate),
            Route("POST", "/storage/upload/initiate-multipart", "multipart", self.initiate_multipart),
            Route("POST", "/storage/auth/token", "token", self.token),
        ]

    def file_routes(self) -> list[Route]:
        return [
            Route("PUT", "/upload/{ticket}", "put", self.put),
            Route("PUT", "/multipart/{ticket}/{number}", "part", self.part),
            Route("POST", "/multipart/{ticket}/complete", "complete", self.complete),
            Route("POST", "/files/upload", "put", self.cdn_put),
            Route("POST", "/files/upload/multipart", "cdn ticket", self.cdn_multipart),
            Route("PUT", "/files/b/{folder}/{name}/multipart/{ticket}/{number}", "part", self.part),
            Route("POST", "/files/b/{folder}/{name}/multipart/{ticket}/complete", "complete", self.complete),
            Route("GET", "/files/{path:.+}", "download", self.download),
            Route("HEAD", "/files/{path:.+}", "download", self.download),
        ]

    # Tickets

    async def initiate(self, request: web.Request) -> web.Response:
        return await self._initiated(request, "initiate?storage_type=fal-cdn-v3", "upload")

    async def initiate_multipart(self, request: web.Request) -> web.Response:
        return await self._initiated(request, "initiate-multipart?storage_type=fal-cdn-v3", "multipart")

    async def _initiated(self, request: web.Request, call: str, folder: str) -> web.Response:
        self.service.demand_key(request)
        body: Any = await request.json()
        complaints = self.service.schemas.call_complaints(call, body)
        if complaints:
            return validation_refusal(complaints)
        name, ticket = self._ticket(body["file_name"], body["content_type"])
        base = self.service.url_of("files")
        upload_url = f"{base}/{folder}/{name}?signature={_signature(name)}&expires=3600"
        return web.json_response({"upload_url": upload_url, "file_url": base + ticket.path})

    def _ticket(self, file_name: str, content_type: str) -> tuple[str, Ticket]:
        number = len(self.files.tickets)
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"ticket {number}").hex
        ticket = Ticket(file_name, content_type, f"/files/b/{name[:10]}/{file_name}")
        self.files.tickets[name] = ticket
        return name, ticket

    # Content

    def _held(self, request: web.Request, *, signed: bool = True) -> Ticket:
        name = request.match_info["ticket"]
        good = not signed or request.query.get("signature") == _signature(name)
        if name not in self.files.tickets or not good:
            raise web.HTTPForbidden(text="SignatureDoesNotMatch")
        return self.files.tickets[name]

    async def put(self, request: web.Request) -> web.Response:
        ticket = self._held(request)
        if request.headers.get("Content-Type") != ticket.content_type:
            raise web.HTTPForbidden(text="SignatureDoesNotMatch: content-type")
        self._take(ticket, await request.read())
        return web.Response()

    def _take(self, ticket: Ticket, content: bytes) -> None:
        upload = self.files.take(ticket, content, self.service.url_of("files"))
        self.service.account.note("uploads", upload)

    async def part(self, request: web.Request) -> web.Response:
        ticket = self._held(request, signed="folder" not in request.match_info)
        number, content = int(request.match_info["number"]), await request.read()
        ticket.parts[number] = content
        etag = _etag(content)
        return web.json_response({"partNumber": number, "etag": etag}, headers={"ETag": etag})

    async def complete(self, request: web.Request) -> web.Response:
        """Pieces with the tags that they were given, in ascending order, make a file.

        The order is not asked of the older way, whose client sends them as they came to an end.
        """
        older = "folder" in request.match_info
        ticket = self._held(request, signed=not older)
        body: Any = await request.json()
        complaints = self.service.schemas.call_complaints("/complete", body)
        if complaints:
            return validation_refusal(complaints)
        named = [(part["partNumber"], part["etag"]) for part in body["parts"]]
        named = sorted(named) if older else named
        if named != [(number, _etag(ticket.parts[number])) for number in sorted(ticket.parts)]:
            return web.Response(status=400, text="InvalidPartOrder")
        self._take(ticket, b"".join(ticket.parts[number] for number, _ in named))
        return web.json_response({"access_url": self.service.url_of("files") + ticket.path})

    async def download(self, request: web.Request) -> web.Response:
        return self.files.answer(request)

    # The older way

    async def token(self, request: web.Request) -> web.Response:
        self.service.demand_key(request)
        expires = self.service.now() + timedelta(hours=1)
        about = {"token_type": "Bearer", "base_url": self.service.url_of("files")}
        return web.json_response({"token": TOKEN, **about, "expires_at": expires.isoformat()})

    async def cdn_put(self, request: web.Request) -> web.Response:
        _, ticket = self._cdn_ticket(request)
        self._take(ticket, await request.read())
        return web.json_response({"access_url": self.service.url_of("files") + ticket.path})

    async def cdn_multipart(self, request: web.Request) -> web.Response:
        name, ticket = self._cdn_ticket(request)
        place = self.service.url_of("files") + ticket.path
        return web.json_response({"access_url": place, "uploadId": name})

    def _cdn_ticket(self, request: web.Request) -> tuple[str, Ticket]:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise web.HTTPUnauthorized(text=json.dumps({"detail": "Invalid token"}))
        name = request.headers.get("X-Fal-File-Name", "upload.bin")
        return self._ticket(name, request.headers.get("Content-Type", "application/octet-stream"))


def _signature(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
