"""Painting shots as blocks, and what is said in them as chips."""

from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from kling_studio.core.project import Shot
from kling_studio.ui.theme import CORNER_PX, DARK
from kling_studio.ui.timeline.ink import Ink, colour, draw_tag, draw_text
from kling_studio.ui.timeline.speech import Spoken

_TEXT_MARGIN_PX = 9.0
_LINE_PX = 17.0
_TWO_LINES_FROM_PX = 112.0
_BADGE_PX = 17.0
_WIDEST_TILE = 1.4


class BlockLook(NamedTuple):
    """How a block is drawn."""

    number: int
    selected: bool = False
    hovered: bool = False
    handle: bool = False
    extra: bool = False
    target: bool = False


def picture_px(height_px: float) -> float:
    """How much of a block's height its picture takes; the words have the rest."""
    return height_px - (2 * _LINE_PX + 10 if height_px >= _TWO_LINES_FROM_PX else _LINE_PX + 8)


def paint_block(
    painter: QPainter, ink: Ink, place: QRectF, shot: Shot, still: QPixmap | None, look: BlockLook
) -> None:
    """A shot: its picture, number, seconds and first words."""
    corner = min(CORNER_PX, place.width() / 3)
    shape = QPainterPath()
    shape.addRoundedRect(place, corner, corner)
    above = QRectF(place.left(), place.top(), place.width(), picture_px(place.height()))
    below = QRectF(place.left(), above.bottom(), place.width(), place.bottom() - above.bottom())
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.fillRect(place, QColor(DARK.ground3 if look.hovered or look.selected else DARK.ground2))
    _paint_still(painter, ink, above, shot, still)
    if look.extra:
        ink.hatch(painter, above, colour(DARK.error, 0.28), width_px=4)
    if look.target:
        painter.fillRect(place, colour(DARK.accent, 0.16))
    _paint_words(painter, ink, below, shot)
    painter.restore()
    _paint_badges(painter, ink, place, shot, look)
    _paint_frame(painter, place, corner, look)


def paint_chip(painter: QPainter, ink: Ink, place: QRectF, line: Spoken) -> None:
    """A spoken line in its speaker's colour."""
    draw_tag(painter, place, ink.cast(line.colour, 0.17), 4)
    if place.width() < 30:
        draw_tag(painter, place.adjusted(0, place.height() - 3, 0, 0), ink.cast(line.colour, 0.7), 1)
        return
    room = place.adjusted(8, 0, -8, 0)
    text = ink.elided(line.words, ink.label, int(room.width()))
    draw_text(painter, room, text, ink.label, ink.cast(line.colour, 1.0))


def _paint_still(painter: QPainter, ink: Ink, area: QRectF, shot: Shot, still: QPixmap | None) -> None:
    if still is None:
        _paint_card(painter, ink, area, shot)
        return
    # As many equal pictures as keep the crop mild, so that none is cut to a sliver at the end.
    widest_px = area.height() * still.width() / max(1, still.height()) * _WIDEST_TILE
    count = max(1, ceil(area.width() / widest_px))
    width = area.width() / count
    source = _filling(still, width / area.height())
    for number in range(count):
        place = QRectF(area.left() + number * width, area.top(), width, area.height())
        painter.drawPixmap(place, still, source)
        if number:
            painter.fillRect(
                QRectF(place.left() - 0.5, place.top(), 1, place.height()), colour(DARK.ground0, 0.5)
            )


def _filling(still: QPixmap, ratio: float) -> QRectF:
    """The middle of a picture that fills a place of another ratio."""
    width, height = float(still.width()), float(still.height())
    if width / height > ratio:
        return QRectF((width - height * ratio) / 2, 0, height * ratio, height)
    return QRectF(0, (height - width / ratio) / 2, width, width / ratio)


def _paint_card(painter: QPainter, ink: Ink, area: QRectF, shot: Shot) -> None:
    """What stands for a shot without a picture: a dark frame with its camera's words."""
    shade = QLinearGradient(area.topLeft(), area.bottomLeft())
    shade.setColorAt(0, QColor(DARK.ground3))
    shade.setColorAt(1, QColor(DARK.ground0))
    painter.fillRect(area, shade)
    words = ink.elided(" ".join(shot.camera.split()), ink.label, int(area.width() - 2 * _TEXT_MARGIN_PX))
    if words and area.width() > 60:
        draw_text(painter, area, words, ink.label, DARK.text3, centred=True)


def _paint_words(painter: QPainter, ink: Ink, area: QRectF, shot: Shot) -> None:
    margin = _TEXT_MARGIN_PX if area.width() >= 60 else 4.0
    room = area.adjusted(margin, 0, -margin, 0)
    if room.width() < 24:
        return
    lines = max(1, int((area.height() - 6) // _LINE_PX))
    words = " ".join(shot.prompt.split())
    tone = DARK.text1 if words else DARK.text3
    cut = ink.wrapped(words or "No words yet", ink.body, int(room.width()), lines)
    top = area.top() + (5 if lines > 1 else (area.height() - _LINE_PX) / 2)
    for number, text in enumerate(cut):
        place = QRectF(room.left(), top + number * _LINE_PX, room.width(), _LINE_PX)
        draw_text(painter, place, text, ink.body, tone)


def _paint_badges(painter: QPainter, ink: Ink, place: QRectF, shot: Shot, look: BlockLook) -> None:
    number, seconds = str(look.number), f"{shot.seconds} s"
    inset = 6.0 if place.width() >= 60 else 3.0
    number_px = ink.width_of(number, ink.label) + 10
    seconds_px = ink.width_of(seconds, ink.label) + 10
    if place.width() < number_px + 2:
        return
    left = QRectF(place.left() + inset, place.top() + inset, number_px, _BADGE_PX)
    if place.width() < number_px + 2 * inset:
        left.moveLeft(place.center().x() - number_px / 2)
    draw_tag(painter, left, QColor(DARK.error) if look.extra else colour(DARK.ground0, 0.86))
    tone = DARK.on_accent if look.extra else DARK.text1
    draw_text(painter, left, number, ink.label, tone, centred=True)
    if place.width() >= number_px + seconds_px + 2 * inset + 4:
        right = QRectF(place.right() - inset - seconds_px, left.top(), seconds_px, _BADGE_PX)
        if look.handle:
            right.translate(-4, 0)
        draw_tag(painter, right, colour(DARK.ground0, 0.86))
        draw_text(painter, right, seconds, ink.label, DARK.text1, centred=True)


def _paint_frame(painter: QPainter, place: QRectF, corner: float, look: BlockLook) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if look.selected or look.target:
        painter.setPen(QPen(QColor(DARK.accent), 2))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), corner - 1, corner - 1)
    else:
        tone = DARK.error if look.extra else DARK.text3 if look.hovered else DARK.line
        painter.setPen(QPen(QColor(tone), 1))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
    if look.handle:
        draw_tag(painter, QRectF(place.right() - 6, place.top(), 6, place.height()), QColor(DARK.accent))
