"""Where the words of a shot stand: measured, broken into lines and placed, nothing drawn yet.

Top left the slate, top right the timecode; at the bottom one column with the action below and the caption above it,
so that they cannot meet however long they are.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from kling_studio.media.animatic.plan import AnimaticPlan, Caption, Panel, PlannedShot
from kling_studio.media.animatic.style import (
    BODY_PX,
    GUTTER_PX,
    LARGE_PX,
    QUIET_TEXT,
    SMALL_PX,
    TEXT,
    Colour,
    Format,
)
from kling_studio.media.typeset import Face, pages, text_width, wrap

_RULE_GAP_PX, RULE_WIDTH_PX, RULE_HEIGHT_PX = 16, 28, 3
_BETWEEN_PX = 24
_MAX_ACTION_LINES, _MAX_CAPTION_LINES = 3, 2
# The lower panel is taller by the words that stand on it, so that no face is under them.
_LOWER_PANEL = 1.5
# A page of a caption is on for a third of a second at least; more words than that are shortened.
_MIN_PAGE_FRAMES = 8
TIMECODE_FACE = Face(BODY_PX, strong=True)
_TIMECODE_SHAPE = "00:00:00:00"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the frame, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row beyond it."""
        return self.y + self.height

    def meets(self, other: "Rect") -> bool:
        """Whether the two share any pixel."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in one face and colour, and its place."""

    text: str
    face: Face
    colour: Colour
    rect: Rect


@dataclass(frozen=True, slots=True)
class Page:
    """A caption as it stands from one frame of the shot to another."""

    first_frame: int
    end_frame: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ShotLayout:
    """All words of a shot. ``windows`` are the places of its panels, ``rule`` the mark above the action."""

    windows: tuple[Rect, ...]
    slate: tuple[Line, ...]
    timecode: Rect
    names: tuple[Line, ...]
    pages: tuple[Page, ...]
    rule: Rect | None
    action: tuple[Line, ...]

    @property
    def column_top(self) -> int:
        """Where the column at the bottom begins at its highest; the frame's end where it is empty."""
        lines = [*self.action, *(line for page in self.pages for line in page.lines)]
        return min((line.rect.y for line in lines), default=1 << 16)


def lay_out(
    plan: AnimaticPlan, shot: PlannedShot, panels: tuple[Panel, ...], has_picture: tuple[bool, ...]
) -> ShotLayout:
    """Place the words of a shot that shows these panels; a panel without a picture bears its name."""
    frame = plan.format
    timecode = _timecode_rect(frame)
    slate = _slate(plan, shot, timecode.x - frame.margin_x_px - _BETWEEN_PX)
    action = _action(plan, shot)
    rule, floor = None, frame.height_px - frame.margin_y_px
    if action:
        top = action[0].rect.y - _RULE_GAP_PX + 4
        rule = Rect(frame.margin_x_px, top - RULE_HEIGHT_PX, RULE_WIDTH_PX, RULE_HEIGHT_PX)
        floor = rule.y - _RULE_GAP_PX
    found = tuple(page for caption in shot.captions for page in _pages(plan, caption, floor))
    layout = ShotLayout(_windows(frame, len(panels)), slate, timecode, (), found, rule, action)
    space = (slate[-1].rect.bottom if slate else timecode.bottom, min(layout.column_top, floor))
    nameless = zip(panels, layout.windows, has_picture, strict=True)
    names = [_name(plan, panel, window, space) for panel, window, has in nameless if not has and panel.name]
    return replace(layout, names=tuple(name for name in names if name))


def digit_width(face: Face) -> int:
    """The width of a timecode's digit: the same for all, so that the figures stand still."""
    return max(text_width(digit, face) for digit in "0123456789")


def timecode_cells(origin: Rect) -> tuple[int, ...]:
    """Where each character of a timecode begins."""
    cells, x = [], origin.x
    for character in _TIMECODE_SHAPE:
        cells.append(x)
        x += _colon_width() if character == ":" else digit_width(TIMECODE_FACE)
    return tuple(cells)


def _colon_width() -> int:
    return text_width(":", TIMECODE_FACE) + 1


def _timecode_rect(frame: Format) -> Rect:
    width = 8 * digit_width(TIMECODE_FACE) + 3 * _colon_width()
    return Rect(frame.width_px - frame.margin_x_px - width, frame.margin_y_px, width, TIMECODE_FACE.line_px)


def _windows(frame: Format, count: int) -> tuple[Rect, ...]:
    """Panels side by side; in an upright frame one above the others, so that each is wide enough for a face.

    All places are even numbers, as 4:2:0 needs.
    """
    if count == 1 or frame.width_px >= frame.height_px:
        columns = _spans(frame.width_px, count, 1.0)
        return tuple(Rect(x, 0, width, frame.height_px) for x, width in columns)
    (top, top_height), (y, height) = _spans(frame.height_px, 2, _LOWER_PANEL)
    lower = tuple(Rect(x, y, width, height) for x, width in _spans(frame.width_px, count - 1, 1.0))
    return (Rect(0, top, frame.width_px, top_height), *lower)


