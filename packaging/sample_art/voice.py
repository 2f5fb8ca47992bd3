"""Mira's voice sample: six seconds of wordless humming, built from harmonics under the formants of three vowels."""

import io
import math
import wave

RATE = 16_000
SECONDS = 6.0
# Start and length in seconds, pitch at both ends in Hz, vowel.
PHRASES = [
    (0.25, 0.55, 196, 220, "o"), (0.85, 0.40, 233, 208, "a"), (1.30, 0.80, 208, 175, "m"),
    (2.40, 0.35, 185, 220, "a"), (2.80, 0.35, 247, 233, "o"), (3.20, 0.95, 220, 185, "a"),
    (4.45, 0.45, 175, 196, "m"), (4.95, 0.80, 196, 165, "o"),
]  # fmt: skip
FORMANTS = {
    "a": ((730, 110, 1.0), (1150, 130, 0.5), (2700, 200, 0.12)),
    "o": ((480, 90, 1.0), (880, 110, 0.4), (2500, 200, 0.06)),
    "m": ((270, 70, 1.0), (1050, 220, 0.08), (2200, 250, 0.03)),
}


def sample() -> bytes:
    """A mono WAV of 16 bits."""
    track = [0.0] * int(SECONDS * RATE)
    for start, length, low, high, vowel in PHRASES:
        first = int(start * RATE)
        for index, value in enumerate(_tone(length, low, high, vowel)):
            track[first + index] += value
    peak = max(abs(value) for value in track)
    frames = b"".join(round(value / peak * 20_000).to_bytes(2, "little", signed=True) for value in track)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, RATE, len(track), "NONE", ""))
        sound.writeframes(frames)
    return file.getvalue()


def _tone(length: float, low: float, high: float, vowel: str) -> list[float]:
    """One note that glides from ``low`` to ``high`` and swells softly in and out."""
    count, phase, values = int(length * RATE), 0.0, []
    strengths = [_strength(k * (low + high) / 2, vowel) / k for k in range(1, 16)]
    for index in range(count):
        part = index / count
        vibrato = 1 + 0.006 * math.sin(2 * math.pi * 5.2 * index / RATE)
        phase += 2 * math.pi * (low + (high - low) * part) * vibrato / RATE
        swell = min(1.0, part / 0.18, (1 - part) / 0.35)
        values.append(swell * swell * sum(a * math.sin(k * phase) for k, a in enumerate(strengths, 1)))
    return values


def _strength(pitch_hz: float, vowel: str) -> float:
    return 0.04 + sum(
        gain / (1 + ((pitch_hz - centre) / width) ** 2) for centre, width, gain in FORMANTS[vowel]
    )
