"""What a gesture lays over the timeline while it lasts."""

from typing import NamedTuple

from kling_studio.core.project import Shot


class Bubble(NamedTuple):
    """A few words beside the hand, at a time or, where there is none, at a place of the viewport."""

    text: str
    second: float | None = None
    x_px: float = 0.0
    refused: bool = False


class Carried(NamedTuple):
    """A block in the hand: where its left edge is, and the number it had."""

    shot: Shot
    number: int
    start_s: float


class Overlay(NamedTuple):
    """All that may be drawn over the shots.

    ``trimmed`` is the index of the shot whose edge is held and ``was_s`` where the edges stood that it moves.
    ``guide`` names the mark that drew the edge to it. ``carried`` floats while its ``slot`` waits.
    ``target`` is the index of the shot that something is dropped on, -1 for the scene.
    """

    bubble: Bubble | None = None
    hint: str = ""
    trimmed: int | None = None
    was_s: float | None = None
    guide: tuple[float, str] | None = None
    carried: Carried | None = None
    slot: int | None = None
    target: int | None = None


NOTHING = Overlay()
