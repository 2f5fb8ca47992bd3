"""Pictures as the providers take them: JPEG or PNG of at most 10 MB."""

from pathlib import Path

from kling_studio.media.pictures import MAX_SIDE_PX, measure, open_picture

MOST_BYTES = 10_000_000
_AS_THEY_ARE = {"JPEG": "image/jpeg", "PNG": "image/png"}
_QUALITIES = ((MAX_SIDE_PX, 95), (4096, 92), (2560, 90), (2048, 85))


def for_upload(picture: Path, folder: Path) -> tuple[Path, str]:
    """A file that can be sent for ``picture``, and its content type.

    It is the picture itself where that will do; else a JPEG in ``folder``, turned as EXIF says and without metadata,
    made smaller only as far as it must be. Raises :class:`KnownError` where the picture cannot be read.
    """
    info = measure(picture)
    if info.format in _AS_THEY_ARE and info.size_bytes <= MOST_BYTES:
        return picture, _AS_THEY_ARE[info.format]
    made = folder / f"{picture.stem}.jpg"
    for side_px, quality in _QUALITIES:
        open_picture(picture, side_px).save(made, "JPEG", quality=quality)
        if made.stat().st_size <= MOST_BYTES:
            break
    return made, "image/jpeg"
