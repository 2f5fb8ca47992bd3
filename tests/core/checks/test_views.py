"""Views that words ask for."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core import edits
from kling_studio.core.checks import Severity
from kling_studio.core.project import CastMember, Look, MemberKind, View, ViewKind
from tests.core.building import a_scene, a_shot, says
from tests.core.checks.series import ask_in, assert_fixed, says_words, series


def member(*kinds: ViewKind, name: str = "Mira", **fields: Any) -> CastMember:
    return CastMember("m1", name, images=tuple(View(f"{kind}.png", kind) for kind in kinds), **fields)


FRONT, SIDE, BACK, FULL, DETAIL = (
    member(kind) for kind in (ViewKind.FRONT, ViewKind.SIDE, ViewKind.BACK, ViewKind.FULL, ViewKind.DETAIL)
)
TURNING = a_scene(a_shot(prompt="@Mira turns around."), cast=("Mira",))


class TestNeedsBackView:
    @pytest.mark.parametrize("mira", [FRONT, SIDE, FULL, member(), member(ViewKind.FRONT, clip="mira.mp4")])
    def test_who_turns_round_without_a_back_view(self, mira: CastMember) -> None:
        model = "wavespeed:o3-std" if mira.clip else "fal:o3-pro"
        (found,) = ask_in(series(replace(TURNING, model=model), cast=(mira,)), "needs-back-view")
        assert (found.severity, found.shot, found.field, found.fix) == (Severity.ADVICE, 1, "prompt", None)
        assert found.message.startswith("“turns around”: Mira has no back view")

    @pytest.mark.parametrize(
        ("mira", "fields"),
        [
            (member(ViewKind.FRONT, ViewKind.BACK), {}),
            (member(ViewKind.FRONT, clip="mira.mp4"), {}),
            (member(ViewKind.FRONT, kind=MemberKind.LOCATION), {}),
            (FRONT, {"shots": (a_shot(prompt="@Mira turns the page."),)}),
            (FRONT, {"model": "fal:v2.6-pro"}),
            (FRONT, {"model": "animatic:preview"}),
            (FRONT, {"cast": ()}),
        ],
    )
    def test_near_misses(self, mira: CastMember, fields: dict[str, Any]) -> None:
        assert ask_in(series(replace(TURNING, **fields), cast=(mira,)), "needs-back-view") == []

    def test_it_is_said_once_a_shot_and_of_the_scenes_own_words_too(self) -> None:
        scene = a_scene(
            a_shot("s1", "@Mira turns around.", camera="full orbit"),
            a_shot("s2", "She waits.", camera="full orbit"),
            prompt="@Mira, seen from behind.",
            cast=("Mira",),
        )
        found = ask_in(series(scene, cast=(FRONT,)), "needs-back-view")
        assert [(one.shot, one.field) for one in found] == [(None, "prompt"), (1, "prompt"), (2, "camera")]


class TestLongProfile:
    LONG = a_scene(a_shot(prompt="@Mira in profile.", seconds=8), cast=("Mira",))

    def test_a_long_profile_without_a_side_view(self) -> None:
        project = series(self.LONG, cast=(FRONT,))
        (found,) = ask_in(project, "long-profile")
        assert (found.severity, found.shot, found.field) == (Severity.ADVICE, 1, "prompt")
        assert "for 8 s: Mira has no side view" in found.message
        assert next(assert_fixed(project, found).scenes()).seconds == 5

    @pytest.mark.parametrize(
        ("mira", "shot"),
        [
            (member(ViewKind.FRONT, ViewKind.SIDE), a_shot(prompt="@Mira in profile.", seconds=8)),
            (FRONT, a_shot(prompt="@Mira in profile.", seconds=5)),
            (FRONT, a_shot(prompt="@Mira, a high-profile guest.", seconds=8)),
        ],
    )
    def test_near_misses(self, mira: CastMember, shot: Any) -> None:
        assert ask_in(series(a_scene(shot, cast=("Mira",)), cast=(mira,)), "long-profile") == []

    def test_of_the_scenes_own_words_the_longest_shot_counts(self) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2", seconds=6), prompt="@Mira in profile.", cast=("Mira",))
        (found,) = ask_in(series(scene, cast=(FRONT,)), "long-profile")
        assert (found.shot, found.fix) == (None, None)
        assert "for 6 s" in found.message
        short = replace(scene, shots=(a_shot(),))
        assert ask_in(series(short, cast=(FRONT,)), "long-profile") == []
        assert ask_in(series(replace(scene, shots=()), cast=(FRONT,)), "long-profile") == []

    @pytest.mark.parametrize(
        "fields",
        [
            {
                "shots": (
                    a_shot(prompt="@Mira in profile.", seconds=8, dialogue=says("Mira", says_words(15))),
                )
            },
            {"shots": (a_shot("s1", "@Mira in profile.", seconds=6), a_shot("s2", seconds=12))},
            {"source_video": "a.mp4"},
        ],
    )
    def test_no_cut_is_offered_where_it_would_not_do(self, fields: dict[str, Any]) -> None:
        (found,) = ask_in(series(replace(self.LONG, **fields), cast=(FRONT,)), "long-profile")
        assert found.fix is None


class TestNeedsDetailView:
    def test_lettering_in_the_words_and_in_a_description(self) -> None:
        scene = a_scene(a_shot(prompt="The logo on @Mira glows."), cast=("Mira", "Nobody"))
        (found,) = ask_in(series(scene, cast=(FRONT,)), "needs-detail-view")
        assert (found.severity, found.shot, found.field, found.fix) == (Severity.ADVICE, 1, "prompt", None)
        described = replace(FRONT, description="a cap with an embroidered 9")
        (found,) = ask_in(series(scene, cast=(described,)), "needs-detail-view")
        assert found.shot == 1
        plain = replace(scene, shots=(a_shot(prompt="@Mira waits."),))
        (found,) = ask_in(series(plain, cast=(described,)), "needs-detail-view")
        assert (found.shot, found.field) == (None, "cast")
        assert found.message.startswith("“embroidered”: Mira")

    @pytest.mark.parametrize(
        "mira",
        [
            member(ViewKind.FRONT, ViewKind.DETAIL, description="a cap with a logo"),
            member(ViewKind.FRONT, clip="mira.mp4", description="a cap with a logo"),
            member(ViewKind.FRONT, kind=MemberKind.LOCATION, description="a hall with a logo"),
            member(ViewKind.FRONT, description="a plain cap"),
        ],
    )
    def test_near_misses(self, mira: CastMember) -> None:
        scene = a_scene(a_shot(prompt="@Mira waits."), cast=("Mira",))
        assert ask_in(series(scene, cast=(mira,)), "needs-detail-view") == []

    def test_a_model_without_references_is_not_asked_for_views(self) -> None:
        scene = a_scene(a_shot(prompt="@Mira waits."), cast=("Mira",), model="fal:v2.6-pro")
        mira = member(ViewKind.FRONT, description="a cap with a logo")
        assert ask_in(series(scene, cast=(mira,)), "needs-detail-view") == []


class TestFewViews:
    SCENE = a_scene(a_shot(prompt="@Mira waits."), cast=("Mira",))

    @pytest.mark.parametrize(
        ("mira", "missing"),
        [(FRONT, "side or back"), (BACK, "front or side"), (DETAIL, "front, side or back")],
    )
    def test_one_who_returns_with_one_side_alone(self, mira: CastMember, missing: str) -> None:
        (found,) = ask_in(series(self.SCENE, 2, (mira,)), "few-views")
        assert (found.severity, found.field, found.fix) == (Severity.ADVICE, "cast", None)
        assert found.message.startswith(f"Mira is in 3 scenes and has no {missing} view.")

    def test_the_look_in_which_it_is_so_is_named(self) -> None:
        project = series(self.SCENE, 2, (replace(FRONT, looks=(Look("coat", "grey"),)),))
        (found,) = ask_in(edits.wear(project, "e1", FRONT.id, "coat"), "few-views")
        assert found.message.startswith(
            "Mira is in 3 scenes and has, in the look “coat”, no side or back view."
        )

    @pytest.mark.parametrize(
        ("mira", "copies"),
        [
            (FRONT, 1),
            (member(ViewKind.FRONT, ViewKind.SIDE), 2),
            (member(ViewKind.FRONT, ViewKind.FULL), 2),
            (member(ViewKind.FRONT, kind=MemberKind.LOCATION), 2),
            (member(ViewKind.FRONT, clip="mira.mp4"), 2),
            (member(), 2),
        ],
    )
    def test_near_misses(self, mira: CastMember, copies: int) -> None:
        assert ask_in(series(self.SCENE, copies, (mira,)), "few-views") == []
