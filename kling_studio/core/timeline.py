"""Where shots lie in time, and on the screen. Time is whole seconds; a scale says how many pixels one second has."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from kling_studio.core.project import Scene, Shot

SNAP_DISTANCE_PX = 9.0


def starts(scene: Scene) -> tuple[int, ...]:
    """When each shot starts, in seconds from the scene's start."""
    return tuple(accumulate((shot.seconds for shot in scene.shots[:-1]), initial=0)) if scene.shots else ()


def cuts(scene: Scene) -> tuple[int, ...]:
    """When one shot gives way to the next: the starts but the first."""
    return starts(scene)[1:]


def shot_at(scene: Scene, second: float) -> tuple[int, Shot] | None:
    """The shot that plays at ``second`` and its index; the last one at or after the end, none without shots."""
    if not scene.shots:
        return None
    index = sum(1 for cut in cuts(scene) if cut <= second)
    return index, scene.shots[index]


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Seconds to pixels and back. ``offset_s`` is the time at the left edge."""

    px_per_s: float
    offset_s: float = 0.0

    def x_of(self, second: float) -> float:
        """The place of a time, in pixels from the left edge."""
        return (second - self.offset_s) * self.px_per_s

    def second_at(self, x_px: float) -> float:
        """The time at a place, not rounded."""
        return x_px / self.px_per_s + self.offset_s

    def zoomed(self, factor: float, around_px: float) -> "TimeScale":
        """The scale zoomed so that the time under ``around_px`` stays there."""
        second = self.second_at(around_px)
        px_per_s = min(max(self.px_per_s * factor, 8.0), 400.0)
        return TimeScale(px_per_s, max(0.0, second - around_px / px_per_s))


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a dragged edge lands: whole seconds always, and which mark drew it there, if one did."""

    second: int
    to: str | None


def snapped(second: float, marks: Iterable[tuple[float, str]], scale: TimeScale) -> Snap:
    """The whole second an edge dragged to ``second`` lands on, drawn to a mark within ``SNAP_DISTANCE_PX``."""
    near = [
        (abs(scale.x_of(mark) - scale.x_of(second)), mark, name)
        for mark, name in marks
        if abs(scale.x_of(mark) - scale.x_of(second)) <= SNAP_DISTANCE_PX and mark == int(mark)
    ]
    if near:
        _, mark, name = min(near)
        return Snap(int(mark), name)
    return Snap(int(second + 0.5) if second > 0 else 0, None)


def drop_index(scene: Scene, second: float, moving: str | None = None) -> int:
    """The index at which a shot dropped at ``second`` would stand, ``moving`` being taken out first."""
    index = 0
    for start, shot in zip(starts(scene), scene.shots, strict=True):
        if shot.id != moving and second > start + shot.seconds / 2:
            index += 1
    return index
