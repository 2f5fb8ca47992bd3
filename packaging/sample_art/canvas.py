"""A small vector canvas over Pillow: filled shapes, gradients, soft edges, clipping, rim light.

Each shape's edge is supersampled on its own (a mask four times as large), so shapes may be painted at the
picture's own size without jagged edges. Lengths are pixels of the picture, moved and scaled by :meth:`Layer.at`.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from sample_art.shapes import Point, ribbon

Stops = Sequence[tuple[float, str]]
SUPERSAMPLING = 4
_RAMP_STEPS = 256
_RAMP_PADDING = 4096


@dataclass(frozen=True, slots=True)
class Linear:
    """A gradient from ``start`` to ``end``; a stop's colour may carry an alpha (``#rrggbbaa``)."""

    start: Point
    end: Point
    stops: Stops


@dataclass(frozen=True, slots=True)
class Radial:
    """A gradient from ``centre`` outwards; ``squash`` is the height of its ellipse over the width."""

    centre: Point
    radius: float
    stops: Stops
    squash: float = 1.0


Fill = str | Linear | Radial


def blend(start: Point, end: Point, *colours: str) -> Linear:
    """A gradient through colours at equal distances."""
    return Linear(start, end, [(place / (len(colours) - 1), colour) for place, colour in enumerate(colours)])


def fade(colour: str, start: Point, end: Point) -> Linear:
    """``colour`` that thins out to nothing between two points."""
    return Linear(start, end, [(0, colour), (1, colour[:7] + "00")])


def glow(colour: str, centre: Point, radius: float, squash: float = 1.0) -> Radial:
    """A soft disc of light that ends smoothly at ``radius``."""
    alpha = int(colour[7:9] or "ff", 16)
    steps = [(t / 8, f"{colour[:7]}{int(alpha * (1 - t / 8) ** 2):02x}") for t in range(9)]
    return Radial(centre, radius, steps, squash)


