"""Hair, beards and hats, in the units of :mod:`sample_art.faces`."""

from sample_art.canvas import Layer, blend, glow
from sample_art.shapes import Point, curve, ellipse, flipped, mirrored, path

Hair = dict[str, str]


def _strands(layer: Layer, lines: list[list[Point]], colour: str, width: float = 5) -> None:
    for line in lines:
        layer.stroke(line, [1, width, 1], colour)


def bun(layer: Layer, hair: Hair, x: float, y: float) -> None:
    """Mira's high bun; paint it before the head it stands on."""
    ball = curve(
        [
            (x - 78, y + 8),
            (x - 62, y - 48),
            (x - 8, y - 72),
            (x + 54, y - 54),
            (x + 80, y - 2),
            (x + 56, y + 50),
            (x - 50, y + 54),
        ]
    )
    layer.paint(ball, blend((x - 80, y + 20), (x + 80, y - 40), hair["dark"], hair["base"], hair["light"]))
    with layer.clip(ball):
        _strands(
            layer,
            [
                [(x - 70, y + 20), (x - 20, y - 40), (x + 60, y - 30)],
                [(x - 50, y + 40), (x + 10, y - 10), (x + 78, y)],
            ],
            hair["light"],
        )
        _strands(
            layer,
            [
                [(x - 70, y - 20), (x, y - 56), (x + 50, y - 20)],
                [(x - 20, y + 50), (x + 40, y + 14), (x + 70, y + 20)],
            ],
            hair["dark"],
            7,
        )


def swept_front(layer: Layer, hair: Hair) -> None:
    """Mira's hair combed up from a side parting, with a loose strand at each temple."""
    outer = path(
        "-160 -6, -160 -6, -172 -70, -140 -180, -62 -238, 20 -246, 104 -218, 160 -140, 172 -60, 160 -6, 160 -6"
    )
    inner = path(
        "150 4, 150 4, 132 -84, 98 -132, 44 -160, 44 -160, -20 -146, -92 -106, -134 -52, -150 4, -150 4"
    )
    shape = curve([*outer, *inner])
    layer.paint(shape, blend((-150, -40), (150, -200), hair["dark"], hair["base"], hair["light"]))
    with layer.clip(shape):
        for k, (x, y) in enumerate(path("60 -152, 84 -140, 106 -122, 124 -98, 138 -68, 148 -30")):
            _strands(
                layer, [[(x, y), (x * 0.6 + 26, y * 0.5 - 138), (8 + k * 6, -250)]], hair["light"] + "b0", 4
            )
        for k, (x, y) in enumerate(path("10 -152, -28 -140, -64 -122, -96 -98, -124 -66, -142 -24")):
            _strands(
                layer,
                [[(x, y), (x * 0.6 - 18, y * 0.5 - 138), (-k * 7, -250)]],
                hair["dark" if k % 2 else "light"] + "a0",
                5,
            )
    layer.stroke([(-150, -30), (-152, 30), (-142, 78)], [8, 7, 1], hair["base"])
    layer.stroke([(150, -40), (151, 26), (142, 72)], [8, 7, 1], hair["base"])


def swept_side(layer: Layer, hair: Hair) -> None:
    """The same hair from the side, looking right."""
    shape = curve(
        path("96 -156, 60 -212, -30 -238, -130 -204, -196 -110, -204 0, -176 84, -130 128, -88 120")
        + path("-60 80, -44 20, -28 -44, 6 -60, 30 -20, 30 -20, 40 -80, 70 -124")
    )
    layer.paint(shape, blend((-190, 80), (80, -200), hair["dark"], hair["base"], hair["light"]))
    with layer.clip(shape):
        starts = path(
            "88 -150, 66 -118, 46 -84, 28 -44, -8 -58, -34 -28, -50 40, -78 104, -118 124, -158 100, -184 40"
        )
        for k, (x, y) in enumerate(starts):
            bend = ((x - 84) / 2 - 26 + abs(k - 4) * 7, (y - 232) / 2 - (26 - k * 3))
            _strands(
                layer,
                [[(x, y), bend, (-52 - k * 6, -226 - (5 - abs(k - 5)) * 2)]],
                hair["light" if k % 2 else "dark"] + "b0",
                5,
            )
    layer.stroke([(22, -40), (34, 20), (22, 82)], [8, 6, 1], hair["base"])
    layer.stroke([(-120, 126), (-128, 156), (-118, 176)], [6, 4, 1], hair["base"])


