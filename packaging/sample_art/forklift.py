"""Start frame: a forklift in the dark, Marco at the wheel."""

from random import Random

from PIL import Image

from sample_art import people
from sample_art.aisle import BOXES, Aisle, racks, vignette
from sample_art.canvas import Layer, Radial, blend, fade, glow
from sample_art.palette import LAMP, RIM
from sample_art.shapes import Point, box, curve, ellipse, path, rounded


def draw() -> Image.Image:
    """A forklift parked in the dark aisle, its headlights towards us."""
    layer = Layer(1920, 1080)
    aisle = Aisle(layer, (960, 470), 900, "#101b28", 15)
    layer.paint(box(0, 0, 1920, 1080), blend((0, 0), (0, 560), "#060a10", "#1a2a3a"))
    layer.paint(box(0, 470, 1920, 1080), blend((0, 470), (0, 1080), "#182634", "#0a0f16"))
    layer.paint(ellipse(960, 470, 900, 560), glow("#3a5a78a0", (960, 470), 450, 0.62))
    racks(aisle, Random(8), 3.1, [-2.3, -0.7, 1.0], [2.2, 4.6, 7.0, 9.6, 12.4], BOXES)
    layer.paint(box(0, 0, 1920, 1080), "#060b1288")
    layer.paint(ellipse(960, 1010, 1900, 420), glow(LAMP["core"] + "90", (960, 1000), 950, 0.2))
    with layer.at(960, 900, 1.24):
        _cab(layer)
    layer.add(_driver((960, 372), 0.25))
    with layer.at(960, 900, 1.24):
        _truck(layer)
        _guard(layer)
        _mast(layer)
    for side in (-1, 1):
        x, y = 960 + side * 150, 694
        layer.paint(
            [(x - 20, y), (x + 20, y), (x + side * 330 + 330, 1100), (x + side * 330 - 330, 1100)],
            fade("#ffe9bd58", (x, y), (x, 1090)),
            soft=26,
        )
        layer.paint(
            [(x, y - 14), (x, y + 14), (x + side * 900, y + 260), (x + side * 900, y - 190)],
            fade("#ffe9bd58", (x, y), (x + side * 800, y)),
            soft=20,
        )
        layer.paint(ellipse(x, y, 480, 480), glow("#ffdf9dd8", (x, y), 240))
        layer.paint(ellipse(x, y, 76, 76), "#fffbe9", soft=3)
        layer.paint(
            box(x - 420, y - 3, x + 420, y + 3),
            Radial((x, y), 420, [(0, "#fff6dcd0"), (1, "#fff6dc00")]),
            soft=2,
        )
    dust = Random(12)
    for _ in range(140):
        across, down, width = dust.uniform(100, 1820), dust.uniform(420, 1060), dust.uniform(2, 6)
        layer.paint(ellipse(across, down, width, width), f"#ffeccb{dust.randrange(30, 120):02x}", soft=0.6)
    vignette(layer, 0.6, "d0")
    return layer.finish(42)


def _truck(layer: Layer) -> None:
    """The forklift from the front; it stands on (0, 0) and is about 640 units high."""
    layer.paint(ellipse(0, 0, 660, 70), "#020305e0", soft=16)
    amber = blend((-200, 0), (200, 0), "#8a5418", "#c47f24", "#8a5418")
    for side in (-1, 1):
        layer.paint(rounded(side * 190 - 44, -130, side * 190 + 44, 2, 22), "#0b0e12")
        layer.paint(rounded(side * 190 - 30, -112, side * 190 + 30, -16, 14), "#1c2229")
    layer.paint(
        curve(
            path(
                "-178 -300, -178 -300, 178 -300, 178 -300, 214 -200, 206 -70, 206 -70, -206 -70, -206 -70, -214 -200"
            )
        ),
        amber,
    )
    layer.paint(rounded(-150, -262, 150, -92, 16), "#5b3812")


def _mast(layer: Layer) -> None:
    """The rails in front, with the forks."""
    for side in (-1, 1):
        layer.paint(
            box(side * 84 - 17, -640, side * 84 + 17, -36),
            blend((side * 84 - 17, 0), (side * 84 + 17, 0), "#0d1319", "#39485a", "#0d1319"),
        )
        layer.paint(rounded(side * 120 - 44, -206, side * 120 + 44, -126, 14), "#12181f")
        layer.paint(
            curve(
                [
                    (side * 70, -60),
                    (side * 104, -60),
                    (side * 124, 10),
                    (side * 124, 10),
                    (side * 66, 10),
                    (side * 66, 10),
                ]
            ),
            "#2b3642",
        )
    for y in (-640, -350, -90):
        layer.paint(box(-108, y, 108, y + 26), blend((-108, 0), (108, 0), "#151c24", "#445567", "#151c24"))
    for x in (-56, 56):
        layer.stroke([(x, -620), (x, -90)], 4, "#0c1117")


def _cab(layer: Layer) -> None:
    """The dark space over the seat."""
    layer.paint(path("-164 -290, -140 -560, 140 -560, 164 -290"), "#0a1119e0")


def _driver(place: Point, scale: float) -> Layer:
    """Marco behind the wheel, lit from below by the floor."""
    driver = Layer(1920, 1080)
    with driver.at(*place, scale):
        people.marco(driver)
    x, y = place
    driver.shade(blend((x, y - 60), (x, y + 150), "#0a1220d8", "#0a122098", "#2a1c1060"))
    driver.rim((2, 2), RIM["cool"], 0.5, 1)
    driver.rim((-1, -3), RIM["warm"], 0.5, 1.5)
    return driver


def _guard(layer: Layer) -> None:
    """Steering wheel, posts and roof, with the warning light."""
    layer.stroke(path("-74 -296, -52 -322, 0 -334, 52 -322, 74 -296"), 10, "#05070a")
    frame = "#171f28"
    for side in (-1, 1):
        layer.stroke([(side * 170, -296), (side * 146, -570)], 17, frame)
        layer.stroke([(side * 164, -296), (side * 140, -570)], 4, "#54687c")
    layer.paint(rounded(-170, -588, 170, -556, 12), frame)
    layer.paint(box(-150, -586, 150, -581), "#54687c")
    layer.paint(ellipse(128, -592, 36, 34), "#ff9a4a")
    layer.paint(ellipse(128, -596, 360, 300), glow("#ff8a3880", (128, -596), 180, 0.83))
