"""Work on files beside the window: one thing after the other, each answer back on the main thread."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from kling_studio.core.errors import KnownError

T = TypeVar("T")


class Background(QObject):
    """Runs work on a thread of its own; ``failed`` brings the :class:`KnownError` of work that came to nothing."""

    failed = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._ended.connect(self._finish)

    def run(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do ``work`` elsewhere, then call ``then`` with what it brought."""
        self._pool.start(lambda: self._work(work, then))

    def stop(self) -> None:
        """Wait for what is under way."""
        self._pool.waitForDone()

    def _work(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        outcome: object = KnownError("That could not be done.")
        try:
            outcome = work()
        except KnownError as error:
            outcome = error
        finally:
            self._ended.emit(outcome, then)

    @Slot(object, object)
    def _finish(self, outcome: object, then: Callable[[object], object]) -> None:
        if isinstance(outcome, KnownError):
            self.failed.emit(outcome)
        else:
            then(outcome)
