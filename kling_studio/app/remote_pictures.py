"""Pictures from the web: fetched once, proven to be pictures, then files like any other."""

import base64
import binascii
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from kling_studio.core.errors import KnownError

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 100_000_000
_MOST_WRITTEN_BYTES = 30_000_000
_MOST_REDIRECTS = 5
PASTED = "Pasted picture"
"""What a picture is called that comes without a name."""
_CHUNK = 256 * 1024
_ENDINGS = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "WEBP": ".webp",
    "GIF": ".gif",
    "BMP": ".bmp",
    "TIFF": ".tif",
    "AVIF": ".avif",
    "HEIF": ".heic",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long to wait in seconds: for each answer, and for a picture as a whole."""

    answer_s: float = 10.0
    whole_s: float = 60.0


def may_be_fetched(address: str) -> bool:
    """Whether an address may be asked for a picture: over ``https:``, or on this very machine."""
    from kling_studio.providers.addresses import is_loopback

    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def is_written_out(address: str) -> bool:
    """Whether an address is a picture itself: ``data:image/png;base64,...``."""
    return address[:11].lower() == "data:image/"


def fetch_picture(address: str, folder: Path, waiting: Waiting | None = None) -> Path:
    """Fetch a picture into ``folder``; its file, named after the address and after what it is.

    A picture that is written out in its address is read from there.

    Raises ``KnownError`` where nobody answers in time, what comes is too large or no picture, or an address leads to
    one that is not ``https:``. For another thread than the window's.
    """
    import httpx

    if is_written_out(address):
        return _read_out(address, folder)
    if not may_be_fetched(address):
        raise _not_allowed(address)
    waiting = waiting or Waiting()
    host = urlsplit(address).hostname or address
    path = folder / "fetched"
    try:
        with (
            httpx.Client(
                timeout=waiting.answer_s,
                follow_redirects=True,
                max_redirects=_MOST_REDIRECTS,
                event_hooks={"request": [_check]},
            ) as client,
            client.stream("GET", address, headers={"Accept": "image/*"}) as response,
        ):
            _check_answer(response, host)
            _save(response, path, host, time.monotonic() + waiting.whole_s)
    except httpx.TimeoutException:
        raise _too_slow(host) from None
    except httpx.TooManyRedirects:
        raise KnownError(f"{host} leads in circles.", "Save the picture and drop the file.") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        raise KnownError(
            f"{host} could not be reached.", "Check the connection, or save the picture."
        ) from None
    except OSError as error:
        raise KnownError(f"The picture could not be written: {error.strerror}.") from None
    return _named(path, address, host)


def _read_out(address: str, folder: Path) -> Path:
    """The file of a ``data:`` address."""
    from kling_studio.media.pictures import measure

    if len(address) * 3 // 4 > _MOST_WRITTEN_BYTES:
        raise KnownError("The pasted picture is larger than 30 MB.", "Save the picture and drop the file.")
    head, _, letters = address.partition(",")
    path = folder / PASTED
    try:
        data = unquote_to_bytes(letters)
        path.write_bytes(base64.b64decode(data) if head.lower().endswith(";base64") else data)
        kind = measure(path).format
    except (KnownError, binascii.Error):
        raise KnownError(
            "What is written in the address is not a picture that can be read.",
            "Save the picture and drop the file.",
        ) from None
    except OSError as error:
        raise KnownError(f"The picture could not be written: {error.strerror}.") from None
    return path.rename(path.with_name(f"{PASTED}{_ENDINGS.get(kind, '.jpg')}"))


def _check(request: "httpx.Request") -> None:
    if not may_be_fetched(str(request.url)):
        raise _not_allowed(request.url.host or str(request.url))


def _check_answer(response: "httpx.Response", host: str) -> None:
    if response.status_code in {401, 403}:
        raise KnownError(f"{host} does not show this picture to others.", "Save it and drop the file.")
    if response.status_code in {404, 410}:
        raise KnownError(f"{host} has no picture at this address.", "Save the picture and drop the file.")
    if not response.is_success:
        raise KnownError(f"{host} answers with an error ({response.status_code}).", "Try again later.")
    if response.headers.get("content-type", "").startswith("text/"):
        raise _no_picture(host)
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > _MOST_BYTES:
        raise _too_large(host)


def _save(response: "httpx.Response", path: Path, host: str, until_s: float) -> None:
    size = 0
    with path.open("wb") as file:
        for piece in response.iter_bytes(_CHUNK):
            size += len(piece)
            if size > _MOST_BYTES:
                raise _too_large(host)
            if time.monotonic() > until_s:
                raise _too_slow(host)
            file.write(piece)


def _named(path: Path, address: str, host: str) -> Path:
    """The file under the name that the address gives it, with the ending of what it is."""
    from kling_studio.media.pictures import measure

    try:
        kind = measure(path).format
    except KnownError as error:
        raise _no_picture(host, error.what_happened.removeprefix(path.name).strip()) from None
    name = unquote(urlsplit(address).path).replace("\\", "/").rstrip("/").rpartition("/")[2]
    letters = "".join(letter for letter in name if letter.isprintable() and letter not in '/:*?"<>|\0')
    stem = letters.rpartition(".")[0] or letters or host
    return path.rename(path.with_name(f"{stem[:60].strip('. ') or 'picture'}{_ENDINGS.get(kind, '.jpg')}"))


def _not_allowed(where: str) -> KnownError:
    return KnownError(
        f"{where} is not an https address. Nothing was fetched from there.",
        "Save the picture and drop the file.",
    )


def _no_picture(host: str, why: str = "is not a picture that can be read.") -> KnownError:
    return KnownError(f"What {host} sends {why}", "Open the picture itself, or save it and drop the file.")


def _too_large(host: str) -> KnownError:
    return KnownError(f"What {host} sends is larger than 100 MB.", "Save a smaller copy and drop that.")


def _too_slow(host: str) -> KnownError:
    return KnownError(f"{host} does not answer in time.", "Try again, or save the picture and drop the file.")
