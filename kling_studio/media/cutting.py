"""Cutting a part out of a film or a sound into a file of its own. The original is only read.

A film is encoded anew, at a quality that hides it: copied pictures could begin only at a key frame, and where those lie
is an accident of the camera. So start and end are those that were chosen, to the picture.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kling_studio.core.errors import KnownError
from kling_studio.core.project import Cut
from kling_studio.media.containers import opened, unreadable
from kling_studio.media.sounds import write_wav

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.filter import Graph
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_X264 = {"preset": "veryfast", "crf": "15"}
_SOUND_BITS = 192_000
_SOUND_RATE_HZ = 48_000
_TICKS = 90_000
_HARDLY_S = 0.002
"""By how much times of pictures may miss each other that were rounded to milliseconds."""
_TURNS = {90: ("cclock",), 180: ("clock", "clock"), 270: ("clock",)}
_EMPTY_WAV_BYTES = 44


def cut_sound(original: Path, cut: Cut, target: Path) -> None:
    """Write a part of a file's sound to ``target`` as a WAV file of one channel, exact to the sample.

    Raises :class:`KnownError` where there is no sound in it.
    """
    write_wav(original, target, cut.start_s, cut.end_s - cut.start_s)
    if target.stat().st_size <= _EMPTY_WAV_BYTES:
        raise _nothing(original, cut)


def cut_film(
    original: Path,
    cut: Cut,
    target: Path,
    progress: Callable[[float], object] = lambda _part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write a part, pictures and sound, to ``target``, an MP4 of H.264 and AAC; ``False`` once ``cancelled()``.

    ``progress`` hears how much is done, 0 to 1. Nothing of the original's metadata goes along, and what a phone turned
    is turned. Raises :class:`KnownError` where the original cannot be read, or has nothing there.
    """
    import av

    with opened(original) as source:
        video = next(iter(source.streams.video), None)
        if video is None:
            raise KnownError(f"{original.name} has no picture, only sound.", "Use a clip with a video track.")
        try:
            options = {"movflags": "+faststart", "fflags": "+bitexact"}
            with av.open(str(target), "w", format="mp4", options=options) as container:
                part = _Part(source, video, container, cut)
                for done in part.write():
                    progress(done)
                    if cancelled():
                        return False
                if part.pictures == 0:
                    raise _nothing(original, cut)
        except av.FFmpegError as error:
            raise unreadable(original) from error
    return True


