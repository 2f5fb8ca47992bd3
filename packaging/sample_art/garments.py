"""Clothes of a bust: (0, 0) lies between the eyes, shoulders begin near y = 320, the picture ends near y = 680."""

from sample_art.canvas import Fill, Layer, Linear, blend, fade
from sample_art.shapes import Point, curve, flipped, mirrored, path

Cloth = dict[str, str]


def lit(cloth: Cloth, left: float = -420, right: float = 420) -> Linear:
    """The cloth's colours from the shaded left to the lit right."""
    return blend((left, 60), (right, -60), cloth["shade"], cloth["base"], cloth["light"])


def torso_outline(shoulder: float, neckline: float = 386) -> list[Point]:
    """Shoulders and upper arms; ``shoulder`` is half their width, ``neckline`` how low the neck shows."""
    half = [
        (0, neckline),
        (54, neckline - 24),
        (82, 276),
        (130, 316),
        (shoulder * 0.62, 350),
        (shoulder - 40, 392),
        (shoulder, 470),
        (shoulder + 34, 620),
        (shoulder + 50, 760),
    ]
    return curve([*half, (shoulder + 50, 760), (-shoulder - 50, 760), *reversed(flipped(half[1:]))])


def torso(layer: Layer, cloth: Cloth, shoulder: float, neckline: float = 386) -> None:
    """The cloth of a jacket or hoodie, with the folds of the arms."""
    outline = torso_outline(shoulder, neckline)
    layer.paint(outline, lit(cloth))
    with layer.clip(outline):
        layer.paint(
            curve(path("-460 300, -150 320, -210 520, -190 780, -520 780")),
            fade(cloth["shade"] + "e0", (-380, 0), (-120, 0)),
            soft=12,
        )
        for side in (-1, 1):
            fold = [
                (side * (shoulder - 120), 480),
                (side * (shoulder - 96), 580),
                (side * (shoulder - 104), 720),
            ]
            layer.stroke(fold, [2, 12, 16], cloth["shade"] + "d0", soft=2)
            layer.stroke(
                [(side * 250, 392), (side * 214, 470), (side * 224, 520)],
                [1, 8, 1],
                cloth["shade"] + "80",
                soft=3,
            )
        layer.stroke([(330, 400), (372, 470), (396, 620)], [4, 20, 8], cloth["light"] + "a0", soft=8)


def tee(layer: Layer, cloth: Cloth) -> None:
    """A crew-neck shirt in the opening of a jacket."""
    layer.paint(path("-150 240, 150 240, 150 760, -150 760"), lit(cloth, -120, 140))
    layer.stroke(path("-100 300, -56 354, 0 370, 56 354, 100 300"), 5, cloth["shade"])


def jacket_front(layer: Layer, cloth: Cloth) -> None:
    """Mira's jacket, half open over the shirt: two fronts, a standing collar, a zip and a chest pocket."""
    torso(layer, cloth, 350)
    jacket_fastening(layer, cloth, 780)


def jacket_fastening(layer: Layer, cloth: Cloth, hem: float) -> None:
    """What lies on the front of Mira's jacket: the shirt in the opening, the zip down to the hem, collar, pocket."""
    opening = curve(
        path(
            "-96 290, -54 336, 0 350, 54 336, 96 290, 96 290, 66 440, 14 610, 0 640, -14 610, -66 440, -96 290"
        )
    )
    with layer.clip(opening):
        tee(layer, _SHIRT)
        layer.paint(curve(path("-140 260, -60 280, -30 480, 0 660, -140 660")), "#0a0e1490", soft=10)
    for side in (-1, 1):
        with layer.at(0, 0, flip=side < 0):
            layer.stroke(
                [(104, 290), (68, 440), (16, 606), (0, 660), (0, hem)], [12, 12, 12, 10, 6], cloth["seam"]
            )
            layer.stroke(
                path("101 296, 66 440, 14 606, 2 640"), [3, 4, 4, 3], "#c9ced4" if side > 0 else "#77808a"
            )
            collar = curve(path("64 232, 112 214, 146 262, 162 330, 128 372, 86 404, 70 330"))
            layer.paint(
                collar,
                blend(
                    (50, 300),
                    (170, 260),
                    cloth["seam"],
                    cloth["base"],
                    cloth["light"] if side > 0 else cloth["shade"],
                ),
            )
            layer.stroke(path("114 222, 142 272, 152 330, 118 368"), [2, 4, 4, 2], cloth["seam"])
    layer.stroke([(0, 640), (0, hem)], 5, "#aeb5bc")
    layer.paint(curve(path("-8 632, 8 632, 9 668, 0 676, -9 668")), "#d8dde2")
    layer.paint(
        curve(path("150 500, 150 500, 262 486, 262 486, 266 500, 266 500, 152 516, 152 516")), cloth["seam"]
    )
    layer.stroke([(156, 510), (264, 495)], 3, cloth["light"])


