"""Names in the words, in the dialogue and in the scene's list."""

from dataclasses import replace

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.edits import rename_member
from kling_studio.core.project import MemberKind, Scene
from tests.core.building import MIRA, a_scene, a_shot, says, with_scene
from tests.core.checks.asking import ask, assert_mended, of, one, rules


class TestUnknownName:
    @pytest.mark.parametrize("text", ["@Nina waits.", "镜头跟随@娜娜走进来", "@mira waits."])
    def test_a_mention_of_nobody(self, text: str) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2", text))
        finding = one("unknown-name", ask(scene))
        assert (finding.severity, finding.shot, finding.shot_id, finding.field) == (
            Severity.ERROR,
            2,
            "s2",
            "prompt",
        )
        assert_mended(finding, scene)

    def test_in_the_scenes_own_words_it_has_no_shot(self) -> None:
        finding = one("unknown-name", ask(a_scene(prompt="@Nina waits.")))
        assert (finding.shot, finding.message) == (None, "@Nina is nobody in the cast.")

    def test_it_is_told_once_a_shot(self) -> None:
        scene = a_scene(a_shot("s1", "@Nina, @Nina", camera="on @Nina"), a_shot("s2", "@Nina"))
        assert [finding.shot for finding in of("unknown-name", ask(scene))] == [1, 2]

    def test_a_name_in_the_list_that_nobody_has(self) -> None:
        scene = a_scene(cast=("Nina", "Nina"))
        finding = one("unknown-name", ask(scene))
        assert (finding.severity, finding.shot, finding.field) == (Severity.ERROR, None, "cast")
        after = assert_mended(finding, scene)
        assert next(after.scenes()).cast == ()

    def test_the_fix_makes_a_member_with_an_id_of_its_own(self) -> None:
        scene = a_scene(prompt="@Nina waits.")
        finding = one("unknown-name", ask(scene))
        assert finding.fix is not None
        once = finding.fix.edit(with_scene(scene))
        assert next(once.scenes()).cast == ("Nina",)
        renamed = rename_member(once, once.cast[-1].id, "Lena")
        again = finding.fix.edit(renamed)
        ids = [member.id for member in again.cast]
        assert len(set(ids)) == len(ids)

    @pytest.mark.parametrize(
        "text", ["@Mira waits.", "studio@Nina.example", "@Image1, then @Image2", "@Video1 again"]
    )
    def test_members_addresses_and_inputs_by_place_are_known(self, text: str) -> None:
        scene = a_scene(prompt=text, cast=("Mira",), images=("a.png", "b.png"), reference_video="a.mp4")
        assert of("unknown-name", ask(scene)) == []

    @pytest.mark.parametrize("text", ["@Image3", "@Video2", "@Image0", "@Image"])
    def test_a_place_that_holds_nothing_is_nobody(self, text: str) -> None:
        scene = a_scene(prompt=text, images=("a.png", "b.png"), source_video="a.mp4")
        assert len(of("unknown-name", ask(scene))) == 1

    def test_a_member_may_be_called_image(self) -> None:
        called = replace(MIRA, name="Image1")
        findings = ask(a_scene(prompt="@Image1 waits.", images=("a.png",)), called)
        assert rules(findings) == ["not-cast"]


