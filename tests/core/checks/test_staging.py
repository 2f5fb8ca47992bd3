"""Edits that touch, ratios that differ, shots that nobody cuts."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.project import Episode, ModeName, Project, Scene, ShotType
from tests.core.building import MARCO, MIRA, a_scene, a_shot, says
from tests.core.checks.series import ask_in, assert_fixed, says_words, series


class TestContactInEdit:
    EDIT = a_scene(a_shot(prompt="@Mira touches the crate."), source_video="a.mp4")

    def test_an_edit_that_handles_things(self) -> None:
        (found,) = ask_in(series(self.EDIT), "contact-in-edit")
        assert (found.severity, found.shot, found.field) == (Severity.ADVICE, 1, "prompt")
        assert found.message.startswith("“touches”: edits change places")
        scene = replace(self.EDIT, prompt="They shake hands.")
        assert [one.shot for one in ask_in(series(scene), "contact-in-edit")] == [None, 1]

    def test_it_can_be_rendered_anew_without_the_clip(self) -> None:
        project = series(replace(self.EDIT, mode=ModeName.EDIT))
        after = next(assert_fixed(project, ask_in(project, "contact-in-edit")[0]).scenes())
        assert (after.source_video, after.mode) == (None, None)

    @pytest.mark.parametrize(
        "fields",
        [
            {"reference_video": "b.mp4"},
            {"shots": (a_shot(prompt="@Mira touches the crate.", seconds=20),)},
            {"end_frame": "b.png", "negative_prompt": "blur"},
        ],
    )
    def test_not_where_another_clip_a_limit_or_a_frame_is_in_the_way(self, fields: dict[str, Any]) -> None:
        (found,) = ask_in(series(replace(self.EDIT, **fields)), "contact-in-edit")
        assert (found.fix is None) == ("end_frame" not in fields)

    @pytest.mark.parametrize(
        "fields",
        [
            {"source_video": None},
            {"model": "animatic:preview", "mode": ModeName.EDIT},
            {"shots": (a_shot(prompt="The wall turns blue, a touch of red above."),)},
            {"shots": (a_shot(camera="hold, then push through"),)},
        ],
    )
    def test_near_misses(self, fields: dict[str, Any]) -> None:
        assert ask_in(series(replace(self.EDIT, **fields)), "contact-in-edit") == []


def episode(*ratios: str, **fields: Any) -> Project:
    scenes = tuple(
        Scene(f"c{n}", aspect_ratio=ratio, shots=(a_shot(f"s{n}"),), **fields)
        for n, ratio in enumerate(ratios)
    )
    return Project("Film", (MIRA, MARCO), (Episode("e0"), Episode("e1", "Pilot", scenes)))


class TestMixedAspect:
    @pytest.mark.parametrize(
        ("ratios", "odd", "usual"),
        [
            (("16:9", "9:16", "16:9"), 1, "16:9"),
            (("9:16", "16:9", "16:9"), 0, "16:9"),
            (("9:16", "16:9"), 1, "9:16"),
            (("16:9", "1:1", "9:16"), 2, "16:9"),
        ],
    )
    def test_a_scene_unlike_its_episode(self, ratios: tuple[str, ...], odd: int, usual: str) -> None:
        project = episode(*ratios)
        (found,) = ask_in(project, "mixed-aspect", f"c{odd}")
        assert (found.severity, found.field) == (Severity.WARNING, "aspect_ratio")
        assert found.message == f"The episode is {usual}, and this scene {ratios[odd]}."
        after = list(assert_fixed(project, found).scenes())
        assert after[odd].aspect_ratio == usual

    @pytest.mark.parametrize(
        ("ratios", "scene", "fields"),
        [
            (("16:9", "16:9"), 0, {}),
            (("16:9", "9:16"), 0, {}),
            (("9:16",), 0, {}),
            (("16:9", "9:16"), 1, {"model": "fal:v3-pro", "start_frame": "a.png"}),
        ],
    )
    def test_near_misses(self, ratios: tuple[str, ...], scene: int, fields: dict[str, Any]) -> None:
        assert ask_in(episode(*ratios, **fields), "mixed-aspect", f"c{scene}") == []

    def test_other_episodes_may_be_of_another_shape(self) -> None:
        assert ask_in(series(a_scene(aspect_ratio="9:16"), 3, of=a_scene()), "mixed-aspect") == []

    def test_a_ratio_that_the_model_has_not_is_no_way_out(self) -> None:
        (found,) = ask_in(episode("4:3", "4:3", "16:9"), "mixed-aspect", "c2")
        assert found.fix is None


class TestLongSingleShot:
    @pytest.mark.parametrize(("lines", "cut"), [("", (6, 6)), (says_words(25), (10, 2))])
    def test_one_long_shot(self, lines: str, cut: tuple[int, int]) -> None:
        project = series(a_scene(a_shot(seconds=12, dialogue=says("Mira", lines))))
        (found,) = ask_in(project, "long-single-shot")
        assert (found.severity, found.shot, found.field) == (Severity.ADVICE, 1, "seconds")
        shots = next(assert_fixed(project, found).scenes()).shots
        assert tuple(shot.seconds for shot in shots) == cut
        assert [shot.id for shot in shots] == ["s1", "s1-2"]

    def test_a_cut_finds_a_name_of_its_own_and_none_is_made_through_a_line(self) -> None:
        project = series(a_scene(a_shot(seconds=10)), 1)
        other = list(project.scenes())[1]
        taken = replace(other, shots=(replace(other.shots[0], id="s1-2"),))
        project = replace(project, episodes=(project.episodes[0], Episode("e2", "", (taken,))))
        after = assert_fixed(project, ask_in(project, "long-single-shot")[0])
        assert [shot.id for shot in next(after.scenes()).shots] == ["s1", "s1-3"]
        spoken = a_scene(a_shot(seconds=10, dialogue=says("Mira", says_words(25))))
        assert ask_in(series(spoken), "long-single-shot")[0].fix is None

    @pytest.mark.parametrize(
        "scene",
        [
            a_scene(a_shot(seconds=9)),
            a_scene(a_shot("s1", seconds=10), a_shot("s2")),
            a_scene(a_shot(seconds=12), shot_type=ShotType.AUTOMATIC),
            a_scene(a_shot(seconds=12), model="animatic:preview"),
            a_scene(a_shot(seconds=10), model="fal:v2.6-pro"),
            a_scene(a_shot(seconds=12), source_video="a.mp4"),
        ],
    )
    def test_near_misses(self, scene: Scene) -> None:
        assert ask_in(series(scene), "long-single-shot") == []
