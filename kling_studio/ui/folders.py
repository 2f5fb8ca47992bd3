"""The pictures in a folder that is dropped or chosen, found on another thread."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.ui.drops import Brought, FileKind, kind_of_name

_MOST_DEEP = 4


def pictures_in(folder: Path, stopped: Callable[[], bool], deep: int = 0) -> Iterator[tuple[Brought, str]]:
    """The pictures in a folder and those in it, by name, each with the name of its folder; what is hidden stays so.

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
        if kind_of_name(entry.name) is FileKind.PICTURE:
            yield Brought(entry.name, FileKind.PICTURE, str(entry)), folder.name
        elif deep < _MOST_DEEP and entry.is_dir() and not entry.is_symlink():
            yield from pictures_in(entry, stopped, deep + 1)
