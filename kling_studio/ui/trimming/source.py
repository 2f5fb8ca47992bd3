"""What there is to see and to hear of a film or a sound that is trimmed: read on another thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from kling_studio.core.errors import KnownError
from kling_studio.ui.background import Background
from kling_studio.ui.trimming.span import Track
from kling_studio.ui.trimming.strip import PICTURES

SHOWN_PX = 480
_SMALL_PX = 120
_STEP_S = 0.1


@dataclass(frozen=True, slots=True)
class Look:
    """How long a file is, in which steps it is cut, and the peaks of a sound."""

    duration_s: float
    step_s: float
    peaks: tuple[float, ...] = ()


def look_at(path: Path | None, reference: str, *, is_sound: bool) -> Look:
    """What a file is. Raises ``KnownError``."""
    from kling_studio.media.probe import probe
    from kling_studio.media.sounds import listen

    if path is None:
        raise KnownError(f"{reference} lies outside the project folder.", "Choose the file again.")
    if is_sound:
        heard = listen(path)
        return Look(heard.duration_s, _STEP_S, heard.peaks)
    clip = probe(path)
    if not clip.frame_rate or not clip.duration_s:
        raise KnownError(f"{path.name} does not tell how long it is.", "Save it as an MP4 first.")
    # To the last whole picture, for a sound may go on behind it.
    step_s = 1 / clip.frame_rate
    return Look(round(clip.duration_s / step_s) * step_s, step_s)


class Seeing(QObject):
    """Finds pictures of a film on another thread.

    ``saw`` brings the one that was asked for last, ``spread_out`` those from start to end with their numbers. A picture
    that cannot be read is not told: the others may.
    """

    saw = Signal(QImage)
    spread_out = Signal(int, QImage)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background, self._spreading = Background(self), Background(self)
        self._is_looking = False
        self._wanted: tuple[Path, float, Track] | None = None

    def look(self, path: Path, second: float, track: Track) -> None:
        """Find the picture at a second; while one is looked for, only the newest wish is kept."""
        if self._is_looking:
            self._wanted = path, second, track
            return
        self._is_looking = True
        self._background.run(
            lambda: picture_at(path, second, track), self._found, lambda _error: self._found(QImage())
        )

    def spread(self, path: Path, track: Track, cancelled: Callable[[], bool]) -> None:
        """Find pictures from start to end, until ``cancelled()``."""

        def find() -> None:
            for number in range(PICTURES):
                if cancelled():
                    return
                second = (number + 0.5) * track.duration_s / PICTURES
                self.spread_out.emit(number, picture_at(path, second, track, _SMALL_PX))

        self._spreading.run(find, lambda _nothing: None, lambda _error: None)

    def wait(self) -> None:
        """Wait for what is looked for."""
        self._wanted = None
        self._background.wait()
        self._spreading.wait()

    def _found(self, image: QImage) -> None:
        self._is_looking = False
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.look(*wanted)
        elif not image.isNull():
            self.saw.emit(image)


def picture_at(path: Path, second: float, track: Track, width_px: int = SHOWN_PX) -> QImage:
    """The picture of a film at a second, or its last one."""
    from kling_studio.media.frames import frame_near

    # A rounded time may fall just before its picture begins.
    at_s = min(second + track.step_s / 4, track.duration_s - track.step_s / 2)
    image = QImage()
    image.loadFromData(frame_near(path, at_s, width_px))
    return image
