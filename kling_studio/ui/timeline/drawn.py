"""Blocks drawn once and kept: in a drag all but one or two stay as they are, and only move."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from kling_studio.core.project import Shot
from kling_studio.ui.timeline.blocks import BlockLook, paint_block
from kling_studio.ui.timeline.ink import Ink

_KEPT = 48
# A block that is wider than a screen is drawn anew; there is at most one of them in sight.
_WIDEST_PX = 2000

_Key = tuple[Shot, int, int, float, int, BlockLook]


class DrawnBlocks:
    """Paints blocks like :func:`paint_block`, on whole device pixels."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()

    def paint(
        self, painter: QPainter, place: QRectF, shot: Shot, still: QPixmap | None, look: BlockLook
    ) -> None:
        """Draw a shot at its place."""
        if place.width() > _WIDEST_PX:
            paint_block(painter, self.ink, place, shot, still, look)
            return
        ratio = painter.device().devicePixelRatio()
        width, height = max(1, round(place.width() * ratio)), round(place.height() * ratio)
        key = (shot, width, height, ratio, still.cacheKey() if still else 0, look)
        block = self._kept.get(key)
        if block is None:
            block = self._drawn(key, still)
            self._kept[key] = block
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        corner = QPointF(round(place.left() * ratio) / ratio, round(place.top() * ratio) / ratio)
        painter.drawPixmap(corner, block)

    def _drawn(self, key: _Key, still: QPixmap | None) -> QPixmap:
        shot, width, height, ratio, _, look = key
        block = QPixmap(width, height)
        block.setDevicePixelRatio(ratio)
        block.fill(Qt.GlobalColor.transparent)
        painter = QPainter(block)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paint_block(painter, self.ink, QRectF(0, 0, width / ratio, height / ratio), shot, still, look)
        painter.end()
        return block
