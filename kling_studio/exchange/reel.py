"""Joining films into one MP4 that plays anywhere: H.264, AAC, 24 frames a second, the index in front."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kling_studio.core.errors import KnownError

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame
    from av.container import InputContainer, OutputContainer

RATE = 24
SOUND_RATE = 48_000
SAMPLES_PER_FRAME = SOUND_RATE // RATE
BLOCK = 1024
_BT709 = 1
_LIMITED_RANGE = 1

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
            opened = [stack.enter_context(_opened(film)) for film in films]
            total = sum(_frames(container) for container in opened)
            with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as output:
                reel = _Reel(output, opened[0], total, on_frame)
                for container in opened:
                    reel.add(container)
                reel.finish()
        part.replace(target)
    except (av.FFmpegError, OSError) as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise KnownError(
            f"{target} was not written: {reason}.", "Check the folder, the films and the free space."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def _opened(film: Path) -> Iterator["InputContainer"]:
    import av

    try:
        container = av.open(str(film))
    except (av.FFmpegError, OSError) as error:
        raise KnownError(f"{film} cannot be read as a film.", "Render its scene again.") from error
    with container:
        if not container.streams.video:
            raise KnownError(f"{film} has no picture.", "Render its scene again.")
        yield container


class _Reel:
    """The MP4 being written. Picture and sound advance together, film by film."""

    def __init__(
        self, output: "OutputContainer", first: "InputContainer", total: int, on_frame: OnFrame
    ) -> None:
        source = first.streams.video[0]
        self._width, self._height = source.width - source.width % 2, source.height - source.height % 2
        self._output = output
        self._picture: Any = output.add_stream(
            "libx264", rate=RATE, options={"crf": "18", "preset": "fast", "profile": "high"}
        )
        self._picture.width, self._picture.height = self._width, self._height
        self._picture.pix_fmt = "yuv420p"
        self._sound: Any = output.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        self._sound.bit_rate = 192_000
        context = self._picture.codec_context
        context.color_range = _LIMITED_RANGE
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        self._frame = 0
        self._total = total
        self._on_frame = on_frame

    def add(self, film: "InputContainer") -> None:
        """Add all of a film, at the reel's own rate."""
        start = self._frame
        for frame in self._at_rate(film):
            fitted = self._fitted(frame)
            fitted.pts, fitted.time_base = self._frame, Fraction(1, RATE)
            # Else the encoder keeps each kind of picture that the film's own encoder chose.
            fitted.pict_type = 0
            self._output.mux(self._picture.encode(fitted))
            self._frame += 1
            self._on_frame(min(self._frame, self._total), self._total)
        self._add_sound(film, start * SAMPLES_PER_FRAME, (self._frame - start) * SAMPLES_PER_FRAME)

    def finish(self) -> None:
        """Write what the encoders still hold."""
        self._output.mux(self._picture.encode(None))
        self._output.mux(self._sound.encode(None))

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
            yield from [shown] * max(0 if count else 1, _frames(film) - count)

    def _fitted(self, frame: "VideoFrame") -> "VideoFrame":
        if (frame.width, frame.height) == (self._width, self._height):
            return self._in_reel_colours(frame)
        from av import VideoFrame
        from PIL import Image, ImageOps

        image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        picture = ImageOps.pad(image, (self._width, self._height), Image.Resampling.BICUBIC)
        fitted: VideoFrame = VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
        return self._in_reel_colours(fitted)

    @staticmethod
    def _in_reel_colours(frame: "VideoFrame") -> "VideoFrame":
        return frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")

    def _add_sound(self, film: "InputContainer", first_sample: int, samples: int) -> None:
        """As much sound as the picture lasts, filled up with silence or cut."""
        import av

        fifo = av.AudioFifo()
        written = 0
        for piece in self._sounds(film):
            piece.pts = None
            fifo.write(piece)
            while written < samples and (block := fifo.read(min(BLOCK, samples - written))):
                self._write(block, first_sample + written)
                written += block.samples
            if written == samples:
                return
        rest = fifo.read(fifo.samples, partial=True) if fifo.samples else None
        for block in (
            *([rest] if rest else []),
            *_silence(samples - written - (rest.samples if rest else 0)),
        ):
            self._write(block, first_sample + written)
            written += block.samples

    @staticmethod
    def _sounds(film: "InputContainer") -> Iterator["AudioFrame"]:
        """The film's own sound in the reel's form."""
        import av

        if not film.streams.audio:
            return
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE)
        film.seek(0)
        for frame in film.decode(audio=0):
            yield from resampler.resample(frame)
        yield from resampler.resample(None)

    def _write(self, block: "AudioFrame", at_sample: int) -> None:
        block.pts, block.time_base, block.sample_rate = at_sample, Fraction(1, SOUND_RATE), SOUND_RATE
        self._output.mux(self._sound.encode(block))


def _silence(samples: int) -> Iterator["AudioFrame"]:
    import av

    for start in range(0, samples, BLOCK):
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=min(BLOCK, samples - start))
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        yield frame


def _frames(film: "InputContainer") -> int:
    """How many frames of the reel a film lasts."""
    stream = film.streams.video[0]
    if stream.duration and stream.time_base:
        return round(stream.duration * stream.time_base * RATE)
    return round((film.duration or 0) / 1_000_000 * RATE)
