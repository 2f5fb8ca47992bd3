"""Playing a part of a film or a sound."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from kling_studio.ui.preview.player import Player
from kling_studio.ui.sample_player import SamplePlayer
from kling_studio.ui.trimming.span import Span


class PartPlayer(QObject):
    """``showed`` brings each picture of a film, ``moved`` the second that is seen or heard."""

    showed = Signal(QImage)
    moved = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject, *, is_sound: bool) -> None:
        super().__init__(parent)
        self.is_playing = False
        self._until_s = 0.0
        self._film = None if is_sound else Player(self)
        self._sound = SamplePlayer(self) if is_sound else None
        if self._film is not None:
            self._film.showed.connect(self._show)
            self._film.ended.connect(self.stop)
            self._film.failed.connect(self._fail)
        if self._sound is not None:
            self._sound.moved.connect(self.moved)
            self._sound.playing_changed.connect(self._set_playing)
            self._sound.failed.connect(self.failed)

    def play(self, path: Path, span: Span, step_s: float) -> None:
        """Play a part of a file once; the last picture of it begins ``step_s`` before its end."""
        if self._sound is not None:
            self._sound.play(path, span.start_s, span.end_s)
        elif self._film is not None:
            self._until_s = span.end_s - 1.5 * step_s
            self._film.play(path, span.start_s, 1.0)
            self._set_playing(True)

    def stop(self) -> None:
        """Stop, and stay where it is."""
        if self._sound is not None:
            self._sound.stop()
        elif self._film is not None and self.is_playing:
            self._film.pause()
            self._set_playing(False)

    def close(self) -> None:
        """Let go of the file."""
        self.stop()
        if self._film is not None:
            self._film.close()

    def _show(self, image: QImage, second: float) -> None:
        self.showed.emit(image)
        self.moved.emit(second)
        if second >= self._until_s:
            self.stop()

    def _fail(self, why: str) -> None:
        self._set_playing(False)
        self.failed.emit(f"The film cannot be played: {why}")

    def _set_playing(self, on: bool) -> None:
        if on != self.is_playing:
            self.is_playing = on
            self.playing_changed.emit(on)
