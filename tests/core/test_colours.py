import re

from kling_studio.core.colours import CAST_COLOURS, cast_colour


def test_eight_members_have_eight_colours_and_the_ninth_the_first() -> None:
    assert len(set(map(cast_colour, range(8)))) == 8
    assert cast_colour(8) == cast_colour(0) == CAST_COLOURS[0]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in CAST_COLOURS)
