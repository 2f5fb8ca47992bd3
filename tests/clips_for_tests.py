"""Clips and sounds as the services take them."""

import wave
from pathlib import Path

from tests.small_projects import make_film


def make_clip(path: Path, seconds: float = 4, size: tuple[int, int] = (1280, 720)) -> Path:
    """A clip within the limits of both services."""
    return make_film(path, seconds, size)


def make_sound(path: Path, seconds: float = 6) -> Path:
    """A quiet WAV file."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(256)) * int(seconds * 8000 * 2 / 256))
    return path
