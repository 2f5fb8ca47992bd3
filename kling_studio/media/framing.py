"""Cutting a part out of a picture into a file of its own. The original is only read."""

from pathlib import Path

from PIL import Image

from kling_studio.core.framings import box_px
from kling_studio.core.project import Framing
from kling_studio.media.pictures import upright

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def cut_out(original: Path, framing: Framing, target: Path) -> None:
    """Write the part to ``target`` (PNG or JPEG by its ending), in full size and without metadata.

    Raises :class:`KnownError` where the original cannot be read, and ``OSError`` where the disk refuses.
    """
    image = upright(original)
    size = image.size
    if framing.turn in _TURNS:
        image = image.transpose(_TURNS[framing.turn])
    part = image.crop(box_px(framing, *size))
    if target.suffix == ".png":
        part.save(target, "PNG")
    else:
        part.save(target, "JPEG", quality=95, subsampling=0)
