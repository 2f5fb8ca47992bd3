"""The words of a shot drawn: as few patches as possible, each used for many frames."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageFilter

from kling_studio.media.animatic.framing import Rect
from kling_studio.media.animatic.layout import (
    TIMECODE_FACE,
    Line,
    Page,
    ShotLayout,
    digit_width,
    timecode_cells,
)
from kling_studio.media.animatic.planes import Patch, Planes, patch_of
from kling_studio.media.animatic.style import ACCENT, FRAME_RATE, TEXT, Format
from kling_studio.media.typeset import Face, text_mask, text_width

_SCRIM = (12, 13, 15)
_FADE_PX = 130
_LEAST_DARKNESS, _MOST_DARKNESS = 0.48, 0.74
_SHADOW_PX, _SHADOW_GAIN = 5, 1.5
_SHADE_PX = 20
# The text's brightness in limited range.
_TEXT_LUMA = 16 + round(219 * (0.2126 * TEXT[0] + 0.7152 * TEXT[1] + 0.0722 * TEXT[2]) / 255)


@dataclass(frozen=True, slots=True)
class Timecode:
    """The running figures: drawn once each, put where they belong at every frame."""

    y: int
    cells: tuple[int, ...]
    figures: dict[str, Image.Image]

    def draw(self, target: Planes, frame: int) -> None:
        """Put the time of this frame of the scene on a picture."""
        for character, x in zip(timecode_text(frame), self.cells, strict=True):
            # The hue under the white is dimmed by the scrim and needs no touch.
            target.y.paste(_TEXT_LUMA, (x, self.y), self.figures[character])


@dataclass(frozen=True, slots=True)
class Overlay:
    """All patches of a shot: those that stay, and those of the captions from their frames on."""

    fixed: tuple[Patch, ...]
    first_frames: tuple[int, ...]
    columns: tuple[Patch | None, ...]
    timecode: Timecode

    def draw(self, target: Planes, frame_of_shot: int, frame_of_scene: int) -> None:
        """Draw over the picture what stands there at this frame."""
        for patch in self.fixed:
            patch.put_on(target)
        column = self.columns[bisect_right(self.first_frames, frame_of_shot) - 1]
        if column:
            column.put_on(target)
        self.timecode.draw(target, frame_of_scene)


def build_overlay(layout: ShotLayout, frame: Format, brightness: tuple[float, float]) -> Overlay:
    """Draw the words of a shot once; ``brightness`` (0 to 1) is that of the picture under them, top and bottom."""
    top = _top(layout, frame, _darkness(brightness[0]))
    names = [_name(line) for line in layout.names]
    pages: Sequence[Page] = layout.pages or (Page(0, 0, ()),)
    columns = tuple(_column(layout, page, frame, _darkness(brightness[1])) for page in pages)
    return Overlay(
        (top, *names), (0, *(page.first_frame for page in pages[1:])), columns, _timecode(layout.timecode)
    )


def timecode_text(frame: int) -> str:
    """Hours, minutes, seconds and frames from the start of the scene."""
    seconds, frames = divmod(frame, FRAME_RATE)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frames:02}"


def _top(layout: ShotLayout, frame: Format, darkness: float) -> Patch:
    bottom = max(line.rect.bottom for line in (*layout.slate, _timecode_line(layout.timecode)))
    height = _even(bottom + _FADE_PX)
    if layout.is_on_picture(*(line.rect for line in layout.slate)):
        image = _scrim(frame.width_px, height, [(0, darkness + 0.1), (bottom, darkness), (height, 0.0)])
    else:
        image = _clear(frame.width_px, height)
        if layout.is_on_picture(layout.timecode):
            image.alpha_composite(_shade(image.size, layout.timecode, darkness))
    _write(image, layout.slate, (0, 0))
    return patch_of(image, 0, 0)


def _darkness(brightness: float) -> float:
    """How much a picture is dimmed for its words: a dark one little, a white one until grey can be read on it."""
    return _LEAST_DARKNESS + (_MOST_DARKNESS - _LEAST_DARKNESS) * min(1.0, brightness * 1.2)


def _timecode_line(rect: Rect) -> Line:
    return Line("", TIMECODE_FACE, TEXT, rect)


def _column(layout: ShotLayout, page: Page, frame: Format, darkness: float) -> Patch | None:
    """The column at the bottom; its scrim is as high as the highest caption of the shot, so that it does not pump."""
    if layout.column_top > frame.height_px:
        return None
    top = _even(max(0, layout.column_top - _FADE_PX))
    height = frame.height_px - top
    every_page = (line.rect for page in layout.pages for line in page.lines)
    if layout.is_on_picture(*(line.rect for line in layout.action), *every_page):
        stops = [(0, 0.0), (layout.column_top - top, darkness), (height, darkness + 0.15)]
        image = _scrim(frame.width_px, height, stops)
    else:
        image = _clear(frame.width_px, height)
    _write(image, (*page.lines, *layout.action), (0, top))
    if rule := layout.rule:
        image.paste((*ACCENT, 255), (rule.x, rule.y - top, rule.right, rule.bottom - top))
    return patch_of(image, 0, top)


def _name(line: Line) -> Patch:
    """A name on a card: no scrim, the card is dark."""
    margin = 2
    x, y = _even(line.rect.x) - margin, _even(line.rect.y) - margin
    size = (_even(line.rect.width + 2 * margin + 2), _even(line.rect.height + 2 * margin + 2))
    image = Image.new("RGBA", size, (*line.colour, 0))
    image.paste((*line.colour, 255), (line.rect.x - x, line.rect.y - y), _mask(line))
    return patch_of(image, x, y)


def _scrim(width: int, height: int, stops: list[tuple[int, float]]) -> Image.Image:
    """A vertical gradient of darkness through ``stops`` (row, darkness), soft at both ends."""
    column = Image.new("L", (1, height))
    for (first, dark), (last, darker) in pairwise(stops):
        for row in range(first, min(last, height)):
            part = (row - first) / (last - first)
            # The fade into the picture is curved, so that no edge of it is seen.
            part = part * part * (3 - 2 * part) if 0.0 in (dark, darker) else part
            column.putpixel((0, row), round(255 * (dark + (darker - dark) * part)))
    image = Image.new("RGBA", (width, height), (*_SCRIM, 0))
    image.putalpha(column.resize((width, height), Image.Resampling.NEAREST))
    return image


def _clear(width: int, height: int) -> Image.Image:
    """Nothing but what is written on it: the ground is calm enough."""
    return Image.new("RGBA", (width, height), (*_SCRIM, 0))


def _shade(size: tuple[int, int], rect: Rect, darkness: float) -> Image.Image:
    """A soft darkness around one piece of text."""
    mask = Image.new("L", size)
    edge = _SHADE_PX // 2
    mask.paste(round(255 * darkness), (rect.x - edge, rect.y - edge, rect.right + edge, rect.bottom + edge))
    shade = _clear(*size)
    shade.putalpha(mask.filter(ImageFilter.GaussianBlur(_SHADE_PX)))
    return shade


def _write(image: Image.Image, lines: Sequence[Line], origin: tuple[int, int]) -> None:
    """Draw lines with a soft shadow under all of them."""
    placed = [(line, _mask(line), line.rect.x - origin[0], line.rect.y - origin[1]) for line in lines]
    edge = 3 * _SHADOW_PX
    for _, mask, x, y in placed:
        ink = Image.new("L", (mask.width + 2 * edge, mask.height + 2 * edge))
        ink.paste(mask, (edge, edge))
        shadow = Image.new("RGBA", ink.size, (*_SCRIM, 0))
        shadow.putalpha(ink.filter(ImageFilter.GaussianBlur(_SHADOW_PX)).point(_shadow_of))
        left, top = max(0, x - edge), max(0, y - edge)
        image.alpha_composite(shadow, (left, top), (left - x + edge, top - y + edge))
    for line, mask, x, y in placed:
        text = Image.new("RGBA", mask.size, (*line.colour, 0))
        text.putalpha(mask)
        image.alpha_composite(text, (x, y))


def _shadow_of(ink: float) -> float:
    return min(200.0, ink * _SHADOW_GAIN)


def _mask(line: Line) -> Image.Image:
    return text_mask(line.text, line.face, line.rect.width)


def _timecode(rect: Rect) -> Timecode:
    figures = {character: _figure(character, TIMECODE_FACE) for character in "0123456789:"}
    return Timecode(rect.y, timecode_cells(rect), figures)


def _figure(character: str, face: Face) -> Image.Image:
    """A figure of the timecode in the middle of its cell."""
    width = digit_width(face) if character.isdigit() else text_width(character, face) + 1
    mask = Image.new("L", (width, face.line_px))
    own = text_width(character, face)
    mask.paste(text_mask(character, face, own), ((width - own) // 2, 0))
    return mask


def _even(value: int) -> int:
    return value - value % 2
