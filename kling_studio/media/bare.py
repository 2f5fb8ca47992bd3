"""Clips and sounds copied without what they say beside picture and sound: place, camera, time, title, cover."""

from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.core.errors import KnownError
from kling_studio.media.containers import opened, unreadable

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

_TYPES = {
    "mov": "video/quicktime",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
}
_SOUNDS = ("mp3", "wav", "flac", "ogg")
_PICTURE_CODECS = frozenset({"h264", "hevc", "mpeg4"})


def bare(source: Path, folder: Path) -> tuple[Path, str]:
    """A copy of a clip or sound in ``folder`` that holds only picture and sound, and its content type.

    Nothing is encoded anew: a MOV stays one, other clips become MP4. Raises :class:`KnownError` where the file cannot
    be read, or has a picture that no provider takes.
    """
    import av

    with opened(source) as given:
        kind = _kind(source, given)
        made = folder / f"{source.stem}.{kind}"
        for video in given.streams.video:
            codec = video.codec_context.name
            if not _is_cover(video) and codec not in _PICTURE_CODECS:
                raise KnownError(
                    f"{source.name} is coded as {codec}, which the services do not take.",
                    "Save it as an MP4 or MOV with H.264 or HEVC.",
                )
        try:
            with av.open(str(made), "w", format=kind, options=_options(kind)) as copy:
                _copy(given, copy)
        except (av.FFmpegError, ValueError) as error:
            raise unreadable(source) from error
    return made, _TYPES[kind]


def _kind(source: Path, given: "InputContainer") -> str:
    """What the file is, whatever its name says; MOV and MP4 are told apart by their names alone."""
    names = given.format.name.split(",")
    if "mov" in names and source.suffix.lower() in {".mov", ".qt"}:
        return "mov"
    return next((name for name in _SOUNDS if name in names), "mp4")


def _options(kind: str) -> dict[str, str]:
    # Bit for bit the same from the same, so that it goes up once: no time, no name of a library.
    exact = {"fflags": "+bitexact"}
    return {**exact, "movflags": "+faststart"} if kind in ("mov", "mp4") else exact


def _copy(given: "InputContainer", copy: "OutputContainer") -> None:
    """The packets of the first picture and the first sound; tracks of places and times stay behind."""
    video = next((stream for stream in given.streams.video if not _is_cover(stream)), None)
    audio = next(iter(given.streams.audio), None)
    streams = [stream for stream in (video, audio) if stream is not None]
    places = {stream.index: copy.add_stream_from_template(stream) for stream in streams}
    for place in places.values():
        place.metadata.clear()
    for packet in given.demux(streams):
        if packet.dts is not None:
            packet.stream = places[packet.stream.index]
            copy.mux(packet)


def _is_cover(stream: object) -> bool:
    from av.stream import Disposition

    return bool(getattr(stream, "disposition", 0) & Disposition.attached_pic)
