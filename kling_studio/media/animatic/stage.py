"""The pictures of a shot in their windows, seen by the camera at each frame."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from kling_studio.core.errors import KnownError
from kling_studio.media.animatic.camera import Box, Move, View, view_at, visible_box
from kling_studio.media.animatic.layout import Rect
from kling_studio.media.animatic.plan import Panel, PlannedShot
from kling_studio.media.animatic.planes import Planes, new_frame, source_of
from kling_studio.media.animatic.style import FRAME_RATE, GROUND, Colour, Format
from kling_studio.media.pictures import open_picture

_BLUR_STEPS = 10
_BLUR_PX = 9.0
_BEND_STRIPS = 12
# Brightness exact to fractions of a pixel; colour is kept finer than a frame's for this (see `source_of`).
_HALVES = (1, 2, 2)
_SAMPLING = (Image.Resampling.BILINEAR, Image.Resampling.NEAREST, Image.Resampling.NEAREST)
# Twice the longest side of a frame is finer than any movement needs.
_MAX_SOURCE_PX = 2560


def choose_panels(shot: PlannedShot) -> tuple[tuple[Panel, ...], tuple[Image.Image | None, ...]]:
    """The first staging of a shot with a picture that can be read, and its pictures in RGB."""
    for panels in shot.stagings:
        pictures = tuple(_first_readable(panel) for panel in panels)
        if any(pictures):
            return panels, pictures
    return shot.stagings[-1], (None,) * len(shot.stagings[-1])


def _first_readable(panel: Panel) -> Image.Image | None:
    for path in panel.pictures:
        try:
            return open_picture(path, _MAX_SOURCE_PX)
        except KnownError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class _Steady:
    """What a camera does not do: change its zoom, move across, move up or down.

    Where it does not, a pixel of the picture is laid on a pixel of the frame: sharp, and half the work.
    """

    zoom: bool
    x: bool
    y: bool

    def box(self, box: Box, window: Rect) -> Box:
        """The visible part, laid on whole pixels in what is steady."""
        if not self.zoom:
            return box
        left = (box[0] + box[2] - window.width) / 2
        top = (box[1] + box[3] - window.height) / 2
        left, top = float(round(left)) if self.x else left, float(round(top)) if self.y else top
        return left, top, left + window.width, top + window.height


def _steady(views: Sequence[View]) -> _Steady:
    first = views[0]
    zoom = all(view.zoom == first.zoom for view in views)
    return _Steady(zoom, all(view.x == first.x for view in views), all(view.y == first.y for view in views))


@dataclass(frozen=True, slots=True)
class _Scenery:
    """What stands behind one window: its planes, in focus first and then ever softer where the focus moves."""

    window: Rect
    anchor: tuple[float, float]
    sharpness: tuple[Planes, ...]
    # The planes are a part of the whole picture, cut where the camera never looks.
    whole: tuple[int, int]
    cut: tuple[int, int]
    steady: _Steady
    # Whether it is in focus at the beginning of a focus pull rather than at its end.
    is_first_in_focus: bool

    def seen(self, view: View) -> Planes:
        """What is in the window, as large as the window."""
        planes = self._planes(view)
        box = self.steady.box(visible_box(view, self.whole, _size(self.window), self.anchor), self.window)
        box = (box[0] - self.cut[0], box[1] - self.cut[1], box[2] - self.cut[0], box[3] - self.cut[1])
        return Planes(
            *(
                _seen(plane, (self.window.width // half, self.window.height // half), box, view.bend, how)
                for plane, half, how in zip(planes, _HALVES, _SAMPLING, strict=True)
            )
        )

    def _planes(self, view: View) -> Planes:
        if view.focus is None:
            return self.sharpness[0]
        softness = view.focus if self.is_first_in_focus else 1 - view.focus
        return self.sharpness[round(softness * (len(self.sharpness) - 1))]


class Stage:
    """A shot's panels as they move."""

    def __init__(self, move: Move, seconds: float, sceneries: Sequence[_Scenery]) -> None:
        self._move = move
        self._seconds = seconds
        self._sceneries = sceneries
        self._ground = [plane.tobytes()[0] for plane in source_of(Image.new("RGB", (2, 2), GROUND))]
        # What was seen last, kept for a camera that stands still.
        self._last: tuple[View, list[Planes]] | None = None

    def draw(self, target: Planes, frame: int) -> None:
        """Draw the panels as they are at this frame of the shot, and the gutters between them."""
        last = max(1, round(self._seconds * FRAME_RATE) - 1)
        view = view_at(self._move, frame / last, self._seconds)
        if self._last is None or self._last[0] != view:
            self._last = view, [scenery.seen(view) for scenery in self._sceneries]
        if len(self._sceneries) > 1:
            for image, ground in zip(target, self._ground, strict=True):
                image.paste(ground, (0, 0, *image.size))
        for scenery, seen in zip(self._sceneries, self._last[1], strict=True):
            for image, plane, half in zip(target, seen, _HALVES, strict=True):
                image.paste(plane, (scenery.window.x // half, scenery.window.y // half))

    def brightness(self, frame: Format, top: int, bottom: int) -> tuple[float, float]:
        """How bright (0 to 1) the brightest places above row ``top`` and below row ``bottom`` get in the shot."""
        found = []
        for number in (0, round(self._seconds * FRAME_RATE) - 1):
            _, planes = new_frame(frame.width_px, frame.height_px)
            self.draw(planes, number)
            # Means of 32 × 32 pixels: a lamp is not what makes a line of text hard to read.
            means = planes.y.reduce(32)
            parts = ((0, -(-top // 32)), (min(bottom // 32, means.height - 1), means.height))
            found.append([means.crop((0, first, means.width, end)).getextrema()[1] for first, end in parts])
        above, below = (max(pair) for pair in zip(*found, strict=True))
        return (float(above) - 16) / 219, (float(below) - 16) / 219


def build_stage(
    shot: PlannedShot,
    panels: tuple[Panel, ...],
    pictures: tuple[Image.Image | None, ...],
    windows: tuple[Rect, ...],
) -> Stage:
    """Bring each panel's picture to the size its window and the movement need."""
    seconds = shot.frames / FRAME_RATE
    views = [view_at(shot.move, frame / shot.frames, seconds) for frame in range(shot.frames + 1)]
    zoom = max(view.zoom for view in views)
    steady = _steady(views)
    sceneries = []
    for index, (panel, picture, window) in enumerate(zip(panels, pictures, windows, strict=True)):
        anchor = panel.anchor if picture else (0.5, 0.5)
        image = picture or _card(panel.colour, window)
        whole = _size_for(image, window, zoom)
        left, top, right, bottom = _looked_at(views, steady, whole, window, anchor)
        planes = source_of(_part(image, whole, (left, top, right, bottom)))
        sceneries.append(
            _Scenery(
                window=window,
                anchor=anchor,
                sharpness=_ever_softer(planes) if views[0].focus is not None else (planes,),
                whole=whole,
                cut=(left, top),
                steady=steady,
                is_first_in_focus=len(panels) > 1 and index == 0,
            )
        )
    return Stage(shot.move, seconds, sceneries)


def _size_for(picture: Image.Image, window: Rect, zoom: float) -> tuple[int, int]:
    """The size at which, at the closest view, one pixel of the picture is one of the frame's."""
    scale = max(window.width / picture.width, window.height / picture.height) * zoom
    return _even_up(picture.width * scale), _even_up(picture.height * scale)


def _looked_at(
    views: Sequence[View],
    steady: _Steady,
    whole: tuple[int, int],
    window: Rect,
    anchor: tuple[float, float],
) -> tuple[int, int, int, int]:
    """The part of a picture, on even pixels, that the camera ever sees."""
    boxes = [steady.box(visible_box(view, whole, _size(window), anchor), window) for view in views]
    left, top = (math.floor(min(box[side] for box in boxes) / 2) * 2 for side in (0, 1))
    right, bottom = (_even_up(max(box[side] for box in boxes)) for side in (2, 3))
    return left, top, right, bottom


def _part(picture: Image.Image, whole: tuple[int, int], box: tuple[int, int, int, int]) -> Image.Image:
    """A part of the picture as it would be at the size ``whole``."""
    x, y = picture.width / whole[0], picture.height / whole[1]
    return picture.resize(
        (box[2] - box[0], box[3] - box[1]),
        Image.Resampling.BICUBIC,
        box=(box[0] * x, box[1] * y, min(box[2] * x, picture.width), min(box[3] * y, picture.height)),
        reducing_gap=3.0,
    )


def _card(colour: Colour, window: Rect) -> Image.Image:
    """A quiet ground in a shade of the colour, lit from above: what is shown where there is no picture."""
    size = _size(window)
    dark = Image.new("RGB", size, _mixed(GROUND, colour, 0.05))
    light = Image.new("RGB", size, _mixed((52, 56, 63), colour, 0.22))
    glow = ImageOps.invert(Image.radial_gradient("L")).resize(size, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(size, 10)
    # A trace of grain keeps the encoder from breaking the gradient into bands.
    image = Image.composite(light, dark, ImageChops.add(glow, noise, 1, -128))
    pen = ImageDraw.Draw(image)
    line = _mixed((64, 69, 77), colour, 0.15)
    for third in (1, 2):
        pen.line((size[0] * third // 3, 0, size[0] * third // 3, size[1]), fill=line)
        pen.line((0, size[1] * third // 3, size[0], size[1] * third // 3), fill=line)
    return image


def _ever_softer(planes: Planes) -> tuple[Planes, ...]:
    steps = range(1, _BLUR_STEPS + 1)
    return planes, *(_softened(planes, _BLUR_PX * step / _BLUR_STEPS) for step in steps)


def _softened(planes: Planes, radius_px: float) -> Planes:
    return Planes(
        planes.y.filter(ImageFilter.GaussianBlur(radius_px)),
        planes.u.filter(ImageFilter.GaussianBlur(radius_px)),
        planes.v.filter(ImageFilter.GaussianBlur(radius_px)),
    )


def _seen(
    plane: Image.Image, size: tuple[int, int], box: Box, bend: float, how: Image.Resampling
) -> Image.Image:
    """The part of a plane in ``box``."""
    if bend <= 0:
        return plane.resize(size, how, box=box)
    across = _bent_strips(plane, size[0], (box[0], box[2]), bend, how)
    turned = across.transpose(Image.Transpose.TRANSPOSE)
    return _bent_strips(turned, size[1], (box[1], box[3]), bend, how).transpose(Image.Transpose.TRANSPOSE)


def _bent_strips(
    plane: Image.Image, width_px: int, span: tuple[float, float], bend: float, how: Image.Resampling
) -> Image.Image:
    """One direction of a bent view: strips whose scale is the larger the nearer they are to the middle."""
    result = Image.new("L", (width_px, plane.height))
    cuts = [round(width_px * strip / _BEND_STRIPS) for strip in range(_BEND_STRIPS + 1)]
    for first, end in pairwise(cuts):
        low, high = (_bent(cut / width_px, span, bend) for cut in (first, end))
        strip = plane.resize((end - first, plane.height), how, box=(low, 0, high, plane.height))
        result.paste(strip, (first, 0))
    return result


def _bent(part: float, span: tuple[float, float], bend: float) -> float:
    """Where in ``span`` a place of the frame (0 to 1) looks: slower in the middle, faster at the edges."""
    side = 2 * part - 1
    moved = side * (1 - bend) + bend * math.copysign(abs(side) ** 3, side)
    return min(max((span[0] + span[1]) / 2 + moved * (span[1] - span[0]) / 2, span[0]), span[1])


def _mixed(base: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(base, other, strict=True))
    return red, green, blue


def _size(window: Rect) -> tuple[int, int]:
    return window.width, window.height


def _even_up(length: float) -> int:
    return math.ceil(length / 2) * 2
