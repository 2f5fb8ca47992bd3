"""The camera's words as a movement over a still picture.

A :class:`View` says which part of the picture is seen: how far in, and where. It is resolved to a rectangle of the
picture by :func:`visible_box`, which never leaves the picture whatever the view says.
"""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]


class MoveKind(StrEnum):
    """A movement that can be shown with a still."""

    STATIC = "static"
    SETTLE = "settle"
    PUSH = "push"
    PULL = "pull"
    ZOOM_IN = "zoom in"
    ZOOM_OUT = "zoom out"
    TRACK = "track"
    PAN = "pan"
    TILT = "tilt"
    CRANE = "crane"
    DOLLY_ZOOM = "dolly zoom"
    RACK_FOCUS = "rack focus"
    HANDHELD = "handheld"


@dataclass(frozen=True, slots=True)
class Move:
    """A movement; ``toward`` is -1 for left or up and +1 for right or down, ``strength`` 1 as usual."""

    kind: MoveKind
    toward: int = 1
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class View:
    """What is seen at a moment.

    ``zoom`` is 1 where the picture just fills the frame. ``x`` and ``y`` shift the view by that part of its own
    size. ``bend`` (0 to below 1) keeps the middle large while the edges recede; ``focus`` runs from the first
    thing in focus, 0, to the last, 1, and is ``None`` where all is sharp.
    """

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    bend: float = 0.0
    focus: float | None = None


# The first that is found in the camera's words decides, so what is more special comes first.
_WORDS: tuple[tuple[str, MoveKind], ...] = (
    (r"dolly[ -]?zoom|zolly|vertigo|contra[ -]?zoom", MoveKind.DOLLY_ZOOM),
    (r"\brack|focus pull|pull(s|ing)? focus|shift(s|ing)? focus", MoveKind.RACK_FOCUS),
    (r"zoom\w* (back |slowly )?out|zoom-out", MoveKind.ZOOM_OUT),
    (r"zoom", MoveKind.ZOOM_IN),
    (r"crane|jib|boom|pedestal|aerial|drone", MoveKind.CRANE),
    (r"tilt", MoveKind.TILT),
    (r"\bpan(s|ning)?\b|swish|whip", MoveKind.PAN),
    (r"track(?!ing in|ing out)|truck|follow|steadicam|gimbal|orbit|\barc|slid(e|ing)|travel", MoveKind.TRACK),
    (r"pull|dolly\w* (back|out)|back(s|ing)? (away|off|out)|(tracking|move\w*|moving) out", MoveKind.PULL),
    (r"push|dolly|creep|(tracking|move\w*|moving) in|close in", MoveKind.PUSH),
    (r"hand[ -]?held|shak(y|ing)|documentary", MoveKind.HANDHELD),
    (r"static|locked|lock[ -]?off|fixed|tripod|\bstill\b|no movement", MoveKind.STATIC),
)
_BACKWARD = {
    MoveKind.TRACK: r"\bleft\b|right[ -]to[ -]left",
    MoveKind.PAN: r"\bleft\b|right[ -]to[ -]left",
    MoveKind.TILT: r"\bup",
    MoveKind.CRANE: r"\bup|\bris",
}
_FORWARD = {
    MoveKind.TRACK: r"left[ -]to[ -]right|\bright$",
    MoveKind.PAN: r"left[ -]to[ -]right",
    MoveKind.TILT: r"\bdown",
    MoveKind.CRANE: r"\bdown|lower|descend",
}
_GO_UP_BY_ITSELF = (MoveKind.TILT, MoveKind.CRANE)


def move_of(words: str) -> Move:
    """The movement that camera words ask for: words that are not known, or none, give a barely visible push."""
    text = " ".join(words.lower().split())
    kind = next((kind for pattern, kind in _WORDS if re.search(pattern, text)), MoveKind.SETTLE)
    return Move(kind, _toward(kind, text), _strength(text))


def _toward(kind: MoveKind, text: str) -> int:
    if kind not in _BACKWARD:
        return 1
    if re.search(_FORWARD[kind], text):
        return 1
    return -1 if kind in _GO_UP_BY_ITSELF or re.search(_BACKWARD[kind], text) else 1


def _strength(text: str) -> float:
    if re.search(r"slow|subtle|gentle|slight|soft|creep", text):
        return 0.6
    return 1.4 if re.search(r"fast|quick|rapid|whip|swish|crash|snap", text) else 1.0