def back_yoke(layer: Layer, cloth: Cloth, shoulder: float) -> None:
    """A jacket from behind: yoke seam, spine seam, standing collar."""
    torso(layer, cloth, shoulder, neckline=300)
    with layer.clip(torso_outline(shoulder)):
        layer.stroke(
            [(-shoulder - 30, 474), (-180, 452), (0, 470), (180, 452), (shoulder + 30, 474)],
            [6, 6, 6, 6, 6],
            cloth["seam"],
        )
        layer.stroke(
            [(-shoulder - 30, 483), (-180, 461), (0, 479), (180, 461), (shoulder + 30, 483)],
            3,
            cloth["light"] + "90",
        )
    layer.stroke([(0, 474), (4, 600), (0, 780)], [3, 5, 5], cloth["seam"])
    collar = curve(mirrored(path("0 236, 80 228, 122 216, 136 262, 146 322, 80 346, 0 354")))
    layer.paint(collar, lit(cloth, -150, 150))
    layer.stroke(path("-144 322, -80 342, 0 350, 80 342, 144 322"), [2, 5, 5, 5, 2], cloth["seam"])


def jacket_side(layer: Layer, cloth: Cloth, collar: bool = True) -> None:
    """A jacket from the side, looking right, open at the throat, with the near sleeve."""
    layer.paint(curve(path("20 262, 66 306, 84 330, 134 410, 140 470, 60 420, 0 330")), lit(_SHIRT, 0, 150))
    body = curve(
        path(
            "20 300, 58 340, 96 396, 150 452, 176 540, 170 780, 170 780, "
            "-280 780, -280 780, -282 560, -246 410, -180 320, -130 268"
        )
    )
    layer.paint(body, lit(cloth, -290, 190))
    with layer.clip(body):
        sleeve = curve(path("-130 350, -30 346, 46 420, 70 560, 66 800, -190 800, -196 560, -178 420"))
        layer.paint(sleeve, "#00000060", soft=14)
        layer.paint(sleeve, lit(cloth, -220, 110))
        layer.stroke(path("-160 400, -100 350, -20 356, 40 420"), [2, 5, 5, 2], cloth["seam"])
        layer.stroke([(20, 470), (-30, 560), (10, 640)], [1, 10, 1], cloth["shade"] + "b0", soft=3)
        layer.stroke([(44, 440), (62, 560), (58, 720)], [4, 16, 8], cloth["light"] + "a0", soft=6)
        layer.stroke(path("60 352, 130 446, 158 560, 156 780"), [3, 6, 6, 5], cloth["seam"])
        layer.stroke(path("70 352, 138 446, 166 566, 164 780"), [2, 3, 3, 3], "#aeb5bc")
    if collar:
        band = curve(
            path(
                "38 252, 38 252, 56 300, 104 398, 104 398, 30 372, -80 344, -160 300, -152 250, -130 208, -60 240"
            )
        )
        layer.paint(band, lit(cloth, -170, 110))
        layer.stroke(path("-158 300, -84 342, 28 370, 102 396"), [2, 5, 5, 2], cloth["seam"])


def hoodie_front(layer: Layer, cloth: Cloth) -> None:
    """Marco's hoodie: the hood lies in folds round the neck, two cords."""
    torso(layer, cloth, 372)
    hood_folds(layer, cloth)


def hood_folds(layer: Layer, cloth: Cloth) -> None:
    """The hood round the neck and its cords."""
    hood = curve(mirrored(path("0 330, 64 300, 92 220, 150 236, 196 318, 150 372, 70 412, 0 440")))
    layer.paint(hood, lit(cloth, -190, 190))
    with layer.clip(hood):
        layer.paint(curve(mirrored(path("0 336, 70 306, 104 216, 60 200, 0 200"))), cloth["seam"])
        layer.stroke(
            path("-170 250, -120 350, 0 412, 120 350, 170 250"), [3, 10, 8, 10, 3], cloth["shade"], soft=2
        )
        layer.stroke([(60, 372), (120, 332), (160, 262)], [2, 10, 3], cloth["light"] + "c0", soft=4)
    for side in (-1, 1):
        layer.stroke(
            [(side * 44, 404), (side * 52, 470), (side * 46, 540)],
            [6, 6, 7],
            "#c9cfd6" if side > 0 else "#7f8894",
        )


