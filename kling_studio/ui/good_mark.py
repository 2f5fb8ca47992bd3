"""The mark of a take that was found good: a tick in a circle, as on a camera report."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter

from kling_studio.ui.icons import icon
from kling_studio.ui.theme import DARK

GOOD_TIP = "Found good: exports and the next scene use it (G)"
_SIDE_PX = 18


def paint_good(painter: QPainter, centre: QPointF) -> None:
    """Draw the mark around ``centre``; its ground keeps it apart from any picture."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(DARK.ground0))
    painter.drawEllipse(centre, _SIDE_PX / 2, _SIDE_PX / 2)
    half = _SIDE_PX // 2
    place = QRect(round(centre.x()) - half, round(centre.y()) - half, _SIDE_PX, _SIDE_PX)
    icon("check-circle", DARK.ok).paint(painter, place)
