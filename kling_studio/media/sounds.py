"""Voice samples on this machine: what is in them, and the plain WAV file that every provider takes."""

import operator
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from math import log10
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.core.listening import PAUSE_DB, Remark, remarks
from kling_studio.core.samples import spoken_length
from kling_studio.media.containers import opened

MOST_S = 600.0
"""What is listened to at most: a part of at most half a minute is wanted."""
WAV_RATE_HZ = 44_100
WINDOWS_A_SECOND = 40
_RATE_HZ = 16_000
_WINDOW = _RATE_HZ // WINDOWS_A_SECOND
_FULL = 32_768
_AT_THE_TOP = 32_400
_SILENCE_DB = -96.0
_BELOW_SPEECH_DB = 20.0


@dataclass(frozen=True, slots=True)
class Sound:
    """What was heard in a file, in windows of 1/40 s.

    ``peaks`` are from 0 to 1, ``levels_db`` the loudness of each (0 dB is full scale), ``clipped`` how many of them hit
    the top.
    """

    duration_s: float
    peaks: tuple[float, ...]
    levels_db: tuple[float, ...]
    clipped: int

    @property
    def speech_db(self) -> float:
        """How loud the voice is: a level that a tenth of the windows exceeds."""
        ordered = sorted(self.levels_db)
        return ordered[len(ordered) * 9 // 10]

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What speaks against making a voice of it."""
        windows = len(self.levels_db)
        pause_db = min(PAUSE_DB, self.speech_db - _BELOW_SPEECH_DB)
        pauses = sum(level < pause_db for level in self.levels_db)
        return remarks(self.duration_s, self.speech_db, self.clipped / windows, pauses / windows)


def listen(path: Path) -> Sound:
    """Decode all the sound of a file. Raises :class:`KnownError` where there is none, too much, or it is damaged."""
    peaks: list[float] = []
    levels_db: list[float] = []
    clipped = count = 0
    for window in _windows(path):
        count += len(window)
        peaks.append(min(1.0, _peak(window) / _FULL))
        levels_db.append(_level_db(window))
        clipped += _hits_the_top(window)
    if not count:
        raise KnownError(f"{path.name} holds no sound that can be heard.", "Use a recording of the voice.")
    return Sound(count / _RATE_HZ, tuple(peaks), tuple(levels_db), clipped)


def write_wav(source: Path, target: Path, start_s: float = 0, seconds: float = MOST_S) -> None:
    """Write a part of a file's sound as a WAV file of one channel and 16 bits, with nothing in it but the sound.

    Raises :class:`KnownError` as :func:`listen` does.
    """
    first, left = round(start_s * WAV_RATE_HZ), round(seconds * WAV_RATE_HZ)
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(WAV_RATE_HZ)
        for samples in _samples(source, WAV_RATE_HZ):
            part = samples[first : first + left]
            first, left = max(0, first - len(samples)), left - len(part)
            file.writeframes(part.tobytes())
            if left <= 0:
                break


def for_upload(source: Path, folder: Path) -> tuple[Path, str]:
    """A file in ``folder`` that every provider takes as a sample, bare of metadata, and its content type."""
    made = folder / f"{source.stem}.wav"
    write_wav(source, made)
    return made, "audio/wav"


def _samples(path: Path, rate_hz: int) -> Iterator["array[int]"]:
    """The sound of one channel, piece by piece."""
    from av import AudioResampler

    with opened(path) as container:
        stream = next(iter(container.streams.audio), None)
        if stream is None:
            raise KnownError(f"{path.name} has no sound.", "Use a recording of the voice.")
        if container.duration and container.duration / 1_000_000 > MOST_S:
            raise _too_long(path, container.duration / 1_000_000)
        resampler = AudioResampler(format="s16", layout="mono", rate=rate_hz)
        count = 0
        for decoded in chain(container.decode(stream), (None,)):  # the last one empties the resampler
            for frame in resampler.resample(decoded):
                samples = array("h", bytes(frame.planes[0])[: frame.samples * 2])
                count += len(samples)
                if count > MOST_S * rate_hz:
                    raise _too_long(path, count / rate_hz)
                yield samples


def _windows(path: Path) -> Iterator["array[int]"]:
    kept: array[int] = array("h")
    for samples in _samples(path, _RATE_HZ):
        kept.extend(samples)
        whole = len(kept) // _WINDOW * _WINDOW
        for start in range(0, whole, _WINDOW):
            yield kept[start : start + _WINDOW]
        kept = kept[whole:]
    if kept:
        yield kept


def _level_db(window: "array[int]") -> float:
    mean_square = sum(map(operator.mul, window, window)) / len(window)
    return max(_SILENCE_DB, 10 * log10(mean_square / _FULL**2)) if mean_square else _SILENCE_DB


def _peak(window: "array[int]") -> int:
    return max(abs(max(window)), abs(min(window)))


def _hits_the_top(window: "array[int]") -> bool:
    """Whether several samples stand at the top: a voice that was louder than the microphone could take."""
    if _peak(window) < _AT_THE_TOP:
        return False
    return len(list(islice((s for s in window if abs(s) >= _AT_THE_TOP), 3))) == 3


def _too_long(path: Path, duration_s: float) -> KnownError:
    return KnownError(
        f"{path.name} is {spoken_length(duration_s)} long.",
        f"Cut a part of at most {MOST_S / 60:.0f} minutes out of it first; 5 to 30 s of one speaker are needed.",
    )
