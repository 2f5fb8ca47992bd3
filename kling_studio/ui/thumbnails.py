"""Small pictures of files, made on other threads and kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF, Qt, QThread, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPixmap

from kling_studio.core.errors import KnownError
from kling_studio.core.project import is_address
from kling_studio.storage.media_names import FILM_ENDINGS
from kling_studio.ui.icons import icon
from kling_studio.ui.images import as_image, filling
from kling_studio.ui.theme import DARK
from kling_studio.ui.workers import workers

_MAX_KEPT_BYTES = 64_000_000
_MAX_WAITING = 256
# Where the crop of a tall picture sits: faces are above the middle.
_ABOVE_THE_MIDDLE = 0.3


class _Request(NamedTuple):
    """One picture at one size, in device pixels; ``path`` where the file is known without asking for it."""

    reference: str
    width_px: int
    height_px: int
    path: Path | None = None


class Thumbnails(QObject):
    """Pictures by the project's references, filling the size asked for. Call :meth:`stop` before it goes.

    What is asked for last is made first. Of what waits only the newest stay; the rest is announced by ``ready`` as
    soon as nothing waits, so that whoever still shows it asks again. With ``held`` nothing is made until :meth:`begin`.
    """

    ready = Signal(str)
    _made = Signal()

    def __init__(
        self, path_of: Callable[[str], Path | None], parent: QObject | None = None, *, held: bool = False
    ) -> None:
        super().__init__(parent)
        self._held = held
        self._path_of = path_of
        self._pool = workers(self, 2)
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._kept: OrderedDict[_Request, QPixmap] = OrderedDict()
        self._broken: set[str] = set()
        self._kept_bytes = 0
        self._lock = Lock()
        # Shared with the workers, only under the lock:
        self._waiting: OrderedDict[_Request, None] = OrderedDict()
        self._under_way: set[_Request] = set()
        self._results: list[tuple[_Request, QImage | None]] = []
        self._dropped: set[str] = set()
        self._workers = 0
        self._stopped = False
        self._made.connect(self._take_in, Qt.ConnectionType.QueuedConnection)

    def pixmap(self, reference: str, width_px: int, height_px: int) -> QPixmap | None:
        """The picture, cropped to fill so many logical pixels; ``None`` while it is made, then ``ready`` tells.

        A film shows its middle frame. What is missing or damaged shows as a broken picture.
        """
        ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
        return self._picture(_Request(reference, round(width_px * ratio), round(height_px * ratio)), ratio)

    def poster(self, path: Path, width_px: int, height_px: int) -> QPixmap | None:
        """The same for a file by its path, such as a take; ``ready`` then tells ``str(path)``."""
        ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
        size = round(width_px * ratio), round(height_px * ratio)
        return self._picture(_Request(str(path), *size, path), ratio)

    def forget(self, reference: str) -> None:
        """Read the file anew when it is asked for next: it has been mended or replaced."""
        for request in [kept for kept in self._kept if kept.reference == reference]:
            self._kept_bytes -= _bytes(self._kept.pop(request))
        self.ready.emit(reference)

    def look_again(self) -> None:
        """Ask anew for what could not be shown: its file may be there by now."""
        broken, self._broken = self._broken, set()
        for reference in broken:
            self.forget(reference)

    def begin(self) -> None:
        """Make what was asked for so far, and from now on."""
        self._held = False
        self._hire()

    def stop(self) -> None:
        """Drop what waits and wait for the workers. Nothing is made afterwards."""
        with self._lock:
            self._stopped = True
            self._waiting.clear()
        self._pool.waitForDone()

    def _picture(self, request: _Request, ratio: float) -> QPixmap | None:
        pixmap = self._kept.get(request)
        if pixmap is None:
            self._ask(request)
            return None
        self._kept.move_to_end(request)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _ask(self, request: _Request) -> None:
        with self._lock:
            if self._stopped or request in self._under_way:
                return
            self._waiting[request] = None
            self._waiting.move_to_end(request)
            if len(self._waiting) > _MAX_WAITING:
                scrolled_away, _ = self._waiting.popitem(last=False)
                self._dropped.add(scrolled_away.reference)
        self._hire()

    def _hire(self) -> None:
        """Have as many workers as find something to do."""
        with self._lock:
            wanted = 0 if self._held else min(self._pool.maxThreadCount(), len(self._waiting))
            new = max(0, wanted - self._workers)
            self._workers += new
        for _ in range(new):
            self._pool.start(self._work)

    def _work(self) -> None:
        """A worker's day: the newest request again and again, until none waits."""
        while (request := self._next()) is not None:
            image = None
            try:
                image = self._load(request)
            finally:
                with self._lock:
                    self._results.append((request, image))
                    announce = len(self._results) == 1
                if announce:
                    self._made.emit()

    def _next(self) -> _Request | None:
        with self._lock:
            if not self._waiting:
                self._workers -= 1
                return None
            request, _ = self._waiting.popitem(last=True)
            self._under_way.add(request)
            return request

    def _load(self, request: _Request) -> QImage | None:
        path = request.path or self._path_of(request.reference)
        if path is None or request.width_px <= 0 or request.height_px <= 0:
            return None
        try:
            return _filling(path, request.width_px, request.height_px)
        except KnownError:
            return None

    @Slot()
    def _take_in(self) -> None:
        """On the main thread: wrap what the workers made."""
        with self._lock:
            results, self._results = self._results, []
            self._under_way.difference_update(request for request, _ in results)
            dropped = set() if self._waiting else set(self._dropped)
            self._dropped -= dropped
        for request, image in results:
            if image is None and not is_address(request.reference):
                self._broken.add(request.reference)
            pixmap = _broken(request) if image is None else QPixmap.fromImage(image)
            self._kept[request] = pixmap
            self._kept_bytes += _bytes(pixmap)
        while self._kept_bytes > _MAX_KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= _bytes(self._kept.popitem(last=False)[1])
        for reference in dict.fromkeys([request.reference for request, _ in results] + sorted(dropped)):
            self.ready.emit(reference)


def _filling(path: Path, width_px: int, height_px: int) -> QImage:
    """The picture, or the middle frame of the film, so that it fills the size and what juts out is cut."""
    if path.suffix.lower() not in FILM_ENDINGS:
        return filling(path, width_px, height_px, _ABOVE_THE_MIDDLE)

    from PIL import ImageOps

    from kling_studio.media import frames, probe

    frame = frames.frame_at(path, probe.probe(path).frames // 2)
    return as_image(ImageOps.fit(frame, (width_px, height_px), centering=(0.5, _ABOVE_THE_MIDDLE)))


def _broken(request: _Request) -> QPixmap:
    """A quiet picture for what cannot be shown: an address, or a file that is gone or damaged."""
    pixmap = QPixmap(max(1, request.width_px), max(1, request.height_px))
    pixmap.fill(QColor(DARK.ground3))
    name = "web" if "://" in request.reference else "image-broken-variant"
    side = max(8, min(pixmap.width(), pixmap.height()) // 3)
    place = QRectF((pixmap.width() - side) / 2, (pixmap.height() - side) / 2, side, side)
    painter = QPainter(pixmap)
    icon(name, DARK.text3).paint(painter, place.toRect())
    painter.end()
    return pixmap


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
