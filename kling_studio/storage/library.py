"""The shared library: members of the cast that are kept beyond one project, each in every version it had.

    library/
      members/   3fa9c1d2e4f5-0002.json   the second version, written once; 3fa9c1d2e4f5.json  notes: name, tags, bin
      media/     3f/mira_front-3fa9c1d2.jpg   by content, shared by all versions
      aside/     what could not be read

A version's file comes last, after its media, so a crash leaves no half member. Whoever writes holds the lock.
What was put in the bin more than 30 days ago goes when the library is opened next; see ``library_bin``.
"""

import contextlib
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.core.project import CastMember, is_address
from kling_studio.storage import library_bin, media_files
from kling_studio.storage.atomic import free_name, make_folder, sweep, write_bytes
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.library_content import (
    ContentNames,
    PathOf,
    member_references,
    with_member_references,
)
from kling_studio.storage.library_files import (
    Notes,
    Version,
    new_entry_id,
    notes_file,
    notes_text,
    version_file,
    version_text,
)
from kling_studio.storage.library_reading import Entry, LibraryReader, Shelf
from kling_studio.storage.lock import FolderLock
from kling_studio.storage.media_names import media_name
from kling_studio.storage.places import data_folder

_WAIT_S = 30.0
_PAUSE_S = 0.02
_SHORT_DIGEST = 8


class _Busy(KnownError):
    """Another window holds the lock."""


