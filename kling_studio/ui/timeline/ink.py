"""Pens, colours and set text of the timeline, made once and kept."""

from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTextLayout, QTextOption

from kling_studio.ui.theme import BODY_PX, DARK, LABEL_PX, cast_colour, sized

_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_FROM_LEFT = int(Qt.AlignmentFlag.AlignLeft | _ONE_LINE)
_CENTRED = int(Qt.AlignmentFlag.AlignHCenter | _ONE_LINE)

_HATCH_PX = 14


def colour(token: str, alpha: float = 1.0) -> QColor:
    """A token of the theme as a colour, more or less see-through."""
    made = QColor(token)
    made.setAlphaF(alpha)
    return made


class Ink:
    """Fonts with their measures, and texts cut to length; everything is kept by what it was asked with."""

    def __init__(self) -> None:
        self.label = sized(LABEL_PX, tabular=True)
        self.strong_label = sized(LABEL_PX, bold=True, tabular=True)
        self.body = sized(BODY_PX)
        self.strong = sized(BODY_PX, bold=True, tabular=True)
        self.width_of = lru_cache(1024)(self._width_of)
        self.elided = lru_cache(1024)(self._elided)
        self.wrapped = lru_cache(512)(self._wrapped)
        self.cast = lru_cache(64)(self._cast)
        self._stripes = lru_cache(16)(self._drawn_stripes)

    def hatch(self, painter: QPainter, area: QRectF, tone: QColor, *, width_px: int = 5) -> None:
        """Draw slanted stripes over an area, counted from its top left corner, so that they stay when it grows."""
        if not area.isEmpty():
            ratio = painter.device().devicePixelRatio()
            painter.drawTiledPixmap(area, self._stripes(tone.rgba(), width_px, ratio), QPointF())

    def _width_of(self, text: str, font: QFont) -> float:
        return QFontMetricsF(font).horizontalAdvance(text)

    def _elided(self, text: str, font: QFont, width_px: int) -> str:
        return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width_px)

    def _wrapped(self, text: str, font: QFont, width_px: int, max_lines: int) -> tuple[str, ...]:
        """The text broken into lines, the last one with an ellipsis where it goes on."""
        # Qt counts in UTF-16, where a rare character is two.
        units = text.encode("utf-16-le")
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        ends = [0]
        while len(ends) < max_lines and (line := layout.createLine()).isValid():
            line.setLineWidth(width_px)
            ends.append(line.textStart() + line.textLength())
        layout.endLayout()
        cut = [units[2 * start : 2 * end].decode("utf-16-le") for start, end in pairwise(ends)]
        last = units[2 * ends[-1] :].decode("utf-16-le")
        return (*cut, self._elided(last, font, width_px)) if last else tuple(cut)

    def _cast(self, place: int | None, alpha: float) -> QColor:
        made = QColor(DARK.text2) if place is None else cast_colour(place)
        made.setAlphaF(alpha)
        return made

    def _drawn_stripes(self, rgba: int, width_px: int, ratio: float) -> QPixmap:
        """A tile of stripes that goes on in itself on all sides."""
        side = round(_HATCH_PX * ratio)
        tile = QPixmap(side, side)
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor.fromRgba(rgba), width_px))
        end = side / ratio
        for shift in (-end, 0.0, end):
            painter.drawLine(QPointF(shift - end, 2 * end), QPointF(shift + 2 * end, -end))
        painter.end()
        return tile


def draw_text(
    painter: QPainter, place: QRectF, text: str, font: QFont, ink: QColor | str, *, centred: bool = False
) -> None:
    """One line of text, in the middle of the height of its place."""
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(place, _CENTRED if centred else _FROM_LEFT, text)


def draw_tag(painter: QPainter, place: QRectF, ground: QColor, radius_px: float = 3) -> None:
    """A filled, rounded ground for a few words."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place, radius_px, radius_px)


def dashed(token: str, width_px: float = 1.0) -> QPen:
    """A dashed line."""
    pen = QPen(QColor(token), width_px)
    pen.setDashPattern([3.0, 3.0])
    return pen
