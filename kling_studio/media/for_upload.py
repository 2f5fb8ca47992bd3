"""Media as the providers take them: within the limits, and saying nothing but what is seen and heard."""

import sys
from pathlib import Path

from PIL import Image

from kling_studio.core.catalog import FileLimits
from kling_studio.core.errors import KnownError
from kling_studio.core.picture_limits import widest_part, wrong_size
from kling_studio.media.pictures import can_be_sent_as_it_is, measure, upright
from kling_studio.media.stripping import stripped

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_ENDINGS = {"JPEG": ".jpg", "PNG": ".png"}
_MB = 1_000_000
"""The smaller of the two that a service may mean."""
_STEPS = ((4096, 95), (4096, 90), (3072, 88), (2048, 85))


def for_upload(picture: Path, folder: Path, limits: FileLimits) -> tuple[Path, str]:
    """A file within the limits that can be sent for ``picture``, and its content type.

    It never says where, when and with what the picture was taken. The pixels stay as they are where that will do; else
    it is a new PNG or JPEG in ``folder``, upright, in sRGB, what is cut out on white, made smaller only as far as it
    must be. Raises :class:`KnownError` where the picture cannot be read, or is too small or too narrow.
    """
    info = measure(picture)
    most_bytes = limits.most_mb * _MB or sys.maxsize
    if why := wrong_size(info.width_px, info.height_px, limits):
        raise KnownError(f"{picture.name} {why}.", "Use another picture, or another part of it.")
    if info.format in _TYPES and info.size_bytes <= 2 * most_bytes and can_be_sent_as_it_is(picture):
        data = picture.read_bytes()
        bare = stripped(data)
        if bare is not None and len(bare) <= most_bytes:
            made = folder / f"{picture.stem}{_ENDINGS[info.format]}"
            return (picture if bare == data else _written(made, bare)), _TYPES[info.format]
    image = _within_ratio(upright(picture), limits)
    if info.format == "PNG" and max(image.size) <= _STEPS[0][0]:
        made = folder / f"{picture.stem}.png"
        image.save(made, "PNG")
        if made.stat().st_size <= most_bytes:
            return made, "image/png"
    return _small_enough(image, folder / f"{picture.stem}.jpg", limits, most_bytes), "image/jpeg"


def _within_ratio(image: Image.Image, limits: FileLimits) -> Image.Image:
    """The picture without the pixels by which rounding made it too narrow."""
    part = widest_part(*image.size, limits)
    return image if part == image.size else image.crop((0, 0, *part))


def _small_enough(image: Image.Image, made: Path, limits: FileLimits, most_bytes: int) -> Path:
    least_px = max(1, limits.least_px)
    for most_px, quality in _STEPS:
        # The shorter side must not fall below what is taken.
        scale = max(min(1.0, most_px / max(image.size)), least_px / min(image.size))
        size = (max(least_px, round(image.width * scale)), max(least_px, round(image.height * scale)))
        small = (
            image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        )
        _within_ratio(small, limits).save(made, "JPEG", quality=quality, subsampling=0)
        if made.stat().st_size <= most_bytes:
            break
    return made


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
