"""Pillow's pictures as Qt's."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PIL.Image import Image


def as_image(image: "Image") -> QImage:
    """The same pixels in the form that a screen and a pixmap take without converting; may be called on any thread."""
    # The fourth byte must be full: Qt's fast ways of drawing take it for an alpha.
    data = image.convert("RGBA").tobytes("raw", "BGRA")
    return QImage(data, image.width, image.height, image.width * 4, QImage.Format.Format_RGB32).copy()
