"""Files on their way into the project: gathered, checked and copied on another thread."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from kling_studio.core.errors import KnownError
from kling_studio.ui.drops import PASTED_NAME, Brought, Drop, FileKind, first_few
from kling_studio.ui.folders import media_in
from kling_studio.ui.workers import workers

_TOLD_EACH = 10


@dataclass(frozen=True, slots=True)
class Added:
    """One file that now belongs to the project, under its reference. ``folder`` is the one it was found in."""

    name: str
    kind: FileKind
    reference: str
    folder: str = ""


P = TypeVar("P")
WhenAdded = Callable[[tuple[Added, ...]], object]


class _Stopped(Exception):
    """Somebody does not want it any more."""


class MediaAdder(QObject):
    """Adds drops one after the other. ``add_media`` copies one file and returns its reference, on any thread.

    ``failed`` brings the :class:`KnownError` of a drop of which nothing was added; ``busy_changed`` how many wait;
    ``progress`` how many files of a drop are done, of how many; ``skipped`` the sentences on files that are left out:
    what cannot be used of a folder and, where the adder ``leaves_out``, of the files that were dropped themselves.
    With ``fetches`` a picture from the web becomes a file, else its address is kept; one that is written out in its
    address always becomes a file.
    """

    failed = Signal(object)
    busy_changed = Signal(int)
    progress = Signal(int, int)
    skipped = Signal(object)
    _ended = Signal(object, object)

    def __init__(
        self,
        add_media: Callable[[Path], str],
        parent: QObject | None = None,
        *,
        fetches: bool = False,
        leaves_out: bool = False,
    ) -> None:
        super().__init__(parent)
        self._add_media = add_media
        self._fetches = fetches
        self._leaves_out = leaves_out
        self._pool = workers(self, 1)
        self._busy = 0
        self._stop = Event()
        self._ended.connect(self._finish)

    def add(self, drop: Drop, then: WhenAdded) -> None:
        """Add the files of ``drop``, then call ``then`` with them on the main thread, in the order of the drop."""
        self.add_and_prepare(drop, lambda added: added, then)

    def add_and_prepare(
        self, drop: Drop, prepare: Callable[[tuple[Added, ...]], P], then: Callable[[P], object]
    ) -> None:
        """The same, with what ``prepare`` makes of the added files, which it does on another thread."""
        if not self._busy:
            self._stop.clear()
        self._busy += 1
        self.busy_changed.emit(self._busy)
        self._pool.start(lambda: self._work(drop, prepare, then))

    def cancel(self) -> None:
        """Add nothing of what is under way."""
        self._stop.set()

    def stop(self) -> None:
        """Wait for what is being copied; what is left of a long drop is not."""
        self._stop.set()
        self._pool.waitForDone()

    def _work(
        self, drop: Drop, prepare: Callable[[tuple[Added, ...]], P], then: Callable[[P], object]
    ) -> None:
        outcome: object = KnownError("The files could not be added.")
        try:
            outcome = prepare(self._added(drop))
        except KnownError as error:
            outcome = error
        except _Stopped:
            outcome = None
        finally:
            self._ended.emit(outcome, then)

    def _added(self, drop: Drop) -> tuple[Added, ...]:
        files = self._files_of(drop)
        added: list[Added] = []
        left_out: list[KnownError] = []
        for done, (file, folder) in enumerate(files):
            try:
                if folder or self._leaves_out:
                    _check(file, folder)
                added.append(replace(self._one(file, done, len(files)), folder=folder))
            except KnownError as error:
                if not (folder or self._leaves_out):
                    raise
                left_out.append(error)
        if drop.image is not None:
            added.append(self._pasted(drop.image))
        if left_out and not added:
            raise _nothing_of(left_out)
        if left_out:
            self.skipped.emit(tuple(error.what_happened for error in left_out))
        return tuple(added)

    def _files_of(self, drop: Drop) -> list[tuple[Brought, str]]:
        """Every file with the folder that it is found in. Where none is to be left out, each is a good one."""
        own = [(file, "") for file in drop.files if file.kind is not FileKind.FOLDER]
        for file, _ in () if self._leaves_out else own:
            _check(file)
        found = [each for place in drop.folders for each in media_in(Path(place.source), self._stop.is_set)]
        if self._stop.is_set():
            raise _Stopped
        if drop.folders and not found and not own:
            raise KnownError(f"There is no picture in {drop.folders[0].name}.", "Choose another folder.")
        return own + found

    def _one(self, file: Brought, done: int, whole: int) -> Added:
        if self._stop.is_set():
            raise _Stopped
        if done % _TOLD_EACH == 0:
            self.progress.emit(done, whole)
        if not file.is_address:
            return Added(file.name, file.kind, self._add_media(Path(file.source)))
        from kling_studio.app.remote_pictures import fetch_picture, is_written_out

        if not (self._fetches or is_written_out(file.source)):
            return Added(file.name, file.kind, file.source)
        with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
            path = fetch_picture(file.source, Path(folder))
            return Added(path.name, FileKind.PICTURE, self._add_media(path))

    def _pasted(self, image: QImage) -> Added:
        with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
            path = Path(folder) / PASTED_NAME
            if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
                raise KnownError("The pasted picture could not be written.", f"Make room in {folder}.")
            return Added(PASTED_NAME, FileKind.PICTURE, self._add_media(path))

    @Slot(object, object)
    def _finish(self, outcome: object, then: Callable[[Any], object]) -> None:
        self._busy -= 1
        self.busy_changed.emit(self._busy)
        if isinstance(outcome, KnownError):
            self.failed.emit(outcome)
        elif outcome is not None:
            then(outcome)


def added_words(new: int, same: int, left_out: tuple[str, ...]) -> str:
    """What became of a drop: how many files are new, how many were copies, and why some were left out."""
    parts = [f"{new:,} added"]
    if same:
        parts.append("1 was the same picture" if same == 1 else f"{same:,} were the same pictures")
    if left_out:
        parts.append(f"{len(left_out):,} not: {first_few(left_out)}")
    return ", ".join(parts) + ("" if left_out else ".")


def _nothing_of(left_out: list[KnownError]) -> KnownError:
    first = left_out[0]
    if len(left_out) == 1:
        return first
    return KnownError(f"None of the {len(left_out):,} files can be used. {first.what_happened}")


def _check(file: Brought, folder: str = "") -> None:
    """Read as much of the file as proves it to be what its ending says; only a picture is taken out of a folder."""
    from kling_studio.media import pictures, probe

    if folder and file.kind is not FileKind.PICTURE:
        raise KnownError(
            f"{file.name} is a {file.kind}; of a folder only the pictures are taken.", "Drop the file itself."
        )
    if file.is_address:
        return
    if file.kind is FileKind.PICTURE:
        pictures.measure(Path(file.source))
        return
    info = probe.probe(Path(file.source))
    if file.kind is FileKind.FILM and not info.width_px:
        raise KnownError(f"{file.name} has no picture, only sound.", "Use a film with a picture.")
    if file.kind is FileKind.SOUND and not info.has_audio:
        raise KnownError(f"{file.name} has no sound.", "Use a recording of the voice.")
