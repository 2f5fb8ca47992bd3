"""WaveSpeed's uploads, by ticket and by form, and its file host."""

import hashlib
import uuid
from typing import Any

from aiohttp import web

from tests.servers.files import Ticket
from tests.servers.loopback import Route
from tests.servers.wavespeed_service import WaveSpeedService, refused, said

BUCKET_HEADER = "x-amz-tagging"


class WaveSpeedMedia:
    def __init__(self, service: WaveSpeedService) -> None:
        self.service = service
        self.files = service.files

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/api/v3/media/uploads", "ticket", self.ticket),
            Route("POST", "/api/v3/media/upload/binary", "form", self.form),
        ]

    def file_routes(self) -> list[Route]:
        return [
            Route("PUT", "/bucket/{ticket}", "put", self.put),
            Route("GET", "/{path:.+}", "download", self.download),
            Route("HEAD", "/{path:.+}", "download", self.download),
        ]

    async def ticket(self, request: web.Request) -> web.Response:
        if self.service.old_uploads_only:
            return refused(404)
        if refusal := self.service.key_refusal(request):
            return refusal
        body: Any = await request.json()
        complaints = self.service.schemas.call_complaints("/media/uploads", body)
        if complaints:
            return refused(400, f"{complaints[0].field}: {complaints[0].message}")
        content_type = body.get("content_type", "application/octet-stream")
        name, ticket = self._new(body["filename"], content_type, body["size"])
        url = f"{self.service.url_of('files')}/bucket/{name}?X-Amz-Signature={_signature(name)}"
        upload = {"method": "PUT", "url": url, "headers": _headers(name, ticket)}
        return said({**self._about(ticket, body["size"]), "upload": upload})

    def _new(self, file_name: str, content_type: str, size: int | None) -> tuple[str, Ticket]:
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"ticket {len(self.files.tickets)}").hex
        ticket = Ticket(file_name, content_type, f"/media/{name}/{file_name}", size)
        self.files.tickets[name] = ticket
        return name, ticket

    def _about(self, ticket: Ticket, size: int) -> dict[str, Any]:
        return {
            "type": ticket.content_type.partition("/")[0],
            "download_url": self.service.url_of("files") + ticket.path,
            "filename": ticket.name,
            "size": size,
        }

    async def put(self, request: web.Request) -> web.Response:
        """Only with exactly the headers of the ticket, which are part of its signature."""
        name = request.match_info["ticket"]
        ticket = self.files.tickets.get(name)
        if ticket is None or request.query.get("X-Amz-Signature") != _signature(name):
            raise web.HTTPForbidden(text="<Error><Code>AccessDenied</Code></Error>")
        wanted = _headers(name, ticket)
        if any(request.headers.get(header) != value for header, value in wanted.items()):
            raise web.HTTPForbidden(text="<Error><Code>SignatureDoesNotMatch</Code></Error>")
        content = await request.read()
        if len(content) != ticket.size:
            raise web.HTTPBadRequest(text="<Error><Code>IncompleteBody</Code></Error>")
        self._take(ticket, content)
        return web.Response()

    async def form(self, request: web.Request) -> web.Response:
        """The older way: one form with the field ``file``."""
        if refusal := self.service.key_refusal(request):
            return refusal
        field = (await request.post()).get("file")
        if not isinstance(field, web.FileField):
            return refused(400, "file: Field required")
        content = field.file.read()
        _, ticket = self._new(field.filename, field.content_type, None)
        self._take(ticket, content)
        return said(self._about(ticket, len(content)))

    def _take(self, ticket: Ticket, content: bytes) -> None:
        self.service.account.note("uploads", self.files.take(ticket, content, self.service.url_of("files")))

    async def download(self, request: web.Request) -> web.Response:
        return self.files.answer(request)


def _headers(name: str, ticket: Ticket) -> dict[str, str]:
    return {"Content-Type": ticket.content_type, BUCKET_HEADER: f"ticket={name}"}


def _signature(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