def swept_back(layer: Layer, hair: Hair) -> None:
    """The back of the head, all hair drawn up to the bun."""
    half = path("0 -240, 96 -222, 156 -140, 168 -40, 156 60, 124 122, 70 150, 0 160")
    shape = curve(mirrored(half))
    layer.paint(shape, blend((-150, 60), (150, -120), hair["dark"], hair["base"], hair["light"]))
    with layer.clip(shape):
        for k in range(-6, 7):
            tone = hair["light"] + "80" if k % 2 else hair["dark"]
            _strands(layer, [[(k * 22, 160 - abs(k) * 6), (k * 27, -20), (k * 8, -250)]], tone, 5)
    for side in (-1, 1):
        layer.stroke([(side * 40, 150), (side * 52, 190), (side * 44, 216)], [7, 5, 1], hair["base"])


def cropped_front(layer: Layer, hair: Hair) -> None:
    """Marco's short, thick curls."""
    outer = path(
        "-158 6, -174 -80, -160 -160, -110 -226, -30 -254, 60 -250, 128 -214, 168 -150, 174 -76, 158 6, 158 6"
    )
    inner = path(
        "146 -40, 134 -104, 96 -134, 40 -122, -10 -138, -64 -120, -110 -126, -136 -92, -147 -40, -158 6"
    )
    shape = curve([*outer, *inner])
    layer.paint(shape, blend((-150, -60), (150, -220), hair["dark"], hair["base"], hair["light"]))
    for x, y, size in _CURLS:
        layer.paint(ellipse(x, y, size, size * 0.9), hair["base"])
    for x, y, size in _CURLS:
        arc = [
            (x - size * 0.32, y),
            (x - size * 0.22, y - size * 0.22),
            (x, y - size * 0.32),
            (x + size * 0.22, y - size * 0.24),
            (x + size * 0.32, y),
        ]
        layer.stroke(arc, [1, 3, 5, 3, 1], hair["light"])


# Middle and width of each curl.
_CURLS = [
    (-146, -160, 66), (-108, -214, 76), (-48, -246, 82), (18, -254, 84), (82, -236, 80), (134, -190, 72),
    (164, -126, 56), (-168, -102, 54), (-96, -150, 64), (-38, -166, 70), (26, -158, 68), (88, -152, 64),
    (-66, -204, 70), (50, -204, 74), (118, -120, 44), (-122, -112, 44),
]  # fmt: skip


def short_beard(layer: Layer, hair: Hair, jaw: float) -> None:
    """Marco's beard along the jaw, with a moustache."""
    half = [(166, 20), (162, 90), (jaw + 20, 146), (jaw - 30, 204), (36, 234), (0, 240)]
    inner = path("0 172, 34 170, 56 150, 60 124, 60 124, 96 110, 132 70, 146 6")
    shape = curve([*half, *reversed(flipped(half[:-1])), *flipped(inner[::-1]), *inner[1:]])
    layer.paint(shape, hair["base"] + "f0", soft=2.5)
    with layer.clip(shape, soft=2.5):
        layer.paint(ellipse(110, 130, 130, 190), glow(hair["light"] + "b0", (116, 130), 92))
    tash = mirrored(path("0 112, 30 112, 60 132, 66 158, 46 138, 0 130"))
    layer.paint(curve(tash), hair["base"], soft=2)


def moustache_front(layer: Layer, hair: Hair) -> None:
    """The foreman's heavy moustache."""
    shape = curve(mirrored(path("0 106, 34 106, 72 126, 92 166, 92 166, 62 158, 34 152, 0 146")))
    layer.paint(shape, blend((-80, 0), (80, 0), hair["dark"], hair["base"], hair["light"]))
    with layer.clip(shape):
        for k in range(-5, 6):
            _strands(
                layer,
                [[(k * 6, 106), (k * 12, 128), (k * 17, 164)]],
                hair["light" if k % 2 else "dark"] + "90",
                3,
            )


