"""Start frame: the loading dock at sunrise."""

from PIL import Image

from sample_art.aisle import vignette
from sample_art.canvas import Layer, Linear, Radial, blend, fade, glow
from sample_art.palette import TROUSERS
from sample_art.shapes import box, ellipse, path, rounded

SUN = {"core": "#fff3d2", "light": "#ffc874", "deep": "#e07a34", "sky": "#7d6f8c"}


def draw() -> Image.Image:
    """The loading dock at sunrise: the open door, a waiting truck, a long tongue of light on the floor."""
    layer = Layer(1280, 1280)
    layer.paint(box(0, 0, 1280, 1280), blend((0, 0), (0, 1280), "#0c131c", "#1b2836", "#0b1119"))
    left, top, right, bottom = 250, 230, 1030, 850
    with layer.clip(box(left, top, right, bottom)):
        _sunrise(layer, left, top, right, bottom)
    _wall(layer, left, top, right, bottom)
    floor = [(0, bottom), (1280, bottom), (1280, 1280), (0, 1280)]
    layer.paint(floor, blend((0, bottom), (0, 1280), "#34414f", "#10171f"))
    with layer.clip(floor):
        layer.paint(
            [(left, bottom), (right, bottom), (1250, 1290), (-60, 1290)],
            fade(SUN["deep"] + "d0", (560, bottom), (560, 1260)),
            soft=8,
        )
        layer.paint([(700, bottom), (right, bottom), (1250, 1290), (820, 1290)], "#0d131bb8", soft=14)
        layer.paint(
            [(400, bottom), (660, bottom), (720, 1290), (200, 1290)],
            fade(SUN["core"] + "e0", (530, bottom), (500, 1240)),
            soft=24,
        )
        for x in (-300, 60, 1220, 1580):
            layer.stroke([(640 + (x - 640) * 0.62, bottom), (x, 1290)], [2, 5], "#0a0f1580")
        layer.paint(box(0, 1040, 1280, 1045), "#0a0f1570")
    for k in range(26):
        start = left + (right - left) * k / 26
        layer.paint(
            [
                (start, bottom - 2),
                (start + 16, bottom - 2),
                (start + 30, bottom + 26),
                (start + 14, bottom + 26),
            ],
            "#e8a33d" if k % 2 else "#14181d",
        )
    layer.paint(
        [(left, top), (right, top), (1280, 900), (1100, 1280), (-100, 1280), (0, 800)],
        Radial(
            (540, 640), 760, [(0, SUN["light"] + "70"), (0.5, SUN["deep"] + "26"), (1, SUN["deep"] + "00")]
        ),
        soft=30,
    )
    for k, (x, width) in enumerate(((350, 60), (520, 110), (760, 70))):
        end = x - 260 + k * 90
        layer.paint(
            [(x, top + 60), (x + width, top + 60), (end + width * 3, 1270), (end, 1270)],
            fade(SUN["core"] + "30", (x, top + 200), (end, 1270)),
            soft=16,
        )
    for x, y, size in ((880, 820, 260), (760, 850, 340), (620, 872, 300), (980, 860, 300)):
        layer.paint(ellipse(x, y, size * 2, size), glow("#ffe3bd50", (x, y), size, 0.42))
    vignette(layer, 0.5, "b8")
    return layer.finish(44)


def _sunrise(layer: Layer, left: float, top: float, right: float, bottom: float) -> None:
    """What lies outside: sky, sun, far roofs, and a truck's open rear."""
    layer.paint(
        box(left, top, right, bottom),
        Linear(
            (0, top), (0, bottom), [(0, SUN["sky"]), (0.45, "#e09a68"), (0.8, SUN["light"]), (1, SUN["core"])]
        ),
    )
    layer.paint(ellipse(500, 650, 900, 900), glow(SUN["core"], (500, 650), 450))
    layer.paint(ellipse(500, 650, 128, 128), "#fffdf2", soft=3)
    for y, x, width in ((360, 560, 420), (420, 380, 300), (470, 640, 340)):
        layer.paint(ellipse(x, y, width, 16), "#ffd9a870", soft=7)
    roofs = [
        (left, bottom),
        (left, 706),
        (330, 706),
        (330, 726),
        (430, 726),
        (430, 690),
        (470, 690),
        (470, 734),
        (640, 734),
        (640, 716),
        (right, 716),
        (right, bottom),
    ]
    layer.paint(roofs, blend((0, 690), (0, bottom), "#9a5a3c", "#d98a4c"))
    layer.stroke([(288, bottom), (288, 520)], 5, "#5a3a30")
    layer.stroke([(286, 522), (322, 516)], 5, "#5a3a30")
    layer.paint(
        path("690 330, 1060 300, 1060 900, 690 846"), blend((690, 0), (1040, 0), "#41363a", "#1a1c22")
    )
    layer.paint(
        path("724 372, 1060 350, 1060 820, 724 800"), blend((724, 0), (1040, 0), "#221c20", "#0c0e12")
    )
    layer.paint(path("640 340, 690 330, 690 846, 640 820"), blend((640, 0), (690, 0), "#8a5a40", "#4a3834"))
    layer.stroke([(690, 330), (690, 846)], 7, "#f0a860")
    layer.stroke([(690, 330), (1050, 301)], 5, "#c98a54")
    for y in (720, 742):
        layer.paint(ellipse(708, y, 12, 16), "#ff4a36")


def _wall(layer: Layer, left: float, top: float, right: float, bottom: float) -> None:
    """The inside wall: the raised door, its rails, the number of the dock, a lamp gone pale."""
    for k in range(9):
        seam = -30 + k * 165
        layer.paint(box(seam, 0, seam + 3, top - 30), "#0a1018a0")
    for k in range(4):
        layer.paint(
            box(left, top - 8 + k * 22, right, top + 12 + k * 22),
            blend((0, top - 8 + k * 22), (0, top + 14 + k * 22), "#44505c", "#1a222b"),
        )
    layer.paint(box(left, top + 78, right, top + 84), "#ffce8a")
    for x in (left, right):
        layer.paint(
            box(x - 26, top - 20, x + 26, bottom),
            blend((x - 26, 0), (x + 26, 0), "#0f161e", "#3b4855", "#0f161e"),
        )
        inner = x + 26 if x == left else x - 30
        layer.paint(box(inner, top + 84, inner + 5, bottom), SUN["light"])
        for k in range(7):
            y = bottom - 30 - k * 60
            layer.paint([(x - 26, y), (x + 26, y - 40), (x + 26, y - 12), (x - 26, y + 28)], "#d9982fb0")
    layer.paint(rounded(556, 70, 724, 176, 10), "#0b1017")
    layer.paint(rounded(560, 74, 720, 172, 8), "#e8a33d")
    layer.write("4", 640, 122, 100, "#14100a")
    for x in (100, 1180):
        layer.paint(rounded(x - 60, 420, x + 60, 600, 8), "#0d141c")
        layer.paint(rounded(x - 54, 426, x + 54, 594, 6), TROUSERS["base"])
        for y in (460, 500, 540):
            layer.paint(box(x - 36, y, x + 36, y + 8), "#8ea0b0")
