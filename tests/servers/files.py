"""A service's file host: what was uploaded and what was rendered, under addresses that need no key."""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web

from tests.servers.account import Upload

IGNORES_RANGE = web.RequestKey("ignores range", bool)


@dataclass
class File:
    content: bytes
    content_type: str

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.content, usedforsecurity=False).hexdigest()}"'


@dataclass
class Ticket:
    """A promise to take one file. ``parts`` fills where it comes in pieces."""

    name: str
    content_type: str
    path: str  # where the file will be read
    size: int | None = None
    parts: dict[int, bytes] = field(default_factory=dict)


class Files:
    def __init__(self) -> None:
        self.by_path: dict[str, File] = {}
        self.tickets: dict[str, Ticket] = {}

    def put(self, path: str, content: bytes, content_type: str) -> None:
        self.by_path[path] = File(content, content_type)

    def take(self, ticket: Ticket, content: bytes, base: str) -> Upload:
        """The file of a ticket has come."""
        self.put(ticket.path, content, ticket.content_type)
        digest = hashlib.sha256(content).hexdigest()
        return Upload(base + ticket.path, digest, ticket.name, ticket.content_type, len(content))

    def content_of(self, url: str | None) -> bytes | None:
        file = self.by_path.get(urlsplit(url).path) if url else None
        return file.content if file else None

    def answer(self, request: web.Request) -> web.Response:
        """The file or the part of it that is asked for, as public file hosts answer."""
        file = self.by_path.get(request.path)
        if file is None:
            return web.Response(status=404, text="Not Found")
        headers = {
            "ETag": file.etag,
            "Accept-Ranges": "bytes",
            "Cache-Control": "public, max-age=5184000, immutable",
            "Content-Type": file.content_type,
        }
        asked = _asked_range(request, file)
        if asked is None:
            return web.Response(body=file.content, headers=headers)
        start, end = asked
        if start >= len(file.content):
            headers["Content-Range"] = f"bytes */{len(file.content)}"
            return web.Response(status=416, headers=headers)
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(file.content)}"
        return web.Response(status=206, body=file.content[start:end], headers=headers)


def _asked_range(request: web.Request, file: File) -> tuple[int, int] | None:
    """(first, behind the last) byte; None where all is to be sent."""
    changed = request.headers.get("If-Range", file.etag) != file.etag
    if "Range" not in request.headers or changed or IGNORES_RANGE in request:
        return None
    try:
        asked = request.http_range
    except ValueError:
        return None
    size = len(file.content)
    start = asked.start or 0
    if start < 0:
        start = max(0, size + start)
    end = size if asked.stop is None else min(asked.stop, size)
    return start, end
