"""Heads, seen from the front and from the side. (0, 0) lies between the eyes; a head is about 430 units high.

Light falls from the right (an amber lamp); the left half of a face lies in shade.
"""

from dataclasses import dataclass

from sample_art.canvas import Layer, blend, glow
from sample_art.shapes import Point, box, curve, ellipse, flipped, mirrored, path

Skin = dict[str, str]


@dataclass(frozen=True, slots=True)
class Features:
    """What tells one face from another. ``jaw`` is half its width; weights are line widths."""

    skin: Skin
    jaw: float
    brow: float
    brow_colour: str
    lid: float
    mouth: float
    lip: float
    iris: str
    smile: float = 0.0
    nose: float = 1.0
    frown: float = 0.0
    hooded: float = 0.0
    age: float = 0.0


def front(layer: Layer, face: Features) -> None:
    """Head, ears and features from the front, without hair."""
    outline = head_outline(face)
    for side in (-1, 1):
        layer.paint(ellipse(side * 157, 22, 46, 92, side * 8), face.skin["shade" if side < 0 else "base"])
        layer.stroke([(side * 166, -4), (side * 172, 22), (side * 160, 48)], [2, 5, 2], face.skin["shade"])
    layer.paint(outline, blend((-150, 0), (170, 0), face.skin["base"], face.skin["light"]))
    with layer.clip(outline):
        _planes(layer, face)
        _eyes(layer, face)
        _nose(layer, face)
        mouth(layer, face)
        if face.age:
            _wrinkles(layer, face)


def head_outline(face: Features) -> list[Point]:
    """The shape of the head from the front, chin to crown."""
    half = [
        (0, -214),
        (88, -196),
        (142, -120),
        (155, -20),
        (144, 72),
        (face.jaw + 14, 138),
        (face.jaw - 36, 196),
    ]
    return curve(mirrored([*half, (34, 221), (0, 226)]))


def _planes(layer: Layer, face: Features) -> None:
    shade = face.skin["shade"]
    shadow = path("-220 -240, -30 -240, -46 -120, -30 -46, -30 -46, -13 -8, -20 60, -34 84, -6 98")
    shadow += path("-12 122, -30 150, -14 176, -26 204, -6 240, -220 260")
    layer.paint(curve(shadow), blend((-150, 0), (0, 0), shade + "e8", shade + "a8", shade + "8c"), soft=3)
    layer.paint(ellipse(96, 78, 120, 96), glow("#e2604a44", (96, 78), 62))
    layer.paint(ellipse(-96, 78, 120, 96), glow("#e2604a2c", (-96, 78), 62))
    layer.paint(ellipse(70, -120, 170, 150), glow("#fff0d038", (70, -120), 84))
    layer.paint(ellipse(0, 250, 300, 90), shade + "90", soft=16)
    for side in (-1, 1):
        layer.paint(ellipse(side * 66, -8, 104, 58), shade + "70", soft=9)


def _eyes(layer: Layer, face: Features) -> None:
    for side in (-1, 1):
        with layer.at(side * 66, 2, flip=side < 0):
            _eye(layer, face, lit=side > 0)
            frown = face.frown
            arch = [(-38, -38 + frown * 6), (0, -52 + frown * 6), (30, -50 + frown * 3), (54, -34)]
            layer.stroke(arch, [face.brow * 0.8, face.brow, face.brow * 0.8, 3], face.brow_colour)


def _eye(layer: Layer, face: Features, lit: bool) -> None:
    almond = curve(path("-34 8, -34 8, -14 -12, 10 -15, 30 -3, 36 2, 36 2, 18 14, -8 16"))
    layer.paint(almond, "#efe4da" if lit else "#b9a9a6")
    with layer.clip(almond):
        layer.paint(ellipse(0, 0, 33, 34), face.iris)
        layer.paint(ellipse(0, 0, 16, 17), "#0d0b0d")
        layer.paint(ellipse(0, -14, 90, 20), "#1a0f1060", soft=3)
        layer.paint(box(-50, -40, 50, face.hooded * 10 - 16), face.skin["base" if lit else "shade"])
    layer.paint(ellipse(7 if lit else -3, -7, 8, 8), "#ffffff" if lit else "#cfe4f5")
    drop = face.hooded * 8
    lid = [(-36, 9), (-14, -13 + drop), (10, -16 + drop), (31, -4 + drop / 2), (41, 1)]
    layer.stroke(lid, [3, face.lid, face.lid + 1, face.lid, 2], face.skin["line"])
    layer.stroke([(-24, -22), (6, -29), (32, -16)], [1, 3, 1], face.skin["shade"])
    layer.stroke([(-22, 19), (6, 21), (28, 13)], [1, 2.5, 1], face.skin["shade"])


