"""How a finding looks: its shape, the sentence, where it is, and the words of its fix as a link."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
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
_ABOVE_PX = 9
_LINK_GAP_PX = 12
_LINK_SHARE = 0.42
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
        return QSize(width, _height(row, width))

    def link_rect(self, rect: QRect, row: Row) -> QRect:
        """Where the link can be clicked, in a row that stands at ``rect``; empty where there is none."""
        if not row.link:
            return QRect()
        size = _link_size(row, rect.width())
        return QRect(
            rect.right() - MARGIN_PX - size.width() + 1, rect.top() + _ABOVE_PX, size.width(), size.height()
        )

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
        text = _text_rect(rect, row)
        painter.setFont(sized(BODY_PX))
        painter.setPen(QColor(DARK.text2 if row.silenced else DARK.text1))
        used = painter.boundingRect(text, _WRAP, row.finding.message)
        painter.drawText(text, _WRAP, row.finding.message)
        painter.setFont(sized(LABEL_PX))
        painter.setPen(QColor(DARK.text3))
        below = QRect(
            text.left(), used.bottom() + 3, _below_width(row, rect.width(), used.height()), _TALL_PX
        )
        painter.drawText(below, _WRAP, row.below)
        if row.link:
            font = sized(BODY_PX)
            font.setUnderline(hovered)
            painter.setFont(font)
            painter.setPen(QColor(DARK.accent))
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignRight)
            painter.drawText(self.link_rect(rect, row), flags, row.link)


def _text_rect(rect: QRect, row: Row) -> QRect:
    link = _link_size(row, rect.width()).width() if row.link else 0
    right = rect.right() - MARGIN_PX - (link + _LINK_GAP_PX if link else 0)
    left = rect.left() + _TEXT_LEFT_PX
    return QRect(left, rect.top() + _ABOVE_PX, max(40, right - left), _TALL_PX)


def _link_size(row: Row, width: int) -> QSize:
    """The place that the link takes: its words in as many lines as fit into its share of the row."""
    metrics = QFontMetrics(sized(BODY_PX))
    widest = int((width - _TEXT_LEFT_PX - MARGIN_PX) * _LINK_SHARE)
    rect = metrics.boundingRect(QRect(0, 0, widest, _TALL_PX), _WRAP, row.link)
    return QSize(rect.width() + 2, rect.height())


def _below_width(row: Row, width: int, message_px: int) -> int:
    """The second line goes on under the link, where the sentence ends below it."""
    text = _text_rect(QRect(0, 0, width, 0), row)
    if row.link and message_px < _link_size(row, width).height():
        return text.width()
    return width - _TEXT_LEFT_PX - MARGIN_PX


def _height(row: Row, width: int) -> int:
    text = QRect(0, 0, _text_rect(QRect(0, 0, width, 0), row).width(), _TALL_PX)
    message = QFontMetrics(sized(BODY_PX)).boundingRect(text, _WRAP, row.finding.message).height()
    place = QRect(0, 0, _below_width(row, width, message), _TALL_PX)
    below = QFontMetrics(sized(LABEL_PX)).boundingRect(place, _WRAP, row.below).height()
    link = _link_size(row, width).height() if row.link else 0
    return 2 * _ABOVE_PX + max(message + 2 + below, link)
