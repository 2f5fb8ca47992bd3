"""What can be told of a picture by looking at it small, on the pictures of the sample project."""

from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from kling_studio.core.checks.alike import LEAST_SHARPNESS, MOST_DIFFERENT_BITS
from kling_studio.media.looking import impression
from kling_studio.resources import resource

SAMPLE = sorted(Path(str(resource("sample"))).glob("*.jpg"))
NAMES = [path.stem for path in SAMPLE]


def different_bits(one: Path, other: Path) -> int:
    likenesses = [int(impression(path).likeness, 16) for path in (one, other)]
    return (likenesses[0] ^ likenesses[1]).bit_count()


@pytest.mark.parametrize("path", SAMPLE, ids=NAMES)
def test_a_copy_looks_the_same(tmp_path: Path, path: Path) -> None:
    image = Image.open(path)
    image.resize((image.width // 2, image.height // 2)).save(tmp_path / "small.jpg", quality=60)
    ImageEnhance.Brightness(image).enhance(1.15).save(tmp_path / "bright.webp", quality=85)
    assert different_bits(path, tmp_path / "small.jpg") <= MOST_DIFFERENT_BITS
    assert different_bits(path, tmp_path / "bright.webp") <= MOST_DIFFERENT_BITS


def test_no_two_pictures_of_the_sample_look_the_same() -> None:
    likenesses = [int(impression(path).likeness, 16) for path in SAMPLE]
    for place, one in enumerate(likenesses):
        assert all((one ^ other).bit_count() > MOST_DIFFERENT_BITS for other in likenesses[:place])


@pytest.mark.parametrize("path", SAMPLE, ids=NAMES)
def test_sharp_and_out_of_focus(tmp_path: Path, path: Path) -> None:
    image = Image.open(path)
    radius_px = max(image.size) / 128
    image.filter(ImageFilter.GaussianBlur(radius_px)).save(tmp_path / "soft.jpg", quality=92)
    sharp, soft = impression(path).sharpness, impression(tmp_path / "soft.jpg").sharpness
    assert sharp is not None
    assert soft is not None
    assert soft < LEAST_SHARPNESS < sharp


def test_a_face_before_a_soft_background_is_sharp(tmp_path: Path) -> None:
    image = Image.open(SAMPLE[0]).convert("RGB")
    face = image.crop((200, 200, 520, 520))
    soft = image.filter(ImageFilter.GaussianBlur(30))
    soft.paste(face, (360, 500))
    soft.save(tmp_path / "portrait.jpg", quality=92)
    sharpness = impression(tmp_path / "portrait.jpg").sharpness
    assert sharpness is not None
    assert sharpness > LEAST_SHARPNESS


def test_of_a_plain_ground_nothing_is_told(tmp_path: Path) -> None:
    Image.new("RGB", (800, 600), "#35506b").save(tmp_path / "plain.png")
    assert impression(tmp_path / "plain.png") == impression(tmp_path / "plain.png")
    assert (impression(tmp_path / "plain.png").likeness, impression(tmp_path / "plain.png").sharpness) == (
        "",
        None,
    )
