"""The places of frames that are not there yet: what the next take of each shot will fill."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kling_studio.ui.consistency.cells import CELL, picture_in, words_below
from kling_studio.ui.theme import CORNER_PX, DARK, LABEL_PX, sized

_MOST = 8
_EDGE = 0.6


class FramesToCome(QWidget):
    """A dashed place for each of the first shots, with its name; the last one counts the rest."""

    def __init__(self, shots: tuple[str, ...]) -> None:
        super().__init__()
        more = len(shots) - _MOST
        self._places = shots if more <= 0 else (*shots[: _MOST - 1], f"and {more + 1:,} more")
        self.setObjectName("framesToCome")
        self.setAccessibleName(f"Frames to come: {', '.join(self._places)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rows = -(-len(self._places) // self._columns())
        self.setFixedHeight(rows * CELL.height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized(LABEL_PX))
        columns = self._columns()
        for number, words in enumerate(self._places):
            corner = QPoint(number % columns * CELL.width(), number // columns * CELL.height())
            _draw(painter, picture_in(QRect(corner, CELL)), words)

    def _columns(self) -> int:
        return max(1, self.width() // CELL.width())


def _draw(painter: QPainter, place: QRect, words: str) -> None:
    edge = QColor(DARK.text3)
    edge.setAlphaF(_EDGE)
    pen = QPen(edge, 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 4])
    painter.setPen(pen)
    painter.drawRoundedRect(place, CORNER_PX / 2, CORNER_PX / 2)
    painter.setPen(QColor(DARK.text3))
    label = words_below(place)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideLeft, label.width())
    painter.drawText(label, int(Qt.AlignmentFlag.AlignVCenter), shown)
