"""Frames on their way to the sheet: read on another thread, what is looked at first."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QPixmap

from kling_studio.app.consistency import FrameCache
from kling_studio.core.consistency import SheetFrame
from kling_studio.ui.workers import workers

_MOST_PIXMAPS = 240


class FrameSource(QObject):
    """``ready`` tells the key of a frame that can be shown, ``progress`` how many of those wanted are read."""

    ready = Signal(str)
    progress = Signal(int, int)
    _read = Signal(str)

    def __init__(self, cache: FrameCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._pixmaps: OrderedDict[tuple[str, float], QPixmap] = OrderedDict()
        self._waiting: deque[SheetFrame] = deque()
        self._lock = Lock()
        self._is_working = False
        self._whole = 0
        self._pool = workers(self, 1)
        self._read.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def want(self, frames: Sequence[SheetFrame]) -> None:
        """Read these, and no longer what was wanted before."""
        new = [frame for frame in frames if self._cache.known(frame) is None]
        with self._lock:
            self._waiting = deque(new)
            self._whole = len(new)
        self.progress.emit(0, len(new))
        self._start()

    def want_now(self, frame: SheetFrame) -> None:
        """Read this one before the others; of one frame that is scrubbed only the newest time counts."""
        if self._cache.known(frame) is None:
            with self._lock:
                self._waiting = deque(other for other in self._waiting if other.key != frame.key)
                self._waiting.appendleft(frame)
                self._whole = max(self._whole, len(self._waiting))
            self._start()

    def cancel(self) -> None:
        """Read no more."""
        with self._lock:
            self._waiting.clear()
            self._whole = 0
        self.progress.emit(0, 0)

    def stop(self) -> None:
        """The same, and wait for the one that is being read."""
        self.cancel()
        self._pool.waitForDone()

    def pixmap(self, frame: SheetFrame) -> QPixmap | None:
        """The frame; none while it is not read, an empty one where it cannot be."""
        key = frame.video, frame.time_s
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            jpeg = self._cache.known(frame)
            if jpeg is None:
                return None
            pixmap = self._pixmaps[key] = QPixmap()
            pixmap.loadFromData(jpeg)
            if len(self._pixmaps) > _MOST_PIXMAPS:
                self._pixmaps.popitem(last=False)
        return pixmap

    def _start(self) -> None:
        with self._lock:
            if self._is_working or not self._waiting:
                return
            self._is_working = True
        self._pool.start(self._work)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._is_working = False
                    return
                frame = self._waiting.popleft()
            self._cache.read(frame)
            self._read.emit(frame.key)

    @Slot(str)
    def _tell(self, key: str) -> None:
        self.ready.emit(key)
        with self._lock:
            whole, left = self._whole, len(self._waiting)
        self.progress.emit(whole - left, whole)
