"""A take as a card: its middle frame, its number and model, its price, and how far it is."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from kling_studio.core.severity import Severity
from kling_studio.ui.good_mark import paint_good
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import CORNER_PX, DARK, LABEL_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

CARD_SIZE = QSize(136, 100)
_PAD_PX = 4
_BADGE_PX, _BADGE_GAP_PX, _BADGE_TEXT_PX = 17, 4, 18
_GOOD_PX = 12
PICTURE_SIZE = QSize(CARD_SIZE.width() - 2 * _PAD_PX, 72)


class CardFacts(NamedTuple):
    """What a card shows. ``film`` is there once the take is done, ``still`` names a picture of the project instead.

    ``state`` stands over the picture while there is no film; ``progress`` is from 0 to 1. ``badge`` says what is
    wrong with the film, or another in the scene since; ``good`` that the director found the take good.
    """

    name: str
    price: str = ""
    state: str = ""
    progress: float | None = None
    error: str = ""
    film: Path | None = None
    still: str | None = None
    told: str = ""
    badge: str = ""
    needs_you: bool = False
    good: bool = False


class TakeCard(QAbstractButton):
    """One card of the strip; the checked one is on the screen. A take that is done can be dragged out as its file."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(CARD_SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.facts = CardFacts("")
        self._thumbnails = thumbnails
        self._pressed_at: QPoint | None = None

    def show_facts(self, facts: CardFacts) -> None:
        """Show a take as it is now."""
        if facts == self.facts:
            return
        self.facts = facts
        words = ", ".join(
            filter(None, (facts.name, "good" if facts.good else "", facts.state, facts.price, facts.badge))
        )
        self.setAccessibleName(words)
        self.setAccessibleDescription(facts.error)
        self.setToolTip(facts.error or facts.told or words)
        self.update()

    def sizeHint(self) -> QSize:
        return CARD_SIZE

    def film_mime_data(self) -> QMimeData | None:
        """The take as other programs receive it: the address of its file."""
        film = self.facts.film
        if film is None or not film.is_file():
            return None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(film))])
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed_at
        if start is not None and event.buttons() & Qt.MouseButton.LeftButton:
            far = (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance()
            data = self.film_mime_data() if far else None
            if data is not None:
                self._drag_out(data)
                return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter)
        place = QRectF(_PAD_PX, _PAD_PX, PICTURE_SIZE.width(), PICTURE_SIZE.height())
        self._paint_picture(painter, place)
        if self.facts.error or self.facts.needs_you:
            severity = Severity.ERROR if self.facts.error else Severity.WARNING
            paint_severity(painter, QPointF(place.center().x(), place.center().y() - 8), severity, 12)
            place.setTop(place.center().y() + 3)
            painter.setPen(QColor(DARK.text1))
            painter.setFont(sized(LABEL_PX))
            painter.drawText(
                place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.facts.state
            )
        elif self.facts.state:
            self._paint_state(painter, place)
        if self.facts.badge:
            self._paint_badge(painter, place)
        if self.facts.good:
            paint_good(painter, QPointF(place.right() - _GOOD_PX, place.top() + _GOOD_PX))
        self._paint_names(painter)

    def _paint_card(self, painter: QPainter) -> None:
        frame = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        over = self.underMouse() or self.isDown()
        painter.setBrush(QColor(DARK.ground3 if over else DARK.ground2))
        colour = DARK.accent if self.isChecked() else DARK.line
        painter.setPen(QPen(QColor(colour), 1.5 if self.isChecked() else 1.0))
        painter.drawRoundedRect(frame, CORNER_PX, CORNER_PX)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(DARK.text1), 1.0))
            painter.drawRoundedRect(frame.adjusted(1.75, 1.75, -1.75, -1.75), CORNER_PX - 2, CORNER_PX - 2)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(place, 3, 3)
        painter.fillPath(outline, QColor(DARK.ground1))
        picture = self._picture()
        if picture is not None:
            painter.save()
            painter.setClipPath(outline)
            painter.drawPixmap(place.topLeft(), picture)
            painter.restore()

    def _picture(self) -> QPixmap | None:
        width_px, height_px = PICTURE_SIZE.width(), PICTURE_SIZE.height()
        if self.facts.film is not None:
            return self._thumbnails.poster(self.facts.film, width_px, height_px)
        if self.facts.still is not None:
            return self._thumbnails.pixmap(self.facts.still, width_px, height_px)
        return None

    def _paint_state(self, painter: QPainter, place: QRectF) -> None:
        painter.setFont(sized(LABEL_PX, tabular=True))
        painter.setPen(QColor(DARK.text2))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.facts.state)
        if self.facts.progress is None:
            return
        groove = QRectF(place.left() + 8, place.bottom() - 10, place.width() - 16, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ground3))
        painter.drawRoundedRect(groove, 1.5, 1.5)
        groove.setWidth(max(3.0, groove.width() * min(1.0, self.facts.progress)))
        painter.setBrush(QColor(DARK.accent))
        painter.drawRoundedRect(groove, 1.5, 1.5)

    def _paint_badge(self, painter: QPainter, place: QRectF) -> None:
        """A diamond and words in the picture's lower corner."""
        painter.setFont(sized(LABEL_PX))
        room_px = place.width() - 2 * _BADGE_GAP_PX - _BADGE_TEXT_PX - _BADGE_GAP_PX
        metrics = painter.fontMetrics()
        words = metrics.elidedText(self.facts.badge, Qt.TextElideMode.ElideRight, int(room_px))
        width_px = _BADGE_TEXT_PX + metrics.horizontalAdvance(words) + _BADGE_GAP_PX + 2
        badge = QRectF(place.left() + _BADGE_GAP_PX, 0, width_px, _BADGE_PX)
        badge.moveBottom(place.bottom() - _BADGE_GAP_PX)
        ground = QColor(DARK.ground0)
        ground.setAlpha(225)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(badge, 3, 3)
        paint_severity(painter, QPointF(badge.left() + 9, badge.center().y()), Severity.WARNING, 8)
        painter.setPen(QColor(DARK.text1))
        text = badge.adjusted(_BADGE_TEXT_PX, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(sized(LABEL_PX, tabular=True))
        metrics = painter.fontMetrics()
        top = _PAD_PX + PICTURE_SIZE.height()
        row = QRectF(8, top, self.width() - 16, self.height() - top - 2)
        painter.setPen(QColor(DARK.text2))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.facts.price)
        price_px = metrics.horizontalAdvance(self.facts.price)
        room = int(row.width() - (price_px + 6 if price_px else 0))
        name = metrics.elidedText(self.facts.name, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(DARK.text1 if self.isChecked() else DARK.text2))
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _drag_out(self, data: QMimeData) -> None:
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(data)
        picture = self._picture()
        if picture is not None:
            drag.setPixmap(picture)
            drag.setHotSpot(QPoint(PICTURE_SIZE.width() // 2, PICTURE_SIZE.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)