class _Part:
    """One part on its way from a film into another."""

    def __init__(
        self, source: "InputContainer", video: "VideoStream", container: "OutputContainer", cut: Cut
    ) -> None:
        self._source, self._video, self._container, self._cut = source, video, container, cut
        self._unit_s = Fraction(video.time_base or Fraction(1, _TICKS))
        self._start = video.start_time or 0
        self._first_s: Fraction | None = None
        self.pictures = 0
        video.thread_type = "AUTO"
        self._seek()
        self._turning, size = _upright(video, next(source.decode(video)))
        self._picture_out = self._new_picture(*size)
        self._audio = next(iter(source.streams.audio), None)
        if self._audio is not None:
            self._sound_out = container.add_stream("aac", rate=_SOUND_RATE_HZ, layout="stereo")
            self._sound_out.bit_rate = _SOUND_BITS
            offset_s = float(self._start * self._unit_s)
            self._trimming = _trimming(self._audio, cut.start_s + offset_s, cut.end_s + offset_s)

    def write(self) -> Iterator[float]:
        """Write it, step by step; each step tells how much is done."""
        self._seek()
        for packet in self._source.demux([self._video, *([self._audio] if self._audio else [])]):
            if packet.stream is self._video:
                for frame in self._video.decode(packet):
                    at_s = self._seconds(frame)
                    if at_s >= self._cut.end_s - _HARDLY_S:
                        break
                    if at_s >= self._cut.start_s - _HARDLY_S:
                        self._show(frame, at_s)
                        yield min(
                            1.0, float(at_s - self._cut.start_s) / (self._cut.end_s - self._cut.start_s)
                        )
            else:
                for sound in packet.decode():
                    self._hear(sound)
            if self._is_past(packet):
                break
        yield from self._finish()

    def _seek(self) -> None:
        self._source.seek(self._start + int(self._cut.start_s / self._unit_s), stream=self._video)

    def _seconds(self, frame: "VideoFrame") -> Fraction:
        return (Fraction(frame.pts or 0) - self._start) * self._unit_s

    def _is_past(self, packet: Any) -> bool:
        """Whether nothing of the part can follow; sound may lie a little behind its pictures in the file."""
        if packet.dts is None:
            return False
        at_s = packet.dts * packet.time_base - self._start * self._unit_s
        return bool(at_s > self._cut.end_s + 2)

    def _show(self, frame: "VideoFrame", at_s: Fraction) -> None:
        self._turning.push(frame)
        upright: VideoFrame = self._turning.pull()  # type: ignore[assignment]
        self._first_s = at_s if self._first_s is None else self._first_s
        upright.pts = round((at_s - self._first_s) * _TICKS)
        upright.time_base = Fraction(1, _TICKS)
        upright.pict_type = 0  # which of them are key frames the encoder decides
        self.pictures += 1
        self._container.mux(self._picture_out.encode(upright))

    def _new_picture(self, width_px: int, height_px: int) -> "VideoStream":
        rate = Fraction(self._video.average_rate or self._video.guessed_rate or 24)
        stream = self._container.add_stream("libx264", rate=rate, options=dict(_X264))
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS)
        stream.codec_context.thread_type = "FRAME"
        return stream

    def _hear(self, sound: Any) -> None:
        import av

        try:
            self._trimming.push(sound)
            while True:
                heard = self._trimming.pull()
                self._container.mux(self._sound_out.encode(heard))  # type: ignore[arg-type]
        except (BlockingIOError, av.EOFError):
            return  # it wants more, or had all of the part

    def _finish(self) -> Iterator[float]:
        for packet in self._picture_out.encode_lazy(None):
            self._container.mux(packet)
            yield 1.0
        if self._audio is not None:
            self._hear(None)
            self._container.mux(self._sound_out.encode(None))


def _upright(video: "VideoStream", frame: "VideoFrame") -> tuple["Graph", tuple[int, int]]:
    """What turns pictures as a phone says that they are to be seen, with sides that the encoder takes; and those."""
    steps = [("transpose", turn) for turn in _TURNS.get(frame.rotation % 360, ())]
    graph = _chain(
        lambda graph: graph.add_buffer(template=video),
        (*steps, ("scale", "trunc(iw/2)*2:trunc(ih/2)*2"), ("format", "yuv420p"), ("buffersink", "")),
    )
    width_px, height_px = video.width // 2 * 2, video.height // 2 * 2
    return graph, (height_px, width_px) if frame.rotation % 180 else (width_px, height_px)


def _trimming(audio: "AudioStream", start_s: float, end_s: float) -> "Graph":
    """What cuts a sound, exact to the sample, and counts its time from there."""
    return _chain(
        lambda graph: graph.add_abuffer(template=audio),
        (
            ("aresample", str(_SOUND_RATE_HZ)),
            ("aformat", f"sample_fmts=fltp:sample_rates={_SOUND_RATE_HZ}:channel_layouts=stereo"),
            ("atrim", f"start={start_s:.6f}:end={end_s:.6f}"),
            ("asetpts", f"PTS-{start_s:.6f}/TB"),
            ("abuffersink", ""),
        ),
    )


def _chain(first: Callable[["Graph"], Any], steps: tuple[tuple[str, str], ...]) -> "Graph":
    from av.filter import Graph

    graph = Graph()
    last = first(graph)
    for name, how in steps:
        step = graph.add(name, how)
        last.link_to(step)
        last = step
    graph.configure()
    return graph


def _nothing(original: Path, cut: Cut) -> KnownError:
    return KnownError(
        f"{original.name} has nothing between {cut.start_s:.1f} and {cut.end_s:.1f} s.", "Trim it anew."
    )
