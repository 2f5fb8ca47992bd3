"""The limits of a model on words: too many, and none."""

from dataclasses import replace

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.project import ShotType
from tests.core.building import MIRA, a_scene, a_shot, says
from tests.core.checks.asking import ask, of, one, rules


class TestPrompts:
    def test_one_prompt_has_the_limit_of_the_endpoint(self) -> None:
        fits = a_scene(a_shot(prompt="a" * 2499))
        assert rules(ask(fits)) == []
        finding = one("prompt-too-long", ask(replace(fits, prompt="More.")))
        assert (finding.severity, finding.shot) == (Severity.ERROR, None)
        assert "2506 characters" in finding.message

    def test_a_shot_of_several_has_its_own_and_the_service_merely_does_worse(self) -> None:
        fits = a_scene(a_shot("s1", "a" * 511), a_shot("s2"))
        assert rules(ask(fits)) == []
        finding = one("prompt-too-long", ask(replace(fits, prompt="More.")))
        assert (finding.severity, finding.shot, finding.field) == (Severity.WARNING, 1, "prompt")

    def test_a_shot_beyond_the_whole_prompt_is_refused(self) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2", "a" * 2500))
        finding = one("prompt-too-long", ask(scene))
        assert (finding.severity, finding.shot) == (Severity.ERROR, 2)

    def test_joined_words_have_the_limit_of_one_prompt(self) -> None:
        long = a_scene(a_shot("s1", "a" * 600), a_shot("s2", "b" * 600))
        assert len(of("prompt-too-long", ask(long))) == 2
        for joined in (replace(long, shot_type=ShotType.AUTOMATIC), replace(long, source_video="clip.mp4")):
            assert of("prompt-too-long", ask(joined)) == []
            much = replace(joined, prompt="c" * 1400)
            assert one("prompt-too-long", ask(much)).shot is None
        automatic_in_vain = replace(long, shot_type=ShotType.AUTOMATIC)
        assert len(of("prompt-too-long", ask(automatic_in_vain, model="fal:v3-turbo-pro"))) == 2

    def test_dialogue_counts_where_it_is_heard(self) -> None:
        scene = a_scene(
            a_shot("s1", "a" * 400, dialogue=says("Mira", "b" * 120)), a_shot("s2"), cast=("Mira",)
        )
        assert of("prompt-too-long", ask(scene)) == []
        assert len(of("prompt-too-long", ask(replace(scene, audio=True)))) == 1
        assert len(of("prompt-too-long", ask(scene, model="fal:v3-turbo-pro"))) == 1

    def test_names_count_as_they_are_sent(self) -> None:
        at_most = a_scene(a_shot("s1", "@Mira " + "a" * 501), a_shot("s2"), cast=("Mira",))
        assert of("prompt-too-long", ask(at_most)) == []
        more = a_scene(a_shot("s1", "@Mira " + "a" * 502), a_shot("s2"), cast=("Mira",))
        assert one("prompt-too-long", ask(more)).shot == 1
        assert one("prompt-too-long", ask(at_most, model="wavespeed:o3-pro")).shot == 1

    def test_a_description_in_the_words_counts(self) -> None:
        long = replace(MIRA, description="a" * 2495)
        assert of("prompt-too-long", ask(a_scene(a_shot(prompt="@Mira."), cast=("Mira",)), long)) == []
        one("prompt-too-long", ask(a_scene(a_shot(prompt="@Mira."), model="fal:v3-pro"), long))

    def test_the_scenes_words_stay_with_the_first_shot_where_others_have_no_room(self) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2", "b" * 400), a_shot("s3"), prompt="a" * 200)
        finding = one("prompt-too-long", ask(scene))
        assert (finding.severity, finding.shot) == (Severity.WARNING, None)
        assert "too long to stand before shot 2: " in finding.message
        two = replace(scene, shots=(*scene.shots[:2], replace(scene.shots[1], id="s4")))
        assert "before shots 2, 3: " in one("prompt-too-long", ask(two)).message

    def test_what_to_avoid_has_a_limit_too(self) -> None:
        scene = a_scene(negative_prompt="a" * 2501)
        finding = one("prompt-too-long", ask(scene, model="fal:v3-pro"))
        assert (finding.severity, finding.field) == (Severity.ERROR, "negative_prompt")
        assert (
            of("prompt-too-long", ask(replace(scene, negative_prompt="a" * 2500), model="fal:v3-pro")) == []
        )
        assert of("prompt-too-long", ask(scene)) == []


class TestEmptyPrompt:
    def test_a_scene_without_words(self) -> None:
        finding = one("empty-prompt", ask(a_scene(a_shot("s1", " "), a_shot("s2", ""))))
        assert (finding.severity, finding.shot, finding.field) == (Severity.ERROR, None, "prompt")

    def test_a_shot_without_words_among_others(self) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2", ""))
        assert one("empty-prompt", ask(scene)).shot == 2
        assert of("empty-prompt", ask(replace(scene, prompt="Dawn."))) == []
        assert of("empty-prompt", ask(replace(scene, shot_type=ShotType.AUTOMATIC))) == []

    def test_dialogue_is_words_where_it_is_heard(self) -> None:
        scene = a_scene(a_shot("s1", "", dialogue=says("Mira", "Hi.")), cast=("Mira",))
        assert len(of("empty-prompt", ask(scene))) == 1
        assert of("empty-prompt", ask(replace(scene, audio=True))) == []

    @pytest.mark.parametrize("model", ["animatic:preview", "fal:v3-turbo-pro"])
    def test_a_mode_that_needs_no_words(self, model: str) -> None:
        assert of("empty-prompt", ask(a_scene(a_shot("s1", ""), start_frame="a.png"), model=model)) == []


def test_where_words_may_be_missing_each_of_several_shots_still_needs_some() -> None:
    turbo = "fal:v3-turbo-pro"
    assert of("empty-prompt", ask(a_scene(a_shot("s1", ""), start_frame="a.png"), model=turbo)) == []
    two = a_scene(a_shot("s1", "Rain."), a_shot("s2", ""), start_frame="a.png")
    assert one("empty-prompt", ask(two, model=turbo)).shot == 2
