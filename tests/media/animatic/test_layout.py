from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kling_studio.core.project import Scene
from kling_studio.media.animatic.framing import Rect
from kling_studio.media.animatic.layout import Line, ShotLayout, lay_out
from kling_studio.media.animatic.plan import AnimaticPlan, Panel
from tests.media.animatic.scenes import LONG, plan_of, shot

ASPECTS = ("16:9", "9:16", "1:1")
LANDSCAPE, PORTRAIT, FIGURE, SQUARE = 16 / 9, 4 / 5, 9 / 16, 1.0
text = (
    st.text(st.characters(codec="utf-8"), max_size=200)
    | st.text("明日では遅い、。」「 ab 한국어 😀👩‍🚀 שלום é", max_size=300)
    | st.sampled_from([LONG, "Donaudampfschifffahrtsgesellschaftskapitän" * 4, "a" * 500])
)
ratios = st.none() | st.floats(0.05, 20)


def laid_out(plan: AnimaticPlan, *ratios: float | None) -> ShotLayout:
    """The layout of the first shot with pictures of these ratios, else one that fills the frame."""
    shown = tuple(Panel(name="Mira of the very long and winding name") for _ in ratios or (LANDSCAPE,))
    return lay_out(plan, plan.shots[0], shown, ratios or (LANDSCAPE,))


def together(layout: ShotLayout) -> list[list[Rect]]:
    """Everything that can be on the screen at once, once for each page of the captions."""
    always = [line.rect for line in (*layout.slate, *layout.names, *layout.action)] + [layout.timecode]
    always += [layout.rule] if layout.rule else []
    pages: list[tuple[Line, ...]] = [page.lines for page in layout.pages] or [()]
    return [[*always, *(line.rect for line in lines)] for lines in pages]


def words(layout: ShotLayout) -> list[Rect]:
    """Everything that is ever written but the timecode."""
    return [rect for rects in together(layout) for rect in rects if rect != layout.timecode]


def check(plan: AnimaticPlan, layout: ShotLayout) -> None:
    frame = plan.format
    for rects in together(layout):
        for one, other in combinations(rects, 2):
            assert not one.meets(other), (one, other)
        for rect in rects:
            assert rect.x >= frame.margin_x_px
            assert rect.y >= frame.margin_y_px
            assert rect.right <= frame.width_px - frame.margin_x_px
            assert rect.bottom <= frame.height_px - frame.margin_y_px


def long_plan(aspect: str) -> AnimaticPlan:
    lines = (("Mira", "relieved and a little afraid", LONG), ("The Foreman of the night " * 5, "angry", LONG))
    scene = Scene(id="s", aspect_ratio=aspect, shots=(shot(LONG, 5, "", *lines),))
    return plan_of(Path(), scene, "A very long title of an episode · and of its scene " * 4, "Kling " * 40)


@pytest.mark.parametrize("panels", [1, 2, 3])
@pytest.mark.parametrize("aspect", ASPECTS)
def test_long_words_neither_meet_nor_leave_the_margins(aspect: str, panels: int) -> None:
    layout = laid_out(long_plan(aspect), *(None,) * panels)
    check(long_plan(aspect), layout)
    assert layout.action[-1].text.endswith("…")
    assert len(layout.names) == panels


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ASPECTS), text, text, text, text, st.lists(ratios, min_size=1, max_size=3))
def test_no_words_meet_or_leave_the_margins(
    aspect: str, action: str, spoken: str, name: str, label: str, shown: list[float | None]
) -> None:
    scene = Scene(id="s", aspect_ratio=aspect, shots=(shot(action, 3, "", (name, label, spoken)),))
    plan = plan_of(Path(), scene, label, name)
    check(plan, laid_out(plan, *shown))


def test_pages_follow_each_other_without_a_gap() -> None:
    plan = plan_of(Path(), Scene(id="s", shots=(shot("", 6, "", ("Mira", "", LONG), ("Marco", "", "No.")),)))
    pages = laid_out(plan).pages
    assert len(pages) > 3
    assert [page.first_frame for page in pages[1:]] == [page.end_frame for page in pages[:-1]]
    assert (pages[0].first_frame, pages[-1].end_frame) == (0, 144)
    assert all(page.end_frame - page.first_frame >= 8 for page in pages[:-1])


