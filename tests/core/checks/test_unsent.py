"""What has no place is named, and where there is a way to give it one, the way is offered."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.project import CastMember, ModeName, Scene, ShotType, View, Voice
from tests.core.building import MARCO, MIRA, SPEAKER, a_scene, a_shot
from tests.core.checks.asking import ask, assert_mended, of, one, rules

CAST: dict[str, Any] = {"prompt": "@Mira waits.", "cast": ("Mira",)}

UNPLACED: list[tuple[str, str, dict[str, Any], str | None]] = [
    ("start_frame", "fal:o3-pro", {"start_frame": "a.png", "mode": ModeName.TEXT}, "Let the scene decide"),
    ("start_frame", "wavespeed:o3-pro", {"start_frame": "a.png", **CAST}, "Use image mode"),
    ("start_frame", "wavespeed:o3-std", {"start_frame": "a.png", **CAST}, "Switch to Kling 3.0 Std"),
    (
        "start_frame",
        "fal:o3-pro",
        {"start_frame": "a.png", "source_video": "b.mp4"},
        "Take the start frame out",
    ),
    ("end_frame", "fal:o3-pro", {"end_frame": "a.png"}, "Make it the start frame"),
    (
        "end_frame",
        "fal:v3-turbo-pro",
        {"start_frame": "a.png", "end_frame": "b.png", "audio": True},
        "Take the end frame out",
    ),
    ("images", "fal:v3-pro", {"images": ("a.png",)}, "Switch to Kling O3 Pro"),
    ("images", "fal:v3-standard", {"images": ("a.png",)}, "Switch to Kling O3 Standard"),
    ("images", "wavespeed:v3.0-std", {"images": ("a.png",)}, "Switch to Kling O3 Std"),
    ("images", "fal:o3-pro", {"images": ("a.png",), "mode": ModeName.TEXT}, "Let the scene decide"),
    ("images", "fal:v3-pro", {"images": ("a.png",), "aspect_ratio": "4:3"}, "Take the pictures out"),
    ("reference_video", "fal:v3-pro", {"reference_video": "a.mp4"}, "Switch to Kling O3 Pro"),
    ("reference_video", "fal:o3-4k", {"reference_video": "a.mp4"}, "Switch to Kling O3 Pro"),
    (
        "reference_video",
        "fal:o3-pro",
        {"reference_video": "a.mp4", "source_video": "b.mp4"},
        "Take the reference clip out",
    ),
    ("source_video", "fal:v3-pro", {"source_video": "a.mp4"}, "Switch to Kling O3 Pro"),
    ("source_video", "fal:v2.6-pro", {"source_video": "a.mp4"}, "Switch to Kling O3 Pro"),
    ("negative_prompt", "fal:o3-pro", {"negative_prompt": "blur, haze."}, "Say it in the words"),
    ("cfg_scale", "fal:o3-pro", {"cfg_scale": 0.5}, "Leave it to the model"),
    (
        "shot_type",
        "fal:v3-turbo-pro",
        {"shot_type": ShotType.AUTOMATIC, "audio": True},
        "Cut as on the timeline",
    ),
    ("audio", "fal:v2.5-turbo-pro", {"audio": True}, "Switch to Kling 2.6 Pro"),
    ("audio", "fal:o3-pro", {"audio": True, "source_video": "a.mp4"}, "Turn sound off"),
]


@pytest.mark.parametrize(
    ("field", "model", "fields", "label"),
    UNPLACED,
    ids=[f"{field} {model}" for field, model, _, _ in UNPLACED],
)
def test_an_input_without_a_place(field: str, model: str, fields: dict[str, Any], label: str) -> None:
    scene = a_scene(**fields)
    finding = one("not-sent", ask(scene, model=model))
    assert (finding.severity, finding.field) == (Severity.WARNING, field)
    assert "not sent" in finding.message
    assert finding.fix is not None
    assert finding.fix.label == label
    assert_mended(finding, scene, model=model)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        ("fal:o3-pro", {"start_frame": "a.png", "end_frame": "b.png", "images": ("c.png",), **CAST}),
        ("fal:v3-pro", {"start_frame": "a.png", "negative_prompt": "blur", "cfg_scale": 0.5, **CAST}),
        ("fal:o3-pro", {"source_video": "a.mp4", "images": ("c.png",), **CAST}),
        ("fal:o3-pro", {"source_video": "a.mp4", "shot_type": ShotType.AUTOMATIC}),
        ("fal:v3-pro", {"shot_type": ShotType.AUTOMATIC, "negative_prompt": " "}),
        ("wavespeed:o3-pro", {"reference_video": "a.mp4", **CAST}),
    ],
)
def test_inputs_that_have_a_place(model: str, fields: dict[str, Any]) -> None:
    assert rules(ask(a_scene(**fields), model=model)) == []


def test_what_to_avoid_becomes_a_sentence() -> None:
    scene = a_scene(prompt="Dawn. ", negative_prompt="blur, haze.")
    mended = next(assert_mended(one("not-sent", ask(scene)), scene).scenes())
    assert (mended.prompt, mended.negative_prompt) == ("Dawn. No blur, haze.", "")


def test_each_input_has_a_finding_of_its_own() -> None:
    scene = a_scene(images=("a.png",), source_video="b.mp4", reference_video="c.mp4", **CAST)
    findings = of("not-sent", ask(scene, model="fal:v3-pro"))
    assert [finding.field for finding in findings] == ["images", "reference_video", "source_video", "cast"]


class TestCast:
    def test_references_where_none_are_taken(self) -> None:
        scene = a_scene(**CAST)
        finding = one("not-sent", ask(scene, model="fal:v3-pro"))
        assert (finding.severity, finding.field) == (Severity.WARNING, "cast")
        assert finding.message == "Mira's references are not sent: Kling 3.0 Pro takes none in text mode."
        after = assert_mended(finding, scene, model="fal:v3-pro")
        assert next(after.scenes()).model == "fal:o3-pro"
        assert rules(ask(replace(scene, start_frame="a.png"), model="fal:v3-pro")) == []

    def test_a_member_with_nothing_to_send_is_not_missed(self) -> None:
        assert rules(ask(a_scene(**CAST), replace(MIRA, images=()), model="fal:v3-pro")) == []

    def test_a_second_clip(self) -> None:
        both = replace(MIRA, clip="mira.mp4")
        scene = a_scene(prompt="@Ines and @Mira wait.", cast=("Ines", "Mira"))
        finding = one("not-sent", ask(scene, SPEAKER, both))
        assert (
            finding.message
            == "Mira's clip is not sent to Kling O3 Pro: another member's goes. The pictures are sent."
        )
        turned = replace(scene, cast=("Mira", "Ines"))
        assert ask(turned, SPEAKER, both) == (finding,)
        bare = replace(both, images=())
        finding = one("not-sent", ask(turned, SPEAKER, bare))
        assert finding.message.startswith("Mira's references are not sent: Kling O3 Pro takes no clip")

    def test_a_clip_where_only_pictures_are_taken(self) -> None:
        both = replace(MIRA, clip="mira.mp4")
        finding = one("not-sent", ask(a_scene(source_video="a.mp4", **CAST), both))
        assert finding.message.startswith(
            "Mira's clip is not sent to Kling O3 Pro: it takes none in its edit mode."
        )
        scene = a_scene(prompt="@Ines waits.", cast=("Ines",))
        assert (
            "Ines's references are not sent" in one("not-sent", ask(scene, model="wavespeed:o3-std")).message
        )

    def test_a_voice_no_field_carries(self) -> None:
        voiced = replace(MIRA, voice=Voice("low", "v.wav"))
        finding = one("not-sent", ask(a_scene(audio=True, **CAST), voiced, model="wavespeed:o3-std"))
        assert finding.message == "Mira's voice is not sent: Kling O3 Std takes none in reference mode."
        finding = one("not-sent", ask(a_scene(audio=True, **CAST), voiced, model="fal:v3-pro"))
        assert "Mira's references and voice are not sent" in finding.message
        assert rules(ask(a_scene(**CAST), voiced, model="wavespeed:o3-std")) == []

    def test_a_model_that_takes_the_voice_is_offered(self) -> None:
        voiced, scene = replace(MIRA, voice=Voice("low", "v.wav")), a_scene(audio=True, **CAST)
        finding = one("not-sent", ask(scene, voiced, model="wavespeed:o3-std"))
        mended = next(assert_mended(finding, scene, voiced, model="wavespeed:o3-std").scenes())
        assert mended.model == "wavespeed:o3-pro"
        edited = replace(scene, source_video="a.mp4", audio=False, model="wavespeed:o3-std")
        assert rules(ask(edited, voiced)) == []

    def test_a_voice_that_goes_only_inside_an_element(self) -> None:
        bare = CastMember("m9", "Lena", voice=Voice("low", "v.wav"))
        scene = a_scene(prompt="@Lena and @Marco.", cast=("Lena", "Marco"), audio=True)
        finding = one("not-sent", ask(scene, bare, MARCO, model="wavespeed:o3-pro"))
        assert "on Kling O3 Pro it goes with the member's pictures" in finding.message
        pictured = replace(bare, images=(View("lena.png"),))
        assert rules(ask(scene, pictured, MARCO, model="wavespeed:o3-pro")) == []

    def test_the_animatic_takes_everybody(self) -> None:
        both = replace(MIRA, clip="mira.mp4", voice=Voice("low", "v.wav"))
        scene = a_scene(prompt="@Ines and @Mira wait.", cast=("Ines", "Mira"), audio=True, end_frame="a.png")
        assert rules(ask(scene, SPEAKER, both, model="animatic:preview")) == []


class TestMissingInput:
    @pytest.mark.parametrize(
        ("mode", "field", "words"),
        [
            (ModeName.IMAGE, "start_frame", "a start frame"),
            (ModeName.EDIT, "source_video", "a clip to edit"),
            (ModeName.VIDEO_REFERENCE, "reference_video", "a reference clip"),
        ],
    )
    def test_a_named_mode_that_lacks_what_it_works_from(self, mode: ModeName, field: str, words: str) -> None:
        scene = a_scene(mode=mode)
        finding = one("no-mode", ask(scene))
        assert (finding.severity, finding.field) == (Severity.ERROR, field)
        assert finding.message == f"The mode {mode} needs {words}, and the scene has none."
        assert_mended(finding, scene)
        held: dict[str, Any] = {field: "a"}
        assert rules(ask(replace(scene, **held))) == []

    @pytest.mark.parametrize(
        ("mode", "found"), [(ModeName.TEXT, []), (ModeName.REFERENCE, ["no-references"])]
    )
    def test_a_mode_that_needs_nothing(self, mode: ModeName, found: list[str]) -> None:
        findings = ask(a_scene(mode=mode))
        assert rules(findings) == found
        assert all(finding.severity is Severity.ADVICE for finding in findings)


class TestEndFrame:
    FRAMES = {"start_frame": "a.png", "end_frame": "b.png"}  # noqa: RUF012

    def test_beside_several_shots_it_has_no_place_at_wavespeed(self) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2"), **self.FRAMES)
        finding = one("not-sent", ask(scene, model="wavespeed:o3-pro"))
        assert (finding.severity, finding.field) == (Severity.WARNING, "end_frame")
        assert finding.message == "The end frame is not sent: Kling O3 Pro takes none beside several shots."
        after = assert_mended(finding, scene, model="wavespeed:o3-pro").find_scene("c1")
        assert after is not None
        assert (after.end_frame, after.shot_type) == ("b.png", "automatic")

    def test_beside_several_shots_it_is_doubtful_at_fal(self) -> None:
        scene = a_scene(a_shot("s1"), a_shot("s2"), **self.FRAMES)
        finding = one("end-frame-with-shots", ask(scene))
        assert (finding.severity, finding.field) == (Severity.WARNING, "end_frame")
        assert_mended(finding, scene)

    @pytest.mark.parametrize("model", ["fal:o3-pro", "wavespeed:o3-pro"])
    def test_beside_one_shot_and_automatic_cuts_it_goes(self, model: str) -> None:
        assert rules(ask(a_scene(**self.FRAMES), model=model)) == []
        scene = a_scene(a_shot("s1"), a_shot("s2"), shot_type=ShotType.AUTOMATIC, **self.FRAMES)
        assert rules(ask(scene, model=model)) == ["shots-joined"]


def test_a_way_out_that_would_break_a_limit_is_not_offered() -> None:
    long = a_scene(a_shot(seconds=7), audio=True)
    finding = one("not-sent", ask(long, model="fal:v2.5-turbo-pro"))
    assert finding.fix is not None
    assert finding.fix.label != "Switch to Kling 2.6 Pro"
    six: Scene = a_scene(
        *(a_shot(f"s{n}", seconds=2) for n in range(6)), start_frame="a.png", end_frame="b.png", audio=True
    )
    finding = one("not-sent", ask(six, model="fal:v3-turbo-pro"))
    assert_mended(finding, six, model="fal:v3-turbo-pro")


class TestNothingElseLosesItsPlace:
    def test_a_start_frame_beside_a_clip_to_edit_is_taken_out(self) -> None:
        scene = a_scene(start_frame="a.png", source_video="b.mp4", audio=True)
        found = {finding.field: finding for finding in of("not-sent", ask(scene))}
        assert set(found) == {"start_frame", "audio"}
        frame = found["start_frame"]
        assert frame.fix is not None
        assert frame.fix.label == "Take the start frame out"
        mended = next(assert_mended(frame, scene).scenes())
        assert (mended.start_frame, mended.source_video, mended.model) == (None, "b.mp4", "fal:o3-pro")

    def test_a_way_out_is_taken_where_the_rest_stays_as_homeless_as_it_was(self) -> None:
        scene = a_scene(images=("a.png",), cfg_scale=0.5, model="fal:v3-turbo-pro")
        pictures = next(finding for finding in of("not-sent", ask(scene)) if finding.field == "images")
        mended = next(assert_mended(pictures, scene).scenes())
        assert (mended.images, mended.cfg_scale) == (("a.png",), 0.5)
        assert mended.model != "fal:v3-turbo-pro"

    def test_another_model_is_not_advised_where_it_would_lose_something_else(self) -> None:
        scene = a_scene(prompt="A car races.", source_video="b.mp4", start_frame="a.png", model="fal:o3-pro")
        for finding in of("not-sent", ask(scene)):
            assert next(assert_mended(finding, scene).scenes()).source_video == "b.mp4"