def moustache_side(layer: Layer, hair: Hair) -> None:
    """The same from the side."""
    shape = curve(path("132 100, 146 118, 144 140, 118 142, 90 162, 76 172, 76 172, 88 128, 108 104"))
    layer.paint(shape, blend((70, 0), (140, 0), hair["base"], hair["light"]))
    with layer.clip(shape):
        for k in range(5):
            _strands(
                layer,
                [[(132 - k * 8, 100), (128 - k * 11, 124), (116 - k * 11, 156)]],
                hair["light" if k % 2 else "dark"] + "90",
                3,
            )


def sideburns_front(layer: Layer, hair: Hair) -> None:
    """Short grey hair that shows under the cap."""
    for side in (-1, 1):
        with layer.at(0, 0, flip=side < 0):
            shape = curve(path("138 -110, 164 -100, 165 -20, 160 40, 148 56, 142 -10"))
            layer.paint(shape, hair["base" if side > 0 else "dark"])
            _strands(layer, [[(150, -100), (158, -30), (152, 40)]], hair["light"] + "80", 3)


def sideburns_side(layer: Layer, hair: Hair) -> None:
    """The same from the side, round to the nape."""
    shape = curve(
        path(
            "10 -110, 30 -60, 14 24, -4 40, -10 -20, -40 -40, -56 20, -62 90, -104 142, -160 110, -196 20, -196 -100"
        )
    )
    layer.paint(shape, blend((-190, 0), (20, -40), hair["dark"], hair["base"]))
    with layer.clip(shape):
        for k in range(8):
            _strands(
                layer,
                [[(-190 + k * 18, -80), (-180 + k * 16, 20), (-160 + k * 12, 130)]],
                hair["light" if k % 2 else "dark"] + "80",
                4,
            )


def cap_front(layer: Layer, cap: Hair) -> None:
    """A flat cap, low on the brow."""
    crown = curve(
        path(
            "-184 -92, -186 -150, -140 -226, -50 -262, 50 -264, 144 -228, 188 -150, 184 -92, 100 -118, -100 -118"
        )
    )
    layer.paint(crown, blend((-170, -100), (170, -220), cap["shade"], cap["base"], cap["light"]))
    with layer.clip(crown):
        for x in (-96, 0, 96):
            layer.stroke([(x * 0.5, -270), (x * 1.1, -190), (x * 1.3, -90)], [2, 4, 2], cap["shade"])
        layer.stroke([(-186, -118), (0, -156), (186, -118)], 5, cap["shade"])
    layer.paint(curve(path("-150 -74, 0 -112, 150 -74, 140 -40, 0 -72, -140 -40")), "#00000070", soft=10)
    brim = curve(
        path("-172 -92, -172 -92, -110 -136, 0 -150, 110 -136, 172 -92, 172 -92, 110 -92, 0 -100, -110 -92")
    )
    layer.paint(brim, blend((-160, 0), (160, 0), cap["shade"], cap["light"]))
    layer.stroke(path("-168 -93, -106 -97, 0 -105, 106 -97, 168 -93"), [1, 4, 5, 4, 1], "#11151a")
    layer.paint(ellipse(0, -262, 26, 12), cap["base"])


def cap_side(layer: Layer, cap: Hair) -> None:
    """The same cap from the side, looking right."""
    crown = curve(
        path("132 -118, 118 -176, 50 -232, -60 -256, -156 -224, -208 -140, -202 -72, -120 -84, 20 -104")
    )
    layer.paint(crown, blend((-190, -80), (110, -220), cap["shade"], cap["base"], cap["light"]))
    with layer.clip(crown):
        layer.stroke([(-60, -262), (-20, -180), (-10, -90)], [2, 4, 2], cap["shade"])
        layer.stroke([(-210, -108), (-60, -128), (140, -144)], 5, cap["shade"])
    brim = curve(path("104 -128, 150 -130, 206 -104, 220 -84, 220 -84, 160 -92, 100 -98"))
    layer.paint(curve(path("60 -96, 126 -94, 124 -52, 60 -66")), "#00000058", soft=8)
    layer.paint(brim, blend((100, -140), (200, -80), cap["light"], cap["base"]))
    layer.stroke([(102, -99), (160, -93), (219, -84)], [2, 4, 1], "#11151a")
