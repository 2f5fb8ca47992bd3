"""The sound of an animatic: a soft tick at each cut, else silence."""

import math
from array import array
from collections.abc import Iterable

SAMPLE_RATE = 48_000
_TICK_S = 0.03
_TICK_HZ = 1250.0
_TICK_LEVEL = 0.09


def track(frames: int, frame_rate: int, cuts: Iterable[int]) -> memoryview:
    """Mono samples (32 bit float) for so many frames with a tick at each frame of ``cuts``."""
    per_frame = SAMPLE_RATE // frame_rate
    samples = array("f", bytes(4 * frames * per_frame))
    tick = _tick()
    for cut in cuts:
        start = cut * per_frame
        length = min(len(tick), len(samples) - start)
        samples[start : start + length] = tick[:length]
    return memoryview(samples)


def _tick() -> "array[float]":
    """A struck sine: a quick rise, so that it does not click, and a quick decay."""
    count = round(_TICK_S * SAMPLE_RATE)
    return array(
        "f",
        (
            _TICK_LEVEL
            * min(1.0, n / 96)
            * math.exp(-n / (0.006 * SAMPLE_RATE))
            * math.sin(2 * math.pi * _TICK_HZ * n / SAMPLE_RATE)
            for n in range(count)
        ),
    )
