"""The only writer of files that matter: a file is there whole, in its old form or its new one, never in between."""

import contextlib
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kling_studio.storage.disk_errors import disk_error

_MARK = ".kling-part"
_TRIES_WHERE_READERS_LOCK = 20  # on Windows a virus scanner or a syncing service holds a file for a moment
_PAUSE_S = 0.05


def write_bytes(path: Path, data: bytes, *, keep_previous: Path | None = None) -> None:
    """Make ``data`` the content of ``path``, on the disk when this returns.

    Where there was a file before, ``keep_previous`` names the place where a copy of it stays.

    Raises:
        KnownError: the disk refuses; ``path`` is as it was and nothing else is left behind.
    """
    if keep_previous is not None:
        _keep(path, keep_previous)
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, that becomes ``path`` at the end of the block; errors as :func:`write_bytes`.

    An exception in the block leaves ``path`` as it was.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}{_MARK}")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _keep_permissions(target, part)
        _patiently(lambda: part.replace(target))
        sync_folder(target.parent)
    except OSError as error:
        raise disk_error(error, path, "written") from error
    finally:
        # After the replace there is nothing of this name.
        with contextlib.suppress(OSError):
            part.unlink()


def make_folder(path: Path) -> None:
    """Make the folder ``path`` and those above it, on the disk when this returns; one that is there is fine."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error, path, "written") from error


def move_aside(path: Path, name: str) -> Path:
    """Rename ``path`` to ``name`` in its folder, or to the next free variant of that name; where it went."""
    target = free_name(path.with_name(name))
    try:
        _patiently(lambda: path.rename(target))
        sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error, path, "written") from error
    return target


def free_name(path: Path) -> Path:
    """``path``, or where something has that name the first of ``name-2``, ``name-3`` ... that is free."""
    number, candidate = 1, path
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_stem(f"{path.stem}-{number}")
    return candidate


def sweep(folder: Path) -> None:
    """Remove what writers that were killed left in ``folder``. Only for who holds the lock of the folder."""
    for part in folder.glob(f".*{_MARK}"):
        with contextlib.suppress(OSError):
            part.unlink()


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` to the disk; where a system cannot, it does so by itself in time."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep(path: Path, previous: Path) -> None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise disk_error(error, path, "read") from error
    make_folder(previous.parent)
    write_bytes(previous, data)


def _keep_permissions(target: Path, part: Path) -> None:
    with contextlib.suppress(OSError):
        part.chmod(stat.S_IMODE(target.stat().st_mode))


def _patiently(rename: Callable[[], object]) -> None:
    for _ in range(_TRIES_WHERE_READERS_LOCK if os.name == "nt" else 0):
        with contextlib.suppress(PermissionError):
            rename()
            return
        time.sleep(_PAUSE_S)
    rename()
