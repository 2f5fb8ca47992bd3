"""How large and how wide a picture may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core.catalog import NO_LIMITS, Catalog, FileLimits
from kling_studio.core.picture_limits import widest_part, wrong_size
from tests.core.building import catalog

PUBLISHED = FileLimits(least_px=300, least_ratio=0.4, most_ratio=2.5, most_mb=10)
SIZES = st.integers(1, 12_000)


def test_what_every_model_takes_is_the_strictest_that_is_published() -> None:
    assert catalog().picture_limits() == PUBLISHED
    assert Catalog({}, {}).picture_limits() == NO_LIMITS


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((750, 300), ""),
        ((300, 750), ""),
        ((751, 300), "is 751 × 300: width to height may be 0.4 to 2.5"),
        ((300, 751), "is 300 × 751: width to height may be 0.4 to 2.5"),
        ((299, 2000), "is 299 × 2000 pixels; 300 are needed on each side"),
    ],
)
def test_a_picture_beyond_the_limits_says_why(size: tuple[int, int], words: str) -> None:
    assert wrong_size(*size, PUBLISHED) == words


def test_a_picture_may_be_too_large() -> None:
    assert (
        wrong_size(2001, 900, FileLimits(most_px=2000))
        == "is 2001 × 900 pixels; at most 2000 are taken on each side"
    )


@given(SIZES, SIZES)
def test_without_limits_every_size_will_do(width: int, height: int) -> None:
    assert wrong_size(width, height, NO_LIMITS) == ""


@given(SIZES, SIZES)
def test_the_widest_part_is_within_the_ratio_and_no_wider_one_is(width: int, height: int) -> None:
    part = widest_part(width, height, PUBLISHED)
    assert widest_part(*part, PUBLISHED) == part
    if part[0] < width:
        assert part[1] == height
        assert 2 * (part[0] + 1) > 5 * height
    if part[1] < height:
        assert part[0] == width
        assert 2 * (part[1] + 1) > 5 * width
