"""Cutting a picture to a part of it: sizes, the part in pixels, and where the cut picture lies."""

from dataclasses import replace
from hashlib import sha256

from kling_studio.core.catalog import FileLimits
from kling_studio.core.picture_limits import widest_part
from kling_studio.core.project import Framing, View, is_address

Box = tuple[int, int, int, int]
_PLACES = 4


def framing_of(view: View) -> Framing:
    """How a view is cut; the whole of it where it is not."""
    return view.framing or Framing(view.path)


def is_whole(framing: Framing) -> bool:
    """Whether nothing is turned and nothing cut away."""
    return framing.turn == 0 and (framing.left, framing.top, framing.right, framing.bottom) == (0, 0, 1, 1)


def tidy(framing: Framing) -> Framing:
    """The same with edges in steps of a ten-thousandth, so that the same part has the same name."""
    left, top = (max(0.0, round(edge, _PLACES)) for edge in (framing.left, framing.top))
    right, bottom = (min(1.0, round(edge, _PLACES)) for edge in (framing.right, framing.bottom))
    return replace(framing, left=left, top=top, right=right, bottom=bottom)


def framed_view(view: View, framing: Framing) -> View:
    """The view with another part of its original; the original itself where that is the whole."""
    framing = tidy(framing)
    if is_whole(framing):
        return replace(view, path=framing.original, framing=None)
    return replace(view, path=framed_path(framing), framing=framing)


def framed_path(framing: Framing) -> str:
    """Where the cut picture lies in the project folder: one place for one part of one original."""
    name = framing.original.rsplit("/", 1)[-1]
    stem, _, ending = name.rpartition(".")
    part = repr((framing.original, framing.turn, framing.left, framing.top, framing.right, framing.bottom))
    mark = sha256(part.encode()).hexdigest()[:12]
    kind = "png" if ending.lower() == "png" else "jpg"
    return f"media/{stem[:40] or 'picture'}-part-{mark}.{kind}"


def can_be_framed(view: View) -> bool:
    """Whether there is a file here that a part can be cut out of."""
    return not is_address(framing_of(view).original)


def turned_size(width_px: int, height_px: int, turn: int) -> tuple[int, int]:
    """The size of a picture after a turn by so many degrees."""
    return (height_px, width_px) if turn % 180 else (width_px, height_px)


def box_px(framing: Framing, width_px: int, height_px: int) -> Box:
    """Left, top, right and bottom of the part in pixels of the turned picture; the size given is the original's.

    It holds at least one pixel.
    """
    width_px, height_px = turned_size(width_px, height_px, framing.turn)
    left, right = _edges(framing.left, framing.right, width_px)
    top, bottom = _edges(framing.top, framing.bottom, height_px)
    return left, top, right, bottom


def turned(framing: Framing, by: int) -> Framing:
    """The same part of the picture, turned on by 90 degrees clockwise (``by`` 90) or back (-90)."""
    left, top, right, bottom = framing.left, framing.top, framing.right, framing.bottom
    if by % 360 == 90:
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    elif by % 360 == 270:
        left, top, right, bottom = top, 1 - right, bottom, 1 - left
    turn = (framing.turn + by) % 360
    return tidy(replace(framing, turn=turn, left=left, top=top, right=right, bottom=bottom))


def wide_enough(framing: Framing, width_px: int, height_px: int, limits: FileLimits) -> Framing | None:
    """The middle of the part, cut so that its ratio is within the limits; ``None`` where too little would be left.

    Of what stands upright the upper third matters most, for there the face is.
    """
    left, top, right, bottom = box_px(framing, width_px, height_px)
    width, height = right - left, bottom - top
    most_width, most_height = widest_part(width, height, limits)
    if (most_width, most_height) == (width, height):
        return framing
    if min(width, height) < limits.least_px:
        return None
    whole_width, whole_height = turned_size(width_px, height_px, framing.turn)
    if most_width < width:
        left += (width - most_width) // 2
        return _inside(replace(framing, left=left / whole_width, right=(left + most_width) / whole_width))
    top += (height - most_height) // 4
    return _inside(replace(framing, top=top / whole_height, bottom=(top + most_height) / whole_height))


def _inside(framing: Framing) -> Framing:
    """Rounded inwards, so that rounding makes nothing too narrow again."""
    step = 10**-_PLACES
    return tidy(
        replace(
            framing,
            left=framing.left + (step if framing.left > 0 else 0),
            top=framing.top + (step if framing.top > 0 else 0),
            right=framing.right - (step if framing.right < 1 else 0),
            bottom=framing.bottom - (step if framing.bottom < 1 else 0),
        )
    )


def _edges(low: float, high: float, whole_px: int) -> tuple[int, int]:
    first = min(whole_px - 1, max(0, round(low * whole_px)))
    return first, max(first + 1, min(whole_px, round(high * whole_px)))
