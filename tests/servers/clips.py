"""The films that the services give back, and what they read from the files they are given."""

import functools
import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from PIL import Image, ImageDraw, UnidentifiedImageError

FPS = 24
AREA = {"720p": 1280 * 720, "1080p": 1920 * 1080, "4k": 3840 * 2160}
FRAMES = {
    "720p": {"16:9": (1280, 720), "1:1": (960, 960), "9:16": (720, 1280)},
    "1080p": {"16:9": (1920, 1080), "1:1": (1440, 1440), "9:16": (1080, 1920)},
    "4k": {"16:9": (3840, 2160), "1:1": (2880, 2880), "9:16": (2160, 3840)},
}


@dataclass(frozen=True)
class Clip:
    """Seconds, size in pixels, and whether there is sound."""

    seconds: float
    width: int
    height: int
    sound: bool


def tier(endpoint: str) -> str:
    """The picture that an endpoint makes, which its path tells."""
    if "4k" in endpoint:
        return "4k"
    return "720p" if "/standard/" in endpoint or "-std/" in endpoint else "1080p"


def frame_of_picture(picture: bytes | None, picture_tier: str) -> tuple[int, int]:
    """In image mode the frame keeps the start picture's ratio; 16:9 where nobody can read it."""
    if picture is None:
        return FRAMES[picture_tier]["16:9"]
    try:
        with Image.open(io.BytesIO(picture)) as image:
            width, height = image.size
    except UnidentifiedImageError:
        return FRAMES[picture_tier]["16:9"]
    scale = (AREA[picture_tier] / (width * height)) ** 0.5
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2


def read_clip(content: bytes | None) -> Clip | None:
    """What a source clip is; None where it cannot be read."""
    if content is None:
        return None
    try:
        with av.open(io.BytesIO(content), "r") as container:
            if not container.streams.video or container.duration is None:
                return None
            video = container.streams.video[0]
            seconds = container.duration / av.time_base
            return Clip(seconds, video.width, video.height, bool(container.streams.audio))
    except av.FFmpegError:
        return None


def make_mp4(clip: Clip, comment: str) -> bytes:
    """A film of these measures. ``comment`` stands in it, so that no two renders are the same file."""
    buffer = io.BytesIO()
    frames = round(clip.seconds * FPS) + 1  # the models give one frame more than was asked
    with (
        av.open(io.BytesIO(_one_second(clip.width, clip.height)), "r", format="mp4") as source,
        av.open(buffer, "w", format="mp4") as film,
    ):
        film.metadata["comment"] = comment
        template = source.streams.video[0]
        video = film.add_stream_from_template(template)
        audio = film.add_stream("aac", rate=44_100, layout="stereo") if clip.sound else None
        for start in range(0, frames, FPS):
            source.seek(0)
            for packet in source.demux(template):
                if packet.pts is None or packet.dts is None or start + _frame(packet) >= frames:
                    continue
                shift = round(start / FPS / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = video
                film.mux(packet)
        if audio is not None:
            for number in range(frames):
                film.mux(audio.encode(_hum(number)))
            film.mux(audio.encode(None))
    return buffer.getvalue()


def _frame(packet: "av.Packet[Any]") -> int:
    return round((packet.pts or 0) * packet.time_base * FPS)


@functools.lru_cache(maxsize=32)
def _one_second(width: int, height: int) -> bytes:
    """One second that begins with a whole picture, so that it can stand behind itself: quick to multiply."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as film:
        options = {"preset": "ultrafast", "tune": "zerolatency", "crf": "30"}
        video = film.add_stream("libx264", rate=FPS, options=options)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.gop_size = FPS
        for number in range(FPS):
            image = Image.new("RGB", (width, height), "#20405f")
            left = width * number // FPS
            ImageDraw.Draw(image).rectangle(
                (left, height // 3, left + width // 12, height // 2), fill="#f0c060"
            )
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            film.mux(video.encode(frame))
        film.mux(video.encode(None))
    return buffer.getvalue()


def _hum(number: int) -> av.AudioFrame:
    """The sound of one frame: silence, as 44.1 kHz stereo."""
    samples = 44_100 // FPS
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=samples)
    frame.sample_rate, frame.pts, frame.time_base = 44_100, number * samples, Fraction(1, 44_100)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame
