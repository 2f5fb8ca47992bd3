"""Full figures for the outfit views, in the units of :mod:`sample_art.faces`: the soles stand near y = 2740."""

from PIL import Image

from sample_art import faces, garments, hair
from sample_art.canvas import Fill, Layer, blend, glow
from sample_art.lamps import blurred_lamps
from sample_art.palette import (
    BOOTS,
    HOODIE,
    JACKET,
    LAMP,
    MARCO_SKIN,
    MIRA_HAIR,
    MIRA_SKIN,
    NIGHT,
    RIM,
    TROUSERS,
    VEST,
)
from sample_art.people import MIRA, marco_head
from sample_art.shapes import Point, box, curve, ellipse, flipped, path

SIZE = (960, 1280)
HORIZON = 930


def mira_outfit() -> Image.Image:
    """Mira from head to foot."""
    figure = Layer(*SIZE)
    with figure.at(480, 192, 0.382):
        hair.bun(figure, MIRA_HAIR, 6, -268)
        _legs(figure, 250)
        _arms(figure, JACKET, MIRA_SKIN, 292)
        faces.neck(figure, MIRA_SKIN, 146)
        _trunk(figure, JACKET, 296, 1190)
        _hem(figure, JACKET, 1180)
        garments.jacket_fastening(figure, JACKET, 1180)
        faces.front(figure, MIRA)
        hair.swept_front(figure, MIRA_HAIR)
    return _stage(figure, 11)


def marco_outfit() -> Image.Image:
    """Marco from head to foot."""
    figure = Layer(*SIZE)
    with figure.at(480, 184, 0.382):
        _legs(figure, 268)
        _arms(figure, HOODIE, MARCO_SKIN, 316)
        faces.neck(figure, MARCO_SKIN, 186)
        _trunk(figure, HOODIE, 320, 1240)
        garments.hood_folds(figure, HOODIE)
        _hem(figure, HOODIE, 1230)
        garments.vest_front(figure, VEST, hem=1130, belt=880)
        marco_head(figure)
    return _stage(figure, 12)


def _trunk(layer: Layer, cloth: garments.Cloth, shoulder: float, hem: float) -> None:
    half: list[Point] = [
        (0, 386),
        (54, 362),
        (82, 276),
        (130, 316),
        (shoulder * 0.72, 356),
        (shoulder, 430),
        (shoulder - 6, 640),
    ]
    half += [(shoulder - 36, 900), (shoulder - 18, hem - 30), (shoulder - 24, hem), (shoulder - 24, hem)]
    outline = curve([*half, *reversed(flipped(half[1:]))])
    layer.paint(outline, garments.lit(cloth, -330, 330))
    with layer.clip(outline):
        layer.paint(box(-400, 240, -120, hem), cloth["shade"] + "90", soft=40)
        layer.stroke([(shoulder - 70, 900), (120, 960), (60, 940)], [2, 12, 2], cloth["shade"] + "a0", soft=3)
        layer.stroke(
            [(-shoulder + 50, 1000), (-120, 1060), (-60, 1040)], [2, 12, 2], cloth["seam"] + "a0", soft=3
        )


def _hem(layer: Layer, cloth: garments.Cloth, y: float) -> None:
    layer.stroke([(-268, y - 62), (0, y - 50), (268, y - 62)], [4, 7, 4], cloth["seam"])


def _arms(layer: Layer, cloth: garments.Cloth, skin: faces.Skin, shoulder: float) -> None:
    for side in (-1, 1):
        with layer.at(0, 0, flip=side < 0):
            hand = curve(
                [
                    (shoulder + 44, 1270),
                    (shoulder + 112, 1270),
                    (shoulder + 116, 1360),
                    (shoulder + 92, 1450),
                    (shoulder + 58, 1456),
                    (shoulder + 38, 1400),
                    (shoulder + 30, 1320),
                ]
            )
            layer.paint(hand, skin["base" if side > 0 else "shade"])
            layer.stroke([(shoulder + 76, 1380), (shoulder + 76, 1440)], [2, 4], skin["shade"])
            sleeve = curve(
                [
                    (shoulder - 90, 420),
                    (shoulder - 24, 410),
                    (shoulder + 50, 490),
                    (shoulder + 106, 760),
                    (shoulder + 128, 1020),
                    (shoulder + 128, 1290),
                    (shoulder + 128, 1290),
                    (shoulder + 34, 1296),
                    (shoulder + 34, 1296),
                    (shoulder - 6, 1000),
                    (shoulder - 50, 700),
                ]
            )
            tone: Fill = blend(
                (shoulder - 60, 0), (shoulder + 130, 0), cloth["shade"], cloth["base"], cloth["light"]
            )
            layer.paint(
                sleeve,
                tone
                if side > 0
                else blend((shoulder + 100, 0), (shoulder - 60, 0), cloth["base"], cloth["shade"]),
            )
            with layer.clip(sleeve):
                layer.stroke(
                    [(shoulder - 20, 900), (shoulder + 50, 860), (shoulder + 110, 900)],
                    [2, 10, 2],
                    cloth["seam"] + "a0",
                    soft=2,
                )
                layer.stroke([(shoulder + 20, 1244), (shoulder + 140, 1240)], 7, cloth["seam"])


