"""Where the pictures of a shot stand in the frame, and how much of its width that leaves to the words."""

from dataclasses import dataclass, replace
from itertools import pairwise

from kling_studio.media.animatic.style import GUTTER_PX, Format

# A picture that is narrower than this part of its window's ratio would lose its head or its feet by filling it.
_UPRIGHT = 0.75
# A single panel stands on the right third, is no wider than half the frame, and no sliver either.
_THIRD, _WIDEST, _NARROWEST = 2 / 3, 0.5, 0.28
_NARROWEST_COLUMN_PX, _COLUMN_GAP_PX = 360, 20
# Panels side by side show this part of their pictures' width, else they are shorter and stand between the words.
_LEAST_SEEN = 0.7
_ABOVE_PX, _BELOW_PX = 16, 24
_SHORTEST, _LOWEST = 0.4, 0.8
# Side by side, wider pictures get more of the width, within bounds; so much is meant for a card.
_NARROW_SHARE, _WIDE_SHARE, _CARD_SHARE = 0.6, 1.25, 0.8
# The lower panel is taller by the words that stand on it, so that no face is under them.
_LOWER_PANEL = 1.5


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the frame, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row beyond it."""
        return self.y + self.height

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height."""
        return self.width, self.height

    def meets(self, other: "Rect") -> bool:
        """Whether the two share any pixel."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the frame. ``panel`` is where its picture is seen: all of it, or an upright part before a backdrop.

    All places and sizes are even numbers, as 4:2:0 needs.
    """

    whole: Rect
    panel: Rect

    @property
    def has_backdrop(self) -> bool:
        """Whether the picture leaves a part of the window free."""
        return self.panel != self.whole


@dataclass(frozen=True, slots=True)
class Column:
    """The part of the frame's width in which the slate, the captions and the action stand."""

    x: int
    width: int

    @property
    def right(self) -> int:
        """The first column of pixels beyond it."""
        return self.x + self.width

    def lines(self, usual: int, frame: Format) -> int:
        """How many lines hold what ``usual`` lines hold in the frame's own column."""
        return -(-usual * frame.column_px // self.width)


def words_column(frame: Format, ratios: tuple[float | None, ...]) -> Column:
    """The place of the words beside the pictures of these ratios (width over height), or else over or under them."""
    panels = _panels_aside(frame, ratios)
    width = panels[0].x - _COLUMN_GAP_PX - frame.margin_x_px if panels else frame.column_px
    return Column(frame.margin_x_px, width)


def frame_pictures(
    frame: Format, ratios: tuple[float | None, ...], free: tuple[int, int]
) -> tuple[Window, ...]:
    """The windows of pictures with these ratios (width over height, ``None`` for a card, which fills anything).

    ``free`` are the rows between the words at the top and those at the bottom.
    """
    everything = Rect(0, 0, frame.width_px, frame.height_px)
    if panels := _panels_aside(frame, ratios):
        first = replace(everything, width=panels[0].right) if len(panels) > 1 else everything
        return (Window(first, panels[0]), *(Window(panel, panel) for panel in panels[1:]))
    if len(ratios) == 1:
        wholes: tuple[Rect, ...] = (everything,)
    elif frame.width_px >= frame.height_px:
        wholes = _between_words(frame, ratios, free)
    else:
        wholes = _stacked(frame, ratios)
    return tuple(Window(whole, _panel(whole, ratio)) for whole, ratio in zip(wholes, ratios, strict=True))


def _panels_aside(frame: Format, ratios: tuple[float | None, ...]) -> tuple[Rect, ...]:
    """Panels of the frame's height that leave a column for the words at their left; none where they have no room."""
    start = frame.margin_x_px + _NARROWEST_COLUMN_PX + _COLUMN_GAP_PX
    if len(ratios) > 1:
        spans = _spans(start, frame.width_px - start, _shares(ratios))
        panels = tuple(Rect(x, 0, width, frame.height_px) for x, width in spans)
        return panels if all(map(_shows_enough, panels, ratios)) else ()
    whole = Rect(0, 0, frame.width_px, frame.height_px)
    if not _is_upright(whole, ratios[0]):
        return ()
    width = min(_panel_width(whole, ratios[0]), _even(whole.width * _WIDEST))
    x = _even(whole.width * _THIRD - width / 2)
    return (Rect(x, 0, width, whole.height),) if x >= start else ()


def _shows_enough(panel: Rect, ratio: float | None) -> bool:
    return panel.width >= _LEAST_SEEN * (ratio or _CARD_SHARE) * panel.height


def _between_words(
    frame: Format, ratios: tuple[float | None, ...], free: tuple[int, int]
) -> tuple[Rect, ...]:
    """Side by side, with nothing written on them as long as the words leave them some height."""
    top = _even(free[0] + _ABOVE_PX)
    bottom = min(free[1] - _BELOW_PX, frame.height_px * _LOWEST)
    height = _even(max(bottom - top, frame.height_px * _SHORTEST))
    return tuple(Rect(x, top, width, height) for x, width in _spans(0, frame.width_px, _shares(ratios)))


def _stacked(frame: Format, ratios: tuple[float | None, ...]) -> tuple[Rect, ...]:
    """One above the others, so that each is wide enough for a face."""
    (top, top_height), (y, height) = _spans(0, frame.height_px, (1.0, _LOWER_PANEL))
    lower = _spans(0, frame.width_px, _shares(ratios[1:]))
    return (Rect(0, top, frame.width_px, top_height), *(Rect(x, y, width, height) for x, width in lower))


def _panel(whole: Rect, ratio: float | None) -> Rect:
    """The whole window, or for an upright picture the middle of it."""
    if not _is_upright(whole, ratio):
        return whole
    width = _panel_width(whole, ratio)
    return Rect(whole.x + _even((whole.width - width) / 2), whole.y, width, whole.height)


def _is_upright(whole: Rect, ratio: float | None) -> bool:
    return ratio is not None and ratio < _UPRIGHT * whole.width / whole.height


def _panel_width(whole: Rect, ratio: float | None) -> int:
    return _even(max((ratio or 0) * whole.height, whole.width * _NARROWEST))


def _shares(ratios: tuple[float | None, ...]) -> tuple[float, ...]:
    return tuple(min(max(ratio or _CARD_SHARE, _NARROW_SHARE), _WIDE_SHARE) for ratio in ratios)


def _spans(start: int, length: int, shares: tuple[float, ...]) -> list[tuple[int, int]]:
    """Where each piece of a length begins and how long it is, in proportion to its share, gutters between them."""
    length += GUTTER_PX
    ends = [start + _even(length * sum(shares[:count]) / sum(shares)) for count in range(len(shares) + 1)]
    return [(first, end - GUTTER_PX - first) for first, end in pairwise(ends)]


def _even(length: float) -> int:
    return round(length / 2) * 2
