"""What is on the deck: a take or the storyboard, the frame it stands at, and how fast it goes."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from kling_studio.media.probe import ClipInfo
from kling_studio.ui.preview.exact import ExactFrames
from kling_studio.ui.preview.player import Player
from kling_studio.ui.preview.reel import Reel
from kling_studio.ui.preview.ticker import Ticker

STORYBOARD_RATE = 24.0
# Faster than this, and backwards, the small frames are shown, without sound.
_FASTEST_WITH_SOUND = 2.0
_FASTEST = 8.0
# A hand that rests this long has found its frame: then it is shown in full.
_AT_REST_MS = 120


class Deck(QObject):
    """Plays, steps and seeks in frames, counted from 0. The panel shows what it announces.

    ``picture`` is the take's picture for the frame ``index``, small or full; the storyboard has none here.
    Call :meth:`stop` before it goes.
    """

    picture_changed = Signal()
    moved = Signal()
    length_changed = Signal()
    cached_changed = Signal()
    playing_changed = Signal()
    unreadable = Signal(str)
    unplayable = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index = 0
        self.picture: QImage | None = None
        self.is_playing = False
        self._plays_once_open = False
        self.loop = False
        self.speed = 1.0
        self.going = 1.0
        self.player = Player(self)
        self._pictured: int | None = None
        self._storyboard_s = 0
        self._open_at_s: float | None = None
        self._reel = Reel(self)
        self._exact = ExactFrames(self)
        self._ticker = Ticker(self)
        self._rest = QTimer(self, singleShot=True, interval=_AT_REST_MS)
        self._rest.timeout.connect(self._ask_exact)
        self._reel.opened.connect(self._opened)
        self._reel.grew.connect(self._grew)
        self._reel.failed.connect(self._failed)
        self._exact.arrived.connect(self._exact_arrived)
        self._ticker.ticked.connect(self._ticked)
        self.player.showed.connect(self._played)
        self.player.ended.connect(self._ended)
        self.player.failed.connect(self._player_failed)

    @property
    def path(self) -> Path | None:
        """The take's file; ``None`` for the storyboard."""
        return self._reel.path

    @property
    def info(self) -> ClipInfo | None:
        """What the take is, once its header was read."""
        return self._reel.info

    @property
    def rate(self) -> float:
        """Frames in a second."""
        return self._reel.rate if self.path is not None else STORYBOARD_RATE

    @property
    def count(self) -> int:
        """How many frames there are; 0 until a take's header was read."""
        return self._reel.count if self.path is not None else round(self._storyboard_s * STORYBOARD_RATE)

    @property
    def cached(self) -> int:
        """How many frames of the take, from the first on, can be shown at once."""
        return self._reel.cached

    @property
    def is_cached(self) -> bool:
        """Whether all of them can."""
        return self._reel.is_whole

    def time_of(self, index: int) -> float:
        """When a frame starts, in seconds."""
        return self._reel.time_of(index) if self.path is not None else index / STORYBOARD_RATE

    def index_at(self, second: float) -> int:
        """The frame seen at a time; the last one at and after the end."""
        if self.path is not None:
            return self._reel.index_at(second)
        return max(0, min(int(second * STORYBOARD_RATE + 0.001), self.count - 1))

    def open_take(self, path: Path, second: float) -> None:
        """Show the take in this file, from a time on, paused."""
        self.pause()
        self.player.close()
        self._pictured = None
        self._plays_once_open = False
        self._open_at_s = second
        self._reel.open(path)
        self.length_changed.emit()

    def open_storyboard(self, seconds: int, second: float) -> None:
        """Run over a storyboard of so many seconds; its pictures are the panel's affair."""
        self.close()
        self._storyboard_s = seconds
        self.index = self.index_at(second)
        self.length_changed.emit()

    def resize_storyboard(self, seconds: int) -> None:
        """The storyboard became longer or shorter."""
        if self.path is None and seconds != self._storyboard_s:
            self._storyboard_s = seconds
            self.index = max(0, min(self.index, self.count - 1))
            self.length_changed.emit()

    def close(self) -> None:
        """Empty the deck."""
        self.pause()
        self.player.close()
        self._reel.close()
        self._exact.forget()
        self._plays_once_open = False
        self._open_at_s = None
        self._storyboard_s = self.index = 0
        self._show(None, None)

    def stop(self) -> None:
        """Empty the deck and wait until no thread works for it."""
        self.close()
        self._rest.stop()
        self._reel.stop()
        self._exact.stop()

    def play(self) -> None:
        """Play on at the chosen speed; from the start when it stands at the end."""
        if self.count == 0:
            return
        if self.index >= self.count - 1:
            self._move(0)
        self._go(self.speed)

    def play_soon(self) -> None:
        """Play; where the take's header was not read yet, as soon as it is."""
        if self._open_at_s is None:
            self.play()
        else:
            self._plays_once_open = True

    def pause(self) -> None:
        """Stand still at the frame that is shown."""
        if not self.is_playing:
            return
        self._halt()
        self._rest.start()
        self.playing_changed.emit()

    def shuttle(self, direction: int) -> None:
        """Back (-1), stand (0), or forth (1); each further call in the same direction doubles the speed."""
        if direction == 0 or self.count == 0:
            self.pause()
            return
        goes_there = self.is_playing and self.going * direction > 0
        self._go(direction * (min(abs(self.going) * 2, _FASTEST) if goes_there else 1.0))

    def seek(self, index: int) -> None:
        """Show a frame; where it plays it plays on from there."""
        index = max(0, min(index, self.count - 1))
        if index == self.index:
            return
        self._move(index)
        if self.is_playing:
            self._go(self.going)

    def step(self, frames: int) -> None:
        """Stand still, so many frames further or back."""
        self.pause()
        self.seek(self.index + frames)

    def show_in_full(self) -> None:
        """The hand has let go: show the frame in full, at once."""
        if self._rest.isActive():
            self._rest.stop()
            self._ask_exact()

    def set_speed(self, speed: float) -> None:
        """The speed of :meth:`play`, 1 being normal."""
        self.speed = speed
        if self.is_playing:
            self._go(speed)

    def set_loop(self, on: bool) -> None:
        """Begin again at the end."""
        self.loop = on
        self.player.set_loop(on)

    def _go(self, speed: float) -> None:
        self._halt()
        self.is_playing, self.going = True, speed
        path = self.path
        if path is not None and 0 < speed <= _FASTEST_WITH_SOUND:
            # The middle of a frame is in it, whichever way its start is rounded.
            self.player.play(path, self.time_of(self.index) + 0.5 / self.rate, speed)
        else:
            self._ticker.start(self.index, self.rate * speed)
        self.playing_changed.emit()

    def _halt(self) -> None:
        self.is_playing = False
        self.going = 1.0
        self.player.pause()
        self._ticker.stop()

    def _move(self, index: int) -> None:
        self.index = index
        if self.path is not None and not self._show_small():
            self._ask_exact()
        self.moved.emit()

    def _show(self, picture: QImage | None, index: int | None) -> None:
        self.picture, self._pictured = picture, index
        self.picture_changed.emit()

    def _show_small(self) -> bool:
        picture = self._reel.picture(self.index)
        if picture is None:
            return False
        self._show(picture, self.index)
        self._rest.start()
        return True

    def _ask_exact(self) -> None:
        path = self.path
        if path is not None and not self.is_playing and self._reel.info is not None:
            self._exact.ask(path, self.index)

    def _exact_arrived(self, path: Path, index: int, picture: QImage) -> None:
        if path == self.path and index == self.index and not self.is_playing:
            self._rest.stop()
            self._show(picture, index)

    def _opened(self) -> None:
        self.index = self._reel.index_at(self._open_at_s or 0.0)
        self._open_at_s = None
        self.length_changed.emit()
        if self._plays_once_open:
            self._plays_once_open = False
            self.play()
        self._ask_exact()

    def _grew(self) -> None:
        if self._reel.is_whole:
            self.index = max(0, min(self.index, self.count - 1))
            self.length_changed.emit()
        if self._pictured != self.index and not self.is_playing:
            self._show_small()
        self.cached_changed.emit()

    def _failed(self, sentence: str) -> None:
        self._halt()
        self._show(None, None)
        self.unreadable.emit(sentence)

    def _player_failed(self, why: str) -> None:
        self._halt()
        self.playing_changed.emit()
        self.unplayable.emit(why)

    def _played(self, picture: QImage, second: float) -> None:
        self.index = self._reel.index_at(second)
        self._show(picture, self.index)
        self.moved.emit()

    def _ended(self) -> None:
        """The player came to the end; the frame it showed last stays."""
        self._halt()
        self._move(self.count - 1)
        self.playing_changed.emit()

    def _ticked(self, index: int) -> None:
        if 0 <= index < self.count:
            self._move(index)
            return
        start, end = (0, self.count - 1) if self.going > 0 else (self.count - 1, 0)
        going = self.going
        self._move(start if self.loop else end)
        if self.loop:
            self._go(going)
        else:
            self.pause()
