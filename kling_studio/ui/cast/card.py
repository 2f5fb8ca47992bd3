"""A member's card, painted: its picture, its name with its colour, what there is of it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kling_studio.core.project import CastMember, MemberKind
from kling_studio.ui.cast.model import CastRole
from kling_studio.ui.icons import icon
from kling_studio.ui.theme import BODY_PX, CORNER_PX, DARK, LABEL_PX, MARGIN_PX, cast_colour, sized
from kling_studio.ui.thumbnails import Thumbnails

AnyIndex = QModelIndex | QPersistentModelIndex

CARD_HEIGHT_PX = 72
PICTURE_PX = 56
_EDGE_PX = 3
_GAP_PX = 12
_LINE_PX = 18
_BADGE_PX = 18
KIND_ICONS = {
    MemberKind.CHARACTER: "account-outline",
    MemberKind.PROP: "cube-outline",
    MemberKind.LOCATION: "map-marker-outline",
    MemberKind.PRODUCT: "package-variant-closed",
}


class CardDelegate(QStyledItemDelegate):
    """Paints cards; ``target_row`` is the one that a drop would land on, or -1."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._name_font = sized(BODY_PX, bold=True)
        self._line_font = sized(LABEL_PX)
        self.target_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(option.rect.width(), CARD_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        card: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        member: CastMember = index.data(CastRole.MEMBER)
        colour = cast_colour(index.data(CastRole.PLACE))
        picture = QRect(card.left() + MARGIN_PX, card.top() + 8, PICTURE_PX, PICTURE_PX)
        self._paint_picture(painter, picture, member, index.data(CastRole.PICTURE))
        if index.data(CastRole.IS_NEWER_IN_LIBRARY):
            paint_newer(
                painter, QRect(picture.right() - _BADGE_PX + 4, picture.top() - 4, _BADGE_PX, _BADGE_PX)
            )
        left = picture.right() + 1 + _GAP_PX
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left - 8, picture.top() + 2, _EDGE_PX, PICTURE_PX - 4), 1.5, 1.5)
        text = QRect(left + 3, picture.top(), card.right() - MARGIN_PX - left - 2, PICTURE_PX)
        self._paint_lines(painter, text, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        card = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(card, QColor(DARK.ground2))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(card, QColor(DARK.ground2).darker(108))
        is_target = index.row() == self.target_row
        if is_target or option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(DARK.accent), 2 if is_target else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(3, 2, -3, -2), CORNER_PX, CORNER_PX)

    def _paint_picture(self, painter: QPainter, place: QRect, member: CastMember, reference: str) -> None:
        pixmap = self._thumbnails.pixmap(reference, PICTURE_PX, PICTURE_PX) if reference else None
        painter.setPen(Qt.PenStyle.NoPen)
        paint_picture(painter, pixmap, place)
        if not reference:
            icon(KIND_ICONS[member.kind], DARK.text3).paint(painter, place.adjusted(16, 16, -16, -16))

    def _paint_lines(self, painter: QPainter, text: QRect, index: AnyIndex) -> None:
        voice = index.data(CastRole.VOICE_LINE)
        missing = voice and index.data(CastRole.VOICE_MISSING)
        lines: list[tuple[str, QFont, str]] = [
            (index.data(), self._name_font, DARK.text1),
            (self._references(index, text.width()), self._line_font, DARK.text2),
        ]
        if voice:
            lines.append((voice, self._line_font, DARK.warning if missing else DARK.text3))
        top = text.top() + (text.height() - len(lines) * _LINE_PX) // 2
        for number, (words, font, colour) in enumerate(lines):
            line = QRect(text.left(), top + number * _LINE_PX, text.width(), _LINE_PX)
            short = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), short)

    def _references(self, index: AnyIndex, width_px: int) -> str:
        """The views by name where there is room, else how many."""
        full: str = index.data(CastRole.REFERENCES_LINE)
        fits = QFontMetrics(self._line_font).horizontalAdvance(full) <= width_px
        return full if fits else index.data(CastRole.SHORT_REFERENCES_LINE)


def paint_picture(painter: QPainter, pixmap: QPixmap | None, place: QRect) -> None:
    """Fill a rounded ``place`` with a picture of its size, or with quiet ground while there is none."""
    if pixmap is None:
        painter.setBrush(QColor(DARK.ground3))
    else:
        painter.setBrush(QBrush(pixmap))
        painter.setBrushOrigin(place.topLeft())
    painter.drawRoundedRect(place, CORNER_PX, CORNER_PX)


def paint_newer(painter: QPainter, place: QRect) -> None:
    """The badge of a member of which the library has a newer version: a disc with an arrow."""
    painter.setPen(QPen(QColor(DARK.ground1), 2))
    painter.setBrush(QColor(DARK.accent))
    painter.drawEllipse(place)
    icon("arrow-up", DARK.on_accent).paint(painter, place.adjusted(4, 4, -4, -4))
