"""What can be told of a picture by looking at it small: what it is like, and how sharp it is."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFilter, ImageStat

from kling_studio.media.pictures import thumbnail

_SIDE_PX = 512
_GRID = 12
_TILES = 4
_LEAST_CONTRAST = 12.0
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


@dataclass(frozen=True, slots=True)
class Impression:
    """What a picture looks like.

    ``likeness`` is a number of bits in hexadecimal, near to another's where two pictures look alike; empty where there
    is nothing to tell it by. ``sharpness`` is the variance of the Laplacian in the sharpest part of the picture, seen
    in the same size whatever its own; ``None`` where it has too little contrast to tell.
    """

    likeness: str
    sharpness: float | None


def impression(path: Path) -> Impression:
    """Look at a picture. Raises :class:`KnownError` where it cannot be read."""
    grey = thumbnail(path, _SIDE_PX, _SIDE_PX).convert("L")
    flat = ImageStat.Stat(grey).stddev[0] < _LEAST_CONTRAST
    return Impression("" if flat else _likeness(grey), None if flat else _sharpness(grey))


def _likeness(grey: Image.Image) -> str:
    """Difference hash, both ways: whether each of a few squares is brighter than the one beside and the one below."""
    beside = list(grey.resize((_GRID + 1, _GRID), Image.Resampling.BOX).tobytes())
    below = list(grey.resize((_GRID, _GRID + 1), Image.Resampling.BOX).tobytes())
    bits = [
        beside[row * (_GRID + 1) + column] > beside[row * (_GRID + 1) + column + 1] + 1
        for row in range(_GRID)
        for column in range(_GRID)
    ]
    bits += [below[place] > below[place + _GRID] + 1 for place in range(_GRID * _GRID)]
    number = sum(bit << place for place, bit in enumerate(bits))
    return f"{number:0{2 * _GRID * _GRID // 4}x}"


def _sharpness(grey: Image.Image) -> float:
    edges = grey.filter(_EDGES)
    width, height = edges.width // _TILES, edges.height // _TILES
    tiles = (
        edges.crop((x * width, y * height, (x + 1) * width, (y + 1) * height)).crop(
            (1, 1, width - 1, height - 1)
        )
        for x in range(_TILES)
        for y in range(_TILES)
    )
    return max((ImageStat.Stat(tile).var[0] for tile in tiles if min(tile.size) > 0), default=0.0)
