"""The crate, 1024 x 1024: from the front, the side, the back, and its label."""

from random import Random

from PIL import Image

from sample_art.canvas import Layer, Radial, blend, glow
from sample_art.lamps import blurred_lamps
from sample_art.palette import CRATE, LAMP, NIGHT, RIM, WOOD
from sample_art.shapes import box, curve, ellipse, path, rounded

SIZE = (1024, 1024)
TOP, FLOOR = 300, 780


def crate_front() -> Image.Image:
    """The big 9, two latches and the label."""
    layer = _case(152, 872)
    _stripe(layer, 152, 872)
    layer.write("9", 400, 530, 330, CRATE["ink"])
    for x in (300, 724):
        _latch(layer, x)
    with layer.at(706, 470, 0.3):
        _label(layer)
    _frost(layer, 152, 872, 3)
    return _stage(layer, 21, 152, 872)


def crate_side() -> Image.Image:
    """The narrow side: a recessed handle, arrows, vents."""
    layer = _case(262, 762)
    _stripe(layer, 262, 762)
    layer.paint(rounded(402, 380, 622, 456, 30), blend((0, 380), (0, 456), "#27323a", CRATE["shade"]))
    layer.paint(rounded(420, 404, 604, 428, 12), blend((0, 404), (0, 428), CRATE["light"], CRATE["shade"]))
    for x in (360, 664):
        layer.paint(
            [
                (x, 500),
                (x + 34, 546),
                (x + 13, 546),
                (x + 13, 610),
                (x - 13, 610),
                (x - 13, 546),
                (x - 34, 546),
            ],
            CRATE["ink"],
        )
        layer.paint(box(x - 36, 622, x + 36, 632), CRATE["ink"])
    for k in range(6):
        layer.paint(rounded(442, 500 + k * 23, 582, 510 + k * 23, 5), CRATE["dark"])
    _frost(layer, 262, 762, 5)
    return _stage(layer, 22, 262, 762)


def crate_back() -> Image.Image:
    """The cooling unit: a fan behind a grille, a hose, the red temperature."""
    layer = _case(152, 872)
    _stripe(layer, 152, 872)
    layer.paint(rounded(222, 366, 562, 696, 22), blend((222, 366), (562, 696), CRATE["shade"], CRATE["dark"]))
    layer.paint(ellipse(392, 531, 286, 286), "#151c22")
    for turn in range(0, 360, 60):
        with layer.clip(ellipse(392, 531, 270, 270)):
            layer.paint(ellipse(392 + _COS[turn] * 66, 531 + _SIN[turn] * 66, 120, 56, turn + 34), "#46565f")
    for ring in (270, 200, 130):
        layer.paint(_ring(392, 531, ring), CRATE["base"] + "c0")
    layer.paint(ellipse(392, 531, 62, 62), CRATE["base"])
    layer.paint(rounded(620, 372, 812, 486, 16), "#151c22")
    layer.paint(ellipse(716, 430, 220, 150), glow(CRATE["alarm"] + "60", (716, 430), 110))
    layer.write("-11 °C", 716, 428, 50, CRATE["alarm"])
    layer.stroke(path("640 690, 640 620, 690 586, 760 600, 786 560, 744 520, 716 486"), 20, "#20282f")
    layer.stroke(path("635 690, 635 618, 688 581, 760 595, 781 560, 740 523, 711 486"), 4, CRATE["shade"])
    _frost(layer, 152, 872, 7)
    return _stage(layer, 23, 152, 872)


def crate_detail() -> Image.Image:
    """The label in the light of a torch."""
    layer = Layer(*SIZE)
    layer.paint(
        box(0, 0, 1024, 1024), blend((0, 0), (1024, 1024), CRATE["dark"], CRATE["shade"], CRATE["base"])
    )
    for y in (60, 964):
        layer.paint(box(0, y - 8, 1024, y + 8), CRATE["dark"] + "c0", soft=4)
        layer.paint(box(0, y + 8, 1024, y + 13), CRATE["light"] + "a0", soft=2)
    for x in (60, 964):
        for y in (130, 894):
            _rivet(layer, x, y)
    layer.paint(box(160, 160, 884, 884), "#0a0f1490", soft=18)
    with layer.at(512, 512, 1.18):
        _label(layer)
    layer.paint(
        box(0, 0, 1024, 1024),
        Radial(
            (600, 430),
            720,
            [(0, LAMP["core"] + "58"), (0.35, LAMP["light"] + "20"), (1, NIGHT["deep"] + "e0")],
        ),
    )
    _crystals(layer, Random(31), (0, 1024), (0, 1024), 1.5)
    for x, top, end in ((300, 860, 960), (560, 872, 1010), (742, 866, 930)):
        layer.stroke([(x, top), (x + 2, end)], [3, 9], "#d8ecf890", soft=1)
        layer.paint(ellipse(x + 2, end, 16, 22), blend((0, end - 10), (0, end + 10), "#9fb8c880", "#ffffff"))
    return layer.finish(24)


