"""The frames of a consistency sheet: read from films, kept while they are wanted, written as a picture or a PDF."""

import io
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from PIL import Image

from kling_studio.core.consistency import ConsistencySheet, SheetFrame
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.project import View

FRAME_PX = 480
"""How wide frames are kept: enough for a screen of twice the density, and for paper."""
ENDINGS = (".png", ".pdf")
_MOST_BYTES = 96_000_000
_PathOf = Callable[[str], Path | None]


class FrameCache:
    """Frames as JPEG by film and time; the ones asked for last are kept. May be used on any thread."""

    def __init__(self, path_of: _PathOf, most_bytes: int = _MOST_BYTES) -> None:
        self._path_of = path_of
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = Lock()

    def known(self, frame: SheetFrame) -> bytes | None:
        """The frame, if it has been read; empty where its film cannot be."""
        with self._lock:
            jpeg = self._kept.get(_key(frame))
            if jpeg is not None:
                self._kept.move_to_end(_key(frame))
            return jpeg

    def read(self, frame: SheetFrame) -> bytes:
        """The frame, read now if it has not been; empty where its film cannot be. Not for the window's thread."""
        jpeg = self.known(frame)
        if jpeg is None:
            jpeg = self._decoded(frame)
            with self._lock:
                if _key(frame) not in self._kept:
                    self._bytes += len(jpeg)
                self._kept[_key(frame)] = jpeg
                while self._bytes > self._most_bytes and len(self._kept) > 1:
                    self._bytes -= len(self._kept.popitem(last=False)[1])
        return jpeg

    def _decoded(self, frame: SheetFrame) -> bytes:
        from kling_studio.media.frames import frame_near

        path = self._path_of(frame.video)
        try:
            return b"" if path is None else frame_near(path, frame.time_s, FRAME_PX)
        except KnownError:
            return b""


def write_sheet(
    sheet: ConsistencySheet,
    title: str,
    frames: FrameCache,
    path_of: _PathOf,
    target: Path,
    on_frame: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Write the sheet by the ending of ``target``; whether it was, or nobody wanted it any more.

    Raises :class:`KnownError` where it cannot be. Reads films: not for the window's thread.
    """
    from kling_studio.exchange import consistency_out
    from kling_studio.media.pictures import open_picture

    if target.suffix.lower() not in ENDINGS:
        raise BadInput(f"{target.name}: expected a name that ends in .png or .pdf.")
    whole = len(sheet.frames)
    for done, frame in enumerate(sheet.frames):
        if cancelled():
            return False
        on_frame(done, whole)
        frames.read(frame)

    def picture_of(frame: SheetFrame) -> Image.Image | None:
        jpeg = frames.read(frame)
        return Image.open(io.BytesIO(jpeg)) if jpeg else None

    def reference_of(view: View) -> Image.Image | None:
        path = path_of(view.path)
        try:
            return None if path is None else open_picture(path, FRAME_PX)
        except KnownError:
            return None

    pages = consistency_out.draw(sheet, title, picture_of, reference_of)
    consistency_out.write(pages, target)
    on_frame(whole, whole)
    return True


def _key(frame: SheetFrame) -> tuple[str, int]:
    return frame.video, round(frame.time_s * 1000)
