"""Writing the MP4: H.264 High and AAC, every frame its own time, the index in front so that it plays while loading."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.media.animatic.sound import SAMPLE_RATE
from kling_studio.media.animatic.style import FRAME_RATE

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.frame import VideoFrame

# What the rate of the encoder is measured with; good enough for drawn text at this size.
X264_OPTIONS = {"preset": "faster", "crf": "20", "profile": "high"}
_BT709 = 1
_LIMITED_RANGE = 1


class Film:
    """An MP4 being written: frames in order, each with its piece of sound."""

    def __init__(self, container: "OutputContainer", width_px: int, height_px: int) -> None:
        self._container = container
        video = container.add_stream("libx264", rate=FRAME_RATE, options=dict(X264_OPTIONS))
        video.width, video.height, video.pix_fmt = width_px, height_px, "yuv420p"
        video.time_base = Fraction(1, FRAME_RATE)
        context = video.codec_context
        context.time_base = Fraction(1, FRAME_RATE)
        # Whole frames in parallel: slices, PyAV's own choice, cost quality and are not what ffmpeg does.
        context.thread_type = "FRAME"
        context.color_range = _LIMITED_RANGE
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        self._video = video
        self._audio = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", format="fltp")
        self._audio.bit_rate = 128_000
        self._sample = 0

    def write(self, frame: "VideoFrame", samples: bytes) -> None:
        """Add one frame and its sound, mono samples as 32 bit floats."""
        import av

        self._container.mux(self._video.encode(frame))
        sound = av.AudioFrame(format="fltp", layout="stereo", samples=len(samples) // 4)
        sound.sample_rate = SAMPLE_RATE
        sound.pts = self._sample
        sound.time_base = Fraction(1, SAMPLE_RATE)
        for plane in sound.planes:
            plane.update(samples)
        self._sample += sound.samples
        self._container.mux(self._audio.encode(sound))

    def finish(self) -> Iterator[None]:
        """Write what the encoders still hold, some forty frames, one at each step."""
        for packet in self._video.encode_lazy(None):
            self._container.mux(packet)
            yield
        self._container.mux(self._audio.encode(None))


@contextmanager
def new_film(path: Path, width_px: int, height_px: int) -> Iterator[Film]:
    """A film at ``path``, complete when the block ends without an error. PyAV's errors come through as they are."""
    import av

    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        yield Film(container, width_px, height_px)
