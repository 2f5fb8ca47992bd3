"""Pictures and files that come as words: an address, a path, a picture inside a web page."""

import html
import re
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from kling_studio.storage.media_names import FILM_ENDINGS, PICTURE_ENDINGS, SOUND_ENDINGS

_MEDIA = PICTURE_ENDINGS | FILM_ENDINGS | SOUND_ENDINGS
_MOST_LINES = 1_000
_MOST_LETTERS = 4_096
_FETCHED = ("http://", "https://", "data:image/")
# Ends at the next tag, so that a page without an end costs one look at each letter.
_PICTURE_TAG = re.compile(r"""<img\b[^<>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s<>"']+))""", re.IGNORECASE)


def is_fetched(address: str) -> bool:
    """Whether an address is one of the web, or of a picture that is written out in it."""
    return address[:16].lower().startswith(_FETCHED)


def picture_of_page(mime: QMimeData) -> str:
    """The address of the first picture of a piece of a web page, or ""."""
    found = _PICTURE_TAG.search(mime.html()) if mime.hasHtml() else None
    address = html.unescape(next(filter(None, found.groups()), "")).strip() if found else ""
    address = f"https:{address}" if address.startswith("//") else address
    return address if is_fetched(address) else ""


def sources_in(text: str) -> tuple[list[str], list[str]]:
    """The paths and the addresses that a text consists of, one on each line; nothing where it is words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    paths: list[str] = []
    addresses: list[str] = []
    for line in lines if len(lines) <= _MOST_LINES else ():
        if _is_address(line):
            addresses.append(line)
        elif path := _path_of(line):
            paths.append(path)
        else:
            return [], []
    return paths, addresses


def _is_address(line: str) -> bool:
    if line[:5].lower() == "data:":
        return is_fetched(line)
    return is_fetched(line) and QUrl(line, QUrl.ParsingMode.StrictMode).isValid()


def _path_of(line: str) -> str:
    """A path as a file manager or a terminal copies it; one that leads nowhere only where it names a medium."""
    line = line[1:-1] if line[:1] in "\"'" and line[-1:] == line[:1] else line
    if len(line) > _MOST_LETTERS:
        return ""
    if line.lower().startswith("file:"):
        return QUrl(line).toLocalFile()
    path = Path(line)
    try:
        path = path.expanduser() if line.startswith("~/") else path
        is_one = path.is_absolute() and (path.suffix.lower() in _MEDIA or path.exists())
    except (OSError, RuntimeError, ValueError):
        return ""
    return path.as_posix() if is_one else ""
