"""Where the words of a shot stand: measured, broken into lines and placed, nothing drawn yet.

Top left the slate, top right the timecode; at the bottom one column with the action below and the caption above it,
so that they cannot meet however long they are. The column is as wide as the pictures leave it, and has the more lines.
"""

from dataclasses import dataclass, replace

from kling_studio.media.animatic.framing import Column, Rect, Window, frame_pictures, words_column
from kling_studio.media.animatic.plan import AnimaticPlan, Caption, Panel, PlannedShot
from kling_studio.media.animatic.style import (
    BODY_PX,
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
# A page of a caption is on for a third of a second at least; more words than that are shortened.
_MIN_PAGE_FRAMES = 8
TIMECODE_FACE = Face(BODY_PX, strong=True)
_TIMECODE_SHAPE = "00:00:00:00"


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

    windows: tuple[Window, ...]
    slate: tuple[Line, ...]
    timecode: Rect
    names: tuple[Line, ...]
    pages: tuple[Page, ...]
    rule: Rect | None
    action: tuple[Line, ...]

    @property
    def column_top(self) -> int:
        """Where the column at the bottom begins at its highest; far below the frame where it is empty."""
        lines = [*self.action, *(line for page in self.pages for line in page.lines)]
        rule = [self.rule] if self.rule else []
        return min((rect.y for rect in (*rule, *(line.rect for line in lines))), default=1 << 16)

    def is_on_picture(self, *places: Rect) -> bool:
        """Whether any of the places is on a picture rather than beside all of them."""
        return any(place.meets(window.panel) for place in places for window in self.windows)


def lay_out(
    plan: AnimaticPlan, shot: PlannedShot, panels: tuple[Panel, ...], ratios: tuple[float | None, ...]
) -> ShotLayout:
    """Place the words of a shot that shows these panels.

    ``ratios`` are those of their pictures, width over height; a panel without a picture, ``None``, bears its name.
    """
    frame = plan.format
    column = words_column(frame, ratios)
    timecode = _timecode_rect(frame)
    slate = _slate(plan, shot, column, min(column.right, timecode.x - _BETWEEN_PX))
    action = _action(plan, shot, column)
    rule, floor = None, frame.height_px - frame.margin_y_px
    if action:
        top = action[0].rect.y - _RULE_GAP_PX + 4
        rule = Rect(column.x, top - RULE_HEIGHT_PX, RULE_WIDTH_PX, RULE_HEIGHT_PX)
        floor = rule.y - _RULE_GAP_PX
    found = tuple(page for caption in shot.captions for page in _pages(plan, caption, column, floor))
    layout = ShotLayout((), slate, timecode, (), found, rule, action)
    space = (slate[-1].rect.bottom if slate else timecode.bottom, min(layout.column_top, floor))
    windows = frame_pictures(frame, ratios, space)
    nameless = zip(panels, windows, ratios, strict=True)
    names = [
        _name(plan, panel, window.panel, space)
        for panel, window, ratio in nameless
        if ratio is None and panel.name
    ]
    return replace(layout, windows=windows, names=tuple(name for name in names if name))


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


def _slate(plan: AnimaticPlan, shot: PlannedShot, column: Column, right: int) -> tuple[Line, ...]:
    frame = plan.format
    place = f"Shot {shot.number} of {len(plan.shots)}"
    details = " · ".join(part for part in (place, plan.model_name) if part)
    texts = (
        (plan.label, Face(BODY_PX, strong=True, language=plan.language), TEXT),
        (details, Face(SMALL_PX, language=plan.language), QUIET_TEXT),
    )
    lines, y = [], frame.margin_y_px
    for text, face, colour in texts:
        for row in wrap(text, face, right - column.x, 1):
            lines.append(Line(row, face, colour, Rect(column.x, y, text_width(row, face), face.line_px)))
            y += face.line_px
    return tuple(lines)


def _action(plan: AnimaticPlan, shot: PlannedShot, column: Column) -> tuple[Line, ...]:
    frame = plan.format
    face = Face(BODY_PX, language=plan.language)
    rows = wrap(shot.action, face, column.width, column.lines(_MAX_ACTION_LINES, frame))
    return _stacked(rows, face, TEXT, column, frame.height_px - frame.margin_y_px)


def _pages(plan: AnimaticPlan, caption: Caption, column: Column, floor: int) -> tuple[Page, ...]:
    """A spoken line in as many pages as it needs, each on as long as its letters are of the whole."""
    face = Face(LARGE_PX, language=plan.language)
    max_lines = column.lines(_MAX_CAPTION_LINES, plan.format)
    frames = caption.end_frame - caption.first_frame
    texts = pages(caption.text, face, column.width, max_lines, max(1, frames // _MIN_PAGE_FRAMES))
    lengths = [sum(map(len, rows)) for rows in texts]
    found, first = [], caption.first_frame
    for number, rows in enumerate(texts, start=1):
        end = caption.first_frame + round(frames * sum(lengths[:number]) / sum(lengths))
        lines = _stacked(rows, face, TEXT, column, floor)
        found.append(Page(first, end, (*_speaker(plan, caption, column, lines[0].rect.y), *lines)))
        first = end
    return tuple(found)


def _speaker(plan: AnimaticPlan, caption: Caption, column: Column, floor: int) -> tuple[Line, ...]:
    """The speaker's name in his colour, and beside it how he says it."""
    strong, soft = (Face(BODY_PX, strong=strong, language=plan.language) for strong in (True, False))
    x, lines = column.x, []
    for text, face, colour in (
        (caption.speaker, strong, caption.colour),
        (caption.emotion, soft, QUIET_TEXT),
    ):
        room = column.right - x
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
    rows: tuple[str, ...], face: Face, colour: Colour, column: Column, floor: int
) -> tuple[Line, ...]:
    """Rows one above the other, the last ending at ``floor``."""
    top = floor - len(rows) * face.line_px
    return tuple(
        Line(
            row,
            face,
            colour,
            Rect(column.x, top + index * face.line_px, text_width(row, face), face.line_px),
        )
        for index, row in enumerate(rows)
    )
