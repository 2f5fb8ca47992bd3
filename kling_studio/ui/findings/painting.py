"""How a finding looks: its shape, the sentence, where it is, and the words of its fix as a link."""

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from kling_studio.ui.findings.rows import Index, Row
from kling_studio.ui.row_list import ROW, RowList, paint_ground
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import BODY_PX, DARK, LABEL_PX, MARGIN_PX, sized

FIX = "fix"
"""The one link of a row."""
_SHAPE_PX = 14
_TEXT_LEFT_PX = MARGIN_PX + _SHAPE_PX + 10
_ABOVE_PX = 7
_LINK_GAP_PX = 12
_LINK_SHARE = 0.72
_SILENCED_OPACITY = 0.45
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
_TALL_PX = 10_000


class FindingDelegate(QStyledItemDelegate):
    """Paints a row and tells where its link is."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        width = self._view.viewport().width()
        return QSize(width, _Places(row, QRect(0, 0, width, 0)).height)

    def link_rect(self, rect: QRect, row: Row) -> QRect:
        """Where the link can be clicked, in a row that stands at ``rect``; empty where there is none."""
        return _Places(row, rect).link if row.link else QRect()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, self._view)
        centre = QPointF(rect.left() + MARGIN_PX + _SHAPE_PX / 2, rect.top() + _ABOVE_PX + 8)
        painter.setOpacity(_SILENCED_OPACITY if row.silenced else 1)
        paint_severity(painter, centre, row.finding.severity, _SHAPE_PX)
        painter.setOpacity(1)
        self._paint_texts(painter, rect, row, hovered=self._view.hovered == (index.row(), FIX))
        painter.restore()

    def _paint_texts(self, painter: QPainter, rect: QRect, row: Row, *, hovered: bool) -> None:
        places = _Places(row, rect)
        painter.setFont(sized(BODY_PX))
        painter.setPen(QColor(DARK.text2 if row.silenced else DARK.text1))
        painter.drawText(places.message, _WRAP, row.finding.message)
        painter.setFont(sized(LABEL_PX))
        painter.setPen(QColor(DARK.text3))
        painter.drawText(places.below, int(Qt.AlignmentFlag.AlignVCenter), places.below_words)
        if row.link:
            font = sized(BODY_PX)
            font.setUnderline(hovered)
            painter.setFont(font)
            painter.setPen(QColor(DARK.accent))
            painter.drawText(places.link, _WRAP, row.link)


class _Places:
    """Where the texts of a row stand: the sentence, and below it its place with the link at the end of that line.

    A link that leaves the place no room has lines of its own.
    """

    def __init__(self, row: Row, rect: QRect) -> None:
        body, small = QFontMetrics(sized(BODY_PX)), QFontMetrics(sized(LABEL_PX))
        left, top = rect.left() + _TEXT_LEFT_PX, rect.top() + _ABOVE_PX
        width = max(40, rect.width() - _TEXT_LEFT_PX - MARGIN_PX)
        self.message = _wrapped(body, row.finding.message, QPoint(left, top), width)
        link = _wrapped(body, row.link, QPoint(left, self.message.bottom() + 3), width)
        shares_line = link.height() <= body.height() and link.width() <= width * _LINK_SHARE
        room = width - (link.width() + _LINK_GAP_PX if shares_line and row.link else 0)
        self.below_words = next(
            (words for words in (row.below, row.briefly) if small.horizontalAdvance(words) <= room),
            small.elidedText(row.briefly, Qt.TextElideMode.ElideMiddle, room),
        )
        line_px = body.height() if row.link else small.height()
        self.below = QRect(left, self.message.bottom() + 3, room, line_px)
        if shares_line:
            self.link = link.translated(width - link.width(), 0)
        else:
            self.link = link.translated(0, line_px)
        self.height = (
            max(self.below.bottom(), self.link.bottom() if row.link else 0) + 1 + _ABOVE_PX - rect.top()
        )


def _wrapped(metrics: QFontMetrics, text: str, at: QPoint, width: int) -> QRect:
    size = metrics.boundingRect(QRect(0, 0, width, _TALL_PX), _WRAP, text).size()
    return QRect(at, QSize(min(width, size.width() + 2), size.height()))