class Library:
    """The library in a folder, which is made when the first member is kept. For threads that may wait for the disk.

    Any number of windows and processes may use one folder at once.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or data_folder() / "library"
        self._reader = LibraryReader(self.root)
        self._names = ContentNames()

    @property
    def members_folder(self) -> Path:
        """Where a change of the library shows as a change of names."""
        return self.root / "members"

    def shelf(self) -> Shelf:
        """As :meth:`kling_studio.storage.library_reading.LibraryReader.shelf`."""
        return self._reader.shelf()

    def version(self, entry_id: str, number: int) -> Version:
        """One version of a member, under the name and tags that it has in the library now.

        Raises:
            KnownError: it is not there or cannot be read.
        """
        found = self._reader.version(entry_id, number)
        entry = self._reader.entry(entry_id, self._reader.files(), [])
        return found if entry is None else entry.called(found)

    def keep(
        self, member: CastMember, path_of: PathOf, *, project: str = "", entry_id: str | None = None
    ) -> Version:
        """Keep a member with its media, as a new version of ``entry_id`` or as a new entry.

        Where the newest version has the same content, and its files are sound, that one is returned and nothing is
        written. What is in the bin comes out of it.

        Raises:
            KnownError: a file of the member is missing, or the disk refuses. No part of the member is kept then.
        """
        with self._writing():
            entry = self._reader.entry(entry_id, self._reader.files(), []) if entry_id else None
            own_id = entry.id if entry else new_entry_id()
            stored, digests = self._with_media(member, path_of)
            number = max([0, *self._reader.numbers_ever(own_id)]) + 1
            kept_at = datetime.now(UTC).isoformat(timespec="seconds")
            version = Version(own_id, number, replace(stored, library=None), kept_at, project, digests)
            if entry is not None:
                version = entry.called(version)
                if entry.is_binned:
                    self._write_notes(
                        own_id, replace(self._reader.notes(own_id), is_binned=False, binned_at="")
                    )
                if entry.newest.content == version.content and self._is_whole(entry.newest):
                    return entry.newest
            write_bytes(self.members_folder / version_file(own_id, number), version_text(version))
            return version

    def describe(
        self,
        entry_ids: Iterable[str],
        *,
        name: str | None = None,
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
    ) -> None:
        """Say something else of members of the library: how one is called, and their tags. Makes no versions.

        Raises:
            KnownError: the disk refuses, or a newer program wrote the notes.
        """
        with self._writing():
            for entry in self._entries(entry_ids):
                gone = {tag.casefold() for tag in remove_tags}
                kept = [tag for tag in entry.member.tags if tag.casefold() not in gone]
                have = {tag.casefold() for tag in kept}
                tags = (*kept, *(tag for tag in add_tags if tag.casefold() not in have))
                notes = self._reader.notes(entry.id)
                self._write_notes(entry.id, replace(notes, tags=tags, name=name or notes.name))

    def put_in_bin(self, entry_ids: Iterable[str], *, binned: bool = True) -> None:
        """Take members out of sight, or back; their versions and media stay for 30 days. Errors as :meth:`describe`."""
        since = library_bin.moment(datetime.now(UTC)) if binned else ""
        with self._writing():
            for entry in self._entries(entry_ids):
                self._note_bin(entry.id, is_binned=binned, since=since)

    def empty_bin(self, now: datetime, spared: Container[str] = ()) -> None:
        """Remove for good what has been in the bin for 30 days, but not the entries with ``spared`` ids.

        Where another window writes, or since when something is in the bin is not known, it waits for another time.
        Errors as :meth:`shelf`.
        """
        shelf = self.shelf()
        if not (library_bin.undated(shelf) or library_bin.due(shelf, now, spared)):
            return
        with contextlib.suppress(_Busy), self._writing(wait_s=0):
            shelf = self.shelf()
            for entry in library_bin.undated(shelf):
                self._note_bin(entry.id, is_binned=True, since=library_bin.moment(now))
            library_bin.remove(self.root, self._reader, library_bin.due(shelf, now, spared))

    def path_of(self, reference: str) -> Path | None:
        """The file that a reference of a version means, whether it is there or not; ``None`` for addresses."""
        return media_files.path_of(self.root, reference)

    def name_of(self, reference: str, path_of: PathOf) -> str:
        """What a file of a project holds; see :class:`~kling_studio.storage.library_content.ContentNames`."""
        return self._names.name_of(reference, path_of)

    def _entries(self, entry_ids: Iterable[str]) -> Iterator[Entry]:
        files = self._reader.files()
        for entry_id in entry_ids:
            entry = self._reader.entry(entry_id, files, [])
            if entry is not None:
                yield entry

    @contextmanager
    def _writing(self, wait_s: float = _WAIT_S) -> Iterator[None]:
        """Hold the lock of the library; another window that holds it is waited for."""
        make_folder(self.members_folder)
        lock = FolderLock(self.root / ".lock")
        until = time.monotonic() + wait_s
        try:
            while not lock.acquire():
                if time.monotonic() > until:
                    raise _Busy("Another window is writing to the library.", "Try again in a moment.")
                time.sleep(_PAUSE_S)
        except OSError as error:
            raise disk_error(error, self.root, "written") from error
        try:
            sweep(self.members_folder)
            yield
        finally:
            lock.release()

    def _note_bin(self, entry_id: str, *, is_binned: bool, since: str) -> None:
        notes = replace(self._reader.notes(entry_id), is_binned=is_binned, binned_at=since)
        self._write_notes(entry_id, notes)

    def _write_notes(self, entry_id: str, notes: Notes) -> None:
        write_bytes(self.members_folder / notes_file(entry_id), notes_text(notes))

    def _is_whole(self, version: Version) -> bool:
        """Whether the files of a version are there and hold what they held."""
        paths = ((self.path_of(reference), digest) for reference, digest in version.digests.items())
        return all(
            path is not None and path.is_file() and media_files.sha256_of(path) == digest
            for path, digest in paths
        )

    def _with_media(self, member: CastMember, path_of: PathOf) -> tuple[CastMember, dict[str, str]]:
        """The member with references into the library, and what these files hold."""
        stored: dict[str, str] = {}
        digests: dict[str, str] = {}
        for reference in member_references(member):
            if is_address(reference):
                continue
            path = path_of(reference)
            if path is None or not path.is_file():
                raise KnownError(
                    f"{member.name} was not kept in the library: {reference} is missing.",
                    "Put the file back or take it from the member, then keep it again.",
                )
            digest = media_files.sha256_of(path)
            stored[reference] = self._add_media(path, digest)
            digests[stored[reference]] = digest
        return with_member_references(member, lambda reference: stored.get(reference, reference)), digests

    def _add_media(self, source: Path, digest: str) -> str:
        folder = self.root / "media" / digest[:2]
        sweep(folder)
        for known in folder.glob(f"*-{digest[:_SHORT_DIGEST]}*"):
            if known.is_file() and media_files.sha256_of(known) == digest:
                return known.relative_to(self.root).as_posix()
        target = free_name(folder / media_name(source.name, digest[:_SHORT_DIGEST]))
        media_files.copy(source, target)
        return target.relative_to(self.root).as_posix()