def test_a_caption_stands_above_the_action_and_bears_its_speaker() -> None:
    plan = plan_of(Path(), Scene(id="s", shots=(shot("@Mira nods.", 2, "", ("Mira", "calm", "Yes.")),)))
    layout = laid_out(plan)
    name, emotion, words = layout.pages[0].lines
    assert (name.text, emotion.text, words.text) == ("Mira", "calm", "Yes.")
    assert name.colour == plan.shots[0].captions[0].colour
    assert words.rect.bottom <= layout.action[0].rect.y
    assert [line.text for line in layout.slate] == ["Pilot · Warehouse", "Shot 1 of 1 · Kling O3 Pro"]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ASPECTS), st.lists(ratios, min_size=1, max_size=3), st.sampled_from(["", "No.", LONG]))
def test_windows_lie_beside_each_other_in_the_frame(
    aspect: str, shown: list[float | None], spoken: str
) -> None:
    scene = Scene(id="s", aspect_ratio=aspect, shots=(shot(spoken, 3, "", ("Mira", "", spoken)),))
    plan = plan_of(Path(), scene)
    windows = laid_out(plan, *shown).windows
    assert len(windows) == len(shown)
    for window in windows:
        for rect in (window.whole, window.panel):
            assert all(value % 2 == 0 and value >= 0 for value in (rect.x, rect.y, rect.width, rect.height))
            assert rect.width * rect.height > 0
            assert rect.right <= plan.format.width_px
            assert rect.bottom <= plan.format.height_px
        assert window.whole.x <= window.panel.x
        assert window.panel.right <= window.whole.right
    for one, other in combinations(windows, 2):
        assert not one.whole.meets(other.whole)


@pytest.mark.parametrize(
    ("aspect", "ratio"),
    [
        ("16:9", LANDSCAPE), ("16:9", 3 / 2), ("16:9", None), ("1:1", SQUARE), ("1:1", PORTRAIT),
        ("9:16", PORTRAIT), ("9:16", FIGURE), ("9:16", LANDSCAPE),
    ],
)  # fmt: skip
def test_a_picture_that_is_near_the_frame_or_wider_fills_it(aspect: str, ratio: float | None) -> None:
    plan = plan_of(Path(), Scene(id="s", aspect_ratio=aspect, shots=(shot(),)))
    (window,) = laid_out(plan, ratio).windows
    assert window.panel == window.whole == Rect(0, 0, plan.format.width_px, plan.format.height_px)


@pytest.mark.parametrize(("ratio", "kept"), [(PORTRAIT, 1.0), (FIGURE, 1.0), (SQUARE, 0.85)])
def test_an_upright_picture_is_seen_whole_on_the_right_third_with_the_words_beside_it(
    ratio: float, kept: float
) -> None:
    layout = laid_out(long_plan("16:9"), ratio)
    panel = layout.windows[0].panel
    assert panel.height == 720
    assert kept - 0.01 < panel.width / (720 * ratio) < 1.01
    assert (panel.x + panel.right) / 2 == pytest.approx(1280 * 2 / 3, abs=1)
    assert not layout.is_on_picture(*words(layout))
    check(long_plan("16:9"), layout)


def test_a_narrow_column_holds_as_many_words_in_more_lines() -> None:
    wide, narrow = (laid_out(long_plan("16:9"), ratio) for ratio in (LANDSCAPE, PORTRAIT))
    assert len(wide.action) == 3
    assert len(narrow.action) > 4
    told = [sum(len(line.text) for line in layout.action) for layout in (wide, narrow)]
    assert told[1] > 0.9 * told[0]


def test_an_upright_picture_in_a_square_stands_in_the_middle_where_words_have_no_room_beside_it() -> None:
    panel = laid_out(long_plan("1:1"), FIGURE).windows[0].panel
    assert panel == Rect(210, 0, 540, 960)


@pytest.mark.parametrize(("aspect", "panels"), [("16:9", 2), ("16:9", 3), ("1:1", 2), ("1:1", 3)])
def test_nothing_is_written_on_people_side_by_side(aspect: str, panels: int) -> None:
    layout = laid_out(long_plan(aspect), *(PORTRAIT,) * panels)
    assert not layout.is_on_picture(*words(layout))
    for window in layout.windows:
        # From the top of the hair to the chin is little more than half of a portrait, from ear to ear half.
        shown = window.panel.width / window.panel.height / PORTRAIT
        assert min(shown, 1) > 0.5
        assert min(1 / shown, 1) > 0.7


def test_a_thing_that_a_tall_panel_would_cut_is_shown_in_a_wider_one() -> None:
    for window in laid_out(long_plan("16:9"), SQUARE, PORTRAIT).windows:
        assert window.panel.height < 720
        assert window.panel.width / window.panel.height > 0.75


def test_the_wider_picture_gets_the_wider_window() -> None:
    crate, person = (window.panel for window in laid_out(long_plan("1:1"), SQUARE, PORTRAIT).windows)
    assert crate.width > 1.2 * person.width
