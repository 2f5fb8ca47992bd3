"""The pictures of a shot in their windows, seen by the camera at each frame."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PIL import Image, ImageFilter

from kling_studio.core.errors import KnownError
from kling_studio.media.animatic.backdrop import backdrop, card, soft_edges
from kling_studio.media.animatic.camera import Box, Move, View, view_at, visible_box
from kling_studio.media.animatic.framing import Rect, Window
from kling_studio.media.animatic.plan import Panel, PlannedShot
from kling_studio.media.animatic.planes import Patch, Planes, frame_planes_of, new_frame, source_of
from kling_studio.media.animatic.style import FRAME_RATE, GROUND, Format
from kling_studio.media.pictures import open_picture

_BLUR_STEPS = 10
_BLUR_PX = 9.0
_BEND_STRIPS = 12
# Brightness exact to fractions of a pixel; colour is kept finer than a frame's for this (see `source_of`).
_HALVES = (1, 2, 2)
_SAMPLING = (Image.Resampling.BILINEAR, Image.Resampling.NEAREST, Image.Resampling.NEAREST)
# Twice the longest side of a frame is finer than any movement needs.
_MAX_SOURCE_PX = 2560
# In a panel, which shows a person nearly whole, the camera moves less, so that she stays so.
_PANEL_STRENGTH = 0.7


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

    def box(self, box: Box, panel: Rect) -> Box:
        """The visible part, laid on whole pixels in what is steady."""
        if not self.zoom:
            return box
        left = (box[0] + box[2] - panel.width) / 2
        top = (box[1] + box[3] - panel.height) / 2
        left, top = float(round(left)) if self.x else left, float(round(top)) if self.y else top
        return left, top, left + panel.width, top + panel.height


def _steady(views: Sequence[View]) -> _Steady:
    first = views[0]
    zoom = all(view.zoom == first.zoom for view in views)
    return _Steady(zoom, all(view.x == first.x for view in views), all(view.y == first.y for view in views))


@dataclass(frozen=True, slots=True)
class _Scenery:
    """What one panel looks at: its planes, in focus first and then ever softer where the focus moves."""

    panel: Rect
    anchor: tuple[float, float]
    sharpness: tuple[Planes, ...]
    # The planes are a part of the whole picture, cut where the camera never looks.
    whole: tuple[int, int]
    cut: tuple[int, int]
    steady: _Steady
    # Whether it is in focus at the beginning of a focus pull rather than at its end.
    is_first_in_focus: bool

    def seen(self, view: View) -> Planes:
        """What is in the panel, as large as the panel."""
        planes = self._planes(view)
        box = self.steady.box(visible_box(view, self.whole, self.panel.size, self.anchor), self.panel)
        box = (box[0] - self.cut[0], box[1] - self.cut[1], box[2] - self.cut[0], box[3] - self.cut[1])
        return Planes(
            *(
                _seen(plane, (self.panel.width // half, self.panel.height // half), box, view.bend, how)
                for plane, half, how in zip(planes, _HALVES, _SAMPLING, strict=True)
            )
        )

    def _planes(self, view: View) -> Planes:
        if view.focus is None:
            return self.sharpness[0]
        softness = view.focus if self.is_first_in_focus else 1 - view.focus
        return self.sharpness[round(softness * (len(self.sharpness) - 1))]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What stands still: pieces under the moving panels, and their edges over them."""

    under: tuple[tuple[Rect, Planes], ...]
    over: tuple[Patch, ...]


