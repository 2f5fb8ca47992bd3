"""A project on the disk: one folder with the decisions, the facts, media, takes and backups."""

import contextlib
import hashlib
import os
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.facts import Fact
from kling_studio.core.project import Project
from kling_studio.storage import media_files
from kling_studio.storage.atomic import free_name, make_folder, sweep, write_bytes
from kling_studio.storage.backups import Backup, backup_path, backups_in, is_due, thin_out
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.ledger_db import LedgerDatabase
from kling_studio.storage.lock import FolderLock
from kling_studio.storage.media_names import take_name
from kling_studio.storage.project_text import ProjectText
from kling_studio.storage.recovery import find_facts, find_project, read_project

PROJECT_FILE = "project.json"
LEDGER_FILE = "ledger.sqlite"
BACKUP_FOLDER = "backups"
TAKE_FOLDER = "takes"


@dataclass(frozen=True, slots=True)
class OpenedProject:
    """A project folder that is open, and what was in it.

    ``read_only_reason`` is a sentence that says why nothing can be saved. ``notice`` tells what had to be mended.
    """

    folder: "ProjectFolder"
    project: Project
    facts: tuple[Fact, ...]
    read_only_reason: str | None = None
    notice: str | None = None


class ProjectFolder:
    """An open project folder. Any thread may call its methods; paths in a project are relative to ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.read_only_reason: str | None = None
        self._lock = FolderLock(root / ".lock")
        self._ledger = LedgerDatabase(root / LEDGER_FILE)
        self._saving = threading.Lock()
        self._text = ProjectText()
        self._stamp: tuple[int, int] | None = None

    @classmethod
    def create(cls, path: Path, project: Project, *, media_from: Path | None = None) -> OpenedProject:
        """Make a project folder at ``path`` and open it; with the media of ``project`` from the folder ``media_from``.

        Raises:
            BadInput: there is a project already, or a file where the folder has to go.
            KnownError: the disk refuses; what was there before is as it was.
        """
        root = project_root(path)
        _check_free(root)
        before = set(root.iterdir()) if root.exists() else None
        folder = cls(root)
        folder._claim(was_there=before is not None)
        try:
            _check_free(root)  # again, now that nobody else can
            folder._ledger.open()
            if media_from is not None:
                project = folder.import_media(project, media_from)
            folder.save(project)
        except BaseException:
            folder.close()
            _undo_create(root, before)
            raise
        return OpenedProject(folder, project, ())

    @classmethod
    def open(cls, path: Path, *, to_read: bool = False) -> OpenedProject:
        """Open the project folder at ``path``, which may also name its ``project.json``.

        With ``to_read`` nothing is written and no lock taken: whoever opens it meanwhile may write.

        Raises:
            BadInput: there is no project, or it and all its backups cannot be read.
            KnownError: the disk refuses to read it.
        """
        root = project_root(path)
        file = root / PROJECT_FILE
        if not file.exists() and not backups_in(root / BACKUP_FOLDER):
            raise BadInput(f"There is no project at {path}: expected a folder with {PROJECT_FILE} in it.")
        folder = cls(root)
        try:
            if to_read:
                folder.read_only_reason = "The project was opened to be read only."
            else:
                folder._take_lock()
            return folder._read()
        except BaseException:
            folder.close()
            raise

    def save(self, project: Project) -> None:
        """Write ``project``, on the disk when this returns. Now and then the file before it becomes a backup.

        Raises:
            KnownError: the disk refuses, or the folder is open to read only; the file is as it was.
        """
        if self.read_only_reason:
            raise KnownError(f"{self.root} was not saved. {self.read_only_reason}")
        with self._saving:
            data = self._text.of(project)
            now = datetime.now(UTC)
            backup = backup_path(self._backup_folder, now) if self._backup_is_due(now) else None
            write_bytes(self._file, data, keep_previous=backup)
            self._stamp = _stamp_of(self._file)
            if backup is not None:
                thin_out(self._backup_folder, now)

    def sha256_of(self, project: Project) -> str:
        """The digest that the bytes of ``project.json`` have once ``project`` is saved."""
        return hashlib.sha256(self._text.of(project)).hexdigest()

    def append(self, fact: Fact) -> int:
        """Add a fact to the ledger, on the disk when this returns; its place in the order.

        Raises:
            KnownError: the disk refuses, or the folder is open to read only.
        """
        if self.read_only_reason:
            raise KnownError(f"The ledger of {self.root} was not written. {self.read_only_reason}")
        return self._ledger.append(fact)

    def facts_since(self, seq: int) -> list[tuple[int, Fact]]:
        """The facts after the place ``seq``, also those of another process, each with its own place."""
        return self._ledger.read_since(seq) if self._ledger.is_open else []

    def backups(self) -> list[Backup]:
        """Earlier states of the project, newest first."""
        return backups_in(self._backup_folder)

    def read_backup(self, backup: Backup) -> Project:
        """The project as it was; errors as :func:`kling_studio.storage.recovery.read_project`."""
        return read_project(backup.path)

    def add_media(self, source: Path) -> str:
        """As :func:`kling_studio.storage.media_files.add_media`."""
        return media_files.add_media(self.root, source)

    def path_of(self, reference: str) -> Path | None:
        """As :func:`kling_studio.storage.media_files.path_of`."""
        return media_files.path_of(self.root, reference)

    def import_media(self, project: Project, base: Path) -> Project:
        """As :func:`kling_studio.storage.media_files.import_media`."""
        return media_files.import_media(self.root, project, base)

    def export_json(self, project: Project, target: Path) -> None:
        """As :func:`kling_studio.storage.media_files.export_json`."""
        media_files.export_json(self.root, project, target)

    def new_take_path(self, episode: int, scene: int, take: int, ending: str = ".mp4") -> Path:
        """A free place for the film of a take, its folder made; numbers from 1, ``scene`` within the episode."""
        folder = self.root / TAKE_FOLDER
        make_folder(folder)
        return free_name(folder / take_name(episode, scene, take, ending))

    def close(self) -> None:
        """Close the ledger and let go of the lock."""
        self._ledger.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _file(self) -> Path:
        return self.root / PROJECT_FILE

    @property
    def _backup_folder(self) -> Path:
        return self.root / BACKUP_FOLDER

    def _claim(self, *, was_there: bool) -> None:
        make_folder(self.root)
        self._take_lock()
        if self.read_only_reason:
            if not was_there:
                with contextlib.suppress(OSError):
                    self.root.rmdir()
            raise KnownError(self.read_only_reason, "Choose another folder.")

    def _take_lock(self) -> None:
        try:
            if not self._lock.acquire():
                self.read_only_reason = "The project is open in another window, so it can only be read here."
            elif not os.access(self.root, os.W_OK):
                self.read_only_reason = (
                    f"The folder {self.root} cannot be written to, so it can only be read."
                )
        except OSError as error:
            self.read_only_reason = (
                f"{disk_error(error, self.root, 'written').what_happened} It can only be read."
            )
        if self.read_only_reason is None:
            for folder in (self.root, self._backup_folder, self.root / media_files.MEDIA_FOLDER):
                sweep(folder)

    def _read(self) -> OpenedProject:
        may_write = self.read_only_reason is None
        found = find_project(self._file, self._backup_folder, may_write=may_write)
        self._stamp = _stamp_of(self._file)
        may_write = may_write and found.read_only_reason is None
        ledger = find_facts(self._ledger, self.root / LEDGER_FILE, may_write=may_write)
        self.read_only_reason = self.read_only_reason or found.read_only_reason or ledger.read_only_reason
        notice = " ".join(filter(None, (found.notice, ledger.notice))) or None
        return OpenedProject(self, found.project, ledger.facts, self.read_only_reason, notice)

    def _backup_is_due(self, now: datetime) -> bool:
        changed_by_others = self._stamp is not None and _stamp_of(self._file) != self._stamp
        return changed_by_others or is_due(self.backups(), now)


def project_root(path: Path) -> Path:
    """The folder that is meant by a folder or by the ``project.json`` in it, as an absolute path."""
    path = path.absolute()
    return path.parent if path.name == PROJECT_FILE and not path.is_dir() else path


def _check_free(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise BadInput(f"{root} is a file; expected a folder for the project.")
    if any((root / name).exists() for name in (PROJECT_FILE, LEDGER_FILE)):
        raise BadInput(f"{root} already holds a project.", "Open it, or choose another folder.")


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _undo_create(root: Path, before: Iterable[Path] | None) -> None:
    """Remove what a failed :meth:`ProjectFolder.create` put into ``root``, which held ``before`` or was not there."""
    kept = set(before or ())
    for path in set(root.iterdir()) - kept if root.exists() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()
    if before is None:
        with contextlib.suppress(OSError):
            root.rmdir()
