"""The picture of a film at the handle, or while its part is played."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kling_studio.ui.theme import CORNER_PX, DARK

_HEIGHT_PX = 132


class TrimScreen(QWidget):
    """Shows one picture, whole and in its own shape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trimScreen")
        self.setAccessibleName("Picture of the clip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.image = QImage()

    def show_image(self, image: QImage) -> None:
        """Show a picture; a null one shows an empty place."""
        self.image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), CORNER_PX, CORNER_PX)
        painter.fillPath(ground, QColor(DARK.ground0))
        if self.image.isNull():
            return
        painter.setClipPath(ground)
        room = QRectF(self.rect())
        size = self.image.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(QPointF(), size)
        box.moveCenter(room.center())
        painter.drawImage(box, self.image)
