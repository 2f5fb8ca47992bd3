"""Start frames: the aisle before dawn, the forklift, the cold room, the dock at sunrise."""

from random import Random

from PIL import Image

from . import crate
from .canvas import Layer, Linear, Point, Radial, box, curve, ellipse, fade, glow, rounded
from .palette import CARTON, LAMP, NIGHT, TROUSERS, VEST

DAWN = {"sky": "#cfe6f5", "haze": "#7fa6c4", "deep": "#2b4d6b"}
SUN = {"core": "#fff3d2", "light": "#ffc874", "deep": "#e07a34", "sky": "#7d6f8c"}


class Aisle:
    """A corridor in one-point perspective: x across and y down in metres from the eye, z ahead."""

    def __init__(self, layer: Layer, eye: Point, focal: float, haze: str, far: float) -> None:
        self.layer, self.eye, self.focal, self.haze, self.far = layer, eye, focal, haze, far

    def at(self, x: float, y: float, z: float) -> Point:
        """Where a point in space lies in the picture."""
        return self.eye[0] + x / z * self.focal, self.eye[1] + y / z * self.focal

    def face(self, corners: list[tuple[float, float, float]], colour: str | Linear) -> None:
        """A flat surface, lost in haze with distance."""
        shape = [self.at(*corner) for corner in corners]
        self.layer.paint(shape, colour)
        depth = min(corner[2] for corner in corners) / self.far
        self.layer.paint(shape, f"{self.haze}{int(min(depth, 1.0) ** 0.8 * 215):02x}")

    def block(self, left: float, right: float, top: float, bottom: float, near: float, far: float, tone: dict[str, str]) -> None:
        """A box that stands beside the corridor: its side towards the corridor, its lid or floor, its front."""
        inner = right if right <= 0 else left
        if right <= 0 or left >= 0:
            self.face([(inner, top, near), (inner, top, far), (inner, bottom, far), (inner, bottom, near)], tone["side"])
        if top > 0:
            self.face([(left, top, near), (right, top, near), (right, top, far), (left, top, far)], tone["top"])
        if bottom < 0:
            self.face([(left, bottom, near), (right, bottom, near), (right, bottom, far), (left, bottom, far)], tone["under"])
        self.face([(left, top, near), (right, top, near), (right, bottom, near), (left, bottom, near)], tone["front"])


BEAM = {"side": "#b0602c", "front": "#8f4a24", "top": "#c9783a", "under": "#5c3019"}
POST = {"side": "#3b5a78", "front": "#2a4259", "top": "#46688a", "under": "#22364a"}
BOXES = [
    {"side": CARTON["base"], "front": CARTON["shade"], "top": CARTON["light"], "under": "#3a281c"},
    {"side": "#86684a", "front": "#4a3526", "top": "#a98862", "under": "#2e2119"},
    {"side": "#6f7f86", "front": "#39464e", "top": "#8fa2aa", "under": "#263038"},
    {"side": "#a5793f", "front": "#5a3f24", "top": "#c99b5c", "under": "#33251a"},
]


def racks(aisle: Aisle, chance: Random, half: float, levels: list[float], bays: list[float], stock: list[dict[str, str]],
          post: dict[str, str] = POST, beam: dict[str, str] = BEAM) -> None:
    """Shelves on both sides, far ones first. ``levels`` are heights of boards, downwards from the eye."""
    depth, size = 1.3, 0.11
    for near, far in reversed(list(zip(bays, bays[1:], strict=False))):
        for side in (-1, 1):
            for level, above in zip(levels, [levels[0] - 1.6, *levels], strict=False):
                _stock(aisle, chance, side, half, (above, level), (near, far), stock)
                left, right = sorted((side * half, side * (half + depth)))
                aisle.block(left, right, level, level + 0.16, near + 0.05, far, beam)
            left, right = sorted((side * half, side * (half + size)))
            aisle.block(left, right, levels[0] - 1.9, levels[-1] + 0.16, near, near + size, post)


