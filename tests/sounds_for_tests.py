"""Sounds as people bring them: of any loudness, length and format."""

import math
import wave
from array import array
from pathlib import Path

import av

RATE_HZ = 16_000


def tone(seconds: float, level: float = 0.3, rate_hz: int = RATE_HZ) -> bytes:
    """A low tone that comes and goes as speech does, as samples of 16 bits; above 1 it is cut off at the top."""
    samples = array("h")
    for n in range(round(seconds * rate_hz)):
        swell = 0.6 + 0.4 * math.sin(2 * math.pi * 3 * n / rate_hz)
        value = level * swell * math.sin(2 * math.pi * 180 * n / rate_hz)
        samples.append(round(max(-1.0, min(1.0, value)) * 32767))
    return samples.tobytes()


def write_wav(path: Path, pcm: bytes, rate_hz: int = RATE_HZ) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm)
    return path


def voice(path: Path, seconds: float = 8, level: float = 0.3) -> Path:
    """A WAV file of a voice."""
    return write_wav(path, tone(seconds, level))


def encoded(path: Path, codec: str, seconds: float = 8, rate_hz: int = 44_100, channels: int = 2) -> Path:
    """The same in another format, by the ending of ``path``, with a title and a place as phones write them."""
    layout = {1: "mono", 2: "stereo"}[channels]
    with av.open(str(path), "w") as container:
        container.metadata.update({"title": "Kitchen memo", "location": "+48.1351+011.5820/"})
        stream = container.add_stream(codec, rate=rate_hz)
        assert isinstance(stream, av.AudioStream)
        stream.layout = layout
        frame = av.AudioFrame(format="s16", layout="mono", samples=round(seconds * rate_hz))
        frame.sample_rate = rate_hz
        frame.planes[0].update(tone(seconds, rate_hz=rate_hz))
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout=layout, rate=rate_hz, frame_size=size
        )
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path
