"""One frame in full size, decoded on a thread; of several wishes only the last is fulfilled."""

from pathlib import Path
from threading import Lock, Thread

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from kling_studio.core.errors import KnownError
from kling_studio.ui.images import as_image


class ExactFrames(QObject):
    """Full frames of takes, one at a time. ``arrived`` brings the file, the index and the picture.

    Call :meth:`stop` before it goes.
    """

    arrived = Signal(object, int, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._wish: tuple[Path, int] | None = None
        self._thread: Thread | None = None

    def ask(self, path: Path, index: int) -> None:
        """Wish for a frame; a wish that was not begun yet is forgotten."""
        with self._lock:
            self._wish = (path, index)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="exact frames")
                self._thread.start()

    def forget(self) -> None:
        """Drop what was not begun yet."""
        with self._lock:
            self._wish = None

    def stop(self) -> None:
        """Drop what waits, and wait for what is under way."""
        self.forget()
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        """Fulfil wishes until there is none."""
        from kling_studio.media.frames import frame_at  # brings Pillow

        while (wish := self._next()) is not None:
            path, index = wish
            try:
                image = as_image(frame_at(path, index))
            except KnownError:
                # The small picture stays; that the file is gone is told by whoever opens it.
                continue
            try:
                self.arrived.emit(path, index, image)
            except RuntimeError:
                return  # the window went meanwhile, and this object with it

    def _next(self) -> tuple[Path, int] | None:
        with self._lock:
            wish, self._wish = self._wish, None
            if wish is None:
                self._thread = None
            return wish