def _stock(aisle: Aisle, chance: Random, side: int, half: float, board: Point, bay: Point, stock: list[dict[str, str]]) -> None:
    """What stands on one board of one bay."""
    above, level = board
    place = bay[1] - 0.12
    while place - bay[0] > 0.5:
        long = chance.uniform(0.55, 1.1)
        tall = (level - above - 0.3) * chance.uniform(0.5, 0.95)
        start = max(place - long, bay[0] + 0.14)
        left, right = sorted((side * (half + chance.uniform(0.03, 0.16)), side * (half + 1.2)))
        if chance.random() > 0.14:
            tone = chance.choice(stock)
            aisle.block(left, right, level - tall, level, start, place, tone)
            inner = right if side < 0 else left
            middle = (start + place) / 2
            aisle.face([(inner, level - tall, middle - 0.05), (inner, level - tall, middle + 0.05), (inner, level, middle + 0.05), (inner, level, middle - 0.05)], CARTON["tape"] + "80")
        place = start - 0.06


def warehouse() -> Image.Image:
    """A long aisle before dawn: cold light from the dock door at its end, amber lamps above, the crate far away."""
    layer = Layer(1920, 1080)
    aisle = Aisle(layer, (960, 520), 900, "#35536e", 24)
    layer.paint(box(0, 0, 1920, 1080), Linear((0, 0), (0, 520), [(0, NIGHT["deep"]), (1, NIGHT["haze"])]))
    layer.paint(box(0, 516, 1920, 1080), Linear((0, 520), (0, 1080), [(0, "#4a6a85"), (0.35, "#2a3d50"), (1, "#111a25")]))
    _door(aisle, 23)
    layer.paint(ellipse(960, 560, 900, 640), glow(DAWN["haze"] + "b0", (960, 560), 450, 0.7))
    layer.paint([(900, 570), (1020, 570), (1330, 1080), (590, 1080)], fade("#a9cbe4a0", (960, 560), (960, 1040)), soft=22)
    _lamp_pools(aisle)
    racks(aisle, Random(4), 2.7, [-2.6, -0.9, 1.0], [2.2, 4.6, 7.0, 9.6, 12.4, 15.4, 18.6, 22.0], BOXES)
    _floor_line(aisle, 2.3)
    with layer.at(*aisle.at(0.35, 1.62, 13.5), 1.02):
        layer.paint([(-50, 2), (50, 2), (120, 120), (-40, 120)], fade("#04070bc0", (0, 0), (20, 110)), soft=6)
        crate.small(layer)
    _lamps(aisle)
    for x, lean in ((-2.4, 0.5), (1.5, -0.3), (2.6, -0.7)):
        top, end = aisle.at(x, -3.2, 15), aisle.at(x + lean, 1.6, 9)
        layer.paint([(top[0] - 14, top[1]), (top[0] + 14, top[1]), (end[0] + 110, end[1]), (end[0] - 60, end[1])],
                    fade("#b9d8ee38", top, end), soft=14)
    _vignette(layer, 0.5, "c0")
    return layer.finish(41)


def _door(aisle: Aisle, z: float) -> None:
    """A roller door, raised by a hand's width, with dawn behind its windows."""
    layer = aisle.layer
    (left, top), (right, bottom) = aisle.at(-2.0, -2.1, z), aisle.at(2.0, 1.62, z)
    layer.paint(box(left - 60, top - 160, right + 60, bottom), "#2c465f")
    layer.paint(box(left, top, right, bottom), Linear((0, top), (0, bottom), [(0, "#587b99"), (1, "#9fc4df")]))
    for k in range(1, 7):
        y = top + (bottom - top) * k / 7
        layer.paint(box(left, y, right, y + 2), "#3f617f90")
    layer.paint(box(left, top + 46, right, top + 68), DAWN["sky"])
    layer.paint(box(left, bottom - 22, right, bottom), "#f3fbff")
    layer.paint(ellipse((left + right) / 2, bottom - 10, 520, 180), glow("#e8f6ffd0", ((left + right) / 2, bottom - 10), 260, 0.34))


_LAMP_PLACES = (3.4, 5.0, 7.2, 10.0, 13.6, 18.0)


def _lamps(aisle: Aisle) -> None:
    """A row of sodium lamps under the roof with their cones of light."""
    layer = aisle.layer
    for z in reversed(_LAMP_PLACES):
        x, y = aisle.at(0, -3.0, z)
        size = aisle.focal / z
        layer.stroke([(x, y - size * 1.2), (x, y)], size * 0.03, "#0c131b")
        foot = aisle.at(0, 1.6, z)[1]
        layer.paint([(x - size * 0.2, y), (x + size * 0.2, y), (x + size * 1.5, foot), (x - size * 1.5, foot)],
                    fade(LAMP["light"] + "3c", (x, y), (x, y + (foot - y) * 0.8)), soft=size * 0.08)
        layer.paint(ellipse(x, y, size * 2.6, size * 1.7), glow(LAMP["light"] + "b0", (x, y), size * 1.3, 0.65))
        layer.paint(curve([(x - size * 0.3, y), (x - size * 0.12, y - size * 0.16), (x + size * 0.12, y - size * 0.16), (x + size * 0.3, y)]), "#1a2129")
        layer.paint(ellipse(x, y + size * 0.01, size * 0.5, size * 0.1), LAMP["core"])


