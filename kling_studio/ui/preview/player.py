"""QtMultimedia behind a small door. It is loaded when something is played for the first time, and not before."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QImage

from kling_studio.ui.player_threads import ask_here, let_go

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

_MICROSECONDS = 1_000_000


class Player(QObject):
    """Plays one file with its sound and hands out each picture with its time in seconds (``showed``).

    ``ended`` tells that the end was reached, ``failed`` brings a sentence. After :meth:`pause` no picture comes.
    """

    showed = Signal(QImage, float)
    ended = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._sink: QVideoSink | None = None
        self._path: Path | None = None
        self._waiting_ms: int | None = None
        self._playing = False
        self._loop = False
        self._volume = 1.0
        self._muted = False

    def play(self, path: Path, second: float, speed: float) -> None:
        """Play from a time on, at ``speed`` times the normal."""
        media = self._media or self._made()
        self._playing = True
        media.setPlaybackRate(speed)
        if path != self._path:
            if self._path is not None:
                self.close()
            self._playing = True
            self._path = path
            self._waiting_ms = round(second * 1000)
            media.setSource(QUrl.fromLocalFile(str(path)))
        else:
            self._start(round(second * 1000))

    def pause(self) -> None:
        """Stop where it is."""
        self._playing = False
        self._waiting_ms = None
        if self._media is not None:
            self._media.pause()

    def close(self) -> None:
        """Let go of the file."""
        self.pause()
        self._path = None
        if self._media is not None:
            let_go(self._media)

    def set_speed(self, speed: float) -> None:
        if self._media is not None:
            self._media.setPlaybackRate(speed)

    def set_loop(self, on: bool) -> None:
        self._loop = on
        if self._media is not None:
            self._apply_loop(self._media)

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, as loud as it seems to the ear."""
        self._volume = volume
        self._apply_volume()

    def set_muted(self, on: bool) -> None:
        self._muted = on
        self._apply_volume()

    def _made(self) -> "QMediaPlayer":
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoSink

        media = self._media = QMediaPlayer(self)
        self._sink, self._output = QVideoSink(self), QAudioOutput(self)
        ask_here(media, self._sink, self._output)
        media.setVideoSink(self._sink)
        media.setAudioOutput(self._output)
        self._apply_volume()
        self._apply_loop(media)
        self._sink.videoFrameChanged.connect(self._show)
        media.mediaStatusChanged.connect(self._status_changed)
        media.errorOccurred.connect(self._fail)
        return media

    def _start(self, place_ms: int) -> None:
        if self._media is not None:
            self._media.setPosition(place_ms)
            self._media.play()

    def _apply_loop(self, media: "QMediaPlayer") -> None:
        media.setLoops(-1 if self._loop else 1)

    def _apply_volume(self) -> None:
        if self._output is None:
            return
        from PySide6.QtMultimedia import QtAudio

        scales = QtAudio.VolumeScale
        self._output.setVolume(
            QtAudio.convertVolume(self._volume, scales.LogarithmicVolumeScale, scales.LinearVolumeScale)
        )
        self._output.setMuted(self._muted)

    def _show(self, frame: "QVideoFrame") -> None:
        if self._playing and frame.isValid() and frame.startTime() >= 0:
            self.showed.emit(frame.toImage(), frame.startTime() / _MICROSECONDS)

    def _status_changed(self, status: "QMediaPlayer.MediaStatus") -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        if status == QMediaPlayer.MediaStatus.LoadedMedia and self._waiting_ms is not None:
            # A place asked for before the file is loaded would be forgotten.
            place_ms, self._waiting_ms = self._waiting_ms, None
            self._start(place_ms)
        elif status == QMediaPlayer.MediaStatus.EndOfMedia and self._playing:
            self._playing = False
            self.ended.emit()

    def _fail(self, _error: object, why: str) -> None:
        self._playing = False
        self._waiting_ms = None
        self._path = None
        self.failed.emit(why)