class TestNotCast:
    def test_a_mention_of_a_member_the_scene_does_not_list(self) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2", "@Mira waits."))
        finding = one("not-cast", ask(scene))
        assert (finding.severity, finding.shot, finding.field) == (Severity.WARNING, 2, "prompt")
        after = assert_mended(finding, scene)
        assert next(after.scenes()).cast == ("Mira",)
        assert of("not-cast", ask(replace(scene, cast=("Mira",)))) == []

    def test_a_member_who_speaks_and_is_not_listed(self) -> None:
        scene = a_scene(a_shot(dialogue=says("Mira", "Hi.") + says("Mira", "Ho.")))
        finding = one("not-cast", ask(scene))
        assert (finding.field, finding.message) == (
            "dialogue",
            "Mira speaks and is not cast in this scene: no references are sent.",
        )
        assert_mended(finding, scene)
        quiet = a_scene(a_shot(dialogue=says("Mira", " ") + says("", "At dawn.")))
        assert of("not-cast", ask(quiet)) == []

    def test_a_speaker_whom_nobody_knows_can_be_added(self) -> None:
        scene = a_scene(a_shot(dialogue=says("Nina", "Hi.")))
        finding = one("not-cast", ask(scene))
        assert finding.severity is Severity.WARNING
        after = assert_mended(finding, scene)
        assert after.member("Nina") is not None

    @pytest.mark.parametrize("speaker", ["Nina ", "[Nina]", "a@b", "Jose\u0301"])
    def test_a_speaker_whose_name_no_member_can_have_is_not_added(self, speaker: str) -> None:
        assert one("not-cast", ask(a_scene(a_shot(dialogue=says(speaker, "Hi."))))).fix is None

    def test_a_name_typed_with_other_accents_is_the_same(self) -> None:
        jose = replace(MIRA, name="José")
        assert rules(ask(a_scene(prompt="@Jose\u0301 waits.", cast=("José",)), jose)) == []


class TestOtherCapitals:
    """A name that somebody has, but for small letters and capitals: a second member of it would be a twin."""

    @pytest.mark.parametrize("written", ["MIRA", "mira", "mIra"])
    def test_a_mention_is_written_as_the_member(self, written: str) -> None:
        scene = a_scene(
            a_shot("s1", f"@{written} waits, @{written}'s hair wet.", camera=f"on @{written}"),
            a_shot("s2", dialogue=says("", f"Where is @{written}?")),
            prompt=f"@{written} and @Nina.",
        )
        finding = next(f for f in of("unknown-name", ask(scene)) if "; Mira is." in f.message)
        assert finding.message == f"@{written} is nobody in the cast; Mira is."
        assert finding.fix is not None
        assert finding.fix.label == "Write it as @Mira"
        after = next(assert_mended(finding, scene).scenes())
        assert (after.prompt, after.cast) == ("@Mira and @Nina.", ("Mira",))
        assert (after.shots[0].prompt, after.shots[0].camera) == (
            "@Mira waits, @Mira's hair wet.",
            "on @Mira",
        )
        assert after.shots[1].dialogue[0].text == "Where is @Mira?"

    def test_one_who_speaks_is_the_member(self) -> None:
        scene = a_scene(a_shot(dialogue=says("MIRA", "Hi.") + says("Marco", "Ho.")), cast=("Marco",))
        finding = one("not-cast", ask(scene))
        assert finding.fix is not None
        assert finding.fix.label == "Write it as Mira"
        after = next(assert_mended(finding, scene).scenes())
        assert [line.character for line in after.shots[0].dialogue] == ["Mira", "Marco"]
        assert after.cast == ("Marco", "Mira")

    def test_a_name_of_the_list_is_the_member(self) -> None:
        scene = a_scene(prompt="@Mira waits.", cast=("MIRA",))
        after = next(assert_mended(one("unknown-name", ask(scene)), scene).scenes())
        assert after.cast == ("Mira",)

    def test_of_two_who_differ_in_that_alone_none_is_meant(self) -> None:
        twins = (MIRA, replace(MIRA, id="m9", name="MIRA"))
        finding = one("unknown-name", ask(a_scene(prompt="@mira waits."), *twins))
        assert finding.fix is None, "a third of that name is refused, too"


