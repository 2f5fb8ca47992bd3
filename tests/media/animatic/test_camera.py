from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.media.animatic.camera import Move, MoveKind, View, move_of, view_at, visible_box

moves = st.builds(Move, st.sampled_from(MoveKind), st.sampled_from((-1, 1)), st.sampled_from((0.6, 1.0, 1.4)))
parts = st.floats(0, 1)
lengths = st.integers(1, 15)
sides = st.floats(2, 4000)
FRAME = (1280.0, 720.0)


@pytest.mark.parametrize(
    ("words", "kind", "toward"),
    [
        ("", MoveKind.SETTLE, 1),
        ("dreamlike", MoveKind.SETTLE, 1),
        ("static", MoveKind.STATIC, 1),
        ("locked-off wide", MoveKind.STATIC, 1),
        ("Dolly in", MoveKind.PUSH, 1),
        ("slow push-in", MoveKind.PUSH, 1),
        ("dolly out", MoveKind.PULL, 1),
        ("pull back to reveal", MoveKind.PULL, 1),
        ("tracking shot", MoveKind.TRACK, 1),
        ("tracking left", MoveKind.TRACK, -1),
        ("Pan left", MoveKind.PAN, -1),
        ("pan right", MoveKind.PAN, 1),
        ("pan left to right", MoveKind.PAN, 1),
        ("tilt up", MoveKind.TILT, -1),
        ("tilt down slowly", MoveKind.TILT, 1),
        ("crane up", MoveKind.CRANE, -1),
        ("crane down", MoveKind.CRANE, 1),
        ("zoom in", MoveKind.ZOOM_IN, 1),
        ("slow zoom out", MoveKind.ZOOM_OUT, 1),
        ("dolly zoom", MoveKind.DOLLY_ZOOM, 1),
        ("rack focus to the door", MoveKind.RACK_FOCUS, 1),
        ("handheld", MoveKind.HANDHELD, 1),
        ("a company of stills", MoveKind.SETTLE, 1),
    ],
)
def test_camera_words_name_a_move(words: str, kind: MoveKind, toward: int) -> None:
    move = move_of(words)
    assert (move.kind, move.toward) == (kind, toward)


def test_adverbs_set_the_strength() -> None:
    assert move_of("slow pan").strength < move_of("pan").strength < move_of("whip pan").strength


def box(
    words: str, part: float, source: tuple[float, float] = (1920, 1080)
) -> tuple[float, float, float, float]:
    return visible_box(view_at(move_of(words), part, 5), source, FRAME, (0.5, 0.5))


def centre(area: tuple[float, float, float, float]) -> tuple[float, float]:
    return (area[0] + area[2]) / 2, (area[1] + area[3]) / 2


def test_the_view_goes_where_the_words_say() -> None:
    assert centre(box("pan left", 1))[0] < centre(box("pan left", 0))[0]
    assert centre(box("tracking shot", 1))[0] > centre(box("tracking shot", 0))[0]
    assert centre(box("tilt up", 1))[1] < centre(box("tilt up", 0))[1]
    assert centre(box("crane down", 1))[1] > centre(box("crane down", 0))[1]
    for closer, wider in (("dolly in", "dolly out"), ("zoom in", "zoom out")):
        assert box(closer, 1)[2] - box(closer, 1)[0] < box(closer, 0)[2] - box(closer, 0)[0]
        assert box(wider, 1)[2] - box(wider, 1)[0] > box(wider, 0)[2] - box(wider, 0)[0]
    assert box("static", 0) == box("static", 0.7)
    assert 1.0 < view_at(move_of(""), 1, 5).zoom < 1.05


def test_what_is_not_moving_fills_the_frame_by_its_anchor() -> None:
    assert visible_box(View(), (1000, 2000), FRAME, (0.5, 0.0)) == (0, 0, 1000, 562.5)
    assert visible_box(View(), (1000, 2000), FRAME, (0.5, 1.0)) == (0, 1437.5, 1000, 2000)


@given(moves, parts, lengths, sides, sides, parts, parts)
def test_the_view_never_leaves_the_picture(
    move: Move, part: float, seconds: int, width: float, height: float, x: float, y: float
) -> None:
    left, top, right, bottom = visible_box(view_at(move, part, seconds), (width, height), FRAME, (x, y))
    assert -1e-6 <= left < right <= width + 1e-6
    assert -1e-6 <= top < bottom <= height + 1e-6
    assert (right - left) / (bottom - top) == pytest.approx(FRAME[0] / FRAME[1])


@given(moves, lengths)
def test_no_move_is_stopped_by_the_edge_of_the_picture(move: Move, seconds: int) -> None:
    """The view asked for lies inside by itself: a view held back by the edge would stop with a jerk."""
    for step in range(25):
        view = view_at(move, step / 24, seconds)
        room = (view.zoom - 1) / 2
        assert abs(view.x) <= room + 1e-9
        assert abs(view.y) <= room + 1e-9


@given(moves, lengths)
def test_no_move_jumps(move: Move, seconds: int) -> None:
    boxes = [
        visible_box(view_at(move, n / (24 * seconds), seconds), FRAME, FRAME, (0.5, 0.5))
        for n in range(24 * seconds)
    ]
    for before, after in pairwise(boxes):
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 30
