"""The microphone of this machine, behind a door small enough for any other source of sound."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QIODevice, QLoggingCategory, QObject

from kling_studio.core.errors import KnownError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSource

_RATE_HZ = 48_000


class Microphone(Protocol):
    """A source of sound: one channel, samples of 16 bits."""

    def open(self) -> tuple[QIODevice, int]:
        """Begin to hear: where the samples come from, and how many a second. Raises ``KnownError``."""
        ...

    def close(self) -> None:
        """Hear no more."""
        ...


class SystemMicrophone(QObject):
    """The microphone that the system has chosen. QtMultimedia is loaded when it is first opened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None

    def open(self) -> tuple[QIODevice, int]:
        """As :class:`Microphone`."""
        QLoggingCategory.setFilterRules("qt.multimedia.*.info=false")
        from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices, QtAudio

        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            raise KnownError(
                "There is no microphone on this machine.", "Connect one, or choose a file with the voice."
            )
        wanted = QAudioFormat()
        wanted.setSampleRate(_RATE_HZ)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if not device.isFormatSupported(wanted):
            wanted.setSampleRate(device.preferredFormat().sampleRate())
        self._source = QAudioSource(device, wanted, self)
        stream = self._source.start()
        if self._source.error() != QtAudio.Error.NoError:
            self.close()
            raise KnownError(
                f"{device.description()} cannot be used.",
                "Let the program use the microphone in the system's settings, or choose another one there.",
            )
        return stream, wanted.sampleRate()

    def close(self) -> None:
        """As :class:`Microphone`."""
        if self._source is not None:
            self._source.stop()
            self._source.deleteLater()
            self._source = None
