from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kling_studio.core.project import Scene
from kling_studio.media.animatic.layout import Line, Rect, ShotLayout, lay_out
from kling_studio.media.animatic.plan import AnimaticPlan, Panel
from tests.media.animatic.scenes import LONG, plan_of, shot

ASPECTS = ("16:9", "9:16", "1:1")
text = (
    st.text(st.characters(codec="utf-8"), max_size=200)
    | st.text("明日では遅い、。」「 ab 한국어 😀👩‍🚀 שלום é", max_size=300)
    | st.sampled_from([LONG, "Donaudampfschifffahrtsgesellschaftskapitän" * 4, "a" * 500])
)


def laid_out(plan: AnimaticPlan, panels: int = 1, *, seen: bool = True) -> ShotLayout:
    shown = tuple(Panel(name="Mira of the very long and winding name") for _ in range(panels))
    return lay_out(plan, plan.shots[0], shown, (seen,) * panels)


def together(layout: ShotLayout) -> list[list[Rect]]:
    """Everything that can be on the screen at once, once for each page of the captions."""
    always = [line.rect for line in (*layout.slate, *layout.names, *layout.action)] + [layout.timecode]
    always += [layout.rule] if layout.rule else []
    pages: list[tuple[Line, ...]] = [page.lines for page in layout.pages] or [()]
    return [[*always, *(line.rect for line in lines)] for lines in pages]


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


@pytest.mark.parametrize("panels", [1, 2, 3])
@pytest.mark.parametrize("aspect", ASPECTS)
def test_long_words_neither_meet_nor_leave_the_margins(aspect: str, panels: int) -> None:
    lines = (("Mira", "relieved and a little afraid", LONG), ("The Foreman of the night " * 5, "angry", LONG))
    scene = Scene(id="s", aspect_ratio=aspect, shots=(shot(LONG, 5, "", *lines),))
    plan = plan_of(Path(), scene, "A very long title of an episode · and of its scene " * 4, "Kling " * 40)
    layout = laid_out(plan, panels, seen=False)
    check(plan, layout)
    assert len(layout.action) == 3
    assert layout.action[-1].text.endswith("…")
    assert len(layout.names) == panels


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ASPECTS), text, text, text, text, st.integers(1, 3), st.booleans())
def test_no_words_meet_or_leave_the_margins(
    aspect: str, action: str, spoken: str, name: str, label: str, panels: int, seen: bool
) -> None:
    scene = Scene(id="s", aspect_ratio=aspect, shots=(shot(action, 3, "", (name, label, spoken)),))
    plan = plan_of(Path(), scene, label, name)
    check(plan, laid_out(plan, panels, seen=seen))


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


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("panels", [1, 2, 3])
def test_windows_fill_the_frame_but_for_the_gutters(aspect: str, panels: int) -> None:
    plan = plan_of(Path(), Scene(id="s", aspect_ratio=aspect, shots=(shot(),)))
    windows = laid_out(plan, panels).windows
    assert len(windows) == panels
    assert max(window.right for window in windows) == plan.format.width_px
    assert max(window.bottom for window in windows) == plan.format.height_px
    for window in windows:
        assert all(value % 2 == 0 for value in (window.x, window.y, window.width, window.height))
    for one, other in combinations(windows, 2):
        assert not one.meets(other)