def small(layer: Layer) -> None:
    """The crate seen from afar, its foot at (0, 0), about 100 units wide."""
    layer.paint(ellipse(0, 2, 150, 22), "#04070bb0", soft=5)
    layer.paint(box(-52, -12, 52, 0), WOOD["shade"])
    layer.paint(box(-48, -78, 48, -12), blend((-48, 0), (48, 0), CRATE["shade"], CRATE["light"]))
    layer.paint(path("-48 -78, 48 -78, 40 -88, -40 -88"), CRATE["light"])
    layer.paint(box(-48, -30, 48, -22), CRATE["stripe"])
    layer.write("9", -10, -52, 38, CRATE["ink"])


def _case(left: float, right: float) -> Layer:
    """The empty case on its pallet."""
    layer = Layer(*SIZE)
    _pallet(layer, left - 26, right + 26)
    layer.paint(
        [(left, TOP), (left + 66, TOP - 62), (right - 66, TOP - 62), (right, TOP)],
        blend((left, 0), (right, 0), CRATE["base"], "#f3f5ee"),
    )
    layer.paint(
        [(left + 20, TOP - 6), (left + 78, TOP - 54), (right - 78, TOP - 54), (right - 20, TOP - 6)],
        blend((left, 0), (right, 0), CRATE["shade"], CRATE["light"]),
    )
    layer.paint(
        rounded(left, TOP, right, FLOOR, 12),
        blend((left, FLOOR), (right, TOP), CRATE["shade"], CRATE["base"], CRATE["light"]),
    )
    layer.paint(rounded(left + 44, TOP + 44, right - 44, FLOOR - 44, 10), CRATE["shade"] + "70")
    layer.paint(
        rounded(left + 48, TOP + 50, right - 44, FLOOR - 44, 10),
        blend((left, TOP), (right, FLOOR), CRATE["base"], "#c8d2d3", CRATE["shade"]),
    )
    for x in (left, right - 36):
        layer.paint(
            rounded(x, TOP, x + 36, FLOOR, 8),
            blend((x, 0), (x + 36, 0), CRATE["dark"], CRATE["shade"], CRATE["dark"]),
        )
        for y in (TOP + 26, (TOP + FLOOR) / 2, FLOOR - 26):
            _rivet(layer, x + 18, y)
    for y in (TOP, FLOOR - 26):
        layer.paint(
            box(left + 36, y, right - 36, y + 26), blend((0, y), (0, y + 26), CRATE["shade"], CRATE["dark"])
        )
    return layer


def _pallet(layer: Layer, left: float, right: float) -> None:
    wood = blend((left, 0), (right, 0), WOOD["shade"], WOOD["light"])
    width = right - left
    layer.paint(box(left + 10, FLOOR + 20, right - 10, FLOOR + 92), "#120c08")
    for place in (0.0, 0.43, 0.86):
        x = left + place * width
        layer.paint(
            box(x, FLOOR + 20, x + width * 0.14, FLOOR + 92),
            blend((0, FLOOR), (0, FLOOR + 100), WOOD["shade"], WOOD["base"]),
        )
    for y in (FLOOR, FLOOR + 84):
        layer.paint(rounded(left, y, right, y + 24, 4), wood)
        layer.stroke(
            [(left + 30, y + 9), (left + width * 0.5, y + 12), (right - 40, y + 8)], [1, 2, 1], WOOD["shade"]
        )


def _stripe(layer: Layer, left: float, right: float) -> None:
    layer.paint(
        box(left + 36, 694, right - 36, 728),
        blend((left, 0), (right, 0), CRATE["stripe_shade"], CRATE["stripe"]),
    )


def _latch(layer: Layer, x: float) -> None:
    layer.paint(rounded(x - 32, TOP - 12, x + 34, TOP + 76, 8), "#0d131890", soft=4)
    layer.paint(
        rounded(x - 32, TOP - 14, x + 32, TOP + 72, 8),
        blend((x - 32, 0), (x + 32, 0), CRATE["dark"], CRATE["light"], CRATE["shade"]),
    )
    layer.paint(rounded(x - 16, TOP + 14, x + 16, TOP + 56, 6), CRATE["dark"])


def _rivet(layer: Layer, x: float, y: float) -> None:
    layer.paint(ellipse(x, y, 16, 16), "#1d262d")
    layer.paint(
        ellipse(x - 1, y - 2, 12, 12), blend((x - 6, y - 6), (x + 6, y + 6), CRATE["light"], CRATE["shade"])
    )


def _ring(x: float, y: float, width: float) -> list[tuple[float, float]]:
    """A thin ring as one closed shape."""
    outer, inner = ellipse(x, y, width, width), ellipse(x, y, width - 12, width - 12)
    return [*outer, outer[0], inner[0], *reversed(inner)]


