"""The storyboard's pictures, large: one still for each shot."""

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from kling_studio.ui.thumbnails import Thumbnails

# Sizes are asked for in steps, so that resizing the window does not read every picture at every width.
_STEP_PX = 160
_MAX_WIDTH_PX = 1920


class Still(QObject):
    """The picture of one reference at a time. ``arrived`` tells that it, or a sharper one, is here."""

    arrived = Signal()

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self._thumbnails = thumbnails
        self._reference: str | None = None
        self._size = QSize()
        thumbnails.ready.connect(self._ready)

    def show(self, reference: str | None, aspect: float, width_px: int) -> None:
        """Have the picture of a reference, cut to a shape, for a screen so wide."""
        steps = max(1, -(-min(width_px, _MAX_WIDTH_PX) // _STEP_PX))
        size = QSize(steps * _STEP_PX, round(steps * _STEP_PX / aspect))
        if (reference, size) == (self._reference, self._size):
            return
        self._reference, self._size = reference, size
        if reference is None:
            self.image = None
        self._fetch()

    def forget(self) -> None:
        """Another scene: nothing of the last one is to be seen, not even for a moment."""
        self.image, self._reference = None, None

    def _ready(self, reference: str) -> None:
        if reference == self._reference:
            self._fetch()

    def _fetch(self) -> None:
        if self._reference is not None:
            pixmap = self._thumbnails.pixmap(self._reference, self._size.width(), self._size.height())
            if pixmap is None:
                return
            self.image = pixmap.toImage()
            self.image.setDevicePixelRatio(1.0)
        self.arrived.emit()
