"""Whether the model is worth it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kling_studio.core.catalog import Catalog
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.project import CastMember, Scene
from tests.core.building import a_scene, a_shot, catalog, model
from tests.core.checks.series import ask_in, assert_fixed, series

MIRA_WAITS = a_scene(a_shot(prompt="@Mira waits."), cast=("Mira",))


class TestNeedsReferences:
    @pytest.mark.parametrize(
        ("on", "better"),
        [
            ("fal:v3-pro", "fal:o3-pro"),
            ("fal:v3-standard", "fal:o3-standard"),
            ("fal:v2.6-pro", "fal:o3-pro"),
            ("wavespeed:v3.0-pro", "wavespeed:o3-pro"),
        ],
    )
    def test_one_who_returns_on_a_model_without_references(self, on: str, better: str) -> None:
        project = series(replace(MIRA_WAITS, model=on), 2)
        (found,) = ask_in(project, "needs-references")
        assert (found.severity, found.field) == (Severity.ADVICE, "model")
        assert found.message.startswith("Mira is in 3 scenes, and ")
        assert next(assert_fixed(project, found).scenes()).model == better

    def test_several_are_told_of_at_once(self) -> None:
        scene = replace(MIRA_WAITS, cast=("Mira", "Marco"), model="fal:v3-pro")
        (found,) = ask_in(series(scene, 2), "needs-references")
        assert found.message.startswith("Mira and Marco are in up to 3 scenes, and ")

    @pytest.mark.parametrize(
        ("fields", "copies"),
        [
            ({"model": "fal:v3-pro"}, 1),
            ({"model": "fal:o3-pro"}, 2),
            ({"model": "animatic:preview"}, 2),
            ({"model": "fal:v3-pro", "start_frame": "a.png"}, 2),
            ({"model": "fal:v3-pro", "cast": ("Nobody",)}, 2),
            ({"model": "fal:v3-pro", "cast": ()}, 2),
        ],
    )
    def test_near_misses(self, fields: dict[str, Any], copies: int) -> None:
        assert ask_in(series(replace(MIRA_WAITS, **fields), copies), "needs-references") == []

    def test_no_model_is_offered_that_gets_less_of_the_scene(self) -> None:
        scene = replace(MIRA_WAITS, model="fal:v3-pro", negative_prompt="blur", cfg_scale=0.5)
        (found,) = ask_in(
            series(replace(scene, cast=("Ines",)), 2, (CastMember("m3", "Ines"),)), "needs-references"
        )
        assert found.fix is None

    def test_nor_one_that_is_not_there(self) -> None:
        project = series(replace(MIRA_WAITS, model="fal:v3-pro"), 2)
        only = Catalog({"fal:v3-pro": model("fal:v3-pro")}, {})
        found = check_scene(project, next(project.scenes()), only)
        assert [(one.rule, one.fix) for one in found if one.rule == "needs-references"] == [
            ("needs-references", None)
        ]


class TestOneOffOnO3:
    @pytest.mark.parametrize(
        ("scene", "lists", "words"),
        [
            (
                MIRA_WAITS,
                (),
                "Mira is in no other scene. Kling 3.0 Pro would do, for the same $0.56: nothing is saved.",
            ),
            (MIRA_WAITS, ("fal-2026-02",), "for the same $1.26: nothing is saved."),
            (
                replace(MIRA_WAITS, cast=("Mira", "Marco")),
                (),
                "Nobody here is in another scene. Kling 3.0 Pro",
            ),
            (replace(MIRA_WAITS, audio=True), (), "Kling 3.0 Pro would do, for $0.84: $0.14 more than now."),
            (replace(MIRA_WAITS, model="wavespeed:o3-std"), (), "Kling 3.0 Std would do, for the same $0.42"),
            (replace(MIRA_WAITS, shots=(a_shot(prompt=" "),)), (), "nothing is saved."),
        ],
    )
    def test_a_one_off_and_what_would_be_saved(
        self, scene: Scene, lists: tuple[str, ...], words: str
    ) -> None:
        (found,) = ask_in(series(scene), "one-off-on-o3", lists=lists)
        assert (found.severity, found.field, found.fix) == (Severity.ADVICE, "model", None)
        assert words in found.message

    @pytest.mark.parametrize(
        ("fields", "copies"),
        [
            ({}, 1),
            ({}, 2),
            ({"model": "fal:v3-pro"}, 0),
            ({"model": "animatic:preview"}, 0),
            ({"source_video": "a.mp4"}, 0),
            ({"reference_video": "a.mp4"}, 0),
            ({"images": ("a.png",)}, 0),
            ({"model": "wavespeed:o3-4k"}, 0),
            ({"cast": ()}, 0),
            ({"shots": tuple(a_shot(f"s{n}") for n in range(7))}, 0),
        ],
    )
    def test_near_misses(self, fields: dict[str, Any], copies: int) -> None:
        assert ask_in(series(replace(MIRA_WAITS, **fields), copies), "one-off-on-o3") == []

    @pytest.mark.parametrize(("scene", "fixed"), [(a_scene(), True), (MIRA_WAITS, False)])
    def test_where_money_is_saved_and_nothing_lost_there_is_a_fix(self, scene: Scene, fixed: bool) -> None:
        project = series(scene)
        shipped = catalog()
        prices = shipped.price_lists["fal-2026-09"]
        rates = tuple(
            replace(rate, silent=Decimal("0.14")) if rate.model == "fal:o3-pro" else rate
            for rate in prices.rates
        )
        dear = Catalog(shipped.models, {"fal-2026-09": replace(prices, rates=rates)})
        (found,) = (one for one in check_scene(project, scene, dear) if one.rule == "one-off-on-o3")
        assert found.message.endswith("Kling 3.0 Pro would do, for $0.56: $0.14 are saved.")
        assert (found.fix is not None) is fixed
        if found.fix is not None:
            assert next(found.fix.edit(project).scenes()).model == "fal:v3-pro"

    def test_an_unknown_price_is_said(self) -> None:
        project = series(MIRA_WAITS)
        (found,) = (
            one
            for one in check_scene(project, next(project.scenes()), Catalog(catalog().models, {}))
            if one.rule == "one-off-on-o3"
        )
        assert found.message.endswith("would do, at a price that is not known.")


class TestFastMotion:
    FAST = a_scene(a_shot(prompt="@Marco sprints across the yard."), model="fal:v2.6-pro")

    @pytest.mark.parametrize("on", ["fal:v2.6-pro", "fal:v2.5-turbo-pro"])
    def test_a_fast_shot_on_an_older_model(self, on: str) -> None:
        project = series(replace(self.FAST, model=on, cast=("Marco",)))
        (found,) = ask_in(project, "fast-motion")
        assert (found.severity, found.shot, found.field) == (Severity.ADVICE, 1, "prompt")
        assert found.message.startswith("“sprints”: Kling 2.")
        assert next(assert_fixed(project, found).scenes()).model == "fal:v3-pro"

    def test_the_camera_can_be_fast_too(self) -> None:
        scene = replace(self.FAST, shots=(a_shot(camera="whip pan"),))
        assert [(one.shot, one.field) for one in ask_in(series(scene), "fast-motion")] == [(1, "camera")]

    @pytest.mark.parametrize(
        "fields", [{"model": "fal:v3-pro"}, {"shots": (a_shot(prompt="@Marco is fast asleep."),)}]
    )
    def test_near_misses(self, fields: dict[str, Any]) -> None:
        assert ask_in(series(replace(self.FAST, **fields)), "fast-motion") == []