def _lamp_pools(aisle: Aisle) -> None:
    for z in _LAMP_PLACES:
        x, y = aisle.at(0, 1.62, z)
        size = aisle.focal / z
        aisle.layer.paint(ellipse(x, y, size * 4.4, size * 0.9), glow(LAMP["light"] + "66", (x, y), size * 2.2, 0.2))


def _floor_line(aisle: Aisle, half: float) -> None:
    """The worn yellow line along each side."""
    for side in (-1, 1):
        corners = [(side * half, 1.62, 1.6), (side * (half - 0.1), 1.62, 1.6), (side * (half - 0.1), 1.62, 22), (side * half, 1.62, 22)]
        shape = [aisle.at(*corner) for corner in corners]
        aisle.layer.paint(shape, Linear((0, 1080), (0, 580), [(0, "#d9a83aa0"), (1, "#d9a83a30")]))


def _vignette(layer: Layer, middle: float, strength: str) -> None:
    width, height = layer.image.size
    shape = [(0, NIGHT["deep"] + "00"), (0.45, NIGHT["deep"] + "00"), (1, NIGHT["deep"] + strength)]
    layer.paint(box(0, 0, width, height), Radial((width / 2, height * middle), max(width, height) * 0.66, shape, max(0.75, min(height / width, 1.5))))


def forklift() -> Image.Image:
    """A forklift parked in the dark aisle, its headlights towards us."""
    layer = Layer(1920, 1080)
    aisle = Aisle(layer, (960, 470), 900, "#101b28", 15)
    layer.paint(box(0, 0, 1920, 1080), Linear((0, 0), (0, 560), [(0, "#060a10"), (1, "#1a2a3a")]))
    layer.paint(box(0, 470, 1920, 1080), Linear((0, 470), (0, 1080), [(0, "#182634"), (1, "#0a0f16")]))
    layer.paint(ellipse(960, 470, 900, 560), glow("#3a5a78a0", (960, 470), 450, 0.62))
    racks(aisle, Random(8), 3.1, [-2.3, -0.7, 1.0], [2.2, 4.6, 7.0, 9.6, 12.4], BOXES)
    layer.paint(box(0, 0, 1920, 1080), "#060b1288")
    layer.paint(ellipse(960, 1010, 1900, 420), glow(LAMP["core"] + "90", (960, 1000), 950, 0.2))
    with layer.at(960, 900, 1.24):
        _truck(layer)
    for side in (-1, 1):
        x, y = 960 + side * 150, 694
        layer.paint([(x - 20, y), (x + 20, y), (x + side * 330 + 330, 1100), (x + side * 330 - 330, 1100)], fade("#ffe9bd80", (x, y), (x, 1090)), soft=26)
        layer.paint([(x, y - 14), (x, y + 14), (x + side * 900, y + 260), (x + side * 900, y - 190)], fade("#ffe9bd58", (x, y), (x + side * 800, y)), soft=20)
        layer.paint(ellipse(x, y, 620, 620), glow("#ffdf9dd0", (x, y), 310))
        layer.paint(ellipse(x, y, 76, 76), "#fffbe9", soft=3)
        layer.paint(box(x - 420, y - 3, x + 420, y + 3), Radial((x, y), 420, [(0, "#fff6dcd0"), (1, "#fff6dc00")]), soft=2)
    dust = Random(12)
    for _ in range(140):
        x, y, size = dust.uniform(100, 1820), dust.uniform(420, 1060), dust.uniform(2, 6)
        layer.paint(ellipse(x, y, size, size), f"#ffeccb{dust.randrange(30, 120):02x}", soft=0.6)
    _vignette(layer, 0.6, "d0")
    return layer.finish(42)


