"""Cutting a part out of a picture."""

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from kling_studio.core.errors import KnownError
from kling_studio.core.project import Framing
from kling_studio.media.framing import cut_out
from tests.media.corpus import GOOD, MAKER, REFUSED


def cut(path: Path, framing: Framing, ending: str = ".png") -> Image.Image:
    target = path.with_name(f"part{ending}")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    cut_out(path, framing, target)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert MAKER.encode() not in target.read_bytes()
    with Image.open(target) as image:
        image.load()
        return image.convert("RGB")


@pytest.mark.parametrize(("turn", "corner"), [(0, (0, 0)), (90, (-1, 0)), (180, (-1, -1)), (270, (0, -1))])
def test_a_turn_is_clockwise(tmp_path: Path, turn: int, corner: tuple[int, int]) -> None:
    """The sample has its white mark in the upper left corner."""
    GOOD["plain.png"](tmp_path / "a.png")
    image = cut(tmp_path / "a.png", Framing("a.png", turn))
    assert image.size == ((480, 640) if turn % 180 else (640, 480))
    x, y = (
        side if edge == 0 else size - 1 - side
        for edge, size, side in zip(corner, image.size, (5, 5), strict=True)
    )
    assert image.getpixel((x, y)) == (255, 255, 255)


def test_the_part_is_taken_after_both_turns(tmp_path: Path) -> None:
    """EXIF's turn comes first, then the director's: the camera's 6 and ours of 270 stand it back."""
    GOOD["turn 6.jpg"](tmp_path / "a.jpg")
    image = cut(tmp_path / "a.jpg", Framing("a.jpg", 270, 0, 0, 0.2, 0.2), ".jpg")
    assert image.size == (128, 96)
    assert min(image.getpixel((20, 20))) > 240  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["photo.heic", "16 bit alpha.png", "cmyk.jpg", "animated.gif"])
def test_of_every_format(tmp_path: Path, name: str) -> None:
    GOOD[name](tmp_path / name)
    assert min(cut(tmp_path / name, Framing(name, 90, 0.25, 0.25, 0.75, 0.75), ".jpg").size) >= 160


def test_of_what_cannot_be_read_there_is_no_part(tmp_path: Path) -> None:
    REFUSED["cut.jpg"][0](tmp_path / "cut.jpg")
    with pytest.raises(KnownError, match=r"cut\.jpg"):
        cut_out(tmp_path / "cut.jpg", Framing("cut.jpg", 90), tmp_path / "part.jpg")
    assert not (tmp_path / "part.jpg").exists()
