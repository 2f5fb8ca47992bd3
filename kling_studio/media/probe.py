"""What a clip or a sound on this machine is: its length, size, rate and codecs."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.core.errors import KnownError
from kling_studio.media.containers import opened, unreadable

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

_MICROSECONDS = 1_000_000
# A finished clip decodes to within this of the length its header promises.
_END_TOLERANCE_S = 0.5


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """A clip or, with no picture, a sound: then sizes, rate and frames are 0 and the video fields empty.

    The size is the one seen, after the turn that phones write beside the picture.
    """

    duration_s: float
    width_px: int
    height_px: int
    frame_rate: float
    frames: int
    has_audio: bool
    video_codec: str
    audio_codec: str
    pixel_format: str


def probe(path: Path) -> ClipInfo:
    """Read a clip's or a sound's header and first picture. Raises :class:`KnownError` when it is neither."""
    with opened(path) as container:
        audio = next(iter(container.streams.audio), None)
        audio_codec = audio.codec_context.name if audio else ""
        video = next(iter(container.streams.video), None)
        if video is None:
            if audio is None:
                raise unreadable(path)
            return ClipInfo(_duration_s(container), 0, 0, 0.0, 0, True, "", audio_codec, "")
        duration_s = _duration_s(container)
        frame_rate = float(video.average_rate or video.guessed_rate or 0)
        width_px, height_px = video.width, video.height
        first = next(container.decode(video), None)
        if first is None:
            raise unreadable(path)
        if first.rotation % 180:
            width_px, height_px = height_px, width_px
        return ClipInfo(
            duration_s=duration_s,
            width_px=width_px,
            height_px=height_px,
            frame_rate=frame_rate,
            frames=video.frames or round(duration_s * frame_rate),
            has_audio=audio is not None,
            video_codec=video.codec_context.name,
            audio_codec=audio_codec,
            pixel_format=video.pix_fmt or "",
        )


def has_decodable_video(path: Path) -> bool:
    """Whether the clip's first and last pictures decode: proof that a download is whole and is a clip."""
    try:
        with opened(path) as container:
            video = next(iter(container.streams.video), None)
            if video is None or next(container.decode(video), None) is None:
                return False
            return _last_picture_s(container, video) >= _duration_s(container) - _END_TOLERANCE_S
    except KnownError:
        return False


def _last_picture_s(container: "InputContainer", video: "VideoStream") -> float:
    """When the last picture that decodes ends, in seconds from the start of the clip."""
    end = _duration_s(container) + (container.start_time or 0) / _MICROSECONDS
    container.seek(int(max(0.0, end - 1.0) * _MICROSECONDS))
    last_s = 0.0
    for frame in container.decode(video):
        last_s = max(last_s, frame.time)
    return last_s - (container.start_time or 0) / _MICROSECONDS + 1 / float(video.average_rate or 1)


def _duration_s(container: "InputContainer") -> float:
    if container.duration:
        return container.duration / _MICROSECONDS
    lengths = [float(s.duration * s.time_base) for s in container.streams if s.duration and s.time_base]
    return max(lengths, default=0.0)
