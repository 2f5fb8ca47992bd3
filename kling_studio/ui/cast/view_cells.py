"""How one reference picture stands in a strip: its thumbnail, what it shows, and a star on the primary one."""

from typing import Any

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kling_studio.core.framings import can_be_framed
from kling_studio.core.project import View
from kling_studio.ui.cast.card import paint_picture
from kling_studio.ui.cast.view_changes import primary_index
from kling_studio.ui.icons import icon
from kling_studio.ui.list_model import AnyIndex, ListModel
from kling_studio.ui.theme import CORNER_PX, DARK, LABEL_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

PICTURE_PX = 52
CELL = QSize(PICTURE_PX + 3, PICTURE_PX + 22)
"""The narrowest cell: four stand beside each other in a narrow dock."""
_STAR_PX = 16
_PRIMARY = "Primary picture: it is sent before all others, and stands for the member everywhere"
IS_PRIMARY = Qt.ItemDataRole.UserRole + 1


class ViewsModel(ListModel[View]):
    """The pictures in the order of the member."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._primary: View | None = None

    def show(self, rows: tuple[View, ...]) -> None:
        """Show these pictures."""
        self._primary = rows[primary_index(rows)] if rows else None
        super().show(rows)

    def shown(self, row: View, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(row.view)
            case Qt.ItemDataRole.AccessibleTextRole:
                primary = ", primary" if self._is_primary(row) else ""
                return f"{row.view} view, picture {self.rows.index(row) + 1} of {len(self.rows)}{primary}"
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row)
        return self._is_primary(row) if role == IS_PRIMARY else None

    def _is_primary(self, view: View) -> bool:
        return view is self._primary

    def _tip(self, view: View) -> str:
        primary = (
            _PRIMARY if self._is_primary(view) else "P makes it the primary picture, which is sent first"
        )
        crops = "Enter crops and turns it" if can_be_framed(view) else ""
        return "\n".join(filter(None, (view.path, primary, crops)))

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled


class ViewDelegate(QStyledItemDelegate):
    """Paints the pictures."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._font = sized(LABEL_PX)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        view: View = index.data(Qt.ItemDataRole.UserRole)
        cell: QRect = option.rect
        place = QRect(cell.left() + 1, cell.top() + 1, PICTURE_PX, PICTURE_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixmap = self._thumbnails.pixmap(view.path, PICTURE_PX, PICTURE_PX)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(QColor(DARK.accent), 2) if selected else Qt.PenStyle.NoPen)
        paint_picture(painter, pixmap, place)
        if index.data(IS_PRIMARY):
            _paint_star(painter, place)
        painter.setFont(self._font)
        painter.setPen(QColor(DARK.text1 if selected else DARK.text2))
        label = QRect(place.left(), place.bottom() + 3, place.width(), 16)
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), index.data())
        painter.restore()


def _paint_star(painter: QPainter, picture: QRect) -> None:
    """On a ground of its own, so that it is seen on any picture."""
    corner = QRect(picture.left() + 2, picture.top() + 2, _STAR_PX, _STAR_PX)
    ground = QColor(DARK.ground0)
    ground.setAlpha(190)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(corner), CORNER_PX / 2, CORNER_PX / 2)
    icon("star", DARK.text1).paint(painter, corner.adjusted(2, 2, -2, -2))
