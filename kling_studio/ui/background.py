"""Work that may wait for a disk or a keychain, done on another thread, one piece after the other."""

from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kling_studio.core.errors import KnownError
from kling_studio.ui.workers import workers

T = TypeVar("T")


class _Outcome(Generic[T]):
    """What came of a piece of work, and whom to tell."""

    def __init__(self, then: Callable[[T], object], failed: Callable[[KnownError], object]) -> None:
        self._then = then
        self._failed = failed
        self.value: T | None = None
        self.error = KnownError("Something in the program went wrong.", "Try it again.")
        self.is_done = False

    def tell(self) -> None:
        if self.is_done:
            self._then(self.value)  # type: ignore[arg-type]  # there once it is done
        else:
            self._failed(self.error)


class Background(QObject):
    """Does one thing at a time. What comes of it is told on the thread that made this."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = workers(self, 1)
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def run(
        self, work: Callable[[], T], then: Callable[[T], object], failed: Callable[[KnownError], object]
    ) -> None:
        """Do ``work`` when its turn comes, then call ``then`` with its result or ``failed`` with what life caused."""
        outcome = _Outcome(then, failed)
        self._pool.start(lambda: self._work(work, outcome))

    def wait(self) -> None:
        """Wait until nothing is under way any more."""
        self._pool.waitForDone()

    def _work(self, work: Callable[[], T], outcome: _Outcome[T]) -> None:
        try:
            outcome.value = work()
            outcome.is_done = True
        except KnownError as error:
            outcome.error = error
        finally:
            with suppress(RuntimeError):  # whoever asked may be gone, and then nobody wants to know
                self._ended.emit(outcome)

    @Slot(object)
    def _tell(self, outcome: _Outcome[object]) -> None:
        outcome.tell()
