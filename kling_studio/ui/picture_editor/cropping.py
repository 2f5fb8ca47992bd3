"""How the hand changes a crop. Pure functions on fractions (0 to 1) of the turned picture."""

from dataclasses import dataclass, replace

LEAST = 0.04
"""How small a part may be by hand, of the whole."""


@dataclass(frozen=True, slots=True)
class Crop:
    """The edges of a part."""

    left: float = 0
    top: float = 0
    right: float = 1
    bottom: float = 1

    @property
    def width(self) -> float:
        """How much of the picture's width it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How much of the picture's height it is."""
        return self.bottom - self.top


def moved(crop: Crop, by_x: float, by_y: float) -> Crop:
    """The crop of the same size elsewhere, as far as the picture goes."""
    by_x = min(1 - crop.right, max(-crop.left, by_x))
    by_y = min(1 - crop.bottom, max(-crop.top, by_y))
    return Crop(crop.left + by_x, crop.top + by_y, crop.right + by_x, crop.bottom + by_y)


def stretched(crop: Crop, handle: str, x: float, y: float, shape: float | None = None) -> Crop:
    """The crop with the edges that ``handle`` names ("l", "rb" ...) at a place.

    ``shape`` keeps width to height, both in fractions: then the edges that the handle does not name stay.
    """
    x, y = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
    if "l" in handle:
        crop = replace(crop, left=min(x, crop.right - LEAST))
    if "r" in handle:
        crop = replace(crop, right=max(x, crop.left + LEAST))
    if "t" in handle:
        crop = replace(crop, top=min(y, crop.bottom - LEAST))
    if "b" in handle:
        crop = replace(crop, bottom=max(y, crop.top + LEAST))
    return crop if shape is None else _shaped(crop, handle, shape)


def fitted(crop: Crop, shape: float) -> Crop:
    """The largest part of this shape inside the crop, in its middle."""
    width = min(crop.width, crop.height * shape)
    height = width / shape
    left = crop.left + (crop.width - width) / 2
    top = crop.top + (crop.height - height) / 2
    return Crop(left, top, left + width, top + height)


def _shaped(crop: Crop, handle: str, shape: float) -> Crop:
    """The largest part of this shape inside the crop, held at the edges that were not pulled."""
    inner = fitted(crop, shape)
    by_x = crop.right - inner.right if "l" in handle else crop.left - inner.left if "r" in handle else 0.0
    by_y = crop.bottom - inner.bottom if "t" in handle else crop.top - inner.top if "b" in handle else 0.0
    return Crop(inner.left + by_x, inner.top + by_y, inner.right + by_x, inner.bottom + by_y)
