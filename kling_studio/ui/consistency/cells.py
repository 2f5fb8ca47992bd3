"""How large a frame of the sheet is drawn, with the line of words below it."""

from PySide6.QtCore import QPoint, QRect, QSize

from kling_studio.ui.theme import GAP_PX

PICTURE = QSize(208, 117)
CELL = QSize(PICTURE.width() + GAP_PX, PICTURE.height() + 26)


def picture_in(cell: QRect) -> QRect:
    """Where the picture stands in a cell."""
    return QRect(cell.topLeft() + QPoint(2, 2), PICTURE)


def words_below(picture: QRect) -> QRect:
    """Where the words stand."""
    return QRect(picture.left(), picture.bottom() + 3, picture.width(), 18)