def _nose(layer: Layer, face: Features) -> None:
    skin, wide = face.skin, face.nose
    layer.stroke([(10, -20), (13, 30), (14, 62)], [4, 8, 12], skin["light"] + "a0", soft=3)
    layer.paint(ellipse(6, 74, 44, 34), glow("#ffe2c090", (8, 70), 24))
    layer.paint(
        curve(
            [
                (-34 * wide, 80),
                (-16, 88),
                (0, 97),
                (16, 88),
                (34 * wide, 80),
                (28 * wide, 96),
                (0, 106),
                (-28 * wide, 96),
            ]
        ),
        skin["shade"] + "c8",
        soft=2,
    )
    for side in (-1, 1):
        layer.stroke(
            [(side * 10, 92), (side * 18 * wide, 87), (side * 27 * wide, 90)], [3, 6, 2], skin["line"]
        )
        layer.stroke(
            [(side * 30 * wide, 66), (side * 37 * wide, 80), (side * 32 * wide, 92)], [1, 4, 2], skin["shade"]
        )


def mouth(layer: Layer, face: Features) -> None:
    half, lift = face.mouth / 2, face.smile
    upper = [
        (-half, 145 - lift),
        (-half, 145 - lift),
        (-14, 145 - face.lip),
        (0, 149 - face.lip),
        (14, 145 - face.lip),
    ]
    upper += [(half, 145 - lift), (half, 145 - lift), (0, 151)]
    layer.paint(curve(upper), face.skin["lip"])
    lower = [
        (-half + 6, 147 - lift),
        (0, 151),
        (half - 6, 147 - lift),
        (half * 0.5, 148 + face.lip),
        (0, 151 + face.lip * 1.25),
    ]
    layer.paint(
        curve([*lower, (-half * 0.5, 148 + face.lip)]),
        blend((-half, 0), (half, 0), face.skin["shade"], face.skin["lip"]),
    )
    layer.paint(ellipse(12, 157, half * 0.7, 7), face.skin["light"] + "90", soft=2)
    layer.stroke(
        [(-half - 4, 143 - lift * 1.3), (-14, 149), (0, 151), (14, 149), (half + 4, 143 - lift * 1.3)],
        [2, 5, 4, 5, 2],
        face.skin["line"],
    )
    layer.paint(ellipse(0, 180, 60, 14), face.skin["shade"] + "88", soft=4)


def _wrinkles(layer: Layer, face: Features) -> None:
    line = face.skin["shade"] + "c0"
    for side in (-1, 1):
        layer.stroke([(side * 36, 86), (side * 60, 112), (side * 66, 146)], [2, 5, 1], line)
        layer.stroke([(side * 36, 28), (side * 64, 36), (side * 92, 26)], [1, 4, 1], line)
        layer.stroke([(side * 74, 164), (side * 82, 186), (side * 76, 202)], [1, 5, 1], line)
        for drop in (-8, 6, 20):
            layer.stroke([(side * 108, 4 + drop * 0.4), (side * 132, 2 + drop)], [3, 1], line)
    for y in (-92, -116):
        layer.stroke([(-80, y + 6), (0, y), (80, y + 6)], [1, 4, 1], line)


def profile_outline(face: Features) -> list[Point]:
    """The head from the side, looking right, clockwise from the crown."""
    chin = (face.jaw - 104) * 0.3
    points = path("-30 -212, 58 -194, 108 -138, 119 -84, 126 -48, 119 -14, 116 2, 132 42, 152 76")
    points += path("149 91, 132 98, 124 106, 124 106, 130 122, 136 137, 121 147, 121 147, 132 158")
    points += [
        (127, 171),
        (114, 178),
        (119, 196),
        (108 + chin, 220),
        (84, 230),
        (30, 214),
        (-24, 178),
        (-44, 120),
    ]
    return curve([*points, (-120, 120), (-176, 40), (-190, -60), (-150, -160)])


