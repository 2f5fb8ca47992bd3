"""Media as the providers take them: within the limits, and saying nothing but what is seen and heard."""

from pathlib import Path

from PIL import Image

from kling_studio.core.errors import KnownError
from kling_studio.core.picture_limits import LEAST_PX, MOST_BYTES, MOST_RATIO, outside
from kling_studio.media.pictures import can_be_sent_as_it_is, measure, upright
from kling_studio.media.stripping import stripped

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_ENDINGS = {"JPEG": ".jpg", "PNG": ".png"}
_STEPS = ((4096, 95), (4096, 90), (3072, 88), (2048, 85))


def for_upload(picture: Path, folder: Path) -> tuple[Path, str]:
    """A file that can be sent for ``picture``, and its content type.

    It never says where, when and with what the picture was taken. The pixels stay as they are where that will do; else
    it is a new PNG or JPEG in ``folder``, upright, in sRGB, what is cut out on white, made smaller only as far as it
    must be. Raises :class:`KnownError` where the picture cannot be read, or is too small or too narrow.
    """
    info = measure(picture)
    if why := outside(info.width_px, info.height_px):
        raise KnownError(f"{picture.name} {why}.", "Use another picture, or another part of it.")
    if info.format in _TYPES and info.size_bytes <= 2 * MOST_BYTES and can_be_sent_as_it_is(picture):
        data = picture.read_bytes()
        bare = stripped(data)
        if bare is not None and len(bare) <= MOST_BYTES:
            made = folder / f"{picture.stem}{_ENDINGS[info.format]}"
            return (picture if bare == data else _written(made, bare)), _TYPES[info.format]
    image = within_ratio(upright(picture))
    if info.format == "PNG" and max(image.size) <= _STEPS[0][0]:
        made = folder / f"{picture.stem}.png"
        image.save(made, "PNG")
        if made.stat().st_size <= MOST_BYTES:
            return made, "image/png"
    return _small_enough(image, folder / f"{picture.stem}.jpg"), "image/jpeg"


def within_ratio(image: Image.Image) -> Image.Image:
    """The picture without the pixels by which rounding made it too narrow."""
    width_px, height_px = image.size
    most_px = int(min(width_px, height_px) * MOST_RATIO)
    if max(width_px, height_px) <= most_px:
        return image
    return image.crop((0, 0, min(width_px, most_px), min(height_px, most_px)))


def _small_enough(image: Image.Image, made: Path) -> Path:
    for most_px, quality in _STEPS:
        # The shorter side must not fall below what is taken.
        scale = max(min(1.0, most_px / max(image.size)), LEAST_PX / min(image.size))
        size = (max(LEAST_PX, round(image.width * scale)), max(LEAST_PX, round(image.height * scale)))
        small = (
            image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        )
        within_ratio(small).save(made, "JPEG", quality=quality, subsampling=0)
        if made.stat().st_size <= MOST_BYTES:
            break
    return made


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
