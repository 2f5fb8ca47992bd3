"""What part of a picture a view is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.catalog import FileLimits
from kling_studio.core.errors import EditRejected
from kling_studio.core.framings import (
    box_px,
    can_be_framed,
    framed_path,
    framed_view,
    framing_of,
    is_whole,
    turned,
    turned_size,
    wide_enough,
)
from kling_studio.core.picture_limits import widest_part, wrong_size
from kling_studio.core.project import CastMember, Framing, Look, Project, View, ViewKind

ORIGINAL = "media/mira.jpg"
MIDDLE = Framing(ORIGINAL, 0, 0.25, 0.25, 0.75, 0.75)
EDGES = st.floats(0, 1, allow_subnormal=False)
SIZES = st.integers(300, 12_000)
LIMITS = FileLimits(least_px=300, least_ratio=0.4, most_ratio=2.5)


def cast(*views: View, looks: tuple[Look, ...] = ()) -> Project:
    return Project(cast=(CastMember("m1", "Mira", images=views, looks=looks), CastMember("m2", "Marco")))


def test_a_part_lies_in_a_file_of_its_own_and_the_whole_in_the_original() -> None:
    view = framed_view(View(ORIGINAL, ViewKind.SIDE), MIDDLE)
    assert view == View(framed_path(MIDDLE), ViewKind.SIDE, MIDDLE)
    assert framed_view(view, Framing(ORIGINAL)) == View(ORIGINAL, ViewKind.SIDE)
    assert (framing_of(view), framing_of(View(ORIGINAL))) == (MIDDLE, Framing(ORIGINAL))


def test_the_file_of_a_part_is_named_by_original_and_part() -> None:
    paths = {
        framed_path(framing)
        for framing in (
            MIDDLE,
            turned(MIDDLE, 90),
            Framing("media/other.jpg", 0, 0.25, 0.25, 0.75, 0.75),
            Framing(ORIGINAL, 0, 0.25, 0.25, 0.75, 0.8),
        )
    }
    assert len(paths) == 4
    assert framed_path(MIDDLE).startswith("media/mira-part-")
    assert framed_path(MIDDLE).endswith(".jpg")
    assert framed_path(Framing("a/b.PNG", 90)).endswith(".png")
    assert framed_path(Framing("photo.heic", 90)).endswith(".jpg")
    assert framed_path(Framing(".jpg", 90)).startswith("media/picture-part-")


def test_only_files_can_be_cut() -> None:
    assert can_be_framed(View(ORIGINAL))
    assert not can_be_framed(View("https://pictures.test/a.jpg"))


@given(EDGES, EDGES, EDGES, EDGES, SIZES, SIZES, st.sampled_from((0, 90, 180, 270)))
def test_any_part_has_pixels_inside_the_turned_picture(
    left: float, top: float, right: float, bottom: float, width: int, height: int, turn: int
) -> None:
    box = box_px(Framing(ORIGINAL, turn, left, top, right, bottom), width, height)
    whole_width, whole_height = turned_size(width, height, turn)
    assert 0 <= box[0] < box[2] <= whole_width
    assert 0 <= box[1] < box[3] <= whole_height


@pytest.mark.parametrize("by", [90, -90])
def test_four_turns_are_none(by: int) -> None:
    framing = Framing(ORIGINAL, 0, 0.1, 0.2, 0.5, 0.9)
    once = turned(framing, by)
    assert once.turn == by % 360
    assert turned(turned(turned(once, by), by), by) == framing
    assert turned(once, -by) == framing


def test_a_turn_takes_the_part_along() -> None:
    # The upper left quarter is the upper right one after a turn to the right.
    quarter = Framing(ORIGINAL, 0, 0, 0, 0.5, 0.5)
    assert turned(quarter, 90) == Framing(ORIGINAL, 90, 0.5, 0, 1, 0.5)
    assert turned(quarter, 180) == Framing(ORIGINAL, 180, 0, 0, 0.5, 0.5)


@given(SIZES, SIZES, st.sampled_from((0, 90, 180, 270)))
def test_a_narrow_picture_is_cut_to_what_can_be_sent(width: int, height: int, turn: int) -> None:
    framing = wide_enough(Framing(ORIGINAL, turn), width, height, LIMITS)
    assert framing is not None
    left, top, right, bottom = box_px(framing, width, height)
    assert wrong_size(right - left, bottom - top, LIMITS) == ""
    if widest_part(width, height, LIMITS) == (width, height):
        assert is_whole(framing) == (turn == 0)


def test_of_too_little_nothing_is_cut() -> None:
    assert wide_enough(Framing(ORIGINAL), 2000, 299, LIMITS) is None


def test_of_a_tall_picture_more_is_cut_below_than_above() -> None:
    framing = wide_enough(Framing(ORIGINAL), 400, 2000, LIMITS)
    assert framing is not None
    assert 0 < framing.top < 1 - framing.bottom


class TestEdits:
    def test_framing_a_view_changes_it_in_the_member_and_its_looks(self) -> None:
        look = Look("Coat", images=(View(ORIGINAL), View("coat.jpg")))
        framed = edits.frame_view(cast(View(ORIGINAL), View("b.jpg"), looks=(look,)), "m1", ORIGINAL, MIDDLE)
        part = View(framed_path(MIDDLE), framing=MIDDLE)
        assert framed.cast[0].images == (part, View("b.jpg"))
        assert framed.cast[0].looks[0].images == (part, View("coat.jpg"))
        back = edits.frame_view(framed, "m1", part.path, Framing(ORIGINAL))
        assert back.cast[0].images == (View(ORIGINAL), View("b.jpg"))

    def test_the_same_part_changes_nothing(self) -> None:
        project = cast(View(ORIGINAL))
        assert edits.frame_view(project, "m1", ORIGINAL, Framing(ORIGINAL)) is project

    def test_the_same_part_twice_is_refused(self) -> None:
        project = cast(View(ORIGINAL), View(framed_path(MIDDLE), framing=MIDDLE))
        with pytest.raises(EditRejected, match="very part"):
            edits.frame_view(project, "m1", ORIGINAL, MIDDLE)

    def test_a_picture_moves_to_another_member_with_its_part(self) -> None:
        part = View(framed_path(MIDDLE), ViewKind.BACK, MIDDLE)
        project = edits.give_view(cast(View("a.jpg"), part), "m1", 1, "m2")
        assert [member.images for member in project.cast] == [(View("a.jpg"),), (part,)]
        kept = edits.give_view(project, "m2", 0, "m1", keep=True)
        assert [member.images for member in kept.cast] == [(View("a.jpg"), part), (part,)]

    def test_a_picture_that_is_gone_or_there_already_is_refused(self) -> None:
        project = edits.give_view(cast(View("a.jpg")), "m1", 0, "m2", keep=True)
        with pytest.raises(EditRejected, match="Marco has this picture already"):
            edits.give_view(project, "m1", 0, "m2")
        with pytest.raises(EditRejected, match="no longer there"):
            edits.give_view(project, "m1", 1, "m2")
