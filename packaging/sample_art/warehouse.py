"""Start frame: the warehouse before dawn."""

from random import Random

from PIL import Image

from sample_art import crate
from sample_art.aisle import BOXES, Aisle, racks, vignette
from sample_art.canvas import Layer, blend, fade, glow
from sample_art.palette import LAMP, NIGHT
from sample_art.shapes import box, curve, ellipse, path

DAWN = {"sky": "#cfe6f5", "haze": "#7fa6c4", "deep": "#2b4d6b"}


def draw() -> Image.Image:
    """A long aisle before dawn: cold light from the dock door at its end, amber lamps above, the crate far away."""
    layer = Layer(1920, 1080)
    aisle = Aisle(layer, (960, 520), 900, "#35536e", 24)
    layer.paint(box(0, 0, 1920, 1080), blend((0, 0), (0, 520), NIGHT["deep"], NIGHT["haze"]))
    layer.paint(box(0, 516, 1920, 1080), blend((0, 520), (0, 1080), "#4a6a85", "#2a3d50", "#111a25"))
    _door(aisle, 23)
    layer.paint(ellipse(960, 560, 900, 640), glow(DAWN["haze"] + "b0", (960, 560), 450, 0.7))
    layer.paint(
        path("900 570, 1020 570, 1330 1080, 590 1080"), fade("#a9cbe4a0", (960, 560), (960, 1040)), soft=22
    )
    _lamp_pools(aisle)
    racks(aisle, Random(4), 2.7, [-2.6, -0.9, 1.0], [2.2, 4.6, 7.0, 9.6, 12.4, 15.4, 18.6, 22.0], BOXES)
    _floor_line(aisle, 2.3)
    with layer.at(*aisle.at(0.35, 1.62, 13.5), 1.02):
        layer.paint(path("-50 2, 50 2, 120 120, -40 120"), fade("#04070bc0", (0, 0), (20, 110)), soft=6)
        crate.small(layer)
        layer.paint(
            path("-52 0, -48 -12, -48 -78, -40 -88, 40 -88, 48 -78, 48 -12, 52 0"),
            blend((-50, -90), (30, 0), "#2b4a6650", "#14263ab0"),
        )
        layer.stroke([(-41, -88), (41, -88)], 2.5, "#f3fbff")
    _lamps(aisle)
    for left, right in ((-700, -420), (-250, -120), (150, 330), (520, 640)):
        shaft = [(956, 572), (964, 572), (960 + right, 1090), (960 + left, 1090)]
        layer.paint(shaft, fade("#d4ecff66", (960, 572), (960 + left * 0.8, 1060)), soft=10)
    for left, right in ((0, 640), (1920, 1280)):
        layer.paint(
            box(min(left, right), 0, max(left, right), 1080), fade("#081320d0", (left, 0), (right, 0))
        )
    vignette(layer, 0.5, "c0")
    return layer.finish(41)


def _door(aisle: Aisle, z: float) -> None:
    """A roller door, raised by a hand's width, with dawn behind its windows."""
    layer = aisle.layer
    (left, top), (right, bottom) = aisle.at(-2.0, -2.1, z), aisle.at(2.0, 1.62, z)
    layer.paint(box(left - 60, top - 160, right + 60, bottom), "#2c465f")
    layer.paint(box(left, top, right, bottom), blend((0, top), (0, bottom), "#587b99", "#9fc4df"))
    for k in range(1, 7):
        y = top + (bottom - top) * k / 7
        layer.paint(box(left, y, right, y + 2), "#3f617f90")
    layer.paint(box(left, top + 46, right, top + 68), DAWN["sky"])
    layer.paint(box(left, bottom - 22, right, bottom), "#f3fbff")
    layer.paint(
        ellipse((left + right) / 2, bottom - 10, 520, 180),
        glow("#e8f6ffd0", ((left + right) / 2, bottom - 10), 260, 0.34),
    )


_LAMP_PLACES = (3.4, 5.0, 7.2, 10.0, 13.6, 18.0)


def _lamps(aisle: Aisle) -> None:
    """A row of sodium lamps under the roof with their cones of light."""
    layer = aisle.layer
    for z in reversed(_LAMP_PLACES):
        x, y = aisle.at(0, -3.0, z)
        size = aisle.focal / z
        layer.stroke([(x, y - size * 1.2), (x, y)], size * 0.03, "#0c131b")
        foot = aisle.at(0, 1.6, z)[1]
        layer.paint(
            [(x - size * 0.2, y), (x + size * 0.2, y), (x + size * 1.5, foot), (x - size * 1.5, foot)],
            fade(LAMP["light"] + "3c", (x, y), (x, y + (foot - y) * 0.8)),
            soft=size * 0.08,
        )
        layer.paint(
            ellipse(x, y, size * 2.6, size * 1.7), glow(LAMP["light"] + "b0", (x, y), size * 1.3, 0.65)
        )
        layer.paint(
            curve(
                [
                    (x - size * 0.3, y),
                    (x - size * 0.12, y - size * 0.16),
                    (x + size * 0.12, y - size * 0.16),
                    (x + size * 0.3, y),
                ]
            ),
            "#1a2129",
        )
        layer.paint(ellipse(x, y + size * 0.01, size * 0.5, size * 0.1), LAMP["core"])


def _lamp_pools(aisle: Aisle) -> None:
    for z in _LAMP_PLACES:
        x, y = aisle.at(0, 1.62, z)
        size = aisle.focal / z
        aisle.layer.paint(
            ellipse(x, y, size * 4.4, size * 0.9), glow(LAMP["light"] + "66", (x, y), size * 2.2, 0.2)
        )


def _floor_line(aisle: Aisle, half: float) -> None:
    """The worn yellow line along each side."""
    for side in (-1, 1):
        corners = [
            (side * half, 1.62, 1.6),
            (side * (half - 0.1), 1.62, 1.6),
            (side * (half - 0.1), 1.62, 22),
            (side * half, 1.62, 22),
        ]
        shape = [aisle.at(*corner) for corner in corners]
        aisle.layer.paint(shape, blend((0, 1080), (0, 580), "#d9a83aa0", "#d9a83a30"))