def _spans(length: int, count: int, last: float) -> list[tuple[int, int]]:
    """Where each of ``count`` pieces begins and how long it is, the last one ``last`` times the others."""
    one = (length + GUTTER_PX) / (count - 1 + last)
    ends = [*(round(one * part / 2) * 2 for part in range(count)), length + GUTTER_PX]
    return [(first, end - GUTTER_PX - first) for first, end in pairwise(ends)]


def _slate(plan: AnimaticPlan, shot: PlannedShot, width_px: int) -> tuple[Line, ...]:
    frame = plan.format
    place = f"Shot {shot.number} of {len(plan.shots)}"
    details = " · ".join(part for part in (place, plan.model_name) if part)
    texts = (
        (plan.label, Face(BODY_PX, strong=True, language=plan.language), TEXT),
        (details, Face(SMALL_PX, language=plan.language), QUIET_TEXT),
    )
    lines, y = [], frame.margin_y_px
    for text, face, colour in texts:
        for row in wrap(text, face, width_px, 1):
            lines.append(
                Line(row, face, colour, Rect(frame.margin_x_px, y, text_width(row, face), face.line_px))
            )
            y += face.line_px
    return tuple(lines)


def _action(plan: AnimaticPlan, shot: PlannedShot) -> tuple[Line, ...]:
    frame = plan.format
    face = Face(BODY_PX, language=plan.language)
    rows = wrap(shot.action, face, frame.column_px, _MAX_ACTION_LINES)
    return _stacked(rows, face, TEXT, frame, frame.height_px - frame.margin_y_px)


def _pages(plan: AnimaticPlan, caption: Caption, floor: int) -> tuple[Page, ...]:
    """A spoken line in as many pages as it needs, each on as long as its letters are of the whole."""
    frame = plan.format
    face = Face(LARGE_PX, language=plan.language)
    frames = caption.end_frame - caption.first_frame
    texts = pages(caption.text, face, frame.column_px, _MAX_CAPTION_LINES, max(1, frames // _MIN_PAGE_FRAMES))
    lengths = [sum(map(len, rows)) for rows in texts]
    found, first = [], caption.first_frame
    for number, rows in enumerate(texts, start=1):
        end = caption.first_frame + round(frames * sum(lengths[:number]) / sum(lengths))
        lines = _stacked(rows, face, TEXT, frame, floor)
        found.append(Page(first, end, (*_speaker(plan, caption, lines[0].rect.y), *lines)))
        first = end
    return tuple(found)


def _speaker(plan: AnimaticPlan, caption: Caption, floor: int) -> tuple[Line, ...]:
    """The speaker's name in his colour, and beside it how he says it."""
    frame = plan.format
    strong, soft = (Face(BODY_PX, strong=strong, language=plan.language) for strong in (True, False))
    x, lines = frame.margin_x_px, []
    for text, face, colour in (
        (caption.speaker, strong, caption.colour),
        (caption.emotion, soft, QUIET_TEXT),
    ):
        room = frame.margin_x_px + frame.column_px - x
        # A name may leave little room beside it: then how it is said is left out rather than cut to pieces.
        rows = wrap(text, face, room, 1) if room > 6 * BODY_PX else ()
        for row in rows:
            rect = Rect(x, floor - face.line_px, text_width(row, face), face.line_px)
            lines.append(Line(row, face, colour, rect))
            x = rect.right + 10
    return tuple(lines)


def _name(plan: AnimaticPlan, panel: Panel, window: Rect, space: tuple[int, int]) -> Line | None:
    """A panel's name in the middle of what the other words leave free, or nothing where that is too little."""
    face = Face(LARGE_PX, strong=True, language=plan.language)
    top, bottom = max(window.y, space[0]), min(window.bottom, space[1])
    left = max(window.x, plan.format.margin_x_px)
    right = min(window.right, plan.format.width_px - plan.format.margin_x_px)
    rows = wrap(panel.name, face, right - left, 1)
    if not rows or bottom - top < face.line_px:
        return None
    width = text_width(rows[0], face)
    x, y = (left + right - width) // 2, (top + bottom - face.line_px) // 2
    return Line(rows[0], face, panel.colour, Rect(x, y, width, face.line_px))


def _stacked(
    rows: tuple[str, ...], face: Face, colour: Colour, frame: Format, floor: int
) -> tuple[Line, ...]:
    """Rows one above the other, the last ending at ``floor``."""
    top = floor - len(rows) * face.line_px
    return tuple(
        Line(
            row,
            face,
            colour,
            Rect(frame.margin_x_px, top + index * face.line_px, text_width(row, face), face.line_px),
        )
        for index, row in enumerate(rows)
    )
