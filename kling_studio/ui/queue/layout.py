"""Where the parts of a row of the queue stand, in a list of any width."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics

from kling_studio.ui.queue.telling import Row, Verb, is_sentence, price_words, sentence_of, verb_words, verbs
from kling_studio.ui.theme import BODY_PX, GAP_PX, LABEL_PX, MARGIN_PX, sized

PICTURE = QSize(80, 45)
SMALL_PICTURE = QSize(48, 27)
MARK_PX = 12
WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
_ABOVE_PX = 10
_LINE_PX = 18
_SMALL_LINE_PX = 15
_LINK_GAP_PX = 14
# From this width on the links stand at the right, beside the words.
_WIDE_PX = 640
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """The places of a row's parts, from its own upper left corner; ``with_kind`` says how the price is known."""

    height_px: int
    picture: QRect
    name: QRect
    price: QRect
    state: QRect
    sentence: QRect
    links: tuple[tuple[Verb, QRect], ...]
    with_kind: bool

    def verb_at(self, x: int, y: int) -> Verb | None:
        """The link at a place."""
        return next((verb for verb, rect in self.links if rect.adjusted(-5, -4, 5, 4).contains(x, y)), None)


def parts_of(row: Row, width_px: int) -> Parts:
    """Where everything stands in a row of this width."""
    amount, kind, _ = price_words(row.take)
    able = verbs(row)
    words = tuple(verb_words(row, verb) for verb in able)
    return _placed(able, words, sentence_of(row), is_sentence(row), amount, kind, width_px)


# A list lays all its rows out again whenever one of them changes.
@lru_cache(maxsize=4096)
def _placed(
    able: tuple[Verb, ...],
    words: tuple[str, ...],
    sentence: str,
    whole: bool,
    amount: str,
    kind: str,
    width_px: int,
) -> Parts:
    body = QFontMetrics(sized(BODY_PX))
    sizes = [(verb, body.horizontalAdvance(text) + 2) for verb, text in zip(able, words, strict=True)]
    links_px = sum(size + _LINK_GAP_PX for _, size in sizes)
    roomy = width_px >= _WIDE_PX
    picture = PICTURE if roomy else SMALL_PICTURE
    left, right = MARGIN_PX + picture.width() + 12, width_px - MARGIN_PX
    wide = roomy and links_px < (right - left) // 2
    with_kind = roomy or not amount
    price_px = _price_width(amount, kind if with_kind else "")
    name = QRect(left, _ABOVE_PX, max(40, right - left - (price_px + GAP_PX if roomy else 0)), _LINE_PX)
    beside_px = links_px if wide else 0 if roomy else price_px
    state = QRect(left, name.bottom() + 3, right - left - beside_px - GAP_PX, _LINE_PX)
    # In a narrow list the name has its line to itself.
    price = QRect(right - price_px, (name if roomy else state).top(), price_px, _LINE_PX)
    lines = QRect(left, state.bottom() + 2, state.width() if wide else right - left, 0)
    lines.setHeight(_sentence_height(sentence, lines.width(), whole=whole))
    bottom = lines.bottom() if lines.height() else state.bottom()
    if wide:
        links = _in_line(sizes, right - links_px + _LINK_GAP_PX, state.top())
    else:
        links = _flowing(sizes, left, right, bottom + 5)
    place = QRect(QPoint(MARGIN_PX, _ABOVE_PX + 2), picture)
    bottom = max([bottom, place.bottom(), *(rect.bottom() for _, rect in links)])
    return Parts(bottom + _ABOVE_PX, place, name, price, state, lines, links, with_kind=with_kind)


def _in_line(sizes: list[tuple[Verb, int]], left: int, top: int) -> tuple[tuple[Verb, QRect], ...]:
    placed = []
    for verb, size in sizes:
        placed.append((verb, QRect(left, top, size, _LINE_PX)))
        left += size + _LINK_GAP_PX
    return tuple(placed)


def _flowing(
    sizes: list[tuple[Verb, int]], left: int, right: int, top: int
) -> tuple[tuple[Verb, QRect], ...]:
    placed, at = [], left
    for verb, size in sizes:
        if at > left and at + size > right:
            at, top = left, top + _LINE_PX + 4
        placed.append((verb, QRect(at, top, min(size, right - left), _LINE_PX)))
        at += size + _LINK_GAP_PX
    return tuple(placed)


def _price_width(amount: str, kind: str) -> int:
    amount_px = QFontMetrics(sized(BODY_PX, bold=True, tabular=True)).horizontalAdvance(amount)
    kind_px = QFontMetrics(sized(LABEL_PX)).horizontalAdvance(kind)
    return amount_px + kind_px + (6 if amount and kind else 0) + 2


def _sentence_height(sentence: str, width_px: int, *, whole: bool) -> int:
    if not sentence:
        return 0
    if not whole:
        return _SMALL_LINE_PX
    metrics = QFontMetrics(sized(LABEL_PX))
    height = metrics.boundingRect(QRect(0, 0, width_px, 10_000), WRAP, sentence).height()
    return min(height, _MOST_LINES * metrics.lineSpacing())
