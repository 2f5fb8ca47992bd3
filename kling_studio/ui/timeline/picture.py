"""The whole picture of the timeline, from the back to the front."""

from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from kling_studio.core.project import Shot
from kling_studio.ui.theme import BODY_PX, CORNER_PX, DARK, MARGIN_PX, sized
from kling_studio.ui.timeline.blocks import BlockLook, paint_chip
from kling_studio.ui.timeline.drawn import DrawnBlocks
from kling_studio.ui.timeline.ink import Ink, colour, dashed, draw_tag, draw_text
from kling_studio.ui.timeline.layout import RULER_PX, Hit, Layout, Part
from kling_studio.ui.timeline.limits import Limits, new_shot_seconds
from kling_studio.ui.timeline.overlay import Bubble, Carried, Overlay
from kling_studio.ui.timeline.ruler import paint_beyond, paint_excess, paint_playhead, paint_ruler

HINT = "Drag an edge to change seconds, Ctrl rolls the cut, Alt ignores snapping"
_BUBBLE_PX = 24.0


class Picture(NamedTuple):
    """Everything that decides how the timeline looks at this moment."""

    layout: Layout
    limits: Limits
    blocks: DrawnBlocks
    still_of: Callable[[Shot], QPixmap | None]
    selected_id: str
    hover: Hit
    overlay: Overlay
    playhead_s: float
    ringed: bool

    @property
    def ink(self) -> Ink:
        """What texts are set with."""
        return self.blocks.ink


def paint(painter: QPainter, picture: Picture, visible: QRectF) -> None:
    """Draw what lies in ``visible``."""
    layout = picture.layout
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(visible, QColor(DARK.ground1))
    painter.save()
    _paint_time(painter, picture, visible)
    painter.restore()
    _paint_names(painter, picture)
    if picture.overlay.bubble is not None:
        _paint_bubble(painter, picture, picture.overlay.bubble)
    if picture.ringed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(DARK.accent), 1))
        painter.drawRect(QRectF(0.5, 0.5, layout.width_px - 1, layout.height_px - 1))


def _paint_time(painter: QPainter, picture: Picture, visible: QRectF) -> None:
    """All that scrolls."""
    layout, overlay, limits, ink = picture.layout, picture.overlay, picture.limits, picture.ink
    # At the very start of time half a label, and a line where something would be put, reach into the gutter.
    painter.setClipRect(layout.time_area.adjusted(-14, 0, 0, 0))
    covered = _bubble_place(picture, overlay.bubble) if overlay.bubble else QRectF()
    paint_ruler(painter, layout, limits, ink, visible, covered)
    painter.setClipRect(layout.time_area.adjusted(-6, 0, 0, 0))
    paint_beyond(painter, layout, limits, ink)
    _paint_shots(painter, picture, visible)
    paint_excess(painter, layout, limits, ink)
    for line in layout.spoken:
        if layout.chip(line).intersects(visible):
            paint_chip(painter, ink, layout.chip(line), line)
    _paint_new_shot(painter, picture)
    if overlay.target == -1:
        _paint_target(painter, layout)
    paint_playhead(painter, layout, picture.playhead_s)
    _paint_marks(painter, picture)


def paint_nothing(painter: QPainter, area: QRectF) -> None:
    """What is seen where there is no scene."""
    painter.fillRect(area, QColor(DARK.ground1))
    words = "No scene yet. Add one in the series."
    draw_text(painter, area, words, sized(BODY_PX), DARK.text3, centred=True)


def _paint_shots(painter: QPainter, picture: Picture, visible: QRectF) -> None:
    layout, overlay = picture.layout, picture.overlay
    for index, shot in enumerate(layout.scene.shots):
        place = layout.block(index)
        if overlay.slot == index:
            _paint_slot(painter, place)
        elif place.intersects(visible):
            still = picture.still_of(shot)
            picture.blocks.paint(painter, place, shot, still, _look(picture, index, shot))
    if overlay.carried is not None:
        _paint_carried(painter, picture, overlay.carried)


def _paint_carried(painter: QPainter, picture: Picture, carried: Carried) -> None:
    """The block in the hand, a little above the others, as it was before."""
    place = picture.layout.span(carried.start_s, carried.shot.seconds).translated(0, -4)
    for spread in (6, 4, 2):
        area = place.adjusted(-spread, -spread + 3, spread, spread + 3)
        draw_tag(painter, area, colour(DARK.ground0, 0.3), CORNER_PX + spread)
    look = BlockLook(carried.number, selected=True)
    picture.blocks.paint(painter, place, carried.shot, picture.still_of(carried.shot), look)


def _look(picture: Picture, index: int, shot: Shot) -> BlockLook:
    overlay, hover = picture.overlay, picture.hover
    edge = hover == Hit(Part.EDGE, index) and overlay.trimmed is None
    return BlockLook(
        number=index + 1,
        selected=shot.id == picture.selected_id and overlay.target is None,
        hovered=hover.index == index and hover.part in (Part.SHOT, Part.EDGE),
        handle=edge or overlay.trimmed == index,
        extra=picture.limits.is_extra(index),
        target=overlay.target == index,
    )