def _truck(layer: Layer) -> None:
    """The forklift from the front; it stands on (0, 0) and is about 640 units high."""
    layer.paint(ellipse(0, 0, 660, 70), "#020305e0", soft=16)
    amber = Linear((-200, 0), (200, 0), [(0, "#8a5418"), (0.5, "#c47f24"), (1, "#8a5418")])
    for side in (-1, 1):
        layer.paint(rounded(side * 190 - 44, -130, side * 190 + 44, 2, 22), "#0b0e12")
        layer.paint(rounded(side * 190 - 30, -112, side * 190 + 30, -16, 14), "#1c2229")
    layer.paint(curve([(-178, -300), (-178, -300), (178, -300), (178, -300), (214, -200), (206, -70), (206, -70), (-206, -70), (-206, -70), (-214, -200)]), amber)
    layer.paint(rounded(-150, -262, 150, -92, 16), "#5b3812")
    _cab(layer)
    for side in (-1, 1):
        layer.paint(box(side * 84 - 17, -640, side * 84 + 17, -36), Linear((side * 84 - 17, 0), (side * 84 + 17, 0), [(0, "#0d1319"), (0.5, "#39485a"), (1, "#0d1319")]))
        layer.paint(rounded(side * 120 - 44, -206, side * 120 + 44, -126, 14), "#12181f")
        layer.paint(curve([(side * 70, -60), (side * 104, -60), (side * 124, 10), (side * 124, 10), (side * 66, 10), (side * 66, 10)]), "#2b3642")
    for y in (-640, -350, -90):
        layer.paint(box(-108, y, 108, y + 26), Linear((-108, 0), (108, 0), [(0, "#151c24"), (0.5, "#445567"), (1, "#151c24")]))
    layer.stroke([(0, -620), (0, -90)], 10, "#0c1117")


def _cab(layer: Layer) -> None:
    """The guard over the seat, and Marco behind the wheel, a dark shape with a glint of his vest."""
    layer.paint([(-164, -300), (-140, -560), (140, -560), (164, -300)], "#0a1119e0")
    layer.paint(curve([(-88, -300), (-84, -372), (-40, -404), (40, -404), (84, -372), (88, -300)]), "#1c2a3d")
    for side in (-1, 1):
        layer.paint(curve([(side * 26, -402), (side * 62, -392), (side * 74, -300), (side * 74, -300), (side * 20, -300), (side * 20, -300)]), VEST["shade"])
        layer.paint([(side * 40, -398), (side * 54, -394), (side * 58, -300), (side * 42, -300)], VEST["tape"])
    layer.paint(ellipse(0, -446, 66, 88), "#6b4634")
    layer.paint(curve([(-36, -450), (-44, -486), (-20, -506), (20, -506), (44, -486), (36, -450), (28, -474), (-28, -474)]), "#0d0c0e")
    layer.paint(curve([(-32, -440), (-28, -406), (0, -396), (28, -406), (32, -440), (18, -424), (-18, -424)]), "#141113")
    layer.paint(ellipse(-26, -446, 10, 60), "#8fc0e680", soft=3)
    layer.stroke([(-70, -318), (0, -346), (70, -318)], 11, "#05070a")
    frame = "#171f28"
    for side in (-1, 1):
        layer.stroke([(side * 170, -296), (side * 146, -570)], 17, frame)
        layer.stroke([(side * 164, -296), (side * 140, -570)], 4, "#54687c")
    layer.paint(rounded(-170, -588, 170, -556, 12), frame)
    layer.paint(box(-150, -586, 150, -581), "#54687c")
    layer.paint(ellipse(0, -604, 44, 36), "#e8792b")
    layer.paint(ellipse(0, -604, 260, 200), glow("#ff8a3870", (0, -604), 130))


ICE = [
    {"side": "#7ea3b8", "front": "#45667c", "top": "#cfe8f4", "under": "#27404f"},
    {"side": "#93b4c4", "front": "#50707f", "top": "#def2fa", "under": "#2a4352"},
    {"side": "#5f8aa6", "front": "#375a73", "top": "#b9dbec", "under": "#213a4a"},
]
STEEL = {"side": "#a9c8d8", "front": "#6f93a6", "top": "#e6f6fc", "under": "#3a5a6c"}