def _label(layer: Layer) -> None:
    """The shipping label, 600 x 600 units round (0, 0)."""
    layer.paint(rounded(-300, -300, 300, 300, 18), blend((-300, -300), (300, 300), "#d3d5cd", "#f6f2e6"))
    layer.paint(box(-300, -276, 300, -130), CRATE["stripe"])
    layer.write("KEEP FROZEN", 0, -204, 78, "#fff6e8", 2)
    _snowflake(layer, -160, 0, 100)
    layer.write("-20", 74, -8, 150, CRATE["ink"])
    layer.write("°C", 222, -36, 66, CRATE["ink"])
    layer.stroke([(-270, 118), (270, 118)], 4, CRATE["ink"])
    bars, x = Random(9), -262.0
    while x < 60:
        width = bars.choice((4, 4, 8, 12))
        layer.paint(box(x, 144, x + width, 262), CRATE["ink"])
        x += width + bars.choice((5, 5, 9))
    layer.write("LOT 0409", 176, 172, 42, CRATE["ink"])
    layer.write("1 of 1", 176, 234, 42, CRATE["ink"])


def _snowflake(layer: Layer, x: float, y: float, radius: float) -> None:
    for turn in range(0, 360, 60):
        cos, sin = _COS[turn], _SIN[turn]
        layer.stroke([(x, y), (x + cos * radius, y + sin * radius)], 13, "#2c6f9c")
        for side in (-60, 60):
            part = (turn + side) % 360
            start = (x + cos * radius * 0.56, y + sin * radius * 0.56)
            layer.stroke(
                [start, (start[0] + _COS[part] * radius * 0.34, start[1] + _SIN[part] * radius * 0.34)],
                10,
                "#2c6f9c",
            )


_COS = {0: 1.0, 60: 0.5, 120: -0.5, 180: -1.0, 240: -0.5, 300: 0.5}
_SIN = {0: 0.0, 60: 0.8660254, 120: 0.8660254, 180: 0.0, 240: -0.8660254, 300: -0.8660254}


def _frost(layer: Layer, left: float, right: float, seed: int) -> None:
    """Frost that creeps in from the corners."""
    with layer.clip(
        [
            (left, TOP),
            (left + 66, TOP - 62),
            (right - 66, TOP - 62),
            (right, TOP),
            (right, FLOOR),
            (left, FLOOR),
        ]
    ):
        for x, y, size in ((left, TOP, 170), (right, TOP, 150), (left, FLOOR, 210), (right, FLOOR, 180)):
            layer.paint(ellipse(x, y, size * 2, size * 2), glow(CRATE["frost"] + "e8", (x, y), size))
        layer.paint(box(left, TOP - 4, right, TOP + 10), CRATE["frost"] + "b0", soft=6)
        _crystals(layer, Random(seed), (left, right), (TOP, FLOOR), 1.0)


def _crystals(
    layer: Layer, chance: Random, across: tuple[float, float], down: tuple[float, float], scale: float
) -> None:
    """Small bright needles, thickest near the corners."""
    for _ in range(150):
        reach = chance.random() ** 2 * 190 * scale
        x = across[0] + reach if chance.random() < 0.5 else across[1] - reach
        reach = chance.random() ** 2 * 90 * scale
        y = down[0] + reach if chance.random() < 0.5 else down[1] - reach
        dx, dy = chance.uniform(-16, 16) * scale, chance.uniform(-16, 16) * scale
        layer.stroke([(x, y), (x + dx, y + dy)], [2.5 * scale, 0.6], CRATE["frost"] + "c0")


def _stage(crate: Layer, seed: int, left: float, right: float) -> Image.Image:
    scene = Layer(*SIZE)
    middle = (left + right) / 2
    scene.paint(box(0, 0, 1024, 760), blend((0, 0), (0, 760), NIGHT["deep"], NIGHT["haze"]))
    for x in (40, 180, 850, 990):
        scene.paint(box(x - 10, 0, x + 10, 740), NIGHT["deep"] + "90", soft=8)
    blurred_lamps(scene, [(110, 130, 28), (900, 100, 38), (944, 360, 18)])
    scene.paint(ellipse(512, 460, 1000, 900), glow(NIGHT["glow"] + "70", (512, 460), 500, 0.9))
    scene.paint(box(-20, 750, 1044, 1044), blend((0, 750), (0, 1024), "#2c3d4c", "#0e151d"), soft=4)
    scene.paint(ellipse(600, 930, 1000, 240), glow(LAMP["light"] + "60", (600, 930), 500, 0.24))
    scene.paint(
        curve([(left - 60, 880), (right + 40, 880), (right - 30, 916), (middle, 930), (left - 40, 916)]),
        "#04070bd8",
        soft=12,
    )
    crate.rim((6, 4), RIM["cool"], 0.7)
    crate.rim((-6, 4), RIM["warm"], 0.6)
    scene.add(crate)
    scene.paint(ellipse(middle, 900, 900, 120), glow("#dff2ff40", (middle, 900), 450, 0.13))
    return scene.finish(seed)
