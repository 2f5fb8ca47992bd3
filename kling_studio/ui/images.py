"""Pictures of files and of Pillow as Qt's; everything here may be called on any thread."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

if TYPE_CHECKING:
    from PIL.Image import Image

# What a screen and a pixmap take without converting.
_SHOWN = QImage.Format.Format_RGB32
_PLAIN = (_SHOWN, QImage.Format.Format_Grayscale8)


def as_image(image: "Image") -> QImage:
    """The same pixels in the form that is drawn."""
    # The fourth byte must be full: Qt's fast ways of drawing take it for an alpha.
    data = image.convert("RGBA").tobytes("raw", "BGRA")
    return QImage(data, image.width, image.height, image.width * 4, _SHOWN).copy()


def filling(path: Path, width_px: int, height_px: int, above: float) -> QImage:
    """The picture filling the size exactly; of what juts out, the part ``above`` is cut at the top.

    Raises :class:`KnownError` for what is no picture, damaged or too large.
    """
    from kling_studio.media import pictures

    if pictures.measure(path).format == "JPEG":
        # While Qt decodes, other threads go on, the window's too; while Pillow does, they wait.
        image = _jpeg_filling(path, QSize(width_px, height_px), above)
        if not image.isNull():
            return image
    return as_image(pictures.filling(path, width_px, height_px, above))


def _jpeg_filling(path: Path, size: QSize, above: float) -> QImage:
    """Null where the JPEG is not a plain one (for printing, damaged)."""
    reader = QImageReader(str(path), b"jpeg")
    reader.setAutoTransform(True)
    if reader.imageFormat() not in _PLAIN:
        return QImage()
    lies = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    box = size.transposed() if lies else size
    # The decoder makes an eighth, a quarter or a half where that still fills the size.
    reader.setScaledSize(reader.size().scaled(box, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    seen = reader.read()
    over_px = seen.size() - size
    place = QRect(over_px.width() // 2, round(over_px.height() * above), size.width(), size.height())
    return seen.copy(place).convertToFormat(_SHOWN)