def vest_front(layer: Layer, cloth: Cloth, hem: float = 780, belt: float = 630) -> None:
    """A safety vest with two braces and a belt of reflecting tape."""
    for side in (-1, 1):
        with layer.at(0, 0, flip=side < 0):
            panel = curve(
                [
                    (150, 340),
                    (250, 376),
                    (250, 376),
                    (262, 470),
                    (290, 600),
                    (286, hem),
                    (286, hem),
                    (4, hem),
                    (4, hem),
                    (10, 560),
                    (70, 440),
                ]
            )
            tone: Fill = (
                lit(cloth, -120, 300) if side > 0 else blend((320, 0), (0, 0), cloth["shade"], cloth["base"])
            )
            layer.paint(panel, tone)
            with layer.clip(panel):
                tape = blend((0, 0), (320, 0), cloth["tape_shade"], cloth["tape"], cloth["tape_shade"])
                layer.paint(
                    curve(
                        [
                            (148, 330),
                            (148, 330),
                            (206, 350),
                            (206, 350),
                            (196, 560),
                            (190, hem),
                            (190, hem),
                            (132, hem),
                            (132, hem),
                            (138, 560),
                        ]
                    ),
                    tape if side > 0 else cloth["tape_shade"],
                )
                layer.paint(
                    [(0, belt + 8), (330, belt - 10), (330, belt + 48), (0, belt + 66)],
                    tape if side > 0 else cloth["tape_shade"],
                )
                layer.stroke([(250, 390), (262, 480), (286, 600)], [4, 10, 6], cloth["shade"] + "90", soft=3)
            layer.stroke([(250, 376), (262, 470), (290, 600)], [4, 5, 4], cloth["shade"])
    layer.stroke([(70, 446), (12, 560), (4, hem)], 5, cloth["shade"])
    layer.stroke([(-70, 446), (-12, 560), (-4, hem)], 5, cloth["shade"])


def work_front(layer: Layer, cloth: Cloth) -> None:
    """The foreman's jacket: wide collar, buttons, flap pockets, a checked shirt."""
    torso(layer, cloth, 384)
    with layer.clip(
        curve(path("-96 262, -96 262, -40 316, 0 334, 40 316, 96 262, 96 262, 30 430, 0 470, -30 430"))
    ):
        layer.paint(
            path("-140 220, 140 220, 140 500, -140 500"), blend((-90, 0), (90, 0), "#4b3a3a", "#b08a7a")
        )
        for k in range(-4, 5):
            layer.stroke([(k * 26, 230), (k * 22, 480)], 5, "#5d2f2fa0")
            layer.stroke([(-140, 350 + k * 26), (140, 350 + k * 26)], 5, "#5d2f2fa0")
        layer.paint(curve(path("-100 240, 100 240, 70 300, 0 340, -80 330")), "#00000080", soft=12)
    for side in (-1, 1):
        with layer.at(0, 0, flip=side < 0):
            lapel = curve(
                path(
                    "84 236, 84 236, 138 256, 182 340, 182 340, 170 430, 170 430, "
                    "96 410, 18 470, 18 470, 50 390, 78 300"
                )
            )
            layer.paint(
                curve(path("60 250, 92 232, 96 290, 70 372, 70 372, 20 330, 20 330")),
                "#a88478" if side > 0 else "#5a4444",
            )
            layer.paint(
                lapel,
                blend((40, 300), (190, 280), cloth["base"], cloth["light"] if side > 0 else cloth["shade"]),
            )
            layer.stroke(path("182 340, 170 430, 170 430, 96 412, 18 472"), [3, 5, 4, 3], cloth["seam"])
            layer.paint(
                curve(
                    path("130 540, 130 540, 270 528, 270 528, 274 590, 274 590, 202 612, 132 602, 132 602")
                ),
                cloth["base" if side > 0 else "shade"],
            )
            layer.stroke([(132, 602), (202, 612), (274, 590)], 5, cloth["seam"])
            layer.stroke([(130, 540), (270, 528)], 3, cloth["seam"])
    layer.stroke([(14, 470), (10, 620), (10, 780)], 5, cloth["seam"])
    for y in (520, 610):
        layer.paint(curve([(-14, y), (-2, y - 12), (10, y), (-2, y + 12)]), cloth["seam"])


_SHIRT = {"light": "#5a6370", "base": "#3a424e", "shade": "#20262f"}
