"""How an animatic looks: sizes, margins, colours, one scale of type."""

from dataclasses import dataclass

Colour = tuple[int, int, int]

GROUND: Colour = (20, 21, 23)
TEXT: Colour = (230, 231, 233)
QUIET_TEXT: Colour = (163, 168, 176)
ACCENT: Colour = (232, 163, 61)

SMALL_PX, BODY_PX, LARGE_PX = 17, 21, 31
GUTTER_PX = 8

FRAME_RATE = 24


@dataclass(frozen=True, slots=True)
class Format:
    """The frame of an aspect ratio with its margins, and how wide its column of words may be."""

    width_px: int
    height_px: int
    margin_x_px: int
    margin_y_px: int
    column_px: int


_FORMATS = {
    "16:9": Format(1280, 720, 60, 40, 860),
    "9:16": Format(720, 1280, 44, 64, 632),
    "1:1": Format(960, 960, 48, 46, 800),
}


def format_of(aspect_ratio: str) -> Format:
    """The format of an aspect ratio; one that is not known is shown as 16:9."""
    return _FORMATS.get(aspect_ratio, _FORMATS["16:9"])
