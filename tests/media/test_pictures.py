import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from kling_studio.core.errors import KnownError
from kling_studio.media.pictures import PictureInfo, filling, measure, open_picture, thumbnail
from tests.media.clips import picture


def huge_png(path: Path, width: int, height: int) -> Path:
    """A whole PNG of one bit a pixel, all black: large to look at, small on the disk."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj()
    row = bytes(1 + -(-width // 8))
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    return path


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "gif", "bmp", "tiff", "avif"])
def test_measures_every_format(tmp_path: Path, ending: str) -> None:
    path = picture(tmp_path / f"front.{ending}", (64, 48))
    info = measure(path)
    assert (info.width_px, info.height_px, info.size_bytes) == (64, 48, path.stat().st_size)
    assert open_picture(path, 1000).size == (64, 48)


def test_a_picture_turned_by_its_camera_is_seen_upright(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.open(picture(tmp_path / "plain.png", (400, 200)))
    image.save(path, exif=exif, quality=95)
    assert measure(path) == PictureInfo(200, 400, "JPEG", path.stat().st_size)
    small = thumbnail(path, 100, 100)
    assert small.size == (50, 100)
    # The mark of the upper left corner has gone to the upper right.
    assert small.getpixel((47, 2)) > (240, 240, 240)  # type: ignore[operator]
    assert small.getpixel((2, 2)) < (140, 140, 140)  # type: ignore[operator]
    assert open_picture(path, 4000).size == (200, 400)


def test_thumbnails_are_never_enlarged(tmp_path: Path) -> None:
    assert thumbnail(picture(tmp_path / "small.png", (40, 30)), 400, 400).size == (40, 30)


def test_what_is_cut_out_stands_on_a_dark_ground(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (255, 255, 255, 0)).save(tmp_path / "cut.png")
    assert thumbnail(tmp_path / "cut.png", 20, 20).getpixel((5, 5)) == (35, 37, 41)


def test_sixteen_bits_keep_their_brightness(tmp_path: Path) -> None:
    Image.new("I;16", (8, 8), 40_000).save(tmp_path / "deep.png")
    assert open_picture(tmp_path / "deep.png", 100).getpixel((0, 0)) == (156, 156, 156)


def nasty(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}.png"
    whole = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(whole, "JPEG" if kind == "cut jpeg" else "PNG")
    match kind:
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_text("This is a shopping list.\n" * 40)
        case "cut png" | "cut jpeg":
            path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
        case "header only":
            path.write_bytes(whole.getvalue()[:12])
        case "folder":
            path.mkdir()
        case "too wide":
            huge_png(path, 12_001, 10)
        case "too many pixels":
            huge_png(path, 12_000, 12_000)
        case "bomb":
            huge_png(path, 60_000, 60_000)
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "is not there"),
        ("empty", "is empty"),
        ("text", "is not a picture"),
        ("cut png", "cut off"),
        ("cut jpeg", "cut off"),
        ("header only", "is not a picture"),
        ("folder", "is a folder"),
        ("too wide", "too large: 12,001 × 10 pixels"),
        ("too many pixels", "too large"),
        ("bomb", "too large"),
    ],
)
def test_what_is_no_usable_picture_is_named_with_its_fault(tmp_path: Path, kind: str, words: str) -> None:
    path = nasty(tmp_path, kind)
    for use in (measure, lambda path: thumbnail(path, 50, 50), lambda path: open_picture(path, 500)):
        with pytest.raises(KnownError) as caught:
            use(path)
        assert path.name in str(caught.value)
        assert words in str(caught.value)


def test_measuring_decodes_nothing(tmp_path: Path) -> None:
    path = huge_png(tmp_path / "large.png", 9_000, 9_000)
    tracemalloc.start()
    try:
        info = measure(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (info.width_px, info.height_px) == (9_000, 9_000)
    assert peak < 2_000_000


def test_a_jpeg_with_something_behind_its_end_is_whole(tmp_path: Path) -> None:
    path = picture(tmp_path / "moving.jpg")
    path.write_bytes(path.read_bytes() + bytes(200_000))
    assert measure(path).width_px == 400


@given(st.integers(1, 700), st.integers(1, 700), st.integers(1, 400), st.integers(1, 400), st.floats(0, 1))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_picture_fills_any_size(
    tmp_path: Path, width: int, height: int, wide: int, high: int, above: float
) -> None:
    path = tmp_path / "any.png"
    Image.new("RGB", (width, height), "#445566").save(path)
    assert filling(path, wide, high, above).size == (wide, high)
