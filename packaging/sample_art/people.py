"""The cast: who wears what, and each reference picture of them."""

from PIL import Image

from sample_art import faces, garments, hair
from sample_art.canvas import Layer, blend, glow
from sample_art.lamps import blurred_lamps
from sample_art.palette import (
    CAP,
    FOREMAN_HAIR,
    FOREMAN_SKIN,
    HOODIE,
    JACKET,
    MARCO_HAIR,
    MARCO_SKIN,
    MIRA_HAIR,
    MIRA_SKIN,
    NIGHT,
    RIM,
    VEST,
    WORK,
)  # fmt: skip
from sample_art.shapes import box, ellipse

PORTRAIT = (1024, 1280)

MIRA = faces.Features(
    MIRA_SKIN,
    jaw=104,
    brow=13,
    brow_colour="#2a1a1b",
    lid=7,
    mouth=84,
    lip=15,
    iris="#4a2f22",
    smile=2,
    nose=0.86,
)
MARCO = faces.Features(
    MARCO_SKIN,
    jaw=122,
    brow=19,
    brow_colour="#191619",
    lid=6,
    mouth=82,
    lip=12,
    iris="#33211a",
    smile=-2,
    frown=1.0,
    hooded=0.4,
)
FOREMAN = faces.Features(
    FOREMAN_SKIN,
    jaw=130,
    brow=21,
    brow_colour="#8f9299",
    lid=5,
    mouth=78,
    lip=9,
    iris="#4d6472",
    nose=1.16,
    frown=1.6,
    hooded=1.0,
    age=1.0,
)


def backdrop(lamps: list[tuple[float, float, float]], haze: str) -> Layer:
    """A warehouse at night, far out of focus."""
    layer = Layer(*PORTRAIT)
    layer.paint(box(0, 0, 1024, 1280), blend((0, 0), (0, 1280), NIGHT["wall"], haze, NIGHT["deep"]))
    for x in (60, 190, 840, 970):
        layer.paint(box(x - 12, 0, x + 12, 1280), NIGHT["deep"] + "90", soft=8)
    for y in (300, 640, 980):
        layer.paint(box(0, y, 250, y + 26), NIGHT["deep"] + "a0", soft=9)
        layer.paint(box(780, y, 1024, y + 26), NIGHT["deep"] + "a0", soft=9)
    blurred_lamps(layer, lamps)
    layer.paint(ellipse(512, 560, 1100, 1200), glow(NIGHT["glow"] + "78", (512, 560), 560, 1.1))
    return layer


def mount(figure: Layer, scene: Layer, seed: int) -> Image.Image:
    """Puts a lit figure in front of its backdrop."""
    figure.shade(blend((0, 820), (0, 1300), NIGHT["deep"] + "00", NIGHT["deep"] + "a0"))
    figure.rim((9, 5), RIM["cool"], 0.75)
    figure.rim((-8, 6), RIM["warm"], 0.6)
    scene.add(figure)
    return scene.finish(seed)


def mira_front() -> Image.Image:
    """Mira, jacket half open."""
    figure = Layer(*PORTRAIT)
    with figure.at(512, 600, 1.24):
        hair.bun(figure, MIRA_HAIR, 6, -268)
        faces.neck(figure, MIRA_SKIN, 146)
        garments.jacket_front(figure, JACKET)
        faces.front(figure, MIRA)
        hair.swept_front(figure, MIRA_HAIR)
    return mount(figure, backdrop([(170, 240, 40), (880, 190, 54), (930, 620, 26)], NIGHT["haze"]), 1)


def mira_side() -> Image.Image:
    """Mira in profile."""
    figure = Layer(*PORTRAIT)
    with figure.at(550, 600, 1.2):
        hair.bun(figure, MIRA_HAIR, -84, -262)
        faces.profile_neck(figure, MIRA_SKIN)
        garments.jacket_side(figure, JACKET)
        faces.profile(figure, MIRA)
        hair.swept_side(figure, MIRA_HAIR)
    return mount(figure, backdrop([(150, 300, 44), (900, 240, 50), (860, 560, 24)], NIGHT["haze"]), 2)


def mira_back() -> Image.Image:
    """Mira from behind."""
    figure = Layer(*PORTRAIT)
    with figure.at(512, 600, 1.24):
        faces.neck(figure, MIRA_SKIN, 146, back=True)
        garments.back_yoke(figure, JACKET, 350)
        for side in (-1, 1):
            figure.paint(
                ellipse(side * 157, 22, 46, 92, side * 8), MIRA_SKIN["shade" if side < 0 else "base"]
            )
        hair.swept_back(figure, MIRA_HAIR)
        hair.bun(figure, MIRA_HAIR, 6, -232)
    return mount(figure, backdrop([(200, 200, 50), (850, 260, 40), (110, 640, 26)], NIGHT["haze"]), 3)


def marco(layer: Layer) -> None:
    """Marco's bust."""
    faces.neck(layer, MARCO_SKIN, 186)
    garments.hoodie_front(layer, HOODIE)
    garments.vest_front(layer, VEST)
    marco_head(layer)


def marco_head(layer: Layer) -> None:
    """Marco's head from the front, with beard and hair."""
    faces.front(layer, MARCO)
    hair.short_beard(layer, MARCO_HAIR, MARCO.jaw)
    faces.mouth(layer, MARCO)
    hair.cropped_front(layer, MARCO_HAIR)


def marco_front() -> Image.Image:
    """Marco in hoodie and vest."""
    figure = Layer(*PORTRAIT)
    with figure.at(512, 600, 1.24):
        marco(figure)
    return mount(figure, backdrop([(130, 360, 44), (900, 330, 36), (800, 150, 30)], "#24394a"), 4)


def foreman_front() -> Image.Image:
    """The foreman under his cap."""
    figure = Layer(*PORTRAIT)
    with figure.at(512, 590, 1.24):
        faces.neck(figure, FOREMAN_SKIN, 196)
        garments.work_front(figure, WORK)
        faces.front(figure, FOREMAN)
        hair.sideburns_front(figure, FOREMAN_HAIR)
        hair.moustache_front(figure, FOREMAN_HAIR)
        hair.cap_front(figure, CAP)
    return mount(figure, backdrop([(180, 180, 36), (870, 420, 50), (120, 560, 24)], "#2b3d42"), 5)


def foreman_side() -> Image.Image:
    """The foreman in profile."""
    figure = Layer(*PORTRAIT)
    with figure.at(540, 590, 1.2):
        faces.profile_neck(figure, FOREMAN_SKIN)
        garments.jacket_side(figure, WORK)
        faces.profile(figure, FOREMAN)
        hair.sideburns_side(figure, FOREMAN_HAIR)
        hair.moustache_side(figure, FOREMAN_HAIR)
        hair.cap_side(figure, CAP)
    return mount(figure, backdrop([(140, 260, 40), (890, 460, 44), (900, 160, 26)], "#2b3d42"), 6)
