"""What a window does with the library: read and written on another thread, told by signals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from kling_studio.app import library as shared
from kling_studio.app.library import Kept, Pick, Taken
from kling_studio.app.session import Session, new_id
from kling_studio.core.errors import KnownError
from kling_studio.core.project import CastMember
from kling_studio.storage.library import Library
from kling_studio.storage.library_files import Version
from kling_studio.storage.library_reading import Shelf
from kling_studio.ui.background import Background
from kling_studio.ui.drops import listed
from kling_studio.ui.large_edits import LargeEdits
from kling_studio.ui.library.question import TwinsQuestion, twins_words

_SETTLE_MS = 150
_NAMED = 3


class LibraryDesk(QObject):
    """The library as this window knows it, and its verbs. Nothing here waits for the disk.

    ``shelf_changed`` tells that the library was read anew, ``told`` what was done, ``failed`` the ``KnownError`` that
    kept it from being done, ``compared`` a member's id and its comparison, ``versions_read`` an entry's id and its
    versions, ``taken`` the ids of members that came into the cast. Call :meth:`stop` before it goes.
    """

    shelf_changed = Signal()
    told = Signal(str)
    failed = Signal(object)
    compared = Signal(str, object)
    versions_read = Signal(str, object)
    taken = Signal(list)

    def __init__(self, session: Session, window: QWidget, library: Library | None = None) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.library = library or Library()
        self.shelf = Shelf({})
        self.is_read = False
        self._background = Background(self)
        self._large_edits = LargeEdits(session, self)
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._watcher.directoryChanged.connect(lambda _path: self._settle.start())

    @property
    def newer(self) -> frozenset[str]:
        """The members of the cast of which the library has a newer version."""
        return shared.newer_in_library(self._session.project, self.shelf)

    def refresh(self) -> None:
        """Read the library; files that did not change are not read again."""
        if self.is_read:
            self._background.run(self.library.shelf, self._show, self.failed.emit)
            return
        project, now = self._session.project, datetime.now(UTC)
        self._background.run(lambda: shared.opened(self.library, project, now), self._show, self.failed.emit)

    def keep(self, member_ids: Iterable[str], *, beside: bool = False) -> None:
        """Keep members in the library, each as a new version of what it is there already, if it is.

        One that was never there, but has the name of somebody who is, is asked about unless ``beside`` says that it is
        somebody else.
        """
        wanted = set(member_ids)
        members = [member for member in self._session.project.cast if member.id in wanted]
        if not members or not self._may_write():
            return
        namesakes = {} if beside else self._namesakes(members)
        if not namesakes:
            self._keep(members, {})
            return
        names = [member.name for member in members if member.id in namesakes]
        question = TwinsQuestion(
            "Keep in library",
            f"The library has {twins_words(names)} already.",
            f"Keep as a new version of {_the(names)}",
            "Keep as somebody else" if len(names) == 1 else "Keep as others",
            self._window,
        )
        question.update_wanted.connect(lambda: self._keep(members, namesakes))
        question.beside_wanted.connect(lambda: self._keep(members, {}))
        question.open()

    def take(self, picks: Sequence[Pick], index: int | None = None) -> None:
        """Take entries into the cast at ``index``; what the cast has already is asked about."""
        if not picks or not self._may_write():
            return
        project = self._session.project
        twins = shared.twins(project, self.shelf, [pick.entry_id for pick in picks])
        if not twins:
            self._take(picks, {}, index)
            return
        names = [twin.name for twin in twins.values()]
        others = shared.names_beside(project, self.shelf, twins) if len(twins) <= _NAMED else []
        question = TwinsQuestion(
            "Take from library",
            f"{listed(names[:_NAMED]) if len(names) <= _NAMED else f'{len(names)} of them'}"
            f" {'is' if len(names) == 1 else 'are'} in this cast already.",
            f"Update {_the(names)}",
            f"Take as {listed(others)}" if others else "Take under other names",
            self._window,
        )
        question.update_wanted.connect(lambda: self._take(picks, twins, index))
        question.beside_wanted.connect(lambda: self._take(picks, {}, index))
        question.open()

    def update(self, member_id: str) -> None:
        """Bring what is newer in the library into a member; what only this project changed stays."""
        member = self._member(member_id)
        if member is not None and member.library is not None and self._may_write():
            entry_id = member.library.id
            self._take([Pick(entry_id)], {entry_id: member}, None, "Update from library")

    def compare(self, member_id: str) -> None:
        """Find out how a linked member stands to the library."""
        member, path_of = self._member(member_id), self._session.path_of
        if member is not None and member.library is not None:
            self._background.run(
                lambda: shared.compare_member(self.library, member, path_of),
                lambda comparison: self.compared.emit(member_id, comparison),
                self.failed.emit,
            )

    def read_versions(self, entry_id: str) -> None:
        """Read what there is to know of all versions of an entry, newest first."""
        entry = self.shelf.entries.get(entry_id)
        if entry is not None:
            numbers = entry.numbers
            self._background.run(
                lambda: self._versions(entry_id, numbers),
                lambda versions: self.versions_read.emit(entry_id, versions),
                self.failed.emit,
            )

    def describe(
        self,
        entry_ids: Sequence[str],
        *,
        name: str | None = None,
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
    ) -> None:
        """Rename an entry, or change tags of several."""
        self._do(
            lambda: self.library.describe(entry_ids, name=name, add_tags=add_tags, remove_tags=remove_tags)
        )

    def put_in_bin(self, entry_ids: Sequence[str], *, binned: bool = True) -> None:
        """Put entries into the bin of the library, or take them out of it."""
        self._do(lambda: self.library.put_in_bin(entry_ids, binned=binned))

    def stop(self) -> None:
        """Wait for what is being read and written."""
        self._settle.stop()
        self._background.wait()
        self._large_edits.wait()

    def _do(self, work: Callable[[], object]) -> None:
        def done() -> Shelf:
            work()
            return self.library.shelf()

        self._background.run(done, self._show, self.failed.emit)

    def _show(self, shelf: Shelf) -> None:
        self._watch()
        changed = not self.is_read or shelf.entries != self.shelf.entries
        self.is_read, self.shelf = True, shelf
        if changed:
            self.shelf_changed.emit()
        if shelf.troubles:
            self.failed.emit(KnownError(" ".join(shelf.troubles[:_NAMED])))

    def _watch(self) -> None:
        """Hear of what other windows write; while there is no library, of its making."""
        members = self.library.members_folder
        folder = next((one for one in (members, *members.parents[:2]) if one.is_dir()), None)
        if folder is not None and str(folder) not in self._watcher.directories():
            self._watcher.addPath(str(folder))
            self._settle.start()  # for what was written between the reading and now

    def _keep(self, members: Sequence[CastMember], versions_of: Mapping[str, str]) -> None:
        session = self._session
        path_of, title = session.path_of, session.project.title

        def work() -> tuple[Kept, Shelf]:
            kept = shared.keep(self.library, members, path_of, title, versions_of)
            return kept, self.library.shelf()

        self._background.run(work, lambda done: self._kept(members, *done), self.failed.emit)

    def _kept(self, members: Sequence[CastMember], kept: Kept, shelf: Shelf) -> None:
        self._session.apply(lambda project: shared.link_members(project, kept.links), "Keep in library")
        self._show(shelf)
        self.shelf_changed.emit()
        names = [member.name for member in members if member.id in kept.links]
        if names:
            new = [kept.links[one.id] != one.library for one in members if one.id in kept.links]
            self.told.emit(_kept_words(names, is_new=any(new)))
        if kept.refusals:
            self.failed.emit(KnownError(" ".join(str(refusal) for refusal in kept.refusals[:_NAMED])))

    def _take(
        self,
        picks: Sequence[Pick],
        into: Mapping[str, CastMember],
        index: int | None,
        label: str = "Take from library",
    ) -> None:
        session = self._session
        path_of, add_media = session.path_of, session.folder.add_media
        self._background.run(
            lambda: shared.take(self.library, picks, path_of, add_media, into),
            lambda taken: self._place(taken, index, label),
            self.failed.emit,
        )

    def _place(self, taken: Sequence[Taken], index: int | None, label: str) -> None:
        ids = [new_id() if one.replaces is None else one.replaces.id for one in taken]
        self._large_edits.apply(
            lambda project: shared.place_members(project, taken, ids, index),
            label,
            lambda changed: self._placed(taken, ids, changed=changed),
        )

    def _placed(self, taken: Sequence[Taken], ids: list[str], *, changed: bool) -> None:
        if changed:
            new = set(ids)
            names = [member.name for member in self._session.project.cast if member.id in new]
            verb = "taken from the library" if any(one.replaces is None for one in taken) else "updated"
            self.told.emit(f"{_some(names)} {'was' if len(names) == 1 else 'were'} {verb}.")
        self.shelf_changed.emit()
        self.taken.emit(ids)

    def _versions(self, entry_id: str, numbers: Sequence[int]) -> tuple[Version, ...]:
        found = []
        for number in sorted(numbers, reverse=True):
            try:
                found.append(self.library.version(entry_id, number))
            except KnownError:  # told when the library is read
                continue
        return tuple(found)

    def _namesakes(self, members: Iterable[CastMember]) -> dict[str, str]:
        """The entries that members which were never in the library share their names with, by the members' ids."""
        by_name = {
            entry.member.name: entry.id for entry in self.shelf.entries.values() if not entry.is_binned
        }
        loose = [member for member in members if member.library is None]
        return {member.id: by_name[member.name] for member in loose if member.name in by_name}

    def _member(self, member_id: str) -> CastMember | None:
        return next((member for member in self._session.project.cast if member.id == member_id), None)

    def _may_write(self) -> bool:
        reason = self._session.read_only_reason
        if reason is not None:
            self.failed.emit(KnownError(reason))
        return reason is None


def _the(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else "them"


def _some(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= _NAMED else f"{len(names)} members"


def _kept_words(names: Sequence[str], *, is_new: bool) -> str:
    if not is_new:
        return f"The library has {_some(names)} as {'it is' if len(names) == 1 else 'they are'} here."
    return f"{_some(names)} {'is' if len(names) == 1 else 'are'} kept in the library."
