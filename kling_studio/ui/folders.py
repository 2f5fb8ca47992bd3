"""What is in a folder that is dropped or chosen, found on another thread."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.ui.drops import MEDIA_KINDS, Brought, FileKind, kind_of_name

_MOST_DEEP = 4


def pictures_in(folder: Path, stopped: Callable[[], bool]) -> Iterator[tuple[Brought, str]]:
    """The pictures of :func:`media_in`."""
    return ((file, name) for file, name in media_in(folder, stopped) if file.kind is FileKind.PICTURE)


def media_in(folder: Path, stopped: Callable[[], bool], deep: int = 0) -> Iterator[tuple[Brought, str]]:
    """Pictures, films and sounds in a folder and those in it, by name, each with its folder's; what is hidden is not.

    Ends early once ``stopped()``. Raises ``KnownError`` where a folder cannot be read.
    """
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name.casefold())
    except OSError as error:
        raise KnownError(f"{folder.name} cannot be read: {error.strerror}.") from None
    for entry in entries:
        if stopped():
            return
        if entry.name.startswith("."):
            continue
        kind = kind_of_name(entry.name)
        if kind in MEDIA_KINDS and (kind is FileKind.PICTURE or not entry.is_dir()):
            yield Brought(entry.name, kind, str(entry)), folder.name
        elif deep < _MOST_DEEP and entry.is_dir() and not entry.is_symlink():
            yield from media_in(entry, stopped, deep + 1)
