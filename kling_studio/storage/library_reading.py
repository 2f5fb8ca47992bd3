"""Reading the shared library: what there is, and what of it cannot be read."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.project import CastMember
from kling_studio.storage.atomic import free_name, make_folder
from kling_studio.storage.codec import NewerVersion
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.json_text import read_text
from kling_studio.storage.library_files import (
    Notes,
    Version,
    is_entry_id,
    notes_file,
    read_notes,
    read_version,
    version_file,
    version_of_name,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of the library as it stands: its newest version under the name and tags it has in the library."""

    newest: Version
    numbers: tuple[int, ...]
    is_binned: bool = False
    binned_at: str = ""

    @property
    def id(self) -> str:
        """The id that links of members name."""
        return self.newest.id

    @property
    def member(self) -> CastMember:
        """The member in its newest version."""
        return self.newest.member

    def called(self, version: Version) -> Version:
        """Another version under the name and tags of the entry."""
        return _called(version, self.member.name, self.member.tags)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is in the library, by id, also what is in its bin; and sentences on what could not be read."""

    entries: dict[str, Entry]
    troubles: tuple[str, ...] = ()

    def entry(self, entry_id: str) -> Entry | None:
        """The entry with this id, unless it is in the bin."""
        entry = self.entries.get(entry_id)
        return None if entry is None or entry.is_binned else entry


@dataclass(frozen=True, slots=True)
class Files:
    """Which versions there are of each member, from the first on, and which members have notes."""

    numbers: dict[str, list[int]]
    noted: frozenset[str]


class LibraryReader:
    """Reads the library at ``root``; a file that did not change is read once."""

    def __init__(self, root: Path) -> None:
        self._members = root / "members"
        self._aside = root / "aside"
        self._read: dict[Path, tuple[tuple[int, int], Version | Notes]] = {}

    def files(self) -> Files:
        """What the names of the files tell; errors as :meth:`shelf`."""
        numbers: dict[str, list[int]] = {}
        noted: set[str] = set()
        for name in sorted(_names_in(self._members)):
            found = version_of_name(name)
            if found is not None and name == version_file(*found):
                numbers.setdefault(found[0], []).append(found[1])
            elif is_entry_id(name.removesuffix(".json")):
                noted.add(name.removesuffix(".json"))
        return Files({key: sorted(numbers[key]) for key in numbers}, frozenset(noted))

    def shelf(self) -> Shelf:
        """Everything in the library. What is damaged is moved aside and told; what a newer program wrote is told.

        Raises:
            KnownError: the disk refuses to tell what there is.
        """
        files = self.files()
        troubles: list[str] = []
        found = (self.entry(entry_id, files, troubles) for entry_id in files.numbers)
        entries = {entry.id: entry for entry in found if entry is not None}
        return Shelf(entries, tuple(dict.fromkeys(troubles)))

    def entry(self, entry_id: str, files: Files, troubles: list[str]) -> Entry | None:
        """One entry, by its newest version that can be read; ``None`` where there is none."""
        numbers = files.numbers.get(entry_id, [])
        for number in sorted(numbers, reverse=True):
            path = self._members / version_file(entry_id, number)
            newest = self._readable(path, troubles)
            if isinstance(newest, Version):
                notes = self._notes(entry_id, troubles) if entry_id in files.noted else Notes()
                return _entry(newest, tuple(numbers), notes)
            if not path.exists():
                numbers.remove(number)
        return None

    def version(self, entry_id: str, number: int) -> Version:
        """One version; ``KnownError`` where it is not there or cannot be read."""
        path = self._members / version_file(entry_id, number)
        if not is_entry_id(entry_id) or not path.exists():
            raise KnownError(
                f"Version {number} is not in the library any more.", "Take another version, or keep it again."
            )
        found = self._read_file(path)
        if not isinstance(found, Version):
            raise BadInput(f"{path} holds no member of the library.")
        return found

    def notes(self, entry_id: str) -> Notes:
        """The notes on a member, to be written anew; ``KnownError`` where they cannot be read."""
        path = self._members / notes_file(entry_id)
        found = self._read_file(path) if path.exists() else Notes()
        return found if isinstance(found, Notes) else Notes()

    def numbers_ever(self, entry_id: str) -> Iterator[int]:
        """The numbers of all versions, also of those that were moved aside: none is given twice."""
        for folder in (self._members, self._aside):
            with contextlib.suppress(KnownError):
                for name in _names_in(folder):
                    found = version_of_name(name)
                    if found is not None and found[0] == entry_id:
                        yield found[1]

    def _notes(self, entry_id: str, troubles: list[str]) -> Notes:
        found = self._readable(self._members / notes_file(entry_id), troubles)
        return found if isinstance(found, Notes) else Notes()

    def _readable(self, path: Path, troubles: list[str]) -> Version | Notes | None:
        """What is in a file; where that cannot be read it is told, and moved aside if it is damaged."""
        try:
            return self._read_file(path)
        except NewerVersion as newer:
            troubles.append(str(newer))
        except BadInput as damaged:
            if path.exists():
                troubles.append(self._put_aside(path, damaged))
        except KnownError as refused:
            troubles.append(str(refused))
        return None

    def _read_file(self, path: Path) -> Version | Notes:
        try:
            stat = path.stat()
        except OSError as error:
            raise disk_error(error, path, "read") from error
        stamp = stat.st_mtime_ns, stat.st_size
        known = self._read.get(path)
        if known is None or known[0] != stamp:
            known = self._read[path] = stamp, _parsed(path)
        return known[1]

    def _put_aside(self, path: Path, damaged: BadInput) -> str:
        try:
            make_folder(self._aside)
            target = free_name(self._aside / path.name)
            path.rename(target)
        except FileNotFoundError:
            target = self._aside / path.name  # another window was quicker
        except (KnownError, OSError):
            return str(damaged)
        return f"A file of the library could not be read and was moved to {target}. {damaged.what_happened}"


def _parsed(path: Path) -> Version | Notes:
    text, named = read_text(path), version_of_name(path.name)
    if named is None:
        return read_notes(text, str(path))
    return replace(read_version(text, str(path)), id=named[0], number=named[1])


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise disk_error(error, folder, "read") from error


def _entry(newest: Version, numbers: tuple[int, ...], notes: Notes) -> Entry:
    member = newest.member
    tags = member.tags if notes.tags is None else notes.tags
    return Entry(_called(newest, notes.name or member.name, tags), numbers, notes.is_binned, notes.binned_at)


def _called(version: Version, name: str, tags: tuple[str, ...]) -> Version:
    if (version.member.name, version.member.tags) == (name, tags):
        return version
    return replace(version, member=replace(version.member, name=name, tags=tags))