def cold_room() -> Image.Image:
    """A narrow cold room, upright: steel shelves, a strip curtain at the end, blue tubes above."""
    layer = Layer(1080, 1920)
    aisle = Aisle(layer, (540, 900), 1120, "#8fc0dc", 13)
    layer.paint(box(0, 0, 1080, 1920), Linear((0, 0), (0, 900), [(0, "#0f2536"), (1, "#5f93b3")]))
    layer.paint(box(0, 900, 1080, 1920), Linear((0, 900), (0, 1920), [(0, "#9cc8de"), (0.3, "#4f7d98"), (1, "#142c3d")]))
    _curtain(aisle, 10.5)
    layer.paint(ellipse(540, 930, 900, 900), glow("#d8f1ffa0", (540, 930), 450))
    racks(aisle, Random(15), 1.35, [-2.2, -0.8, 0.5, 1.55], [1.7, 3.4, 5.2, 7.2, 9.6], ICE, STEEL, STEEL)
    for z in (8.2, 5.2, 3.4, 2.3):
        (left, y), (right, _) = aisle.at(-0.62, -3.0, z), aisle.at(0.62, -3.0, z)
        layer.paint(ellipse(540, y, (right - left) * 2.4, (right - left) * 1.2), glow("#a8e0ffb0", (540, y), (right - left) * 1.2, 0.5))
        layer.paint(rounded(left, y - 90 / z, right, y, 30 / z), "#1d3546")
        layer.paint(rounded(left + 30 / z, y - 26 / z, right - 30 / z, y + 22 / z, 22 / z), "#effaff")
    layer.paint([(430, 1010), (650, 1010), (900, 1920), (180, 1920)], fade("#eaf8ff90", (540, 1000), (540, 1800)), soft=26)
    with layer.at(*aisle.at(-0.12, 1.7, 4.9), 2.5):
        crate.small(layer)
    for x, y, size in ((250, 1560, 560), (800, 1660, 640), (540, 1790, 760), (300, 1240, 380), (780, 1220, 360)):
        layer.paint(ellipse(x, y, size * 1.6, size * 0.5), glow("#eaf7ff58", (x, y), size * 0.8, 0.31))
    flakes = Random(5)
    for _ in range(120):
        x, y, size = flakes.uniform(0, 1080), flakes.uniform(200, 1900), flakes.uniform(2, 7)
        layer.paint(ellipse(x, y, size, size), f"#f4fbff{flakes.randrange(50, 170):02x}", soft=0.8)
    layer.paint(box(0, 0, 1080, 1920), "#0a2c4c38")
    _vignette(layer, 0.5, "c8")
    return layer.finish(43)


def _curtain(aisle: Aisle, z: float) -> None:
    layer = aisle.layer
    (left, top), (right, bottom) = aisle.at(-1.3, -2.2, z), aisle.at(1.3, 1.72, z)
    layer.paint(box(left - 30, top - 40, right + 30, bottom), "#2f5a74")
    layer.paint(box(left, top, right, bottom), Linear((0, top), (0, bottom), [(0, "#f0d8a8"), (1, "#ffe9c2")]))
    strips = 7
    for k in range(strips):
        x = left + (right - left) * k / strips
        width = (right - left) / strips
        layer.paint(box(x, top, x + width - 3, bottom - (k * 37 % 3) * 5), Linear((x, 0), (x + width, 0), [(0, "#c9e8f6e8"), (0.5, "#8fc2dcd0"), (1, "#e4f6ffe8")]))


