"""Start frame: the cold room."""

from random import Random

from PIL import Image

from sample_art.aisle import Aisle, racks, vignette
from sample_art.canvas import Layer, blend, fade, glow
from sample_art.shapes import box, curve, ellipse, path, rounded

ICE = [
    {"side": "#7ea3b8", "front": "#45667c", "top": "#cfe8f4", "under": "#27404f"},
    {"side": "#93b4c4", "front": "#50707f", "top": "#def2fa", "under": "#2a4352"},
    {"side": "#5f8aa6", "front": "#375a73", "top": "#b9dbec", "under": "#213a4a"},
]
STEEL = {"side": "#a9c8d8", "front": "#6f93a6", "top": "#e6f6fc", "under": "#3a5a6c"}


def draw() -> Image.Image:
    """A narrow cold room, upright: steel shelves, blue tubes, and shadows on the strip curtain at the end."""
    layer = Layer(1080, 1920)
    aisle = Aisle(layer, (540, 900), 1120, "#8fc0dc", 13)
    layer.paint(box(0, 0, 1080, 1920), blend((0, 0), (0, 900), "#0f2536", "#5f93b3"))
    layer.paint(box(0, 900, 1080, 1920), blend((0, 900), (0, 1920), "#9cc8de", "#4f7d98", "#142c3d"))
    _curtain(aisle, 7.6)
    layer.paint(ellipse(540, 930, 900, 900), glow("#ffe3b080", (540, 930), 450))
    racks(aisle, Random(15), 1.35, [-2.2, -0.8, 0.5, 1.55], [1.7, 3.4, 5.2, 7.2], ICE, STEEL, STEEL)
    for z in (5.2, 3.4, 2.3):
        (left, y), (right, _) = aisle.at(-0.62, -3.0, z), aisle.at(0.62, -3.0, z)
        layer.paint(
            ellipse(540, y, (right - left) * 2.4, (right - left) * 1.2),
            glow("#a8e0ffb0", (540, y), (right - left) * 1.2, 0.5),
        )
        layer.paint(rounded(left, y - 90 / z, right, y, 30 / z), "#1d3546")
        layer.paint(rounded(left + 30 / z, y - 26 / z, right - 30 / z, y + 22 / z, 22 / z), "#effaff")
    layer.paint(
        path("380 1150, 700 1150, 900 1920, 180 1920"), fade("#ffdfa8a0", (540, 1060), (540, 1760)), soft=26
    )
    for x, y, size in (
        (250, 1560, 560),
        (800, 1660, 640),
        (540, 1790, 760),
        (300, 1240, 380),
        (780, 1220, 360),
    ):
        layer.paint(ellipse(x, y, size * 1.6, size * 0.5), glow("#eaf7ff58", (x, y), size * 0.8, 0.31))
    flakes = Random(5)
    for _ in range(120):
        across, down, width = flakes.uniform(0, 1080), flakes.uniform(200, 1900), flakes.uniform(2, 7)
        layer.paint(ellipse(across, down, width, width), f"#f4fbff{flakes.randrange(50, 170):02x}", soft=0.8)
    layer.paint(box(0, 0, 1080, 1920), "#0a2c4c20")
    vignette(layer, 0.5, "b0")
    return layer.finish(43)


def _curtain(aisle: Aisle, z: float) -> None:
    layer = aisle.layer
    (left, top), (right, bottom) = aisle.at(-1.3, -2.2, z), aisle.at(1.3, 1.72, z)
    layer.paint(box(left - 30, top - 40, right + 30, bottom), "#2f5a74")
    layer.paint(box(left, top, right, bottom), blend((0, top), (0, bottom), "#f2b864", "#ffe2ac"))
    with layer.at(540, bottom, 1.14):
        _shadows(layer)
    strips = 7
    for k in range(strips):
        x = left + (right - left) * k / strips
        width = (right - left) / strips
        layer.paint(
            box(x, top, x + width - 3, bottom - (k * 37 % 3) * 5),
            blend((x, 0), (x + width, 0), "#fff3d878", "#c98f4c50", "#fff6e480"),
        )


def _shadows(layer: Layer) -> None:
    """Mira and Marco behind the curtain, pushing the crate; the floor is y = 0."""
    tone = "#2c2126f0"
    layer.paint(box(-74, -128, 60, -6), tone, soft=4)
    layer.paint(box(-84, -12, 70, 2), tone, soft=3)
    for x, height, width in ((-104, 246, 70), (104, 264, 84)):
        top = -height
        layer.paint(ellipse(x, top + 22, 38, 46), tone, soft=4)
        body = [(x - 12, top + 40), (x + 12, top + 40), (x + width / 2, top + 66), (x + width / 2, top + 140)]
        body += [
            (x + 26, 0),
            (x + 26, 0),
            (x - 26, 0),
            (x - 26, 0),
            (x - width / 2, top + 140),
            (x - width / 2, top + 66),
        ]
        layer.paint(curve(body), tone, soft=4)
        layer.stroke([(x, top + 80), (x * 0.7, top + 130), (x * 0.5, -124)], [26, 22, 18], tone, soft=4)
    layer.paint(ellipse(-106, -252, 24, 22), tone, soft=3)
    layer.paint(ellipse(104, -256, 46, 26), tone, soft=4)
