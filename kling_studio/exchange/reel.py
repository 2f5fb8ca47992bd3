"""Joining films into one MP4 that plays anywhere: H.264, AAC, 24 frames a second, the index in front."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kling_studio.core.errors import KnownError

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer, OutputContainer

RATE = 24
SOUND_RATE = 48_000
SAMPLES_PER_FRAME = SOUND_RATE // RATE

OnFrame = Callable[[int, int], None]


def join_films(films: Sequence[Path], target: Path, on_frame: OnFrame) -> None:
    """Put ``films`` one behind the other into ``target``, whole or not at all.

    The first film's size holds; others are fitted into it on black. A film without sound is silent for its length.
    Raises ``KnownError`` where a film cannot be read or the disk refuses.
    """
    import av

    part = target.with_name(f".{target.name}.part")
    try:
        with ExitStack() as stack:
            opened = [stack.enter_context(av.open(str(film))) for film in films]
            total = sum(_frames(container) for container in opened)
            reel = _Reel(part, opened[0], total, on_frame)
            try:
                for container in opened:
                    reel.add(container)
            finally:
                reel.close()
        part.replace(target)
    except (av.FFmpegError, OSError) as error:
        raise KnownError(
            f"{target} was not written: {error}.", "Check the films and the free space."
        ) from error
    finally:
        part.unlink(missing_ok=True)


class _Reel:
    """The MP4 being written. Picture and sound advance together, frame by frame."""

    def __init__(self, part: Path, first: "InputContainer", total: int, on_frame: OnFrame) -> None:
        import av

        source = first.streams.video[0]
        self._width, self._height = source.width - source.width % 2, source.height - source.height % 2
        options = {"movflags": "+faststart"}
        self._output: OutputContainer = av.open(str(part), "w", format="mp4", options=options)
        self._picture: Any = self._output.add_stream(
            "libx264", rate=RATE, options={"crf": "18", "preset": "fast"}
        )
        self._picture.width, self._picture.height = self._width, self._height
        self._picture.pix_fmt = "yuv420p"
        self._picture.profile = "High"
        self._sound: Any = self._output.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        self._frame = 0
        self._total = total
        self._on_frame = on_frame

    def add(self, film: "InputContainer") -> None:
        """Add all of a film, at the reel's own rate."""
        start = self._frame
        for frame in self._at_rate(film):
            fitted = self._fitted(frame)
            fitted.pts, fitted.time_base = self._frame, Fraction(1, RATE)
            self._output.mux(self._picture.encode(fitted))
            self._frame += 1
            self._on_frame(min(self._frame, self._total), self._total)
        self._add_sound(film, start * SAMPLES_PER_FRAME, (self._frame - start) * SAMPLES_PER_FRAME)

    def close(self) -> None:
        """Write what the encoders still hold."""
        self._output.mux(self._picture.encode(None))
        self._output.mux(self._sound.encode(None))
        self._output.close()

    def _at_rate(self, film: "InputContainer") -> Iterator["VideoFrame"]:
        """The film's frames as a player shows them every 1/24 s, each as often as it lasts."""
        shown: VideoFrame | None = None
        count, beginning = 0, 0.0
        for frame in film.decode(video=0):
            if shown is None:
                beginning = float(frame.time or 0.0)
            while shown is not None and beginning + count / RATE < float(frame.time or 0.0) - 0.001:
                yield shown
                count += 1
            shown = frame
        if shown is not None:
            yield shown

    def _fitted(self, frame: "VideoFrame") -> "VideoFrame":
        if (frame.width, frame.height) == (self._width, self._height):
            return frame.reformat(format="yuv420p")
        from av import VideoFrame
        from PIL import Image, ImageOps

        image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        picture = ImageOps.pad(image, (self._width, self._height), Image.Resampling.BICUBIC)
        fitted: VideoFrame = VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
        return fitted.reformat(format="yuv420p")

    def _add_sound(self, film: "InputContainer", first_sample: int, samples: int) -> None:
        """As much sound as the picture lasts, padded with silence or cut."""
        import av

        fifo = av.AudioFifo()
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE)
        written = 0
        for frame in self._sounds(film, samples):
            for piece in resampler.resample(frame):
                piece.pts = None
                fifo.write(piece)
            while written < samples and (block := fifo.read(min(1024, samples - written), partial=False)):
                self._write(block, first_sample + written)
                written += block.samples
        rest = fifo.read(samples - written, partial=True) if written < samples and fifo.samples else None
        if rest is not None:
            self._write(rest, first_sample + written)

    def _sounds(self, film: "InputContainer", samples: int) -> Iterator[Any]:
        """The film's own sound, then silence without end enough to fill the picture's time."""
        import av

        if film.streams.audio:
            film.seek(0)
            yield from film.decode(audio=0)
        for _ in range(samples // 1024 + 2):
            silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
            silence.sample_rate = SOUND_RATE
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            yield silence

    def _write(self, block: Any, at_sample: int) -> None:
        block.pts, block.time_base, block.sample_rate = at_sample, Fraction(1, SOUND_RATE), SOUND_RATE
        self._output.mux(self._sound.encode(block))


def _frames(container: "InputContainer") -> int:
    stream = container.streams.video[0]
    return stream.frames or int((container.duration or 0) / 1_000_000 * RATE)