class Stage:
    """A shot's panels as they move."""

    def __init__(self, move: Move, seconds: float, sceneries: Sequence[_Scenery], ground: _Ground) -> None:
        self._move = move
        self._seconds = seconds
        self._sceneries = sceneries
        self._ground = ground
        # What was seen last, kept for a camera that stands still.
        self._last: tuple[View, list[Planes]] | None = None

    def draw(self, target: Planes, frame: int) -> None:
        """Draw the panels as they are at this frame of the shot, and what is behind and between them."""
        last = max(1, round(self._seconds * FRAME_RATE) - 1)
        view = view_at(self._move, frame / last, self._seconds)
        if self._last is None or self._last[0] != view:
            self._last = view, [scenery.seen(view) for scenery in self._sceneries]
        for place, planes in self._ground.under:
            _put(target, planes, place)
        for scenery, seen in zip(self._sceneries, self._last[1], strict=True):
            _put(target, seen, scenery.panel)
        for edge in self._ground.over:
            edge.put_on(target)

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
    frame: Format,
    panels: tuple[Panel, ...],
    pictures: tuple[Image.Image | None, ...],
    windows: tuple[Window, ...],
) -> Stage:
    """Bring each panel's picture to the size its place and the movement need."""
    seconds = shot.frames / FRAME_RATE
    move = shot.move
    if len(windows) > 1 or windows[0].has_backdrop:
        move = replace(move, strength=move.strength * _PANEL_STRENGTH)
    views = [view_at(move, number / shot.frames, seconds) for number in range(shot.frames + 1)]
    sceneries = [
        _scenery(
            views,
            panel.anchor if picture else (0.5, 0.5),
            picture or card(panel.colour, window.panel),
            window,
        )
        for panel, picture, window in zip(panels, pictures, windows, strict=True)
    ]
    if len(sceneries) > 1:
        sceneries[0] = replace(sceneries[0], is_first_in_focus=True)
    return Stage(move, seconds, sceneries, _ground(frame, pictures, windows))


def _scenery(
    views: Sequence[View], anchor: tuple[float, float], picture: Image.Image, window: Window
) -> _Scenery:
    steady = _steady(views)
    whole = _size_for(picture, window.panel, max(view.zoom for view in views))
    left, top, right, bottom = _looked_at(views, steady, whole, window.panel, anchor)
    planes = source_of(_part(picture, whole, (left, top, right, bottom)))
    return _Scenery(
        panel=window.panel,
        anchor=anchor,
        sharpness=_ever_softer(planes) if views[0].focus is not None else (planes,),
        whole=whole,
        cut=(left, top),
        steady=steady,
        is_first_in_focus=False,
    )


def _ground(frame: Format, pictures: tuple[Image.Image | None, ...], windows: tuple[Window, ...]) -> _Ground:
    """The gutters between the windows, and the backdrops of those whose picture does not fill them."""
    under: list[tuple[Rect, Planes]] = []
    over: list[Patch] = []
    if len(windows) > 1:
        everything = Rect(0, 0, frame.width_px, frame.height_px)
        under.append((everything, frame_planes_of(Image.new("RGB", everything.size, GROUND))))
    for picture, window in zip(pictures, windows, strict=True):
        if picture and window.has_backdrop:
            planes = frame_planes_of(backdrop(picture, window))
            under.append((window.whole, planes))
            over += soft_edges(planes, window)
    return _Ground(tuple(under), tuple(over))


def _put(target: Planes, planes: Planes, place: Rect) -> None:
    for image, plane, half in zip(target, planes, _HALVES, strict=True):
        image.paste(plane, (place.x // half, place.y // half))


def _size_for(picture: Image.Image, panel: Rect, zoom: float) -> tuple[int, int]:
    """The size at which, at the closest view, one pixel of the picture is one of the frame's."""
    scale = max(panel.width / picture.width, panel.height / picture.height) * zoom
    return _even_up(picture.width * scale), _even_up(picture.height * scale)


def _looked_at(
    views: Sequence[View],
    steady: _Steady,
    whole: tuple[int, int],
    panel: Rect,
    anchor: tuple[float, float],
) -> tuple[int, int, int, int]:
    """The part of a picture, on even pixels, that the camera ever sees."""
    boxes = [steady.box(visible_box(view, whole, panel.size, anchor), panel) for view in views]
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


def _even_up(length: float) -> int:
    return math.ceil(length / 2) * 2