class TestUntaggedName:
    WORDS = "Mira runs through the rain. Mira's hair is wet."

    @pytest.mark.parametrize(
        ("scene", "rule"),
        [
            (a_scene(prompt=WORDS, cast=("Mira",)), "not-mentioned"),
            (a_scene(prompt=WORDS), "untagged-name"),
            (a_scene(a_shot(prompt="@Mira waits."), prompt=WORDS, cast=("Mira",)), "untagged-name"),
            (a_scene(a_shot(dialogue=says("Mira", "Hi.")), prompt=WORDS, cast=("Mira",)), "untagged-name"),
        ],
        ids=["cast", "not cast", "mentioned elsewhere", "speaks"],
    )
    def test_the_sign_is_offered_for_all_places_at_once(self, scene: Scene, rule: str) -> None:
        scene = replace(scene, shots=(*scene.shots, a_shot("s9", "Close.", camera="follow MIRA")))
        finding = one(rule, ask(scene))
        assert (finding.severity, rules(ask(scene)).count("untagged-name")) == (
            Severity.ADVICE,
            int(rule == "untagged-name"),
        )
        assert finding.fix is not None
        assert finding.fix.label == "Write it as @Mira"
        after = next(assert_mended(finding, scene).scenes())
        assert after.prompt == "@Mira runs through the rain. @Mira's hair is wet."
        assert after.shots[-1].camera == "follow @Mira"
        assert after.cast == ("Mira",)

    def test_it_says_where_and_what_that_means(self) -> None:
        finding = one("untagged-name", ask(a_scene(a_shot("s1"), a_shot("s2", camera="on Mira"))))
        assert (finding.shot, finding.field) == (2, "camera")
        assert (
            finding.message == "Mira stands in the words without @ and is not cast: no references are sent."
        )
        finding = one("not-mentioned", ask(a_scene(prompt=self.WORDS, cast=("Mira",))))
        assert (
            finding.message == "Mira is cast and no words mention @Mira; the words say Mira without the sign."
        )

    @pytest.mark.parametrize("name", ["Rose", "Will"])
    def test_a_name_that_is_a_word_counts_inside_a_sentence_where_it_is_cast(self, name: str) -> None:
        cast = replace(MIRA, name=name)
        words = f"{name} is here. We see {name}."
        assert rules(ask(a_scene(prompt=words), cast)) == []
        finding = one("not-mentioned", ask(a_scene(prompt=words, cast=(name,)), cast))
        after = next(assert_mended(finding, a_scene(prompt=words, cast=(name,)), cast).scenes())
        assert after.prompt == f"{name} is here. We see @{name}."

    def test_a_thing_counts_inside_a_sentence(self) -> None:
        crate = replace(MIRA, name="Crate", kind=MemberKind.PRODUCT)
        scene = a_scene(prompt="@Crate. Crate after crate comes in.", cast=("Crate",))
        assert rules(ask(scene, crate)) == []
        assert rules(ask(replace(scene, prompt="@Crate, the Crate."), crate)) == ["untagged-name"]


class TestNotMentioned:
    def test_a_member_no_words_mention(self) -> None:
        scene = a_scene(prompt="@Mira waits.", cast=("Mira", "Marco", "Marco"))
        finding = one("not-mentioned", ask(scene))
        assert (finding.severity, finding.shot, finding.field) == (Severity.ADVICE, None, "cast")
        assert finding.message == "Marco is cast and no words mention @Marco."
        assert_mended(finding, scene)

    @pytest.mark.parametrize(
        "shot",
        [
            a_shot("s1", "@Marco waits."),
            a_shot("s1", camera="on @Marco"),
            a_shot("s1", dialogue=says("Marco", "Hi.")),
            a_shot("s1", dialogue=says("", "Where is @Marco?")),
        ],
    )
    def test_every_way_to_mention_counts(self, shot: object) -> None:
        assert of("not-mentioned", ask(a_scene(shot, cast=("Marco",)))) == []  # type: ignore[arg-type]

    def test_a_longer_name_is_no_mention(self) -> None:
        assert len(of("not-mentioned", ask(a_scene(prompt="@Mirabel waits.", cast=("Mira",))))) == 1

    def test_a_line_without_words_is_none(self) -> None:
        scene = a_scene(a_shot(dialogue=says("Mira", " ")), cast=("Mira",))
        assert len(of("not-mentioned", ask(scene))) == 1
