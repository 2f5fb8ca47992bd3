"""Sound, voices and languages."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.project import CastMember, DialogueLine, Scene, View, Voice
from tests.core.building import MARCO, MIRA, SPEAKER, a_scene, a_shot, says
from tests.core.checks.asking import ask, assert_mended, of, one, rules


class TestSoundWithVideo:
    @pytest.mark.parametrize("model", ["fal:o3-pro", "wavespeed:o3-std"])
    def test_sound_beside_a_reference_clip(self, model: str) -> None:
        scene = a_scene(reference_video="a.mp4", audio=True, keep_sound=False)
        finding = one("sound-with-video", ask(scene, model=model))
        assert (finding.severity, finding.field) == (Severity.ERROR, "audio")
        mended = next(assert_mended(finding, scene, model=model).scenes())
        assert (mended.audio, mended.keep_sound) == (False, True)

    def test_a_clip_without_sound_and_sound_without_a_clip(self) -> None:
        assert rules(ask(a_scene(reference_video="a.mp4"))) == []
        assert rules(ask(a_scene(audio=True))) == []
        assert (
            of(
                "sound-with-video",
                ask(a_scene(reference_video="a.mp4", audio=True), model="animatic:preview"),
            )
            == []
        )


class TestSoundAlwaysOn:
    def test_a_model_that_cannot_be_silent(self) -> None:
        scene = a_scene()
        finding = one("sound-always-on", ask(scene, model="fal:v3-turbo-pro"))
        assert (finding.severity, finding.field) == (Severity.WARNING, "audio")
        assert next(assert_mended(finding, scene, model="fal:v3-turbo-pro").scenes()).audio

    def test_it_is_no_matter_where_sound_is_wanted_or_can_be_left_out(self) -> None:
        assert rules(ask(a_scene(audio=True), model="fal:v3-turbo-pro")) == []
        assert rules(ask(a_scene(), model="fal:v3-pro")) == []


class TestDialogueUnheard:
    SPOKEN = a_scene(a_shot("s1"), a_shot("s2", dialogue=says("Mira", "Hi.")), cast=("Mira",))

    def test_lines_with_the_sound_off(self) -> None:
        finding = one("dialogue-unheard", ask(self.SPOKEN))
        assert (finding.severity, finding.shot, finding.field) == (Severity.ADVICE, 2, "audio")
        assert finding.message == "Sound is off, so the dialogue is not sent."
        assert_mended(finding, self.SPOKEN)

    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            ("fal:v2.5-turbo-pro", {}),
            ("fal:o3-pro", {"source_video": "a.mp4"}),
            ("fal:o3-pro", {"reference_video": "a.mp4"}),
        ],
    )
    @pytest.mark.parametrize("audio", [True, False])
    def test_lines_in_a_mode_that_makes_no_sound(
        self, model: str, fields: dict[str, Any], audio: bool
    ) -> None:
        finding = one("dialogue-unheard", ask(replace(self.SPOKEN, audio=audio, **fields), model=model))
        assert "makes no sound in" in finding.message
        assert finding.fix is None

    def test_lines_that_are_heard_and_lines_that_are_empty(self) -> None:
        assert of("dialogue-unheard", ask(replace(self.SPOKEN, audio=True))) == []
        assert of("dialogue-unheard", ask(self.SPOKEN, model="fal:v3-turbo-pro")) == []
        empty = a_scene(a_shot(dialogue=says("Mira", " ")), cast=("Mira",))
        assert of("dialogue-unheard", ask(empty)) == []


SPOKEN = a_scene(a_shot(dialogue=says("Mira", "Hi.")), cast=("Mira",), audio=True)


class TestLanguage:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("es", "may come with an accent"),
            ("ja", "may come with an accent"),
            ("hi", "does not speak Hindi"),
            ("pt-BR", "does not speak Portuguese"),
        ],
    )
    def test_a_language_the_model_speaks_badly_or_not(self, language: str, words: str) -> None:
        scene = replace(SPOKEN, language=language)
        finding = one("unsupported-language", ask(scene))
        assert (finding.severity, finding.field) == (Severity.WARNING, "language")
        assert words in finding.message
        assert finding.fix is not None
        assert finding.fix.label == "Make it English"
        assert_mended(finding, scene)

    @pytest.mark.parametrize("language", ["en", "zh", "en-US", "EN", "zh_CN"])
    def test_a_language_it_speaks(self, language: str) -> None:
        assert rules(ask(replace(SPOKEN, language=language))) == []

    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            ("fal:o3-pro", {"audio": False}),
            ("fal:v2.5-turbo-pro", {"audio": False}),
            ("fal:o3-pro", {"audio": True, "source_video": "a.mp4"}),
            ("animatic:preview", {"audio": True, "language": "ko"}),
            ("fal:o3-pro", {"shots": (a_shot(),)}),
            ("fal:o3-pro", {"shots": (a_shot(dialogue=says("Mira", " ")),)}),
            ("fal:v3-turbo-pro", {"shots": (a_shot(),)}),
        ],
    )
    def test_where_nothing_is_spoken_the_language_is_no_matter(
        self, model: str, fields: dict[str, Any]
    ) -> None:
        scene = replace(SPOKEN, **{"language": "hi", **fields})
        assert of("unsupported-language", ask(scene, model=model)) == []

    def test_a_narrator_speaks_too(self) -> None:
        scene = a_scene(a_shot(dialogue=says("", "At dawn.")), audio=True, language="hi")
        assert rules(ask(scene)) == ["unsupported-language"]

    def test_a_model_that_always_sounds_always_speaks(self) -> None:
        assert "unsupported-language" in rules(
            ask(replace(SPOKEN, audio=False, language="hi"), model="fal:v3-turbo-pro")
        )


def voiced(member: CastMember, **fields: Any) -> CastMember:
    return replace(member, voice=Voice("low", None, (("fal", "1"), ("wavespeed", "2"))), **fields)


def cast_scene(*members: CastMember, **fields: Any) -> Scene:
    names = tuple(member.name for member in members)
    return a_scene(prompt=" ".join(f"@{name}" for name in names), cast=names, **{"audio": True, **fields})


def speaking_scene(*members: CastMember, **fields: Any) -> Scene:
    """All of them cast, and each with a line."""
    lines = tuple(line for member in members for line in says(member.name, "Hi."))
    return replace(cast_scene(*members, **fields), shots=(a_shot(dialogue=lines),))


class TestVoices:
    def test_on_fal_a_voice_needs_a_clip(self) -> None:
        finding = one("voice-needs-clip", ask(speaking_scene(voiced(MIRA)), voiced(MIRA)))
        assert (finding.severity, finding.field) == (Severity.WARNING, "cast")
        assert "Mira's voice is not sent" in finding.message
        with_clip = voiced(MIRA, clip="mira.mp4")
        assert rules(ask(speaking_scene(with_clip), with_clip)) == []

    @pytest.mark.parametrize("lines", [(), says("Mira", " "), says("", "At dawn.")])
    def test_one_who_says_nothing_needs_none(self, lines: tuple[DialogueLine, ...]) -> None:
        scene = replace(cast_scene(voiced(MIRA)), shots=(a_shot(dialogue=lines),))
        assert rules(ask(scene, voiced(MIRA))) == []

    def test_only_one_clip_carries_one(self) -> None:
        cast = (SPEAKER, voiced(MIRA, clip="mira.mp4"))
        findings = ask(speaking_scene(*cast), *cast)
        assert "Mira's voice is not sent" in one("voice-needs-clip", findings).message
        finding = one("one-voice", findings)
        assert (finding.severity, finding.field) == (Severity.WARNING, "cast")
        assert finding.message == "Kling O3 Pro takes one voice a render; 2 are bound in this scene."

    def test_those_who_do_not_speak_here_need_no_voice(self) -> None:
        cast = (SPEAKER, voiced(MIRA))
        scene = replace(cast_scene(*cast), shots=(a_shot(dialogue=says("Ines", "Hi.")),))
        assert rules(ask(scene, *cast)) == []

    @pytest.mark.parametrize("fields", [{"audio": False}, {"source_video": "a.mp4", "audio": False}])
    def test_without_sound_no_voice_is_missed(self, fields: dict[str, Any]) -> None:
        findings = ask(cast_scene(voiced(MIRA), **fields), voiced(MIRA))
        assert rules(findings) == []

    def test_a_member_without_a_voice_needs_no_clip(self) -> None:
        assert rules(ask(cast_scene(MIRA, MARCO))) == []

    def test_two_voices_beside_the_words(self) -> None:
        cast = tuple(voiced(CastMember(f"m{n}", name)) for n, name in enumerate(("Ana", "Bo", "Cy")))
        two, three = (cast_scene(*cast[:count], start_frame="a.png") for count in (2, 3))
        assert rules(ask(two, *cast, model="fal:v2.6-pro")) == []
        finding = one("one-voice", ask(three, *cast, model="fal:v2.6-pro"))
        assert "takes 2 voices a render; 3 are bound" in finding.message

    def test_three_voices_inside_elements(self) -> None:
        cast = tuple(
            voiced(CastMember(f"m{n}", name), images=(View(f"{n}.png"),))
            for n, name in enumerate(("A", "B", "C", "D"))
        )
        assert rules(ask(cast_scene(*cast[:3]), *cast, model="wavespeed:o3-pro")) == []
        assert "one-voice" in rules(ask(cast_scene(*cast), *cast, model="wavespeed:o3-pro"))
