"""One member of the library in the grid, painted: picture, name, tags, and how the open project stands to it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kling_studio.core.project import CastMember
from kling_studio.storage.library_reading import Entry
from kling_studio.ui.cast.card import KIND_ICONS, paint_newer, paint_picture
from kling_studio.ui.icons import icon
from kling_studio.ui.library.model import LibraryRole, Mark
from kling_studio.ui.theme import BODY_PX, CORNER_PX, DARK, GAP_PX, LABEL_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

AnyIndex = QModelIndex | QPersistentModelIndex

CELL = QSize(128, 160)
PICTURE = QSize(112, 104)
_NAME_PX, _LINE_PX, _MARK_PX = 20, 16, 20


class CellDelegate(QStyledItemDelegate):
    """Paints cells of one size."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._name_font = sized(BODY_PX, bold=True)
        self._line_font = sized(LABEL_PX)
        self._name_metrics = QFontMetrics(self._name_font)
        self._line_metrics = QFontMetrics(self._line_font)
        self._in_cast = icon("check", DARK.text1)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        cell: QRect = option.rect
        entry: Entry = index.data(LibraryRole.ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        left = cell.left() + (cell.width() - PICTURE.width()) // 2
        place = QRect(left, cell.top() + GAP_PX, PICTURE.width(), PICTURE.height())
        self._paint_picture(painter, place, entry.member, index.data(LibraryRole.PICTURE))
        self._paint_mark(painter, place, index.data(LibraryRole.MARK))
        name = QRect(place.left(), place.bottom() + 4, place.width(), _NAME_PX)
        painter.setFont(self._name_font)
        painter.setPen(QColor(DARK.text1))
        middle = Qt.TextElideMode.ElideMiddle
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(name, align, self._name_metrics.elidedText(entry.member.name, middle, name.width()))
        line = QRect(place.left(), name.bottom() + 1, place.width(), _LINE_PX)
        painter.setFont(self._line_font)
        painter.setPen(QColor(DARK.text2))
        words = self._line_metrics.elidedText(
            index.data(LibraryRole.LINE), Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, align, words)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        ground = QRectF(option.rect).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(DARK.ground3))
            painter.drawRoundedRect(ground, CORNER_PX, CORNER_PX)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(DARK.ground2))
            painter.drawRoundedRect(ground, CORNER_PX, CORNER_PX)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(DARK.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX, CORNER_PX)

    def _paint_picture(self, painter: QPainter, place: QRect, member: CastMember, reference: str) -> None:
        size = place.size()
        pixmap = self._thumbnails.pixmap(reference, size.width(), size.height()) if reference else None
        painter.setPen(Qt.PenStyle.NoPen)
        paint_picture(painter, pixmap, place)
        if not reference:
            box = QRect(0, 0, 28, 28)
            box.moveCenter(place.center())
            icon(KIND_ICONS[member.kind], DARK.text3).paint(painter, box)

    def _paint_mark(self, painter: QPainter, place: QRect, mark: Mark) -> None:
        """A disc at the corner of the picture, with a sign and not by colour alone."""
        if mark is Mark.NONE:
            return
        disc = QRect(place.right() - _MARK_PX - 3, place.top() + 4, _MARK_PX, _MARK_PX)
        if mark is Mark.NEWER:
            paint_newer(painter, disc)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ground0))
        painter.drawEllipse(disc)
        self._in_cast.paint(painter, disc.adjusted(4, 4, -4, -4))