@dataclass(frozen=True, slots=True)
class _Travel:
    """A plain movement: how much closer than filling at its start and end, and the way it goes.

    The way is a part of what is seen and no longer than the lesser closeness, so that the picture's edge never shows.
    """

    closer_from: float = 0.0
    closer_to: float = 0.0
    x: float = 0.0
    y: float = 0.0


_TRAVELS = {
    MoveKind.STATIC: _Travel(),
    MoveKind.PUSH: _Travel(0.0, 0.20),
    MoveKind.PULL: _Travel(0.20, 0.0),
    MoveKind.ZOOM_IN: _Travel(0.0, 0.36),
    MoveKind.ZOOM_OUT: _Travel(0.36, 0.0),
    MoveKind.TRACK: _Travel(0.16, 0.16, x=0.15),
    MoveKind.PAN: _Travel(0.22, 0.22, x=0.21),
    MoveKind.TILT: _Travel(0.26, 0.26, y=0.25),
    MoveKind.CRANE: _Travel(0.36, 0.24, y=0.23),
}


def view_at(move: Move, part: float, seconds: float) -> View:
    """What is seen when ``part`` (0 to 1) of a shot of so many seconds is over."""
    # A long shot may move further, a short one less: the pace stays that of a camera.
    reach = move.strength * min(1.35, max(0.55, math.sqrt(seconds / 5)))
    gone = _eased(part)
    match move.kind:
        case MoveKind.SETTLE:
            return View(zoom=1 + 0.035 * part)
        case MoveKind.RACK_FOCUS:
            return View(zoom=1 + 0.03 * part, focus=_eased((part - 0.3) / 0.3))
        case MoveKind.HANDHELD:
            return _handheld(part * seconds, move.strength)
        case MoveKind.DOLLY_ZOOM:
            widest = 1 + 0.32 * min(1.2, reach)
            zoom = widest ** (1 - gone)
            return View(zoom, bend=1 - zoom / widest)
        case _:
            return _travelled(_TRAVELS[move.kind], move.toward, reach, gone)


def _travelled(travel: _Travel, toward: int, reach: float, gone: float) -> View:
    # A crane that comes down comes closer: what it does going up, backwards.
    on_the_way = 1 - gone if travel.y and toward > 0 else gone
    closer = travel.closer_from + (travel.closer_to - travel.closer_from) * on_the_way
    side = toward * (gone - 0.5) * reach
    return View(1 + reach * closer, travel.x * side, travel.y * side)


def _handheld(time_s: float, strength: float) -> View:
    """Breathing and small corrections: sums of slow waves whose periods do not meet again within a shot."""

    def wave(*parts: tuple[float, float]) -> float:
        return sum(math.sin(time_s * rate + phase) / len(parts) for rate, phase in parts)

    return View(
        zoom=1.10 + 0.008 * strength * wave((0.9, 0.3), (1.7, 2.0)),
        x=0.014 * strength * wave((1.3, 0.0), (2.9, 1.1), (4.7, 0.4)),
        y=0.014 * strength * wave((1.1, 0.7), (3.3, 2.2), (5.3, 1.9)),
    )


def _eased(part: float) -> float:
    """Slow at both ends, nearly even between."""
    part = min(1.0, max(0.0, part))
    return part * part * (3 - 2 * part)


def visible_box(
    view: View, source: tuple[float, float], frame: tuple[float, float], anchor: tuple[float, float]
) -> Box:
    """The rectangle of a picture of size ``source`` that fills ``frame``, in the picture's own pixels.

    ``anchor`` (0 to 1 each way) says which part is kept where the picture is wider or taller than the frame.
    """
    fill = min(source[0] / frame[0], source[1] / frame[1]) / max(1.0, view.zoom)
    size = (min(source[0], frame[0] * fill), min(source[1], frame[1] * fill))
    at = [
        min(max((whole - seen_at_rest) * keep + (seen_at_rest - seen) / 2 + shift * seen, 0.0), whole - seen)
        for whole, seen, seen_at_rest, keep, shift in (
            (source[0], size[0], min(source[0], size[0] * view.zoom), anchor[0], view.x),
            (source[1], size[1], min(source[1], size[1] * view.zoom), anchor[1], view.y),
        )
    ]
    return at[0], at[1], at[0] + size[0], at[1] + size[1]
