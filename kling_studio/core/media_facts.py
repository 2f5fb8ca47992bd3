"""What is known of the media files that a project names. Measured elsewhere; here only a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MediaKind(StrEnum):
    """What a file turned out to be."""

    PICTURE = "picture"
    CLIP = "clip"
    SOUND = "sound"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class MediaFact:
    """One measured file; sizes are as seen, after any turn. ``problem`` says what is wrong with it.

    ``likeness`` and ``sharpness`` are what a look at a picture tells, once there was one: bits in hexadecimal, and the
    variance of its edges; "" and ``None`` where nothing can be told.
    """

    kind: MediaKind
    width_px: int = 0
    height_px: int = 0
    duration_s: float = 0.0
    size_bytes: int = 0
    problem: str = ""
    sha256: str = ""
    frame_rate: float = 0.0
    likeness: str = ""
    sharpness: float | None = None


MediaFacts = Mapping[str, MediaFact]
"""Facts by the reference as the project spells it; a reference without an entry (an address, say) is simply unknown."""
