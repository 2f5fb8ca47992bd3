"""What only a person can bring: to whom it leads, and that it mends what was found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core import edits
from kling_studio.core.checks import Finding, Goal, Part, check_scene
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import (
    CastMember,
    Look,
    Project,
    Scene,
    View,
    ViewKind,
    Voice,
)
from tests.core.building import a_scene, a_shot, catalog, says
from tests.core.checks.asking import GOOD_CLIP
from tests.core.checks.series import ask_in, series

MARCO = CastMember("m2", "Marco", images=(View("marco.png"),))
VOICE = Voice("low", "low.wav")
Bring = Callable[[CastMember], CastMember]


def a_view(kind: ViewKind) -> Bring:
    return lambda member: replace(member, images=(*member.images, View(f"{kind}.png", kind)))


def a_clip(member: CastMember) -> CastMember:
    return replace(member, clip="marco.mp4")


def a_voice(member: CastMember) -> CastMember:
    return replace(member, voice=VOICE)


def a_sample(member: CastMember) -> CastMember:
    return replace(member, voice=Voice("low", "ten.wav"))


def of_marco(words: str, **fields: Any) -> Scene:
    return a_scene(a_shot(prompt=f"@Marco {words}", seconds=8), cast=("Marco",), **fields)


SPEAKING = replace(of_marco("waits."), audio=True, shots=(a_shot(dialogue=says("Marco", "Hi.")),))

FACTS = {
    "low.wav": MediaFact(MediaKind.SOUND, duration_s=31),
    "short.wav": MediaFact(MediaKind.SOUND, duration_s=3),
    "ten.wav": MediaFact(MediaKind.SOUND, duration_s=10),
    "marco.mp4": GOOD_CLIP,
    "lost.mp4": MediaFact(MediaKind.MISSING),
    "lost.png": MediaFact(MediaKind.MISSING),
}

GOALS: list[tuple[str, Scene, CastMember, int, str, Part, Bring]] = [
    (
        "needs-back-view", of_marco("turns around."), MARCO, 0,
        "Add a back view…", Part.PICTURES, a_view(ViewKind.BACK),
    ),
    (
        "long-profile", of_marco("in profile."), MARCO, 0,
        "Add a side view…", Part.PICTURES, a_view(ViewKind.SIDE),
    ),
    (
        "needs-detail-view", of_marco("wears a cap with a logo."), MARCO, 0,
        "Add a detail view…", Part.PICTURES, a_view(ViewKind.DETAIL),
    ),
    ("few-views", of_marco("waits."), MARCO, 3, "Add views…", Part.PICTURES, a_view(ViewKind.FULL)),
    ("no-voice", SPEAKING, MARCO, 3, "Give Marco a voice…", Part.VOICE, a_voice),
    ("voice-needs-clip", SPEAKING, a_voice(MARCO), 0, "Add a clip of Marco…", Part.CLIP, a_clip),
    (
        "not-sent", replace(SPEAKING, model="wavespeed:o3-pro", cast=("Marco", "Mira")),
        replace(a_voice(MARCO), images=()), 0,
        "Add pictures of Marco…", Part.PICTURES, a_view(ViewKind.FRONT),
    ),
    ("too-long", SPEAKING, a_clip(a_voice(MARCO)), 0, "Give another sample…", Part.SAMPLE, a_sample),
    (
        "too-short", SPEAKING, a_clip(replace(MARCO, voice=Voice("low", "short.wav"))), 0,
        "Give another sample…", Part.SAMPLE, a_sample,
    ),
    (
        "missing-file", SPEAKING, replace(MARCO, clip="lost.mp4"), 0,
        "Give another clip…", Part.CLIP, a_clip,
    ),
    (
        "missing-file", SPEAKING, replace(MARCO, images=(View("lost.png"),)), 0,
        "Give another picture…", Part.PICTURES, lambda member: replace(member, images=MARCO.images),
    ),
]  # fmt: skip
MIRA = CastMember("m1", "Mira", images=(View("mira.png"),))


def found_in(project: Project, rule: str) -> list[Finding]:
    return [one for one in ask_in(project, rule, media=FACTS) if "Marco" in one.message]


@pytest.mark.parametrize(
    ("rule", "scene", "marco", "copies", "label", "part", "bring"), GOALS, ids=[goal[0] for goal in GOALS]
)
def test_what_is_brought_mends_what_was_found(
    rule: str, scene: Scene, marco: CastMember, copies: int, label: str, part: Part, bring: Bring
) -> None:
    (found,) = found_in(series(scene, copies, cast=(marco, MIRA)), rule)
    assert found.goal == Goal(label, "m2", part)
    assert found_in(series(scene, copies, cast=(bring(marco), MIRA)), rule) == []


class TestLooks:
    TURNING = of_marco("turns around.")

    def dressed(self, *images: View) -> Project:
        marco = replace(MARCO, looks=(Look("coat", "in a coat", images),))
        return edits.wear(series(self.TURNING, cast=(marco,)), "e1", "m2", "coat")

    def test_a_look_with_pictures_of_its_own_wants_another(self) -> None:
        project = self.dressed(View("coat.png"))
        (found,) = ask_in(project, "needs-back-view")
        assert found.goal == Goal("Add a back view…", "m2", Part.PICTURES, "coat")
        with_back = (View("coat.png"), View("back.png", ViewKind.BACK))
        assert ask_in(edits.set_look(project, "m2", "coat", images=with_back), "needs-back-view") == []

    def test_a_look_that_goes_by_the_members_pictures_wants_one_of_those(self) -> None:
        (found,) = ask_in(self.dressed(), "needs-back-view")
        assert found.goal is not None
        assert found.goal.look == ""

    def test_a_voice_is_the_members_in_every_look(self) -> None:
        marco = replace(MARCO, looks=(Look("coat", images=(View("coat.png"),)),))
        project = edits.wear(series(SPEAKING, 3, cast=(marco,)), "e1", "m2", "coat")
        (found,) = ask_in(project, "no-voice")
        assert found.goal == Goal("Give Marco a voice…", "m2", Part.VOICE)


class TestClips:
    def test_no_clip_is_asked_for_where_another_ones_goes(self) -> None:
        ines = CastMember("m3", "Ines", clip="ines.mp4", voice=VOICE)
        spoken = a_shot(dialogue=says("Ines", "Hi.") + says("Marco", "Ho."))
        scene = a_scene(spoken, prompt="@Ines and @Marco.", cast=("Ines", "Marco"), audio=True)
        (found,) = ask_in(series(scene, cast=(ines, a_voice(MARCO))), "voice-needs-clip")
        assert found.goal is None

    def test_nor_where_the_member_has_one(self) -> None:
        both = (a_clip(a_voice(replace(MIRA, images=()))), a_clip(a_voice(MARCO)))
        spoken = a_shot(dialogue=says("Mira", "Hi.") + says("Marco", "Ho."))
        scene = a_scene(spoken, prompt="@Mira and @Marco.", cast=("Mira", "Marco"), audio=True)
        (found,) = ask_in(series(scene, cast=both), "voice-needs-clip")
        assert found.goal is None


def test_findings_without_a_goal_lead_to_their_place() -> None:
    scene = a_scene(prompt="@Nobody.")
    assert all(found.goal is None for found in check_scene(series(scene), scene, catalog()))
