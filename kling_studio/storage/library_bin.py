"""The bin of the shared library: what lay in it for 30 days goes for good, with the media that nothing else names.

Projects have their own copies of all that they took, and a member that a project is linked to is spared.
"""

import contextlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.storage.library_files import notes_file, version_file
from kling_studio.storage.library_reading import Entry, LibraryReader, Shelf
from kling_studio.storage.media_files import path_of

KEPT_DAYS = 30
_SHORT_DIGEST = 8


def moment(now: datetime) -> str:
    """A point of time as the notes have it."""
    return now.astimezone(UTC).isoformat(timespec="seconds")


def undated(shelf: Shelf) -> tuple[Entry, ...]:
    """What is in the bin, and nobody wrote down since when."""
    return tuple(entry for entry in shelf.entries.values() if entry.is_binned and _since(entry) is None)


def due(shelf: Shelf, now: datetime, spared: Container[str]) -> tuple[Entry, ...]:
    """What has been in the bin for so long that it goes, unless it is ``spared`` by its id."""
    found = []
    for entry in shelf.entries.values():
        since = _since(entry) if entry.is_binned and entry.id not in spared else None
        if since is not None and now - since >= timedelta(days=KEPT_DAYS):
            found.append(entry)
    return tuple(found)


def remove(root: Path, reader: LibraryReader, entries: Sequence[Entry]) -> None:
    """Remove entries with all their versions. Only for who holds the lock.

    Media go first and notes last: after a crash the entry is in the bin as before, and goes the next time.
    """
    members = root / "members"
    files = [members / version_file(entry.id, number) for entry in entries for number in entry.numbers]
    media = {path: digest for entry in entries for path, digest in _media(root, reader, entry)}
    others = [
        path for folder in (members, root / "aside") for path in folder.glob("*.json") if path not in files
    ]
    for path in _unnamed(media, others):
        _unlink(path)
    for path in (*files, *(members / notes_file(entry.id) for entry in entries)):
        _unlink(path)


def _since(entry: Entry) -> datetime | None:
    try:
        since = datetime.fromisoformat(entry.binned_at)
    except ValueError:
        return None
    return since if since.tzinfo is not None else None


def _media(root: Path, reader: LibraryReader, entry: Entry) -> Iterator[tuple[Path, str]]:
    """The files that an entry names, with what they hold. A version that cannot be read leaves its own behind."""
    for number in entry.numbers:
        with contextlib.suppress(KnownError):
            for reference, digest in reader.version(entry.id, number).digests.items():
                path = path_of(root, reference)
                if path is not None and path.is_relative_to(root / "media"):
                    yield path, digest


def _unnamed(media: Mapping[Path, str], others: Iterable[Path]) -> set[Path]:
    """The media that no other file names. Read as plain text: of a damaged file, or one of a newer program, too."""
    left = set(media)
    for other in others:
        if not left:
            break
        try:
            text = other.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            return set()
        left = {path for path in left if media[path][:_SHORT_DIGEST].encode() not in text}
    return left


def _unlink(path: Path) -> None:
    # What somebody has open goes the next time.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
