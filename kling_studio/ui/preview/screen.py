"""The screen: one picture, whole and in its own shape, what it is, and words where there is no picture."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from kling_studio.core.severity import Severity
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import BODY_PX, CORNER_PX, DARK, GAP_PX, HEADING_PX, LABEL_PX, MARGIN_PX, sized

_LABEL_PX = 22
_WORDS_WIDTH_PX = 420
_VEIL = 200


class Notice(NamedTuple):
    """Words in the middle of the screen: what is so, and what to do; ``progress`` from 0 to 1 where there is one."""

    headline: str
    advice: str = ""
    is_error: bool = False
    progress: float | None = None


class Screen(QWidget):
    """Paints what the panel gives it. ``double_clicked`` is the wish for the whole screen."""

    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.setAccessibleName("Screen")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image: QImage | None = None
        self._aspect = 16 / 9
        self._label = ""
        self._notice: Notice | None = None
        self._scaled: QPixmap | None = None

    @property
    def image(self) -> QImage | None:
        """The picture as it was given."""
        return self._image

    @property
    def label(self) -> str:
        """The words above the picture, at its left."""
        return self._label

    @property
    def notice(self) -> Notice | None:
        """The words in the middle."""
        return self._notice

    def sizeHint(self) -> QSize:
        return QSize(800, 450)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 160)

    def show_image(self, image: QImage | None) -> None:
        """Show a picture in its own shape, or none."""
        self._image, self._scaled = image, None
        self.update()

    def set_aspect(self, aspect: float) -> None:
        """The shape, width to height, of the frame while there is no picture."""
        if aspect != self._aspect:
            self._aspect = aspect
            self.update()

    def set_words(self, label: str, notice: Notice | None = None) -> None:
        """What the picture is, and what is to be said over it."""
        if (label, notice) != (self._label, self._notice):
            self._label, self._notice = label, notice
            spoken = (label, notice.headline, notice.advice) if notice else (label,)
            self.setAccessibleDescription(" ".join(filter(None, spoken)))
            self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture stands: as large as fits, in the middle, on whole pixels."""
        image = self._image
        aspect = image.width() / image.height() if image and image.height() else self._aspect
        room = QSizeF(self.width(), self.height() - _LABEL_PX)
        size = QSizeF(aspect, 1).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        width, height = round(size.width()), round(size.height())
        top = _LABEL_PX + (self.height() - _LABEL_PX - height) // 2
        return QRectF((self.width() - width) // 2, top, width, height)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.ground0))
        place = self.picture_rect()
        if self._image is not None:
            painter.drawPixmap(place.topLeft(), self._fitted(self._image, place))
        elif self._notice is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(DARK.ground1))
            painter.drawRoundedRect(place, CORNER_PX, CORNER_PX)
        if self._notice is not None:
            self._paint_notice(painter, place, self._notice)
        if self._label:
            self._paint_label(painter, place)

    def _fitted(self, image: QImage, place: QRectF) -> QPixmap:
        """The picture at the screen's own pixels, kept until another one comes."""
        ratio = self.devicePixelRatioF()
        size = (place.size() * ratio).toSize()
        if self._scaled is None or self._scaled.size() != size:
            fitted = image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._scaled = QPixmap.fromImage(fitted)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def _paint_label(self, painter: QPainter, place: QRectF) -> None:
        """Above the picture, not on it: there a film may have words of its own."""
        painter.setFont(sized(LABEL_PX, tabular=True))
        painter.setPen(QColor(DARK.text2))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self._label, Qt.TextElideMode.ElideMiddle, self.width())
        left = max(0.0, min(place.left(), self.width() - metrics.horizontalAdvance(text)))
        line = QRectF(left, place.top() - _LABEL_PX, self.width() - left, _LABEL_PX - 4)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_notice(self, painter: QPainter, place: QRectF, notice: Notice) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image is not None:
            veil = QColor(DARK.ground0)
            veil.setAlpha(_VEIL)
            painter.fillRect(place, veil)
        width = min(_WORDS_WIDTH_PX, self.width() - 2 * MARGIN_PX)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.setFont(sized(HEADING_PX, tabular=True))
        headline_px = painter.boundingRect(QRectF(0, 0, width, 1000), notice.headline, option).height()
        painter.setFont(sized(BODY_PX, tabular=True))
        advice_px = (
            painter.boundingRect(QRectF(0, 0, width, 1000), notice.advice, option).height() + GAP_PX
            if notice.advice
            else 0.0
        )
        shape_px = 28 if notice.is_error else 0
        progress_px = 20 if notice.progress is not None else 0
        left = (self.width() - width) / 2
        top = place.center().y() - (headline_px + advice_px + shape_px + progress_px) / 2
        if notice.is_error:
            paint_severity(painter, QPointF(self.width() / 2, top + 8), Severity.ERROR, 16)
            top += shape_px
        painter.setFont(sized(HEADING_PX, tabular=True))
        painter.setPen(QColor(DARK.text1))
        painter.drawText(QRectF(left, top, width, headline_px), notice.headline, option)
        top += headline_px
        if notice.advice:
            painter.setFont(sized(BODY_PX, tabular=True))
            painter.setPen(QColor(DARK.text2))
            painter.drawText(QRectF(left, top + GAP_PX, width, advice_px), notice.advice, option)
            top += advice_px
        if notice.progress is not None:
            self._paint_progress(painter, top + 16, notice.progress)

    def _paint_progress(self, painter: QPainter, top: float, progress: float) -> None:
        groove = QRectF(self.width() / 2 - 120, top, 240, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ground3))
        painter.drawRoundedRect(groove, 2, 2)
        groove.setWidth(max(4.0, groove.width() * min(1.0, progress)))
        painter.setBrush(QColor(DARK.accent))
        painter.drawRoundedRect(groove, 2, 2)
