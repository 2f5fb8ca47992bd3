"""Speech: voices, accents, time, capitals."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.project import CastMember, DialogueLine, View, Voice
from tests.core.building import MARCO, MIRA, a_scene, a_shot, says
from tests.core.checks.series import ask_in, assert_fixed, says_words, series

SPOKEN = a_scene(a_shot(prompt="@Mira waits.", dialogue=says("Mira", "Hello.")), cast=("Mira",), audio=True)


class TestNoVoice:
    @pytest.mark.parametrize(
        "voice", [None, Voice("gravel low"), Voice("low", None, (("wavespeed", "v1"),)), Voice()]
    )
    def test_who_speaks_in_two_scenes_without_one(self, voice: Voice | None) -> None:
        (found,) = ask_in(series(SPOKEN, 1, (replace(MIRA, voice=voice),)), "no-voice")
        assert (found.severity, found.field, found.fix) == (Severity.ADVICE, "cast", None)
        assert found.message.startswith("Mira speaks in 2 scenes and has no voice")

    @pytest.mark.parametrize(
        ("model", "words"),
        [
            ("fal:o3-pro", "takes one with a clip of Mira: give both."),
            ("wavespeed:o3-pro", "Give Mira a voice."),
            ("wavespeed:o3-std", "takes no voices: choose another model"),
            ("fal:v3-turbo-pro", "takes no voices"),
        ],
    )
    def test_what_the_model_takes_is_said(self, model: str, words: str) -> None:
        (found,) = ask_in(series(replace(SPOKEN, model=model), 1), "no-voice")
        assert words in found.message

    @pytest.mark.parametrize(
        ("fields", "member", "copies"),
        [
            ({}, MIRA, 0),
            ({"audio": False}, MIRA, 1),
            ({"model": "animatic:preview"}, MIRA, 1),
            ({"model": "fal:v2.5-turbo-pro"}, MIRA, 1),
            ({}, replace(MIRA, voice=Voice("low", "mira.wav")), 1),
            ({}, replace(MIRA, voice=Voice("low", None, (("fal", "v1"),))), 1),
            ({}, replace(MIRA, clip="mira.mp4"), 1),
            ({"shots": (a_shot(dialogue=says("Mira", " ")),)}, MIRA, 1),
            ({"shots": (a_shot(dialogue=says("Nobody", "Hi.")),)}, MIRA, 1),
        ],
    )
    def test_near_misses(self, fields: dict[str, Any], member: CastMember, copies: int) -> None:
        assert ask_in(series(replace(SPOKEN, **fields), copies, (member,)), "no-voice") == []

    def test_scenes_in_which_only_others_speak_do_not_count(self) -> None:
        other = replace(SPOKEN, shots=(a_shot(dialogue=says("Marco", "Hi.")),))
        assert ask_in(series(SPOKEN, 3, of=other), "no-voice") == []


class TestAccentDrift:
    @pytest.mark.parametrize(
        ("language", "text"),
        [("en", says_words(31)), ("zh", "好" * 60), ("es", says_words(30)), ("ko", "안" * 61)],
    )
    def test_more_than_twelve_seconds_of_dialogue(self, language: str, text: str) -> None:
        scene = a_scene(a_shot(seconds=15, dialogue=says("Mira", text)), audio=True, language=language)
        (found,) = ask_in(series(scene), "accent-drift")
        assert (found.severity, found.field, found.fix) == (Severity.WARNING, "shots", None)

    def test_all_who_speak_are_told_of_the_longest_first(self) -> None:
        lines = (*says("Marco", says_words(10)), *says("Mira", says_words(20)), *says("", says_words(5)))
        scene = a_scene(a_shot("s1", dialogue=lines[:1]), a_shot("s2", dialogue=lines[1:]), audio=True)
        (found,) = ask_in(series(scene), "accent-drift")
        assert "About 14 s of dialogue" in found.message
        assert "(Mira 8 s, Marco 4 s, the narrator 2 s)" in found.message

    @pytest.mark.parametrize(
        "fields",
        [
            {"shots": (a_shot(seconds=15, dialogue=says("Mira", says_words(30))),)},
            {"audio": False},
            {"model": "animatic:preview"},
            {"source_video": "a.mp4"},
            {"shots": ()},
        ],
    )
    def test_near_misses(self, fields: dict[str, Any]) -> None:
        scene = a_scene(a_shot(seconds=15, dialogue=says("Mira", says_words(31))), audio=True)
        assert ask_in(series(replace(scene, **fields)), "accent-drift") == []


class TestTooManyWords:
    @pytest.mark.parametrize(
        ("text", "language", "seconds", "needed"),
        [
            (says_words(8), "en", 3, 4),
            (says_words(7), "de", 3, 4),
            ("今天的货来得真早啊我们走吧", "zh", 2, 3),
            ("나는당신을오래기다렸습니다정말로요", "ko", 3, 4),
            ("私はあなたをずっと待っていましたよ本当に長く", "ja", 3, 4),
        ],
    )
    def test_more_than_the_seconds_hold(self, text: str, language: str, seconds: int, needed: int) -> None:
        shots = (a_shot("s1", seconds=seconds, dialogue=says("Mira", text)), a_shot("s2"))
        project = series(a_scene(*shots, language=language))
        (found,) = ask_in(project, "too-many-words")
        assert (found.severity, found.shot, found.field) == (Severity.WARNING, 1, "dialogue")
        assert next(assert_fixed(project, found).scenes()).shots[0].seconds == needed

    @pytest.mark.parametrize(
        ("text", "language", "seconds", "fields"),
        [
            (says_words(7), "en", 3, {}),
            (says_words(6), "de", 3, {}),
            (says_words(20), "en", 3, {"source_video": "a.mp4"}),
            ("好" * 13, "zh", 3, {}),
            ("안" * 15, "ko", 3, {}),
            ("あ" * 19, "ja", 3, {}),
            ("", "en", 1, {}),
            (says_words(9), "en", 0, {}),
        ],
    )
    def test_near_misses(self, text: str, language: str, seconds: int, fields: dict[str, Any]) -> None:
        scene = a_scene(a_shot(seconds=seconds, dialogue=says("Mira", text)), language=language, **fields)
        assert ask_in(series(scene), "too-many-words") == []

    @pytest.mark.parametrize(
        ("model", "words"), [("fal:o3-pro", 40), ("fal:v2.6-pro", 20), ("fal:v2.5-turbo-pro", 30)]
    )
    def test_no_time_is_offered_that_the_model_has_not(self, model: str, words: int) -> None:
        scene = a_scene(a_shot(seconds=5, dialogue=says("Mira", says_words(words))), model=model)
        (found,) = ask_in(series(scene), "too-many-words")
        assert found.fix is None

    def test_the_model_with_two_lengths_takes_the_other(self) -> None:
        scene = a_scene(a_shot(seconds=5, dialogue=says("Mira", says_words(25))), model="fal:v2.6-pro")
        project = series(scene)
        assert next(assert_fixed(project, ask_in(project, "too-many-words")[0]).scenes()).seconds == 10


class TestNotUpperCase:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("The nasa people called.", "The NASA people called."),
            ("Nasa called.", "NASA called."),
            ("Two tvs and a Gps.", "Two TVs and a GPS."),
            ("Where is Mira?", "Where is MIRA?"),
            ("Mira's late, Mira.", "MIRA's late, MIRA."),
            ("Call the fbi, Marco!", "Call the FBI, MARCO!"),
            ("I told you, Will, no.", "I told you, WILL, no."),
            ("Old Tom is here.", "OLD TOM is here."),
        ],
    )
    def test_acronyms_and_names_are_written_in_capitals(self, text: str, wanted: str) -> None:
        cast = (MIRA, MARCO, CastMember("m8", "Will"), CastMember("m9", "Old Tom"))
        scene = a_scene(a_shot("s1"), a_shot("s2", dialogue=(*says("Mira", "Well."), *says("Mira", text))))
        project = series(scene, cast=cast)
        (found,) = ask_in(project, "not-upper-case")
        assert (found.severity, found.shot, found.field) == (Severity.ADVICE, 2, "dialogue")
        after = next(assert_fixed(project, found).scenes())
        assert [line.text for line in after.shots[1].dialogue] == ["Well.", wanted]
        assert after.shots[0] is scene.shots[0]

    def test_each_is_named_once(self) -> None:
        lines = (DialogueLine("Mira", "", "nasa, Nasa and Marco"), DialogueLine("Marco", "", "nasa"))
        (found,) = ask_in(series(a_scene(a_shot(dialogue=lines))), "not-upper-case")
        assert found.message.endswith("in capitals: NASA, MARCO.")

    @pytest.mark.parametrize(
        ("text", "fields"),
        [
            ("NASA called MIRA about two TVs.", {}),
            ("That crate is not on my list, mirabel.", {}),
            ("Will you come?", {}),
            ("Ask @Mira.", {}),
            ("Us and them; it is a pin.", {}),
            ("La nasa llamó, Mira.", {"language": "es"}),
            ("nasa", {"model": "animatic:preview"}),
            ("", {}),
        ],
    )
    def test_near_misses(self, text: str, fields: dict[str, Any]) -> None:
        cast = (MIRA, CastMember("m8", "Will", images=(View("will.png"),)), CastMember("m9", "米拉"))
        scene = a_scene(a_shot(dialogue=says("Mira", text)), **fields)
        assert ask_in(series(scene, cast=cast), "not-upper-case") == []
