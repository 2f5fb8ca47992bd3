"""Opening clips and sounds with PyAV, its errors told as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.core.errors import KnownError

if TYPE_CHECKING:
    from av.container import InputContainer

# FFmpeg also reads pictures, playlists that name other files, and any text ("tty"); none of these is a clip.
_FORMATS = frozenset(
    {"aac", "ac3", "aiff", "amr", "asf", "avi", "caf", "flac", "flv", "matroska", "mov", "mp3", "mp4", "mpeg"}
    | {"mpegts", "ogg", "w64", "wav", "webm"}
)


@contextmanager
def opened(path: Path) -> Iterator["InputContainer"]:
    """The container at ``path``; errors of reading it become sentences that name the file."""
    import av

    if not path.is_file():
        what = "is a folder, not a clip" if path.is_dir() else "is not there"
        raise KnownError(f"{path.name} {what}.", f"Expected a clip or a sound at {path}.")
    if path.stat().st_size == 0:
        raise KnownError(f"{path.name} is empty (0 bytes).", "Save or copy it again.")
    try:
        with av.open(str(path.resolve()), mode="r", metadata_errors="replace") as container:
            if _FORMATS.isdisjoint(container.format.name.split(",")):
                raise unreadable(path)
            yield container
    except PermissionError as error:
        raise KnownError(f"{path.name} cannot be opened: permission denied.") from error
    except (av.FFmpegError, OSError) as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> KnownError:
    """What is said of a file that is no clip, or a damaged one."""
    return KnownError(
        f"{path.name} is not a clip or sound that can be read, or it is damaged.",
        "Use an MP4, MOV, WebM, MKV, WAV, MP3, M4A, FLAC or OGG file.",
    )
