"""How large and how wide a picture, or the picture of a clip, may be: the limits themselves are data of the catalog."""

from decimal import Decimal
from functools import cache

from kling_studio.core.catalog import FileLimits

_MARGIN = 1.01
"""Well inside the limits nothing has to be worked out to the pixel."""


def wrong_size(width_px: int, height_px: int, limits: FileLimits) -> str:
    """Why a picture of this size is outside the limits, to follow its name in a sentence; empty where it is not."""
    size = f"is {width_px} × {height_px}"
    if min(width_px, height_px) < limits.least_px:
        return f"{size} pixels; {limits.least_px} are needed on each side"
    if limits.most_px and max(width_px, height_px) > limits.most_px:
        return f"{size} pixels; at most {limits.most_px} are taken on each side"
    if widest_part(width_px, height_px, limits) != (width_px, height_px):
        return f"{size}: width to height may be {limits.least_ratio:g} to {limits.most_ratio:g}"
    return ""


def widest_part(width_px: int, height_px: int, limits: FileLimits) -> tuple[int, int]:
    """The width and height of the largest part that is neither too wide nor too tall."""
    ratio = width_px / height_px if height_px else 0
    if limits.least_ratio * _MARGIN < ratio < limits.most_ratio / _MARGIN:
        return width_px, height_px
    most_width_px = int(height_px * _exact(limits.most_ratio)) if limits.most_ratio else width_px
    most_height_px = int(width_px / _exact(limits.least_ratio)) if limits.least_ratio else height_px
    return min(width_px, most_width_px), min(height_px, most_height_px)


@cache
def _exact(ratio: float) -> Decimal:
    """The number as it stands in the catalog: 0.4 is two fifths, and a little less or more would cut a pixel."""
    return Decimal(str(ratio))
