"""Pictures of files as Qt's: the same as Pillow would make them, whichever decoder is at work."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QColor, QImage

from kling_studio.core.errors import KnownError
from kling_studio.media import pictures
from kling_studio.ui.images import as_image, filling

_ORIENTATION = 0x0112
_RED, _GREEN, _BLUE, _YELLOW = (220, 20, 20), (20, 200, 20), (20, 20, 220), (220, 220, 20)


def quarters(mode: str = "RGB", width: int = 480, height: int = 320) -> Image.Image:
    """A picture that tells how it was turned: another colour in each quarter."""
    image = Image.new("RGB", (width, height), _RED)
    image.paste(_GREEN, (width // 2, 0, width, height // 2))
    image.paste(_BLUE, (0, height // 2, width // 2, height))
    image.paste(_YELLOW, (width // 2, height // 2, width, height))
    return image.convert(mode)


def saved(folder: Path, image: Image.Image, orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    path = folder / f"{image.mode}{orientation}.jpg"
    image.save(path, quality=95, exif=exif)
    return path


def far_apart(one: QImage, other: QImage) -> int:
    """The largest difference of a colour among nine points that lie away from the edges between colours."""
    assert one.size() == other.size()
    points = [(one.width() * x // 8, one.height() * y // 8) for x in (1, 3, 5, 7) for y in (1, 3, 5, 7)]

    def difference(x: int, y: int) -> int:
        a, b = QColor(one.pixel(x, y)), QColor(other.pixel(x, y))
        return max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue()))

    return max(difference(x, y) for x, y in points)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_is_as_pillow_makes_it(tmp_path: Path, mode: str, orientation: int) -> None:
    path = saved(tmp_path, quarters(mode), orientation)
    made = filling(path, 64, 64, 0.3)
    assert made.format() == QImage.Format.Format_RGB32
    assert far_apart(made, as_image(pictures.filling(path, 64, 64, 0.3))) <= 12


@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    wide=st.integers(1, 90),
    high=st.integers(1, 90),
    above=st.floats(0, 1),
    orientation=st.sampled_from([1, 6]),
)
def test_any_jpeg_fills_any_size(
    tmp_path_factory: pytest.TempPathFactory,
    width: int,
    height: int,
    wide: int,
    high: int,
    above: float,
    orientation: int,
) -> None:
    path = saved(tmp_path_factory.mktemp("any"), quarters(width=width, height=height), orientation)
    made = filling(path, wide, high, above)
    assert (made.width(), made.height()) == (wide, high)


def test_what_juts_out_is_cut_as_asked(tmp_path: Path) -> None:
    path = saved(tmp_path, quarters(width=100, height=400))
    top, bottom = filling(path, 50, 50, 0.0), filling(path, 50, 50, 1.0)
    assert QColor(top.pixel(5, 45)).red() > 180
    assert QColor(bottom.pixel(5, 5)).blue() > 180


def test_a_png_with_holes_stands_on_the_ground(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    Image.new("RGBA", (40, 40), (255, 255, 255, 0)).save(path)
    assert QColor(filling(path, 8, 8, 0.5).pixel(4, 4)).name() == "#232529"


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0" + bytes(400)])
def test_what_is_no_picture_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.jpg"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"bad\.jpg"):
        filling(path, 8, 8, 0.5)
