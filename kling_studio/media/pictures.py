"""Reading pictures safely: a real header first, a small decode where a small picture is asked for.

Every function turns the picture as its EXIF orientation says and raises :class:`KnownError` with a sentence
that names the file when it cannot be used.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from kling_studio.core.errors import KnownError
from kling_studio.media.wholeness import boxes_are_whole, is_heif, is_whole

MAX_SIDE_PX = 12_000
MAX_PIXELS = 100_000_000

# Only what a camera, a browser or a drawing program writes: Pillow would also try EPS, PDF and the like.
# (A JPEG with several pictures, "MPO", is opened as JPEG.)
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
_GROUND = (35, 37, 41)
_PAPER = (255, 255, 255)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Our limit is checked on every picture, with a sentence; Pillow's warning would only add noise.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What a picture file says of itself. The size is the one seen, after the EXIF turn."""

    width_px: int
    height_px: int
    format: str
    size_bytes: int


def measure(path: Path) -> PictureInfo:
    """The size and format of a picture, read from its header without decoding it.

    Raises :class:`KnownError` for what is missing, empty, no picture, cut off, or too large.
    """
    with _opened(path) as image:
        width_px, height_px = image.size
        if _orientation(image) >= 5:
            width_px, height_px = height_px, width_px
        name = "JPEG" if image.format == "MPO" else image.format or ""
        return PictureInfo(width_px, height_px, name, path.stat().st_size)


def thumbnail(path: Path, width_px: int, height_px: int) -> Image.Image:
    """The picture in RGB, fitted into the given box, never enlarged."""
    with _opened(path) as image:
        orientation = _orientation(image)
        box = (height_px, width_px) if orientation >= 5 else (width_px, height_px)
        # `thumbnail` asks the JPEG decoder for an eighth, a quarter or a half where that is enough.
        image.thumbnail(box, Image.Resampling.BICUBIC, reducing_gap=2.0)
        return _turned(_rgb(image), orientation)


def filling(path: Path, width_px: int, height_px: int, above: float = 0.5) -> Image.Image:
    """The picture in RGB, filling the size exactly; of what juts out, the part ``above`` is cut at the top."""
    with _opened(path) as image:
        orientation = _orientation(image)
        # The JPEG decoder makes an eighth, a quarter or a half where that still fills the size.
        image.draft("RGB", (height_px, width_px) if orientation >= 5 else (width_px, height_px))
        seen = _turned(_rgb(image), orientation)
    scale = max(width_px / seen.width, height_px / seen.height)
    # A sum of fractions may lie a hair outside of the picture, which resizing refuses.
    width, height = min(seen.width, width_px / scale), min(seen.height, height_px / scale)
    left, top = (seen.width - width) / 2, (seen.height - height) * above
    box = (left, top, min(seen.width, left + width), min(seen.height, top + height))
    return seen.resize((width_px, height_px), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)


def open_picture(path: Path, max_px: int) -> Image.Image:
    """The picture in RGB for drawing, its longer side at most ``max_px``."""
    with _opened(path) as image:
        orientation = _orientation(image)
        image.thumbnail((max_px, max_px), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return _turned(_rgb(image), orientation)


def upright(path: Path) -> Image.Image:
    """The whole picture in full size for sending: in RGB of the usual colour space, what is cut out on white."""
    with _opened(path) as image:
        orientation = _orientation(image)
        profile = image.info.get("icc_profile")
        image.load()
        usual = _in_usual_colours(image, profile) if profile else None
        seen = _turned(usual or _rgb(image, _PAPER), orientation)
        seen.info = {}  # comments and the like would be written again
        return seen


def can_be_sent_as_it_is(path: Path) -> bool:
    """Whether a JPEG or PNG needs no new pixels: 8 bits, nothing cut out, upright, in the usual colours."""
    with _opened(path) as image:
        plain = image.mode in ("RGB", "L") and "transparency" not in image.info
        deep = image.format == "PNG" and _is_deep(path)
        profile = image.info.get("icc_profile")
        usual = not profile or _is_usual(profile)
        return plain and usual and not deep and _orientation(image) == 1


def _is_deep(png: Path) -> bool:
    """Whether a PNG has 16 bits a colour."""
    with png.open("rb") as file:
        return file.read(25)[24:] == b"\x10"


def _is_usual(profile: bytes) -> bool:
    from PIL import ImageCms

    try:
        return "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return True  # nobody can tell what its colours are


def _in_usual_colours(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture in sRGB, or none where its profile says nothing that can be used."""
    from PIL import ImageCms

    if image.mode not in ("RGB", "CMYK") or (image.mode == "RGB" and _is_usual(profile)):
        return None
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """The picture with its header read and its limits checked; what fails meanwhile becomes a sentence."""
    if not path.is_file():
        what = "is a folder, not a picture" if path.is_dir() else "is not there"
        raise KnownError(f"{path.name} {what}.", f"Expected a picture at {path}.")
    try:
        with path.open("rb") as file:
            head = file.read(64)
            if not head:
                raise KnownError(f"{path.name} is empty (0 bytes).", "Save or copy the picture again.")
            if not boxes_are_whole(file, head):
                raise _cut_off(path)
            file.seek(0)
            with Image.open(file, formats=_formats(head)) as image:
                _check_size(path, image)
                if not is_whole(file, image.format):
                    raise _cut_off(path)
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(path, f"more than {MAX_PIXELS // 1_000_000} megapixels") from None
    except UnidentifiedImageError:
        raise KnownError(
            f"{path.name} is not a picture that can be read.",
            "Use a JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF file.",
        ) from None
    except (PermissionError, FileNotFoundError) as error:
        raise KnownError(f"{path.name} cannot be opened: {error.strerror}.") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise _cut_off(path) from error


def _formats(head: bytes) -> tuple[str, ...]:
    """What Pillow may try; the decoder for the pictures of telephones is loaded with the first of them."""
    if not is_heif(head):
        return _FORMATS
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    return ("HEIF",)


def _cut_off(path: Path) -> KnownError:
    return KnownError(
        f"{path.name} is damaged or cut off and cannot be read to its end.", "Save or copy it again."
    )


def _too_large(path: Path, how_large: str) -> KnownError:
    limit = f"{MAX_SIDE_PX:,} pixels a side and {MAX_PIXELS // 1_000_000} megapixels"
    return KnownError(
        f"{path.name} is too large: {how_large}.", f"Save a smaller copy; the limit is {limit}."
    )


def _check_size(path: Path, image: Image.Image) -> None:
    width_px, height_px = image.size
    if max(width_px, height_px) > MAX_SIDE_PX or width_px * height_px > MAX_PIXELS:
        raise _too_large(path, f"{width_px:,} × {height_px:,} pixels")


def _orientation(image: Image.Image) -> int:
    """1 to 8 of EXIF. A PNG's is read only where it stands before the pixels: no decode just for it."""
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except (SyntaxError, ValueError, KeyError, struct.error):
        return 1
    return value if value in _TURNS else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _rgb(image: Image.Image, ground: tuple[int, int, int] = _GROUND) -> Image.Image:
    image.load()
    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode not in ("RGBA", "LA", "PA", "RGBa", "La") and "transparency" not in image.info:
        return image.convert("RGB")
    # What is cut out stands on a ground of ours, not on whatever colour lies under its transparency.
    solid = image.convert("RGBA")
    flat = Image.new("RGB", solid.size, ground)
    flat.paste(solid, mask=solid.getchannel("A"))
    return flat
