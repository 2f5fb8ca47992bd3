"""How long a sample may be, in words."""

import pytest

from kling_studio.core.samples import wrong_length


@pytest.mark.parametrize("duration_s", [0, 4.96, 5, 17.3, 30, 30.04])
def test_what_fits_is_passed_over(duration_s: float) -> None:
    assert wrong_length(duration_s) == ""


@pytest.mark.parametrize(
    ("duration_s", "words"),
    [(3.24, "3.2 s"), (4.9, "4.9 s"), (30.2, "30.2 s"), (65.4, "1 min 5 s"), (14_400, "4 h 0 min")],
)
def test_what_does_not_is_told_with_its_length(duration_s: float, words: str) -> None:
    assert wrong_length(duration_s) == f"is {words} long; a voice is made from 5 to 30 s"
