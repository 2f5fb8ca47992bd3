"""The shapes of severity, so that each is seen without its colour too."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from kling_studio.core.severity import Severity
from kling_studio.ui.theme import DARK

SHAPE_PX = 12
# An octagon's corner, as a part of half its width.
_CUT = 0.414
_OCTAGON = (
    (-_CUT, -1.0),
    (_CUT, -1.0),
    (1.0, -_CUT),
    (1.0, _CUT),
    (_CUT, 1.0),
    (-_CUT, 1.0),
    (-1.0, _CUT),
    (-1.0, -_CUT),
)
_DIAMOND = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))


def paint_severity(painter: QPainter, centre: QPointF, severity: Severity, size_px: float = SHAPE_PX) -> None:
    """An octagon for an error, a diamond for a warning, a dot for advice, each in its colour."""
    half = size_px / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(DARK, severity.value)))
    if severity is Severity.ADVICE:
        painter.drawEllipse(centre, half * 2 / 3, half * 2 / 3)
        return
    corners = _OCTAGON if severity is Severity.ERROR else _DIAMOND
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) * half for x, y in corners]))
