"""Files on their way into the project: checked and copied on another thread, all of them or none."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from kling_studio.core.errors import KnownError
from kling_studio.ui.drops import PASTED_NAME, Brought, Drop, FileKind


@dataclass(frozen=True, slots=True)
class Added:
    """One file that now belongs to the project, under its reference."""

    name: str
    kind: FileKind
    reference: str


WhenAdded = Callable[[tuple[Added, ...]], object]


class MediaAdder(QObject):
    """Adds drops one after the other. ``add_media`` copies one file and returns its reference, on any thread.

    ``failed`` brings the :class:`KnownError` of a drop of which nothing was added; ``busy_changed`` how many wait.
    """

    failed = Signal(object)
    busy_changed = Signal(int)
    _ended = Signal(object, object)

    def __init__(self, add_media: Callable[[Path], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._add_media = add_media
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._busy = 0
        self._ended.connect(self._finish)

    def add(self, drop: Drop, then: WhenAdded) -> None:
        """Add the files of ``drop``, then call ``then`` with them on the main thread, in the order of the drop."""
        self._busy += 1
        self.busy_changed.emit(self._busy)
        self._pool.start(lambda: self._work(drop, then))

    def stop(self) -> None:
        """Wait for what is being copied."""
        self._pool.waitForDone()

    def _work(self, drop: Drop, then: WhenAdded) -> None:
        outcome: tuple[Added, ...] | KnownError = KnownError("The files could not be added.")
        try:
            outcome = self._added(drop)
        except KnownError as error:
            outcome = error
        finally:
            self._ended.emit(outcome, then)

    def _added(self, drop: Drop) -> tuple[Added, ...]:
        for file in drop.files:
            _check(file)
        added = tuple(
            Added(
                file.name,
                file.kind,
                file.source if file.is_address else self._add_media(Path(file.source)),
            )
            for file in drop.files
        )
        return added if drop.image is None else (*added, self._pasted(drop.image))

    def _pasted(self, image: QImage) -> Added:
        with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
            path = Path(folder) / PASTED_NAME
            if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
                raise KnownError("The pasted picture could not be written.", f"Make room in {folder}.")
            return Added(PASTED_NAME, FileKind.PICTURE, self._add_media(path))

    @Slot(object, object)
    def _finish(self, outcome: tuple[Added, ...] | KnownError, then: WhenAdded) -> None:
        self._busy -= 1
        self.busy_changed.emit(self._busy)
        if isinstance(outcome, KnownError):
            self.failed.emit(outcome)
        else:
            then(outcome)


def _check(file: Brought) -> None:
    """Read as much of the file as proves it to be what its ending says."""
    from kling_studio.media import pictures, probe

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
