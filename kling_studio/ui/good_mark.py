"""Finding a take good, and the mark of one that was: a tick in a circle, as on a camera report."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.good_takes import is_good
from kling_studio.core.ledger import Take
from kling_studio.ui.icons import icon
from kling_studio.ui.theme import DARK

GOOD_TIP = "Found good: exports and the next scene use it (G)"
_SIDE_PX = 18


def toggle_good(session: Session, take: Take) -> bool:
    """Find a take good, or no longer; whether the project took it."""
    if is_good(session.project, take):
        return session.apply(
            lambda project: edits.unmark_good(project, take.scene_id, take.job), "Take back the good mark"
        )
    return session.apply(
        lambda project: edits.mark_good(project, take.scene_id, take.job), f"Mark take {take.number} as good"
    )


def paint_good(painter: QPainter, centre: QPointF) -> None:
    """Draw the mark around ``centre``; its ground keeps it apart from any picture."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(DARK.ground0))
    painter.drawEllipse(centre, _SIDE_PX / 2, _SIDE_PX / 2)
    half = _SIDE_PX // 2
    place = QRect(round(centre.x()) - half, round(centre.y()) - half, _SIDE_PX, _SIDE_PX)
    icon("check-circle", DARK.ok).paint(painter, place)
    painter.restore()
