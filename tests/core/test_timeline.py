"""Where shots lie in time and on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core.project import Scene, Shot
from kling_studio.core.timeline import (
    SNAP_DISTANCE_PX,
    Snap,
    TimeScale,
    cuts,
    drop_index,
    shot_at,
    snapped,
    starts,
)

SCENE = Scene("c", shots=(Shot("a", seconds=5), Shot("b", seconds=4), Shot("c", seconds=3)))
EMPTY = Scene("c")


def test_shots_start_where_the_ones_before_end() -> None:
    assert starts(SCENE) == (0, 5, 9)
    assert cuts(SCENE) == (5, 9)
    assert (starts(EMPTY), cuts(EMPTY)) == ((), ())


@given(st.lists(st.integers(1, 15), min_size=1, max_size=8))
def test_starts_and_lengths_make_the_scene(lengths: list[int]) -> None:
    scene = Scene("c", shots=tuple(Shot(f"s{n}", seconds=seconds) for n, seconds in enumerate(lengths)))
    assert starts(scene)[-1] + lengths[-1] == scene.seconds
    for index, start in enumerate(starts(scene)):
        for second in (start, start + lengths[index] - 0.01):
            assert shot_at(scene, second) == (index, scene.shots[index])


@pytest.mark.parametrize(("second", "index"), [(-1, 0), (0, 0), (4.9, 0), (5, 1), (9, 2), (12, 2), (99, 2)])
def test_the_shot_that_plays(second: float, index: int) -> None:
    assert shot_at(SCENE, second) == (index, SCENE.shots[index])
    assert shot_at(EMPTY, second) is None


scales = st.builds(TimeScale, st.floats(8, 400), st.floats(0, 600))


@given(scales, st.floats(-600, 6000))
def test_seconds_to_pixels_and_back(scale: TimeScale, second: float) -> None:
    assert scale.second_at(scale.x_of(second)) == pytest.approx(second, abs=1e-6)
    assert scale.x_of(scale.second_at(second)) == pytest.approx(second, abs=1e-6)


@given(scales, st.floats(0.1, 10), st.floats(0, 2000))
def test_a_zoom_keeps_the_time_under_the_pointer(scale: TimeScale, factor: float, around_px: float) -> None:
    zoomed = scale.zoomed(factor, around_px)
    assert 8 <= zoomed.px_per_s <= 400
    assert zoomed.offset_s >= 0
    if zoomed.offset_s > 0:
        assert zoomed.second_at(around_px) == pytest.approx(scale.second_at(around_px), abs=1e-6)
    else:
        assert zoomed.second_at(around_px) >= scale.second_at(around_px) - 1e-6


def test_an_edge_lands_on_whole_seconds_and_is_drawn_to_marks() -> None:
    scale = TimeScale(10.0)
    marks = [(5, "cut"), (8, "playhead"), (6.5, "half")]
    assert snapped(5.8, marks, scale) == Snap(5, "cut")
    assert snapped(5.95, marks, scale) == Snap(6, None)
    assert snapped(8.9, marks, scale) == Snap(8, "playhead")
    assert snapped(6.6, marks, scale) == Snap(7, None)
    assert snapped(3.5, [], scale) == Snap(4, None)
    assert snapped(3.49, [], scale) == Snap(3, None)
    assert snapped(-2.0, [], scale) == Snap(0, None)


def test_the_nearest_mark_draws() -> None:
    scale = TimeScale(8.0)
    assert snapped(5.6, [(5, "cut"), (6, "end")], scale) == Snap(6, "end")
    assert snapped(5.4, [(6, "end"), (5, "cut")], scale) == Snap(5, "cut")


@given(st.floats(0, 60), st.lists(st.integers(0, 60), max_size=5), scales)
def test_a_snap_is_near_and_whole(second: float, places: list[int], scale: TimeScale) -> None:
    snap = snapped(second, [(place, "mark") for place in places], scale)
    if snap.to is None:
        assert abs(snap.second - second) <= 0.5
        assert all(abs(scale.x_of(place) - scale.x_of(second)) > SNAP_DISTANCE_PX for place in places)
    else:
        assert snap.second in places
        assert abs(scale.x_of(snap.second) - scale.x_of(second)) <= SNAP_DISTANCE_PX


@pytest.mark.parametrize(
    ("second", "moving", "index"),
    [
        (0, None, 0),
        (2.5, None, 0),
        (2.6, None, 1),
        (7.1, None, 2),
        (12, None, 3),
        (12, "a", 2),
        (2.6, "a", 0),
        (7.1, "a", 1),
    ],
)
def test_where_a_dropped_shot_would_stand(second: float, moving: str | None, index: int) -> None:
    assert drop_index(SCENE, second, moving) == index
