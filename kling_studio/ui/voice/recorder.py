"""Recording a sample: a moment to get ready, then at most half a minute of sound."""

import wave
from array import array
from pathlib import Path

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal

from kling_studio.core.errors import KnownError
from kling_studio.core.samples import LONGEST_S
from kling_studio.ui.voice.microphone import Microphone

_LOOK_MS = 50
_FULL = 32_768
COUNT = 3


class Recorder(QObject):
    """Counts down, hears, stops by itself after 30 s.

    ``counted`` tells the seconds until it begins (0: now), ``heard`` the level (0 to 1) and the seconds so far,
    ``ended`` that it stopped, ``failed`` why it cannot hear.
    """

    counted = Signal(int)
    heard = Signal(float, float)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, microphone: Microphone, parent: QObject | None = None, count_ms: int = 1000) -> None:
        super().__init__(parent)
        self._microphone = microphone
        self._stream: QIODevice | None = None
        self._rate_hz = 0
        self._samples = bytearray()
        self._left = 0
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._counting = QTimer(self, interval=count_ms)
        self._counting.timeout.connect(self._count)

    @property
    def seconds(self) -> float:
        """How much is recorded."""
        return len(self._samples) / 2 / self._rate_hz if self._rate_hz else 0.0

    @property
    def is_on(self) -> bool:
        """Whether it counts down or records."""
        return self._stream is not None

    def start(self) -> None:
        """Open the microphone and count down; what was recorded before is gone."""
        self.stop()
        self._samples.clear()
        try:
            self._stream, self._rate_hz = self._microphone.open()
        except KnownError as error:
            self.failed.emit(error)
            return
        self._left = COUNT
        self.counted.emit(self._left)
        self._looking.start()
        self._counting.start()

    def stop(self) -> None:
        """Stop; what is recorded stays until the next start."""
        if self._stream is None:
            return
        self._look()
        if self._stream is not None:
            self._end()

    def write(self, path: Path) -> None:
        """Write what is recorded as a WAV file."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._rate_hz)
            file.writeframes(bytes(self._samples))

    def read(self, path: Path) -> None:
        """Have what :meth:`write` wrote as if it were just recorded. Raises ``KnownError`` where that cannot be."""
        self.stop()
        try:
            with wave.open(str(path), "rb") as file:
                self._rate_hz = file.getframerate()
                self._samples = bytearray(file.readframes(file.getnframes()))
        except (OSError, EOFError, wave.Error):
            raise KnownError("An earlier recording cannot be read any more.", "Record again.") from None

    def _count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._counting.stop()
        self.counted.emit(max(0, self._left))

    def _look(self) -> None:
        if self._stream is None:
            return
        heard = self._stream.readAll().data()
        heard = heard[: len(heard) // 2 * 2]
        samples = array("h", heard)
        level = max(abs(max(samples)), abs(min(samples))) / _FULL if samples else 0.0
        if not self._left:
            most = round(LONGEST_S * self._rate_hz) * 2
            self._samples += heard[: most - len(self._samples)]
        self.heard.emit(min(1.0, level), self.seconds)
        if self.seconds >= LONGEST_S:
            self._end()

    def _end(self) -> None:
        self._looking.stop()
        self._counting.stop()
        self._stream = None
        self._microphone.close()
        self.ended.emit()