def _paint_slot(painter: QPainter, place: QRectF) -> None:
    """Where a carried shot will stand: the others have made room, and a line shows the place."""
    painter.setBrush(colour(DARK.ground0, 0.6))
    painter.setPen(dashed(DARK.line))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX, CORNER_PX)
    draw_tag(painter, QRectF(place.left() - 2.5, place.top() - 3, 3, place.height() + 6), QColor(DARK.accent))


def _paint_new_shot(painter: QPainter, picture: Picture) -> None:
    """Over free ground: where a new shot would go, and how to make one."""
    layout, scene = picture.layout, picture.layout.scene
    empty = not scene.shots
    if not empty and (picture.hover.part is not Part.FREE or picture.overlay.bubble is not None):
        return
    seconds = new_shot_seconds(scene, picture.limits)
    place = layout.span(scene.seconds, seconds)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(dashed(DARK.text3))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX, CORNER_PX)
    words = f"Double-click adds a shot of {seconds}\u00a0s"
    lines = picture.ink.wrapped(words, picture.ink.label, int(max(40.0, place.width() - 20)), 3)
    top = place.center().y() - len(lines) * 8
    for number, text in enumerate(lines):
        line = QRectF(place.left(), top + number * 16, place.width(), 16)
        draw_text(painter, line, text, picture.ink.label, DARK.text2, centred=True)


def _paint_target(painter: QPainter, layout: Layout) -> None:
    """The scene as the place where something is dropped."""
    end_px = max(layout.x_of(layout.scene.seconds), layout.x_of(1))
    row = layout.shots_row
    painter.setPen(QPen(QColor(DARK.accent), 2))
    painter.setBrush(colour(DARK.accent, 0.07))
    left = layout.x_of(0)
    area = QRectF(left, row.top(), end_px - left, row.height()).adjusted(-3, -3, 3, 3)
    painter.drawRoundedRect(area, CORNER_PX + 2, CORNER_PX + 2)


def _paint_marks(painter: QPainter, picture: Picture) -> None:
    """Where a dragged edge stood, and the mark that drew it to it."""
    layout, overlay = picture.layout, picture.overlay
    bottom = layout.dialogue_row.bottom()
    if overlay.was_s is not None:
        x_px = round(layout.x_of(overlay.was_s)) + 0.5
        painter.setPen(dashed(DARK.accent))
        painter.drawLine(
            QPointF(x_px, layout.shots_row.top() - 2), QPointF(x_px, layout.shots_row.bottom() + 2)
        )
    if overlay.guide is not None:
        second, name = overlay.guide
        x_px = layout.x_of(second)
        line = QRectF(round(x_px) - 1, RULER_PX, 2, bottom - RULER_PX)
        painter.fillRect(line, QColor(DARK.advice))
        width = picture.ink.width_of(name, picture.ink.label) + 12
        tag = QRectF(x_px + 5, bottom - 18, width, 18)
        if tag.right() > layout.width_px - 4:
            tag.moveRight(x_px - 5)
        draw_tag(painter, tag, QColor(DARK.advice))
        draw_text(painter, tag, name, picture.ink.label, DARK.on_accent, centred=True)


def _paint_names(painter: QPainter, picture: Picture) -> None:
    """The names of the rows, which do not scroll, and the line of words at the bottom."""
    layout = picture.layout
    if layout.gutter_px > 2 * MARGIN_PX:
        for name, row in (("Shots", layout.shots_row), ("Dialogue", layout.dialogue_row)):
            height = min(row.height(), 30.0)
            place = QRectF(MARGIN_PX, row.top(), layout.gutter_px - MARGIN_PX, height)
            draw_text(painter, place, name, picture.ink.label, DARK.text2)
    if layout.has_hint:
        place = layout.hint_row.adjusted(0, 0, -MARGIN_PX, 0)
        words = picture.ink.elided(picture.overlay.hint or HINT, picture.ink.label, int(place.width()))
        draw_text(painter, place, words, picture.ink.label, DARK.text3)


def _bubble_place(picture: Picture, bubble: Bubble) -> QRectF:
    """On the ruler, above what the words are about, and always in sight as a whole."""
    layout = picture.layout
    middle = layout.x_of(bubble.second) if bubble.second is not None else bubble.x_px
    width = min(layout.width_px - 16, picture.ink.width_of(bubble.text, picture.ink.strong) + 20)
    left = min(max(8.0, middle - width / 2), layout.width_px - width - 8)
    return QRectF(left, (RULER_PX - _BUBBLE_PX) / 2 - 1, width, _BUBBLE_PX)


def _paint_bubble(painter: QPainter, picture: Picture, bubble: Bubble) -> None:
    ink, place = picture.ink, _bubble_place(picture, bubble)
    draw_tag(painter, place, QColor(DARK.error if bubble.refused else DARK.accent), CORNER_PX)
    text = ink.elided(bubble.text, ink.strong, ceil(place.width() - 20))
    draw_text(painter, place, text, ink.strong, DARK.on_accent, centred=True)
