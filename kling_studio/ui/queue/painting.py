"""How a row of the queue looks: picture, name, price, the state's shape and words, what can be done."""

import math
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from kling_studio.core.checks import Severity
from kling_studio.ui.queue.layout import MARK_PX, WRAP, Parts, parts_of
from kling_studio.ui.queue.rows import Index
from kling_studio.ui.queue.telling import (
    Mark,
    Row,
    is_sentence,
    mark_of,
    price_words,
    sentence_of,
    state_words,
    verb_words,
)
from kling_studio.ui.row_list import ROW, RowList, paint_ground
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import BODY_PX, DARK, LABEL_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class QueueDelegate(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, view: RowList, thumbnails: Thumbnails, now: Callable[[], datetime]) -> None:
        super().__init__(view)
        self._view = view
        self._thumbnails = thumbnails
        self._now = now

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, parts_of(index.data(ROW), width).height_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        rect: QRect = option.rect
        parts = parts_of(row, rect.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, self._view)
        painter.translate(rect.topLeft())
        self._paint_picture(painter, row, QRectF(parts.picture))
        _paint_head(painter, row, parts)
        self._paint_state(painter, row, parts)
        self._paint_links(painter, row, parts, index.row())
        painter.restore()

    def _paint_picture(self, painter: QPainter, row: Row, place: QRectF) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(place, 3, 3)
        painter.fillPath(outline, QColor(DARK.ground3))
        picture, size = None, (int(place.width()), int(place.height()))
        if row.film is not None:
            picture = self._thumbnails.poster(row.film, *size)
        elif row.still is not None:
            picture = self._thumbnails.pixmap(row.still, *size)
        if picture is not None:
            painter.save()
            painter.setClipPath(outline)
            painter.drawPixmap(place.topLeft(), picture)
            painter.restore()

    def _paint_state(self, painter: QPainter, row: Row, parts: Parts) -> None:
        mark, place = mark_of(row), parts.state
        paint_mark(painter, QPointF(place.left() + MARK_PX / 2, place.center().y() + 1), mark, row.news.share)
        painter.setFont(sized(BODY_PX, tabular=True))
        text = place.adjusted(MARK_PX + 7, 0, 0, 0)
        metrics = QFontMetrics(painter.font())
        words = state_words(row, self._now())
        painter.setPen(QColor(DARK.warning if mark is Mark.NEEDS_YOU else DARK.text1))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, _LEFT, shown)
        rest = text.adjusted(metrics.horizontalAdvance(words) + 10, 0, 0, 0)
        # A narrow list shows the short name or none: the tool tip has it whole.
        model = next(
            (
                name
                for name in (row.model, row.model.removeprefix("Kling "))
                if metrics.horizontalAdvance(name) <= rest.width()
            ),
            "",
        )
        painter.setPen(QColor(DARK.text3))
        painter.drawText(rest, _LEFT, model)
        sentence = sentence_of(row)
        if not sentence:
            return
        painter.setFont(sized(LABEL_PX))
        painter.setPen(QColor(DARK.text2))
        if is_sentence(row):
            painter.save()
            painter.setClipRect(parts.sentence)
            painter.drawText(parts.sentence, WRAP, sentence)
            painter.restore()
        else:
            line = QFontMetrics(painter.font()).elidedText(
                sentence.replace("\n", " "), Qt.TextElideMode.ElideRight, parts.sentence.width()
            )
            painter.drawText(parts.sentence, _LEFT, line)

    def _paint_links(self, painter: QPainter, row: Row, parts: Parts, place: int) -> None:
        painter.setPen(QColor(DARK.accent))
        for verb, rect in parts.links:
            font = sized(BODY_PX)
            font.setUnderline(self._view.hovered == (place, verb))
            painter.setFont(font)
            words = QFontMetrics(font).elidedText(
                verb_words(row, verb), Qt.TextElideMode.ElideRight, rect.width()
            )
            painter.drawText(rect, _LEFT, words)


def _paint_head(painter: QPainter, row: Row, parts: Parts) -> None:
    painter.setFont(sized(BODY_PX, bold=True))
    painter.setPen(QColor(DARK.text1))
    name = QFontMetrics(painter.font()).elidedText(row.name, Qt.TextElideMode.ElideMiddle, parts.name.width())
    painter.drawText(parts.name, _LEFT, name)
    amount, kind, is_actual = price_words(row.take)
    painter.setFont(sized(BODY_PX, bold=is_actual, tabular=True))
    painter.setPen(QColor(DARK.text1 if amount else DARK.text3))
    painter.drawText(parts.price, _RIGHT, amount)
    if parts.with_kind:
        used = QFontMetrics(painter.font()).horizontalAdvance(amount) + 6 if amount else 0
        painter.setFont(sized(LABEL_PX))
        painter.setPen(QColor(DARK.text3))
        painter.drawText(parts.price.adjusted(0, 0, -used, 0), _RIGHT, kind)


def paint_mark(painter: QPainter, centre: QPointF, mark: Mark, share: float | None = None) -> None:
    """The shape of a state: ring, filling ring, diamond, disc, octagon, bar."""
    match mark:
        case Mark.NEEDS_YOU:
            paint_severity(painter, centre, Severity.WARNING, MARK_PX)
        case Mark.FAILED:
            paint_severity(painter, centre, Severity.ERROR, MARK_PX)
        case Mark.DONE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(DARK.ok))
            painter.drawEllipse(centre, 5, 5)
        case Mark.CANCELLED:
            painter.setPen(QPen(QColor(DARK.text3), 2))
            painter.drawLine(centre - QPointF(4, 0), centre + QPointF(4, 0))
        case _:
            _paint_ring(painter, centre, works=mark is Mark.WORKS, share=share)


def _paint_ring(painter: QPainter, centre: QPointF, *, works: bool, share: float | None) -> None:
    ring = QRectF(centre.x() - 4.5, centre.y() - 4.5, 9, 9)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(DARK.text3), 2))
    painter.drawEllipse(ring)
    if works or share is not None:
        # What cannot say how far it is shows three quarters: at work, and not done.
        part = 0.75 if share is None else max(0.04, share)
        painter.setPen(QPen(QColor(DARK.accent), 2))
        painter.drawArc(ring, 90 * 16, -math.ceil(part * 360 * 16))
