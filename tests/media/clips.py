"""Small real clips and pictures for the tests of this folder."""

from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw


def write_clip(
    path: Path, frames: int = 24, size: tuple[int, int] = (320, 180), *, sound: bool = False
) -> Path:
    """A clip at 24 fps whose frame n is a grey of brightness ``shade(n)``."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=24, options={"crf": "10", "preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        video.gop_size = 10
        audio = container.add_stream("aac", rate=48_000, layout="stereo") if sound else None
        for number in range(frames):
            image = Image.new("RGB", size, (shade(number),) * 3)
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(video.encode(frame))
            if audio:
                container.mux(audio.encode(silence(number)))
        container.mux(video.encode(None))
        if audio:
            container.mux(audio.encode(None))
    return path


def write_sound(path: Path, seconds: int = 1) -> Path:
    """A silent WAV."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48_000, layout="stereo")
        for number in range(24 * seconds):
            container.mux(stream.encode(silence(number)))
        container.mux(stream.encode(None))
    return path


def silence(number: int) -> av.AudioFrame:
    """The sound of frame ``number``."""
    frame = av.AudioFrame(format="s16", layout="stereo", samples=2000)
    frame.sample_rate, frame.pts, frame.time_base = 48_000, number * 2000, Fraction(1, 48_000)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame


def shade(number: int) -> int:
    """The grey of a frame, far enough from its neighbours' to tell them apart."""
    return 20 + number * 37 % 210


def picture(path: Path, size: tuple[int, int] = (400, 300), colour: str = "#7a4b2a") -> Path:
    """A picture with a light mark in its upper left corner."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="white")
    image.save(path)
    return path
