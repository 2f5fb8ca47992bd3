"""An aisle between shelves in one-point perspective, for the start frames."""

from itertools import pairwise
from random import Random

from sample_art.canvas import Layer, Linear, Radial
from sample_art.palette import CARTON, NIGHT
from sample_art.shapes import Point, box


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

    def block(
        self,
        left: float,
        right: float,
        top: float,
        bottom: float,
        near: float,
        far: float,
        tone: dict[str, str],
    ) -> None:
        """A box that stands beside the corridor: its side towards the corridor, its lid or floor, its front."""
        inner = right if right <= 0 else left
        if right <= 0 or left >= 0:
            self.face(
                [(inner, top, near), (inner, top, far), (inner, bottom, far), (inner, bottom, near)],
                tone["side"],
            )
        if top > 0:
            self.face(
                [(left, top, near), (right, top, near), (right, top, far), (left, top, far)], tone["top"]
            )
        if bottom < 0:
            self.face(
                [(left, bottom, near), (right, bottom, near), (right, bottom, far), (left, bottom, far)],
                tone["under"],
            )
        self.face(
            [(left, top, near), (right, top, near), (right, bottom, near), (left, bottom, near)],
            tone["front"],
        )


BEAM = {"side": "#b0602c", "front": "#8f4a24", "top": "#c9783a", "under": "#5c3019"}
POST = {"side": "#3b5a78", "front": "#2a4259", "top": "#46688a", "under": "#22364a"}
BOXES = [
    {"side": CARTON["base"], "front": CARTON["shade"], "top": CARTON["light"], "under": "#3a281c"},
    {"side": "#86684a", "front": "#4a3526", "top": "#a98862", "under": "#2e2119"},
    {"side": "#6f7f86", "front": "#39464e", "top": "#8fa2aa", "under": "#263038"},
    {"side": "#a5793f", "front": "#5a3f24", "top": "#c99b5c", "under": "#33251a"},
]


def racks(
    aisle: Aisle,
    chance: Random,
    half: float,
    levels: list[float],
    bays: list[float],
    stock: list[dict[str, str]],
    post: dict[str, str] = POST,
    beam: dict[str, str] = BEAM,
) -> None:
    """Shelves on both sides, far ones first. ``levels`` are heights of boards, downwards from the eye."""
    depth, size = 1.3, 0.11
    for near, far in reversed(list(pairwise(bays))):
        for side in (-1, 1):
            for level, above in zip(levels, [levels[0] - 1.6, *levels], strict=False):
                _stock(aisle, chance, side, half, (above, level), (near, far), stock)
                left, right = sorted((side * half, side * (half + depth)))
                aisle.block(left, right, level, level + 0.16, near + 0.05, far, beam)
            left, right = sorted((side * half, side * (half + size)))
            aisle.block(left, right, levels[0] - 1.9, levels[-1] + 0.16, near, near + size, post)


def _stock(
    aisle: Aisle,
    chance: Random,
    side: int,
    half: float,
    board: Point,
    bay: Point,
    stock: list[dict[str, str]],
) -> None:
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
            aisle.face(
                [
                    (inner, level - tall, middle - 0.05),
                    (inner, level - tall, middle + 0.05),
                    (inner, level, middle + 0.05),
                    (inner, level, middle - 0.05),
                ],
                CARTON["tape"] + "80",
            )
        place = start - 0.06


def vignette(layer: Layer, middle: float, strength: str) -> None:
    width, height = layer.image.size
    shape = [(0, NIGHT["deep"] + "00"), (0.45, NIGHT["deep"] + "00"), (1, NIGHT["deep"] + strength)]
    layer.paint(
        box(0, 0, width, height),
        Radial(
            (width / 2, height * middle),
            max(width, height) * 0.66,
            shape,
            max(0.75, min(height / width, 1.5)),
        ),
    )
