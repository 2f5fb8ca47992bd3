"""Names of media files in a project folder, and what may be referred to. Pure functions."""

import os
import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from kling_studio.core.project import is_address

PICTURE_ENDINGS = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
)
FILM_ENDINGS = frozenset({".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi"})
SOUND_ENDINGS = frozenset({".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus"})
MEDIA_ENDINGS = PICTURE_ENDINGS | FILM_ENDINGS | SOUND_ENDINGS

DIGEST_LETTERS = 8
"""How much of the digest of its content a file's name tells."""
_MAX_STEM_BYTES = 80  # encrypted home folders take names of 143 bytes
_OWN_NAMES = frozenset({"project.json", ".lock", "backups"})


def looks_like_media(path: Path | PurePosixPath) -> bool:
    """Whether the ending is one of a picture, a film or a sound."""
    return path.suffix.lower() in MEDIA_ENDINGS


def media_name(source_name: str, digest: str) -> str:
    """The name in ``media/`` of a file that was called ``source_name``.

    Of its words stays what every system takes. A part of the ``digest`` of its content tells it from others, and
    keeps it clear of the names that Windows reserves. A name that was made so before stays as it is.
    """
    path = PurePosixPath(source_name)
    words = unicodedata.normalize("NFC", path.stem).removesuffix(f"-{digest}")
    stem = re.sub(r"[^\w]+|_+", "_", words).strip("_")
    stem = stem.encode()[:_MAX_STEM_BYTES].decode(errors="ignore")
    return f"{stem or 'file'}-{digest}{path.suffix.lower()}"


def told_name(reference: str) -> str:
    """What a person is told a file is called: without the part of the digest that :func:`media_name` put there."""
    return re.sub(rf"-[0-9a-f]{{{DIGEST_LETTERS}}}(?=\.\w+$)", "", reference.rsplit("/", 1)[-1])


def take_name(episode: int, scene: int, take: int, ending: str = ".mp4") -> str:
    """The file name of a take, such as ``EP01_SC02_T03.mp4``; ``scene`` counts within the episode, all from 1."""
    return f"EP{episode:02}_SC{scene:02}_T{take:02}{ending}"


def inner_path(reference: str) -> PurePosixPath | None:
    """``reference`` as a path below the project folder.

    None for addresses, for whatever leaves the folder on some system, and for spellings that only some systems read.
    """
    if not reference or is_address(reference) or "\0" in reference or "\\" in reference:
        return None
    if PureWindowsPath(reference).drive or reference.startswith("/"):
        return None
    path = PurePosixPath(reference)
    return None if ".." in path.parts or not path.parts else path


def is_own_name(path: PurePosixPath) -> bool:
    """Whether the project folder itself uses this place, whatever the case of the letters."""
    first = path.parts[0].casefold()
    return first in _OWN_NAMES or first.startswith("ledger.sqlite")


def is_within(path: Path, folder: Path) -> bool:
    """Whether ``path``, with all links followed, lies in ``folder``."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