def profile(layer: Layer, face: Features) -> None:
    """Head and features from the side, without hair."""
    skin = face.skin
    outline = profile_outline(face)
    layer.paint(outline, blend((-120, 0), (150, -40), skin["base"], skin["light"]))
    with layer.clip(outline):
        layer.paint(
            curve(path("-60 40, -20 150, 40 210, 110 240, 60 280, -220 240, -220 20")),
            skin["shade"] + "b0",
            soft=14,
        )
        layer.paint(ellipse(96, -8, 60, 60), skin["shade"] + "80", soft=9)
        layer.paint(ellipse(52, 76, 120, 110), glow("#e2604a48", (52, 76), 60))
        layer.paint(ellipse(130, 182, 50, 12), skin["shade"] + "90", soft=4)
        layer.stroke(path("132 58, 118 78, 124 96, 136 98"), [1, 4, 4, 2], skin["shade"])
        layer.stroke([(138, 92), (130, 89), (124, 91)], [2, 5, 2], skin["line"])
        _profile_mouth(layer, face)
        _profile_eye(layer, face)
        if face.age:
            for y in (-92, -116):
                layer.stroke([(60, y), (112, y - 4)], [1, 4], skin["shade"] + "b0")
            layer.stroke([(108, 92), (92, 116), (88, 142)], [2, 5, 1], skin["shade"] + "c0")
            for y in (-6, 6, 18):
                layer.stroke([(52, 4 + y * 0.3), (30, y + 2)], [3, 1], skin["shade"] + "c0")
    _profile_ear(layer, skin)


def _profile_mouth(layer: Layer, face: Features) -> None:
    layer.paint(curve(path("140 128, 140 128, 141 146, 90 150, 90 150, 112 138")), face.skin["lip"])
    layer.paint(curve(path("140 148, 138 170, 116 166, 92 150, 92 150")), face.skin["lip"])
    layer.stroke([(126, 147), (106, 147), (86, 148 - face.smile * 2)], [4, 5, 2], face.skin["line"])


def _profile_eye(layer: Layer, face: Features) -> None:
    almond = curve(path("106 0, 106 0, 100 -14, 84 -12, 66 6, 66 6, 84 14, 102 12"))
    layer.paint(almond, "#efe4da")
    with layer.clip(almond):
        layer.paint(ellipse(101, 0, 20, 32), face.iris)
        layer.paint(ellipse(104, 0, 9, 16), "#0d0b0d")
        layer.paint(ellipse(86, -16, 70, 20), "#1a0f1060", soft=3)
    layer.paint(ellipse(103, -6, 5, 7), "#ffffff")
    layer.stroke(path("109 0, 101 -15, 84 -13, 60 7"), [3, face.lid + 1, face.lid, 2], face.skin["line"])
    layer.stroke([(102, -27), (84, -25), (64, -10)], [1, 3, 1], face.skin["shade"])
    layer.stroke(
        path("123 -38, 100 -52, 74 -48, 50 -34"),
        [face.brow * 0.6, face.brow, face.brow * 0.8, 3],
        face.brow_colour,
    )


def _profile_ear(layer: Layer, skin: Skin) -> None:
    ear = curve(path("-34 -22, -6 -34, 10 -14, 0 20, -8 48, -26 56, -34 40, -42 6"))
    layer.paint(ear, blend((-40, 0), (10, 0), skin["shade"], skin["light"]))
    layer.stroke(path("-30 -12, -8 -22, -2 -6, -14 14, -22 34"), [2, 5, 5, 4, 2], skin["shade"])


def neck(layer: Layer, skin: Skin, width: float, back: bool = False) -> None:
    """From under the chin down to the collar; ``width`` at its narrowest."""
    half = width / 2
    side = [(half + 6, 90), (half, 180), (half + 2, 250), (half + 44, 330), (half + 44, 420)]
    shape = curve([*side, *reversed(flipped(side))])
    layer.paint(shape, blend((-half, 0), (half, 0), skin["shade"], skin["base"], skin["light"]))
    with layer.clip(shape):
        if not back:
            layer.paint(
                curve([(-140, 80), (140, 80), (half + 10, 228), (10, 292), (-half - 20, 330), (-160, 260)]),
                skin["shade"] + "c0",
                soft=7,
            )
            layer.stroke([(half - 10, 262), (34, 330), (14, 362)], [1, 7, 2], skin["shade"] + "80", soft=3)


def profile_neck(layer: Layer, skin: Skin) -> None:
    """The neck from the side."""
    shape = curve(path("66 150, 58 240, 52 270, 84 360, 84 400, -190 400, -160 320, -132 220, -140 80"))
    layer.paint(shape, blend((-150, 0), (80, 0), skin["shade"], skin["base"]))
    with layer.clip(shape):
        layer.paint(
            curve(path("-60 140, 120 190, 110 236, 40 262, -40 300, -160 330, -200 200")),
            skin["shade"] + "d0",
            soft=10,
        )
