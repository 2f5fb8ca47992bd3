"""Bringing a request's files to the provider, each once for as long as it lasts there, and bare of metadata."""

import asyncio
import math
import tempfile
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

from kling_studio.core.catalog import FileLimits
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind
from kling_studio.providers.cloud.service import Again
from kling_studio.providers.cloud.work import Stage, Work, reported
from kling_studio.providers.network_errors import NoAnswer, NotSent
from kling_studio.providers.renderer import Held, Progress, Step
from kling_studio.storage.media_files import sha256_of
from kling_studio.storage.media_names import PICTURE_ENDINGS, SOUND_ENDINGS
from kling_studio.storage.uploads import RememberedUploads

# What goes up follows from the original and from this way of making it ready: another way is another upload.
_WAY = "bare-1"


async def upload_all(work: Work, remembered: RememberedUploads) -> Stage:
    """Fill the placeholders of the request's uploads with addresses that hold; what has expired goes up anew."""
    told, clock, provider = False, work.patience.clock, work.service.provider
    for entry in work.take.sent.get("uploads", ()):  # type: ignore[union-attr]
        placeholder, path = str(entry["placeholder"]), str(entry["path"])  # type: ignore[call-overload,index]
        if clock.wall_s() < work.lasts_until_s.get(placeholder, 0.0):
            continue
        digest = placeholder.removeprefix("upload://")
        address = remembered.address(provider, work.account, digest, clock.wall_s())
        if address is None:
            if not told:
                yield Step(FactKind.UPLOADING)
                told = True
            addresses: list[str] = []
            async with aclosing(reported(_sender(work, path, digest), addresses)) as news:
                async for progress in news:
                    yield progress
            address = addresses[0]
            lasts_s = work.service.uploads_last_s
            until_s = None if lasts_s is None else clock.wall_s() + lasts_s
            remembered.remember(provider, work.account, digest, address, until_s=until_s)
            work.lasts_until_s[placeholder] = math.inf if until_s is None else until_s
            yield Step(FactKind.UPLOADED, {"sha256": digest, "address": address})
        work.filled[placeholder] = address


def _sender(
    work: Work, path: str, digest: str
) -> "Callable[[Callable[[Progress], None]], asyncio.Future[str]]":
    def send(tell: Callable[[Progress], None]) -> "asyncio.Future[str]":
        return asyncio.ensure_future(_send(work, path, digest, tell))

    return send


async def _send(work: Work, path: str, digest: str, tell: Callable[[Progress], None]) -> str:
    file = work.order.path_of(path)
    if file is None or await asyncio.to_thread(sha256_of, file) != digest:
        raise KnownError(f"{path} was changed since the price was agreed.", "Render again.")
    with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
        ready, content_type = await asyncio.to_thread(_ready, file, Path(folder), work.order.pictures)
        total = ready.stat().st_size
        text = f"Uploading {Path(path).name}"
        return await _tried(work, ready, content_type, lambda sent: tell(Progress(sent, total, text)))


def _ready(file: Path, folder: Path, limits: FileLimits) -> tuple[Path, str]:
    # Imported on this thread: they take longer to read than a window may stand still.
    from kling_studio.media import sounds
    from kling_studio.media.bare import bare
    from kling_studio.media.for_upload import for_upload

    ending = file.suffix.lower()
    if ending in SOUND_ENDINGS:
        return sounds.for_upload(file, folder)
    return for_upload(file, folder, limits) if ending in PICTURE_ENDINGS else bare(file, folder)


async def _tried(work: Work, file: Path, content_type: str, on_bytes: Callable[[int], object]) -> str:
    """An upload costs nothing and a second copy does no harm, so it is tried again."""
    pauses = work.patience.pauses()
    for _ in range(work.patience.tries - 1):
        try:
            return await work.service.upload(work.connection, file, content_type, on_bytes)
        except Again as again:
            await work.patience.clock.sleep(again.wait_s if again.wait_s is not None else next(pauses))
        except (NotSent, NoAnswer):
            await work.patience.clock.sleep(next(pauses))
    try:
        return await work.service.upload(work.connection, file, content_type, on_bytes)
    except (Again, NotSent, NoAnswer):
        raise Held(
            f"{file.name} could not be uploaded: there is no contact with {work.service.name}. Nothing was paid.",
            "Check the connection and render again.",
        ) from None
