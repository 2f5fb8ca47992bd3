"""Closed shapes and lines as lists of points."""

import math
from collections.abc import Sequence

Point = tuple[float, float]


def path(text: str) -> list[Point]:
    """Points from "x y, x y"."""
    return [(float(x), float(y)) for x, y in (pair.split() for pair in text.split(","))]


def curve(points: Sequence[Point], closed: bool = True, steps: int = 14) -> list[Point]:
    """A smooth line through ``points``; a point given twice in a row is a corner."""
    count = len(points)
    if not closed:
        points = [points[0], *points, points[-1]]
    spans = range(count) if closed else range(1, count)
    line: list[Point] = []
    for index in spans:
        before, here, there, after = (points[(index + k) % len(points)] for k in (-1, 0, 1, 2))
        if here != there:
            line += [_spline(before, here, there, after, step / steps) for step in range(steps)]
    return line if closed else [*line, points[-1]]


def _spline(before: Point, here: Point, there: Point, after: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))

    return along(before[0], here[0], there[0], after[0]), along(before[1], here[1], there[1], after[1])


def mirrored(half: Sequence[Point]) -> list[Point]:
    """A shape that is the same left and right of x = 0, from its right half, top to bottom."""
    return [*half, *((-x, y) for x, y in reversed(half) if x != 0 or (x, y) not in (half[0], half[-1]))]


def flipped(points: Sequence[Point]) -> list[Point]:
    """The same points on the other side of x = 0."""
    return [(-x, y) for x, y in points]


def ellipse(x: float, y: float, width: float, height: float, tilt: float = 0.0) -> list[Point]:
    """An ellipse by centre and full extents; ``tilt`` in degrees."""
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    ring = [
        (math.cos(k * math.pi / 36) * width / 2, math.sin(k * math.pi / 36) * height / 2) for k in range(72)
    ]
    return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in ring]


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """A rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> list[Point]:
    """A rectangle with round corners."""
    corners = [(right, top, -90), (right, bottom, 0), (left, bottom, 90), (left, top, 180)]
    ring: list[Point] = []
    for x, y, turn in corners:
        middle = (x - math.copysign(radius, x - left - 0.1), y - math.copysign(radius, y - top - 0.1))
        ring += [
            (
                middle[0] + radius * math.cos(math.radians(turn + k)),
                middle[1] + radius * math.sin(math.radians(turn + k)),
            )
            for k in range(0, 91, 9)
        ]
    return ring


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """The outline of a brush stroke along ``points`` whose width runs through ``widths``."""
    line = curve(points, closed=False)
    last = len(line) - 1
    left: list[Point] = []
    right: list[Point] = []
    for index, (x, y) in enumerate(line):
        ahead, behind = line[min(index + 1, last)], line[max(index - 1, 0)]
        dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
        length = math.hypot(dx, dy) or 1.0
        place = index / last * (len(widths) - 1)
        low = min(int(place), len(widths) - 2) if len(widths) > 1 else 0
        high = min(low + 1, len(widths) - 1)
        half = (widths[low] + (widths[high] - widths[low]) * (place - low)) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]