def _legs(layer: Layer, hip: float) -> None:
    for side in (-1, 1):
        with layer.at(0, 0, flip=side < 0):
            boot = curve(
                path("52 2460, 198 2460, 200 2600, 236 2670, 246 2736, 246 2736, 44 2736, 44 2736, 48 2600")
            )
            layer.paint(boot, blend((40, 0), (240, 0), BOOTS["shade"], BOOTS["base"], BOOTS["light"]))
            layer.stroke([(44, 2726), (246, 2726)], 20, "#14100e")
            for y in (2520, 2560, 2600):
                layer.stroke([(84, y + 8), (126, y), (166, y + 8)], [4, 6, 4], "#c9a26a80")
            leg = curve(
                [
                    (0, 1120),
                    (hip, 1120),
                    (hip + 2, 1400),
                    (hip - 26, 1790),
                    (hip - 40, 2230),
                    (hip - 44, 2520),
                    (hip - 44, 2520),
                    *path("44 2526, 44 2526, 36 2130, 26 1690, 0 1400"),
                ]
            )
            layer.paint(
                leg,
                blend(
                    (20, 0),
                    (hip, 0),
                    TROUSERS["shade"],
                    TROUSERS["base"],
                    TROUSERS["light"] if side > 0 else TROUSERS["base"],
                ),
            )
            with layer.clip(leg):
                layer.paint(
                    curve([(hip - 90, 1530), (hip + 20, 1520), (hip + 20, 1770), (hip - 96, 1760)]),
                    TROUSERS["base"],
                )
                layer.stroke([(hip - 92, 1530), (hip + 10, 1522)], 7, TROUSERS["shade"])
                layer.stroke(
                    [(60, 1860), (130, 1900), (hip - 50, 1870)], [2, 12, 2], TROUSERS["shade"], soft=3
                )
                layer.stroke(
                    [(50, 2420), (130, 2460), (hip - 60, 2430)], [2, 12, 2], TROUSERS["shade"], soft=3
                )


def _stage(figure: Layer, seed: int) -> Image.Image:
    """The figure on a concrete floor, under a lamp."""
    scene = Layer(*SIZE)
    scene.paint(box(0, 0, 960, HORIZON), blend((0, 0), (0, HORIZON), NIGHT["wall"], NIGHT["haze"]))
    for x in (70, 200, 760, 890):
        scene.paint(box(x - 9, 0, x + 9, HORIZON), NIGHT["deep"] + "90", soft=7)
    for y in (240, 520, 800):
        for left in (-20, 720):
            scene.paint(box(left, y, left + 260, y + 20), NIGHT["deep"] + "a0", soft=7)
    blurred_lamps(scene, [(150, 130, 26), (820, 90, 32), (850, 420, 16)])
    scene.paint(ellipse(480, 560, 900, 1240), glow(NIGHT["glow"] + "70", (480, 560), 450, 1.38))
    scene.paint(box(0, HORIZON, 960, 1280), blend((0, HORIZON), (0, 1280), "#2a3b4b", "#121a24"), soft=3)
    scene.paint(ellipse(520, 1210, 900, 260), glow(LAMP["light"] + "58", (520, 1210), 450, 0.3))
    scene.paint(ellipse(440, 1224, 420, 56), "#05080cd0", soft=14)
    figure.shade(blend((0, 560), (0, 1300), NIGHT["deep"] + "00", NIGHT["deep"] + "90"))
    figure.rim((5, 3), RIM["cool"], 0.75, 2)
    figure.rim((-4, 3), RIM["warm"], 0.6, 2)
    scene.add(figure)
    return scene.finish(seed)
