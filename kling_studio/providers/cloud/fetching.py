"""The finished film: fetched piece by piece, proven, and never given up, for it is paid."""

import asyncio
import json
import os
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kling_studio.providers.cloud.service import Handle, Missing, Phase
from kling_studio.providers.cloud.watching import LOST
from kling_studio.providers.cloud.work import Stage, Work
from kling_studio.providers.network_errors import ForeignAddress, NoAnswer, NotSent
from kling_studio.providers.renderer import Held, Progress
from kling_studio.storage.disk_errors import disk_error

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 4 * 1024**3
_CHUNK = 1024 * 1024
_GONE = frozenset({401, 403, 404, 410})


class _Gone(Exception):
    """The address does not lead to the film any more."""


class _Incomplete(Exception):
    """What came is not the whole film."""


async def fetch(work: Work, handle: Handle) -> Stage:
    """Bring the film to the order's part file, whole and decodable."""
    pauses = work.patience.pauses()
    for last in (*(False,) * (work.patience.tries - 1), True):
        try:
            async with aclosing(_attempt(work, work.order.part)) as news:
                async for progress in news:
                    yield progress
        except OSError as error:
            raise _disk(error, work.order.part) from error
        except (ForeignAddress, _Gone, _Incomplete, NotSent, NoAnswer) as error:
            if last and isinstance(error, ForeignAddress):
                raise _refused(work) from None
            if last:
                break
            yield Progress(0, 0, "The download is tried again")
            await work.patience.clock.sleep(next(pauses))
            if isinstance(error, _Gone | ForeignAddress):
                await _ask_anew(work, handle)
        else:
            return
    raise Held(
        f"The film is rendered and paid, and could not be downloaded from {work.service.name} yet.",
        "It is fetched when the render goes on.",
    )


async def _attempt(work: Work, part: Path) -> AsyncGenerator[Progress, None]:
    """One try; raises where the part file is not the whole film after it."""
    size = work.service.size_in(work.answer)
    if await asyncio.to_thread(_came_whole, part):
        return
    address = work.service.film_in(work.answer)
    if address is None:
        raise _Gone
    async with aclosing(_download(work, address, part)) as news:
        async for progress in news:
            yield progress
    await asyncio.to_thread(_prove, part, size)


async def _ask_anew(work: Work, handle: Handle) -> None:
    """A fresh address, where the provider gives one."""
    try:
        report = await work.service.poll(work.connection, handle)
    except (*LOST, Missing):
        return
    if report.phase is Phase.DONE and work.service.film_in(report.answer):
        work.answer = report.answer


async def _download(work: Work, address: str, part: Path) -> AsyncGenerator[Progress, None]:
    begun = await asyncio.to_thread(_begun, part)
    have = begun.have if begun.tag else 0
    headers = {"Range": f"bytes={have}-", "If-Range": begun.tag} if have else {}
    async with work.connection.fetch(address, headers) as response:
        _check_status(response, part, have)
        start = have if response.status_code == 206 else 0
        total = _total(response, start)
        if total > _MOST_BYTES:
            raise ForeignAddress(address)
        await asyncio.to_thread(_note, part, response.headers.get("etag", ""), total)
        done = start
        file = await asyncio.to_thread(part.open, "r+b" if start else "wb")
        pieces = bytearray()
        try:
            file.seek(start)
            async for piece in response.aiter_raw():
                pieces += piece
                done += len(piece)
                if done > _MOST_BYTES:
                    raise ForeignAddress(address)
                if len(pieces) >= _CHUNK:
                    await asyncio.to_thread(file.write, bytes(pieces))
                    pieces.clear()
                    yield Progress(done, total, "Downloading")
        finally:
            # What came before the connection broke need not come again.
            await asyncio.to_thread(_finish, file, bytes(pieces))
    if total and done != total:
        raise _Incomplete


@dataclass(frozen=True, slots=True)
class _Begun:
    """What an earlier try left: so many bytes, of a file with this tag and size (0 unknown)."""

    have: int = 0
    tag: str = ""
    total: int = 0


def _notes(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _note(part: Path, tag: str, total: int) -> None:
    # A weak tag does not promise equal bytes.
    _notes(part).write_text(json.dumps(["" if tag.startswith("W/") else tag, total]), "utf-8")


def _begun(part: Path) -> _Begun:
    try:
        tag, total = json.loads(_notes(part).read_text("utf-8"))
        return _Begun(part.stat().st_size, str(tag), int(total))
    except (OSError, ValueError, TypeError):
        return _Begun()


def _came_whole(part: Path) -> bool:
    """Whether an earlier run brought all of it and came no further."""
    begun = _begun(part)
    return bool(begun.total) and _is_whole(part, begun.total)


def _check_status(response: "httpx.Response", part: Path, have: int) -> None:
    status = response.status_code
    if status in {200, 206}:
        if status == 206 and _start(response) != have:
            part.unlink(missing_ok=True)
            raise _Incomplete
        return
    if status == 416:
        part.unlink(missing_ok=True)
        raise _Incomplete
    if status in _GONE:
        raise _Gone
    raise NoAnswer(f"status {status}")


def _start(response: "httpx.Response") -> int:
    """The first byte of a ``Content-Range``; -1 where there is none."""
    unit, _, rest = response.headers.get("content-range", "").partition(" ")
    first = rest.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdecimal() else -1


def _total(response: "httpx.Response", start: int) -> int:
    """The size of the whole film; 0 where it is not told."""
    length = response.headers.get("content-length", "")
    return start + int(length) if length.isdecimal() else 0


def _finish(file: BinaryIO, rest: bytes) -> None:
    with file:
        file.write(rest)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _is_whole(part: Path, size: int | None) -> bool:
    """Whether it is a film, of this size where that is known."""
    if not part.exists() or (size is not None and part.stat().st_size != size):
        return False
    from kling_studio.media.probe import has_decodable_video

    return has_decodable_video(part)


def _prove(part: Path, size: int | None) -> None:
    if not _is_whole(part, size):
        part.unlink(missing_ok=True)
        raise _Incomplete


def _refused(work: Work) -> Held:
    return Held(
        f"{work.service.name} says that the film is at an address that is not https. It was not fetched.",
        "The film is paid: its address is asked for again when the render goes on.",
    )


def _disk(error: OSError, part: Path) -> Held:
    words = disk_error(error, part, "written")
    return Held(
        f"The film is rendered and paid. {words.what_happened}",
        f"{words.what_to_do} It is fetched when the render goes on.".strip(),
    )