def dock() -> Image.Image:
    """The loading dock at sunrise: the open door, a waiting truck, a long tongue of light on the floor."""
    layer = Layer(1280, 1280)
    layer.paint(box(0, 0, 1280, 1280), Linear((0, 0), (0, 1280), [(0, "#0c131c"), (0.6, "#1b2836"), (1, "#0b1119")]))
    left, top, right, bottom = 250, 230, 1030, 850
    with layer.clip(box(left, top, right, bottom)):
        _sunrise(layer, left, top, right, bottom)
    _wall(layer, left, top, right, bottom)
    floor = [(0, bottom), (1280, bottom), (1280, 1280), (0, 1280)]
    layer.paint(floor, Linear((0, bottom), (0, 1280), [(0, "#34414f"), (1, "#10171f")]))
    with layer.clip(floor):
        layer.paint([(left, bottom), (right, bottom), (1250, 1290), (-60, 1290)], fade(SUN["deep"] + "d0", (560, bottom), (560, 1260)), soft=8)
        layer.paint([(400, bottom), (660, bottom), (720, 1290), (200, 1290)], fade(SUN["core"] + "e0", (530, bottom), (500, 1240)), soft=24)
        for x in (-300, 60, 1220, 1580):
            layer.stroke([(640 + (x - 640) * 0.62, bottom), (x, 1290)], [2, 5], "#0a0f1580")
        layer.paint(box(0, 1040, 1280, 1045), "#0a0f1570")
    for k in range(26):
        x = left + (right - left) * k / 26
        layer.paint([(x, bottom - 2), (x + 16, bottom - 2), (x + 30, bottom + 26), (x + 14, bottom + 26)], "#e8a33d" if k % 2 else "#14181d")
    layer.paint([(left, top), (right, top), (1280, 900), (1100, 1280), (-100, 1280), (0, 800)], Radial((540, 640), 760, [(0, SUN["light"] + "70"), (0.5, SUN["deep"] + "26"), (1, SUN["deep"] + "00")]), soft=30)
    for k, (x, width) in enumerate(((350, 60), (520, 110), (760, 70))):
        end = x - 260 + k * 90
        layer.paint([(x, top + 60), (x + width, top + 60), (end + width * 3, 1270), (end, 1270)], fade(SUN["core"] + "30", (x, top + 200), (end, 1270)), soft=16)
    for x, y, size in ((880, 820, 260), (760, 850, 340), (620, 872, 300), (980, 860, 300)):
        layer.paint(ellipse(x, y, size * 2, size), glow("#ffe3bd50", (x, y), size, 0.42))
    _vignette(layer, 0.5, "b8")
    return layer.finish(44)


def _sunrise(layer: Layer, left: float, top: float, right: float, bottom: float) -> None:
    """What lies outside: sky, sun, far roofs, and a truck's open rear."""
    layer.paint(box(left, top, right, bottom), Linear((0, top), (0, bottom), [(0, SUN["sky"]), (0.45, "#e09a68"), (0.8, SUN["light"]), (1, SUN["core"])]))
    layer.paint(ellipse(500, 650, 900, 900), glow(SUN["core"], (500, 650), 450))
    layer.paint(ellipse(500, 650, 128, 128), "#fffdf2", soft=3)
    for y, x, width in ((360, 560, 420), (420, 380, 300), (470, 640, 340)):
        layer.paint(ellipse(x, y, width, 16), "#ffd9a870", soft=7)
    roofs = [(left, bottom), (left, 706), (330, 706), (330, 726), (430, 726), (430, 690), (470, 690), (470, 734), (640, 734), (640, 716), (right, 716), (right, bottom)]
    layer.paint(roofs, Linear((0, 690), (0, bottom), [(0, "#9a5a3c"), (1, "#d98a4c")]))
    layer.stroke([(288, bottom), (288, 520)], 5, "#5a3a30")
    layer.stroke([(286, 522), (322, 516)], 5, "#5a3a30")
    layer.paint([(690, 330), (1060, 300), (1060, 900), (690, 846)], Linear((690, 0), (1040, 0), [(0, "#41363a"), (1, "#1a1c22")]))
    layer.paint([(724, 372), (1060, 350), (1060, 820), (724, 800)], Linear((724, 0), (1040, 0), [(0, "#221c20"), (1, "#0c0e12")]))
    layer.paint([(640, 340), (690, 330), (690, 846), (640, 820)], Linear((640, 0), (690, 0), [(0, "#8a5a40"), (1, "#4a3834")]))
    layer.stroke([(690, 330), (690, 846)], 7, "#f0a860")
    layer.stroke([(690, 330), (1050, 301)], 5, "#c98a54")
    for y in (720, 742):
        layer.paint(ellipse(708, y, 12, 16), "#ff4a36")


def _wall(layer: Layer, left: float, top: float, right: float, bottom: float) -> None:
    """The inside wall: the raised door, its rails, the number of the dock, a lamp gone pale."""
    for k in range(9):
        x = -30 + k * 165
        layer.paint(box(x, 0, x + 3, top - 30), "#0a1018a0")
    for k in range(4):
        layer.paint(box(left, top - 8 + k * 22, right, top + 12 + k * 22), Linear((0, top - 8 + k * 22), (0, top + 14 + k * 22), [(0, "#44505c"), (1, "#1a222b")]))
    layer.paint(box(left, top + 78, right, top + 84), "#ffce8a")
    for x in (left, right):
        layer.paint(box(x - 26, top - 20, x + 26, bottom), Linear((x - 26, 0), (x + 26, 0), [(0, "#0f161e"), (0.5, "#3b4855"), (1, "#0f161e")]))
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
