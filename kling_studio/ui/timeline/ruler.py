"""Painting time itself: the ruler, the ground beyond the model's limit, and the playhead."""

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from kling_studio.ui.theme import DARK
from kling_studio.ui.timeline.ink import Ink, colour, dashed, draw_text
from kling_studio.ui.timeline.layout import RULER_PX, Layout
from kling_studio.ui.timeline.limits import Limits

_LABEL_ROOM_PX = 44.0
_TICK_ROOM_PX = 6.0
_STEPS_S = (1, 2, 5, 10, 20, 30, 60)
GRIP_PX = 11.0


def label_step_s(px_per_s: float) -> int:
    """How many seconds lie between two labels, so that they stand apart."""
    return next((step for step in _STEPS_S if step * px_per_s >= _LABEL_ROOM_PX), _STEPS_S[-1])


def paint_ruler(
    painter: QPainter, layout: Layout, limits: Limits, ink: Ink, visible: QRectF, covered: QRectF
) -> None:
    """Ticks at whole seconds, words at some, none where they are ``covered``. Lengths the model knows are brighter."""
    px_per_s = layout.scale.px_per_s
    step = label_step_s(px_per_s)
    first = max(0, floor(layout.second_at(visible.left())) - step)
    last = ceil(layout.second_at(visible.right())) + step
    known = {*limits.only_s, limits.max_s}
    for second in range(first, last + 1):
        crowded = any(
            mark is not None and 0 < abs(mark - second) * px_per_s < _LABEL_ROOM_PX for mark in known
        )
        labelled = second in known or (second % step == 0 and not crowded)
        if not labelled and px_per_s < _TICK_ROOM_PX:
            continue
        x_px = layout.x_of(second)
        painter.setPen(QPen(QColor(DARK.text1 if second in known else DARK.text3), 1))
        painter.drawLine(QPointF(x_px, RULER_PX - (7 if labelled else 4)), QPointF(x_px, RULER_PX - 1))
        place = QRectF(x_px - _LABEL_ROOM_PX / 2, 6, _LABEL_ROOM_PX, 18)
        if labelled and not place.adjusted(8, 0, -8, 0).intersects(covered):
            tone = DARK.text1 if second in known else DARK.text2
            draw_text(painter, place, f"{second} s", ink.label, tone, centred=True)


def paint_beyond(painter: QPainter, layout: Layout, limits: Limits, ink: Ink) -> None:
    """Hatched ground where the model renders nothing, and dashed lines at the lengths it knows."""
    row = layout.shots_row
    if limits.max_s is not None:
        left = layout.x_of(limits.max_s)
        area = QRectF(left, RULER_PX + 2, max(0.0, layout.width_px - left), row.bottom() - RULER_PX - 2)
        ink.hatch(painter, area, colour(DARK.ground3, 0.55))
    too_long = limits.is_too_long(layout.scene.seconds)
    for second in limits.only_s or ((limits.max_s,) if limits.max_s is not None else ()):
        past = too_long and second == limits.max_s
        painter.setPen(dashed(DARK.error if past else DARK.text2))
        x_px = round(layout.x_of(second)) + 0.5
        painter.drawLine(QPointF(x_px, RULER_PX), QPointF(x_px, row.bottom()))


def paint_excess(painter: QPainter, layout: Layout, limits: Limits, ink: Ink) -> None:
    """Stripes over the part of the shots that the model will not take, and the limit's line over them."""
    if limits.max_s is None or not limits.is_too_long(layout.scene.seconds):
        return
    left, right = layout.x_of(limits.max_s), layout.x_of(layout.scene.seconds) - 1
    row = layout.shots_row
    excess = QRectF(left, row.top(), right - left, row.height())
    ink.hatch(painter, excess, colour(DARK.error, 0.28), width_px=4)
    painter.setPen(dashed(DARK.error, 1.5))
    painter.drawLine(QPointF(left, RULER_PX), QPointF(left, row.bottom()))


def paint_playhead(painter: QPainter, layout: Layout, playhead_s: float) -> None:
    """The line over both rows with its grip on the ruler; what has passed is amber."""
    x_px = layout.x_of(playhead_s)
    start_px = layout.x_of(0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(DARK.accent))
    painter.drawRect(QRectF(start_px, RULER_PX - 1, max(0.0, x_px - start_px), 2))
    bottom = layout.dialogue_row.bottom() + 4
    painter.setBrush(colour(DARK.ground0, 0.6))
    painter.drawRect(QRectF(x_px - 1.75, RULER_PX, 3.5, bottom - RULER_PX))
    painter.setBrush(QColor(DARK.text1))
    painter.drawRect(QRectF(x_px - 0.75, RULER_PX - 4, 1.5, bottom - RULER_PX + 4))
    half, top = GRIP_PX / 2, RULER_PX - 13
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(x_px - half, top),
                QPointF(x_px + half, top),
                QPointF(x_px + half, top + 6),
                QPointF(x_px, top + 12),
                QPointF(x_px - half, top + 6),
            ]
        )
    )