class Layer:
    """A transparent picture to paint on."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGBA", (width, height))
        self._x, self._y, self._scale, self._flip = 0.0, 0.0, 1.0, 1
        self._clips: list[Image.Image] = []

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1.0, flip: bool = False) -> Iterator[None]:
        """Within the block, (0, 0) lies at (x, y) and one unit is ``scale`` pixels; ``flip`` mirrors left and right."""
        before = self._x, self._y, self._scale, self._flip
        self._x, self._y = self._place((x, y))
        self._scale *= scale
        self._flip *= -1 if flip else 1
        yield
        self._x, self._y, self._scale, self._flip = before

    @contextmanager
    def clip(self, points: Sequence[Point], soft: float = 0.0) -> Iterator[None]:
        """Within the block, paint stays inside the shape."""
        mask = Image.new("L", self.image.size)
        placed = self._mask(points, soft)
        if placed:
            mask.paste(placed[0], placed[1])
        self._clips.append(ImageChops.multiply(mask, self._clips[-1]) if self._clips else mask)
        yield
        self._clips.pop()

    def paint(self, points: Sequence[Point], fill: Fill, soft: float = 0.0) -> None:
        """Fills a closed shape; ``soft`` blurs its edge."""
        placed = self._mask(points, soft)
        if placed is None:
            return
        mask, corner = placed
        area = (*corner, corner[0] + mask.width, corner[1] + mask.height)
        if self._clips:
            mask = ImageChops.multiply(mask, self._clips[-1].crop(area))
        colour = self._colour(fill, corner, mask.size)
        colour.putalpha(ImageChops.multiply(colour.getchannel("A"), mask))
        self.image.alpha_composite(colour, corner)

    def stroke(
        self, points: Sequence[Point], widths: Sequence[float] | float, fill: Fill, soft: float = 0.0
    ) -> None:
        """A brush stroke along a smooth line."""
        self.paint(ribbon(points, [widths] if isinstance(widths, int | float) else widths), fill, soft)

    def write(self, text: str, x: float, y: float, size: float, fill: str, spacing: float = 0.0) -> None:
        """Text with its middle at (x, y); ``size`` is the height of the letters' box."""
        font = ImageFont.load_default(size * self._scale * SUPERSAMPLING)
        gap = spacing * self._scale * SUPERSAMPLING
        widths = [font.getlength(letter) + gap for letter in text]
        sheet = Image.new("L", (int(sum(widths)) + 40, int(size * self._scale * SUPERSAMPLING * 1.6)))
        pen, left = ImageDraw.Draw(sheet), 10.0
        for letter, width in zip(text, widths, strict=True):
            pen.text(
                (left, sheet.height / 2),
                letter,
                fill=255,
                font=font,
                anchor="lm",
                stroke_width=size * self._scale / 16,
            )
            left += width
        sheet = sheet.reduce(SUPERSAMPLING)
        at_x, at_y = self._place((x, y))
        colour = Image.new("RGBA", sheet.size, fill)
        colour.putalpha(sheet)
        self.image.alpha_composite(colour, (round(at_x - sheet.width / 2), round(at_y - sheet.height / 2)))

    def rim(self, shift: Point, colour: str, strength: float, soft: float = 3.0) -> None:
        """Light along the edges that face ``-shift``, as wide as the shift is long."""
        alpha = self.image.getchannel("A")
        moved = Image.new("L", alpha.size)
        moved.paste(alpha, (round(shift[0]), round(shift[1])))
        band = ImageChops.subtract(alpha, moved).filter(ImageFilter.GaussianBlur(soft))
        band = ImageChops.multiply(band, alpha).point(lambda value: value * strength)
        light = Image.new("RGBA", alpha.size, colour)
        light.putalpha(band)
        self.image.alpha_composite(light)

    def shade(self, fill: Fill) -> None:
        """Paints over everything that is already on the layer, and nowhere else."""
        alpha = self.image.getchannel("A")
        colour = self._colour(fill, (0, 0), alpha.size)
        colour.putalpha(ImageChops.multiply(colour.getchannel("A"), alpha))
        self.image.alpha_composite(colour)

    def blur(self, radius: float) -> None:
        """Puts the layer out of focus."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius))

    def add(self, other: "Layer") -> None:
        """Lays another layer on top."""
        self.image.alpha_composite(other.image)

    def finish(self, seed: int = 9, grain: int = 3) -> Image.Image:
        """The opaque picture, with a trace of film grain, which also keeps dark gradients from banding."""
        noise = Image.frombytes(
            "L", self.image.size, Random(seed).randbytes(self.image.width * self.image.height)
        )
        noise = noise.filter(ImageFilter.GaussianBlur(0.6)).point(
            lambda value: (value - 128) * grain / 64 + 128
        )
        channels = (ImageChops.add(band, noise, 1, -128) for band in self.image.convert("RGB").split())
        return Image.merge("RGB", tuple(channels))

    def _place(self, point: Point) -> Point:
        return self._x + point[0] * self._scale * self._flip, self._y + point[1] * self._scale

    def _mask(self, points: Sequence[Point], soft: float) -> tuple[Image.Image, tuple[int, int]] | None:
        """The coverage of a shape and its upper left corner, cut to the picture."""
        placed = [self._place(point) for point in points]
        spread = soft * self._scale
        margin = int(spread * 3) + 2
        left = max(-margin, math.floor(min(x for x, _ in placed)) - margin)
        top = max(-margin, math.floor(min(y for _, y in placed)) - margin)
        right = min(self.image.width + margin, math.ceil(max(x for x, _ in placed)) + margin)
        bottom = min(self.image.height + margin, math.ceil(max(y for _, y in placed)) + margin)
        if right <= max(left, 0) or bottom <= max(top, 0):
            return None
        factor = SUPERSAMPLING if spread < 4 else 1
        mask = Image.new("L", ((right - left) * factor, (bottom - top) * factor))
        ImageDraw.Draw(mask).polygon([((x - left) * factor, (y - top) * factor) for x, y in placed], fill=255)
        mask = mask.reduce(factor) if factor > 1 else mask
        if spread:
            mask = mask.filter(ImageFilter.GaussianBlur(spread))
        cut = (
            max(0, -left),
            max(0, -top),
            mask.width - max(0, right - self.image.width),
            mask.height - max(0, bottom - self.image.height),
        )
        return mask.crop(cut), (max(left, 0), max(top, 0))

    def _colour(self, fill: Fill, corner: tuple[int, int], size: tuple[int, int]) -> Image.Image:
        if isinstance(fill, str):
            return Image.new("RGBA", size, fill)
        ramp = (
            self._linear(fill, corner, size) if isinstance(fill, Linear) else self._radial(fill, corner, size)
        )
        tables = _tables(fill.stops)
        return Image.merge("RGBA", [ramp.point(table) for table in tables])

    def _linear(self, fill: Linear, corner: tuple[int, int], size: tuple[int, int]) -> Image.Image:
        (x0, y0), (x1, y1) = self._place(fill.start), self._place(fill.end)
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2 or 1.0
        across, down = (x1 - x0) / length * _RAMP_STEPS, (y1 - y0) / length * _RAMP_STEPS
        begin = (corner[0] - x0) * across + (corner[1] - y0) * down + _RAMP_PADDING
        return _RAMP.transform(
            size, Image.Transform.AFFINE, (across, down, begin, 0, 0, 1.5), Image.Resampling.BILINEAR
        )

    def _radial(self, fill: Radial, corner: tuple[int, int], size: tuple[int, int]) -> Image.Image:
        x, y = self._place(fill.centre)
        scale = 127 / (fill.radius * self._scale)
        matrix = (
            scale,
            0,
            (corner[0] - x) * scale + 128,
            0,
            scale / fill.squash,
            (corner[1] - y) * scale / fill.squash + 128,
        )
        return _DISC.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=255)


def _ramp() -> Image.Image:
    steps = bytes(_RAMP_PADDING) + bytes(range(_RAMP_STEPS)) + bytes([255]) * _RAMP_PADDING
    return Image.frombytes("L", (len(steps), 3), steps * 3)


_RAMP = _ramp()
# Pillow's own disc reaches its end only in the corners of the square.
_DISC = Image.radial_gradient("L").point(lambda value: value * math.sqrt(2))


def _tables(stops: Stops) -> list[list[int]]:
    """Per channel, the value at each of 256 places along the gradient."""
    places = [place for place, _ in stops]
    colours = [_channels(colour) for _, colour in stops]
    tables: list[list[int]] = [[], [], [], []]
    for step in range(256):
        t = step / 255
        after = next((k for k, place in enumerate(places) if place >= t), len(places) - 1)
        before = max(after - 1, 0)
        width = places[after] - places[before]
        part = min(max((t - places[before]) / width, 0.0), 1.0) if width else 0.0
        for channel, table in enumerate(tables):
            table.append(
                round(colours[before][channel] + (colours[after][channel] - colours[before][channel]) * part)
            )
    return tables


def _channels(colour: str) -> tuple[int, int, int, int]:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return red, green, blue, int(colour[7:9] or "ff", 16)
