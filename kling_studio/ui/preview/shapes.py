"""The shape that goes with an error, so that it is seen without its colour too."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from kling_studio.ui.theme import DARK

# The corner of an octagon in a square of side 1 is cut off here.
_CUT = 0.293


def paint_octagon(painter: QPainter, place: QRectF) -> None:
    """An octagon that fills a square."""
    near, far = _CUT, 1 - _CUT
    corners = [(near, 0), (far, 0), (1, near), (1, far), (far, 1), (near, 1), (0, far), (0, near)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(DARK.error))
    painter.drawPolygon(
        QPolygonF(
            [QPointF(place.x() + x * place.width(), place.y() + y * place.height()) for x, y in corners]
        )
    )
