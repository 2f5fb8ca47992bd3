"""Plays a sample. QtMultimedia is loaded when something is heard for the first time."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal

from kling_studio.ui.player_threads import ask_here, let_go

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer


class SamplePlayer(QObject):
    """``moved`` tells the second that is heard, ``playing_changed`` whether any is, ``failed`` a sentence."""

    moved = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: QMediaPlayer | None = None
        self._until_s: float | None = None
        self._waiting_ms: int | None = None
        self._is_playing = False

    @property
    def is_playing(self) -> bool:
        return self._is_playing

    def play(self, path: Path, start_s: float = 0, until_s: float | None = None) -> None:
        """Play a file, or the part of it between two seconds."""
        media = self._media or self._made()
        self._until_s, self._waiting_ms = until_s, round(start_s * 1000)
        let_go(media)
        self._set_playing(True)
        media.setSource(QUrl.fromLocalFile(str(path)))

    def stop(self) -> None:
        """Stop, and let go of the file."""
        self._waiting_ms = None
        if self._media is not None and self._is_playing:
            self._set_playing(False)
            let_go(self._media)

    def _made(self) -> "QMediaPlayer":
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

        media, output = QMediaPlayer(self), QAudioOutput(self)
        self._media = media
        ask_here(media, output)
        media.setAudioOutput(output)
        media.positionChanged.connect(self._move)
        media.mediaStatusChanged.connect(self._status_changed)
        media.errorOccurred.connect(lambda _error, why: self._fail(why))
        return media

    def _move(self, position_ms: int) -> None:
        if not self._is_playing or self._waiting_ms is not None:
            return
        self.moved.emit(position_ms / 1000)
        if self._until_s is not None and position_ms / 1000 >= self._until_s:
            self.stop()

    def _status_changed(self, status: "QMediaPlayer.MediaStatus") -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        if status == QMediaPlayer.MediaStatus.LoadedMedia and self._waiting_ms is not None:
            # A place asked for before the file is loaded would be forgotten.
            place_ms, self._waiting_ms = self._waiting_ms, None
            if self._media is not None:
                self._media.setPosition(place_ms)
                self._media.play()
        elif status == QMediaPlayer.MediaStatus.EndOfMedia:
            self._set_playing(False)

    def _fail(self, why: str) -> None:
        self._set_playing(False)
        self.failed.emit(f"The sample cannot be played: {why}")

    def _set_playing(self, on: bool) -> None:
        if on != self._is_playing:
            self._is_playing = on
            self.playing_changed.emit(on)
