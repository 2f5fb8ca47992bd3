"""A take in the memory: every frame once, small, so that scrubbing never waits for a decoder."""

import time
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from kling_studio.core.errors import KnownError
from kling_studio.media.probe import ClipInfo, probe

if TYPE_CHECKING:
    from kling_studio.media.frames import SmallFrame

LONGER_SIDE_PX = 640
# Some 90 s of film; what lies beyond is decoded one by one.
_MAX_BYTES = 48_000_000
_BETWEEN_NEWS_S = 0.06
# Times are compared with this tolerance: they are sums of fractions.
_TOLERANCE_S = 0.0005


@dataclass(slots=True)
class _Decoding:
    """One take being decoded; its thread alone appends and sets, the window's thread only reads."""

    path: Path
    cancelled: Event = field(default_factory=Event)
    info: ClipInfo | None = None
    frames: list["SmallFrame"] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    error: KnownError | None = None
    whole: bool = False


class Reel(QObject):
    """The frames of the take that is open. ``opened`` tells that its length is known, ``grew`` that frames came.

    ``failed`` brings a sentence where the file cannot be shown. Call :meth:`stop` before it goes.
    """

    opened = Signal()
    grew = Signal()
    failed = Signal(str)
    _news = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decoding: _Decoding | None = None
        self._announced = False
        self._threads: list[Thread] = []
        self._news.connect(self._take_in, Qt.ConnectionType.QueuedConnection)

    @property
    def path(self) -> Path | None:
        """The file that is open."""
        return self._decoding.path if self._decoding else None

    @property
    def info(self) -> ClipInfo | None:
        """What the take is, once its header was read."""
        return self._decoding.info if self._decoding else None

    @property
    def is_whole(self) -> bool:
        """Whether nothing more will come."""
        return self._decoding is not None and self._decoding.whole

    @property
    def cached(self) -> int:
        """How many frames from the first on are in the memory."""
        return len(self._decoding.frames) if self._decoding else 0

    @property
    def count(self) -> int:
        """How many frames the take has: as its header says, and in the end as many as there really were."""
        decoding = self._decoding
        if decoding is None or decoding.info is None:
            return 0
        ended = decoding.whole and not decoding.cancelled.is_set()
        return len(decoding.frames) if ended else max(decoding.info.frames, len(decoding.frames))

    @property
    def rate(self) -> float:
        """Frames in a second, on average."""
        info = self.info
        return info.frame_rate if info and info.frame_rate > 0 else 24.0

    def open(self, path: Path) -> None:
        """Decode another take from its start; the one before is given up at once."""
        self.close()
        self._announced = False
        decoding = self._decoding = _Decoding(path)
        thread = Thread(target=self._decode, args=(decoding,), name=f"reel {path.name}")
        self._threads = [*(old for old in self._threads if old.is_alive()), thread]
        thread.start()

    def close(self) -> None:
        """Forget the take."""
        if self._decoding is not None:
            self._decoding.cancelled.set()
            self._decoding = None

    def stop(self) -> None:
        """Forget the take and wait until no thread works on it."""
        self.close()
        for thread in self._threads:
            thread.join()
        self._threads = []

    def picture(self, index: int) -> QImage | None:
        """The small picture of a frame; ``None`` while it is not in the memory."""
        decoding = self._decoding
        if decoding is None or not 0 <= index < len(decoding.frames):
            return None
        return QImage.fromData(decoding.frames[index].jpeg)

    def time_of(self, index: int) -> float:
        """When a frame starts, in seconds."""
        times = self._decoding.times if self._decoding else []
        return times[index] if 0 <= index < len(times) else index / self.rate

    def index_at(self, second: float) -> int:
        """The frame that is seen at a time; the last one at and after the end."""
        times = self._decoding.times if self._decoding else []
        second += _TOLERANCE_S
        is_known = times and (self.is_whole or second < times[-1])
        index = bisect_right(times, second) - 1 if is_known else int(second * self.rate)
        return max(0, min(index, self.count - 1))

    def _decode(self, decoding: _Decoding) -> None:
        """The thread's work."""
        from kling_studio.media.frames import decode_frames  # brings Pillow

        try:
            decoding.info = info = probe(decoding.path)
            self._tell(decoding)
            said_s = kept_bytes = 0.0
            scale = min(1.0, LONGER_SIDE_PX / max(info.width_px, info.height_px, 1))
            for frame in decode_frames(
                decoding.path, max(1, round(info.width_px * scale)), decoding.cancelled.is_set
            ):
                decoding.times.append(frame.time_s)
                decoding.frames.append(frame)
                kept_bytes += len(frame.jpeg)
                if kept_bytes > _MAX_BYTES:
                    return
                if time.monotonic() - said_s > _BETWEEN_NEWS_S:
                    said_s = time.monotonic()
                    self._tell(decoding)
            decoding.whole = True
        except KnownError as error:
            decoding.error = error
        finally:
            self._tell(decoding)

    def _tell(self, decoding: _Decoding) -> None:
        if decoding.cancelled.is_set():
            return
        try:
            self._news.emit(decoding)
        except RuntimeError:
            # The window went meanwhile, and this object with it.
            decoding.cancelled.set()

    def _take_in(self, decoding: _Decoding) -> None:
        """On the window's thread."""
        if decoding is not self._decoding:
            return
        if decoding.info is not None and not self._announced:
            self._announced = True
            self.opened.emit()
        if decoding.error is not None and not decoding.frames:
            self.failed.emit(decoding.error.what_happened)
        else:
            self.grew.emit()
