"""Where everything of the timeline lies, in logical pixels of its viewport, and what lies under a point."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from kling_studio.core.project import Scene
from kling_studio.core.timeline import TimeScale, starts
from kling_studio.ui.timeline.speech import Spoken

RULER_PX = 34.0
CHIP_PX = 26.0
HINT_PX = 20.0
SCROLL_BAR_PX = 12.0
EDGE_INSIDE_PX, EDGE_OUTSIDE_PX = 7.0, 5.0
_ROW_GAP_PX = 12.0
_WIDE_GUTTER_PX, _SLIM_GUTTER_PX = 88.0, 20.0
_LABELS_FROM_PX = 480.0
_HINT_FROM_PX = 190.0
_SHOTS_MIN_PX, _SHOTS_MAX_PX = 56.0, 190.0


class Part(Enum):
    """What the mouse can be over. The ground lies under the rows, what is free behind the last shot."""

    RULER = auto()
    EDGE = auto()
    SHOT = auto()
    LINE = auto()
    GROUND = auto()
    FREE = auto()
    OUTSIDE = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point; ``index`` is that of the shot where there is one, else -1."""

    part: Part
    index: int = -1


def gutter_px(width_px: float) -> float:
    """How much room the names of the rows take at the left."""
    return _WIDE_GUTTER_PX if width_px >= _LABELS_FROM_PX else _SLIM_GUTTER_PX


@dataclass(frozen=True)
class Layout:
    """The places of one scene at one scale in a viewport of one size."""

    scene: Scene
    spoken: tuple[Spoken, ...]
    scale: TimeScale
    width_px: float
    height_px: float

    @cached_property
    def gutter_px(self) -> float:
        """Where time begins when nothing is scrolled."""
        return gutter_px(self.width_px)

    @cached_property
    def starts_s(self) -> tuple[int, ...]:
        """When each shot starts."""
        return starts(self.scene)

    def x_of(self, second: float) -> float:
        """The place of a time."""
        return self.gutter_px + self.scale.x_of(second)

    def second_at(self, x_px: float) -> float:
        """The time at a place, which may lie before the start."""
        return self.scale.second_at(x_px - self.gutter_px)

    @cached_property
    def time_area(self) -> QRectF:
        """All right of the names of the rows."""
        return QRectF(self.gutter_px, 0, max(0.0, self.width_px - self.gutter_px), self.height_px)

    @cached_property
    def shots_row(self) -> QRectF:
        """The row of the blocks."""
        hint = HINT_PX + 6 if self.has_hint else 0.0
        below = _ROW_GAP_PX + CHIP_PX + 8 + hint + SCROLL_BAR_PX
        height = min(max(self.height_px - RULER_PX - 2 - below, _SHOTS_MIN_PX), _SHOTS_MAX_PX)
        return QRectF(self.gutter_px, RULER_PX + 2, self.time_area.width(), float(int(height)))

    @cached_property
    def dialogue_row(self) -> QRectF:
        """The row of the chips."""
        return QRectF(self.gutter_px, self.shots_row.bottom() + _ROW_GAP_PX, self.time_area.width(), CHIP_PX)

    @cached_property
    def has_hint(self) -> bool:
        """Whether there is room for the line of words at the bottom."""
        return self.height_px >= _HINT_FROM_PX

    @cached_property
    def hint_row(self) -> QRectF:
        """The line of words at the bottom."""
        return QRectF(self.gutter_px, self.dialogue_row.bottom() + 8, self.time_area.width(), HINT_PX)

    def block(self, index: int) -> QRectF:
        """The block of a shot, with a hair of ground on both sides."""
        return self.span(self.starts_s[index], self.scene.shots[index].seconds)

    def span(self, start_s: float, seconds: float) -> QRectF:
        """The place in the row of shots that some seconds take."""
        left, right = self.x_of(start_s) + 1, self.x_of(start_s + seconds) - 1
        return QRectF(left, self.shots_row.top(), max(1.0, right - left), self.shots_row.height())

    def chip(self, line: Spoken) -> QRectF:
        """The chip of a spoken line."""
        left, right = self.x_of(line.start_s) + 1, self.x_of(line.end_s) - 1
        return QRectF(left, self.dialogue_row.top(), max(2.0, right - left), CHIP_PX)

    def edge_x(self, index: int) -> float:
        """Where a shot ends."""
        return self.x_of(self.starts_s[index] + self.scene.shots[index].seconds)

    def hit(self, point: QPointF) -> Hit:
        """What lies under a point. An edge belongs to the shot before it."""
        if point.x() < self.gutter_px - EDGE_OUTSIDE_PX or not 0 <= point.y() <= self.height_px:
            return Hit(Part.OUTSIDE)
        if point.y() < RULER_PX:
            return Hit(Part.RULER)
        if self.shots_row.top() <= point.y() <= self.shots_row.bottom():
            return self._hit_in_shots(point.x())
        if self.dialogue_row.top() <= point.y() <= self.dialogue_row.bottom():
            over = (line.shot_index for line in self.spoken if self.chip(line).contains(point))
            index = next(over, -1)
            if index >= 0:
                return Hit(Part.LINE, index)
        return Hit(Part.FREE if point.x() > self.x_of(self.scene.seconds) else Part.GROUND)

    def _hit_in_shots(self, x_px: float) -> Hit:
        for index in range(len(self.scene.shots)):
            block = self.block(index)
            end = self.edge_x(index)
            # Of a block too narrow for both, the greater part still moves it.
            if end - min(EDGE_INSIDE_PX, block.width() / 3) <= x_px <= end + self._outside_px(index):
                return Hit(Part.EDGE, index)
            if block.left() - 1 <= x_px < end:
                return Hit(Part.SHOT, index)
        return Hit(Part.FREE)

    def _outside_px(self, index: int) -> float:
        last = index + 1 == len(self.scene.shots)
        return EDGE_OUTSIDE_PX if last else min(EDGE_OUTSIDE_PX, self.block(index + 1).width() / 4)
