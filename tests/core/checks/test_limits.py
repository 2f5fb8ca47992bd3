"""The limits of a model on shots, seconds, ratio and pictures: what breaks each, and what comes just short of it."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Scene, ShotType, View
from tests.core.building import SPEAKER, a_scene, a_shot, with_scene
from tests.core.checks.asking import ask, assert_mended, of, one, rules


def shots(*seconds: int, prompt: str = "Rain.") -> Scene:
    return a_scene(*(a_shot(f"s{n}", prompt, length) for n, length in enumerate(seconds, start=1)))


@pytest.mark.parametrize(
    ("model", "most"),
    [("fal:o3-pro", 6), ("wavespeed:v3.0-pro", 6), ("fal:v3-turbo-pro", 6), ("fal:v2.6-pro", 1)],
)
def test_too_many_shots(model: str, most: int) -> None:
    finding = one("too-many-shots", ask(shots(*[1] * (most + 1)), model=model))
    assert (finding.severity, finding.shot, finding.field) == (Severity.ERROR, None, "shots")
    assert "one shot a scene" in finding.message if most == 1 else "6 shots a scene" in finding.message
    assert of("too-many-shots", ask(shots(*[1] * most), model=model)) == []


def test_too_many_shots_are_split_evenly_where_two_scenes_hold_them() -> None:
    scene = shots(*[2] * 7)
    after = assert_mended(one("too-many-shots", ask(scene)), scene)
    assert [len(half.shots) for half in after.scenes()] == [3, 4]
    assert one("too-many-shots", ask(shots(*[2] * 13))).fix is None


class TestSeconds:
    @pytest.mark.parametrize(
        ("lengths", "rule", "fixed"),
        [((8, 8), "too-long", (8, 7)), ((1, 1), "too-short", (1, 2)), ((16,), "too-long", (15,))],
    )
    def test_a_scene_longer_or_shorter_than_the_model_renders(
        self, lengths: tuple[int, ...], rule: str, fixed: tuple[int, ...]
    ) -> None:
        scene = shots(*lengths)
        finding = one(rule, ask(scene))
        assert (finding.severity, finding.shot, finding.field) == (Severity.ERROR, None, "seconds")
        mended = next(assert_mended(finding, scene).scenes())
        assert tuple(shot.seconds for shot in mended.shots) == fixed

    @pytest.mark.parametrize("lengths", [(3,), (15,), (1, 2), (5, 5, 5)])
    def test_three_to_fifteen_seconds_are_fine(self, lengths: tuple[int, ...]) -> None:
        assert [found for found in ask(shots(*lengths)) if found.severity is not Severity.ADVICE] == []

    def test_where_the_last_shot_is_too_short_to_give_there_is_no_fix(self) -> None:
        assert one("too-long", ask(shots(8, 8, 1))).fix is None
        assert one("too-short", ask(replace(shots(1), shots=(), prompt="Rain."))).fix is None

    @pytest.mark.parametrize(("length", "fixed"), [(4, 5), (7, 5), (8, 10), (15, 10)])
    def test_models_with_fixed_lengths_take_no_other(self, length: int, fixed: int) -> None:
        scene = shots(length)
        finding = one("bad-seconds", ask(scene, model="fal:v2.5-turbo-pro"))
        assert (finding.severity, finding.message) == (
            Severity.ERROR,
            f"Kling 2.5 Turbo Pro renders 5 or 10 s; this scene has {length} s.",
        )
        mended = assert_mended(finding, scene, model="fal:v2.5-turbo-pro")
        assert next(mended.scenes()).seconds == fixed
        assert rules(ask(shots(fixed), model="fal:v2.5-turbo-pro")) == []

    @pytest.mark.parametrize("length", [0, -3])
    def test_a_shot_of_less_than_a_second(self, length: int) -> None:
        scene = shots(5, length)
        findings = ask(scene)
        finding = one("bad-seconds", findings)
        assert (finding.severity, finding.shot, finding.shot_id) == (Severity.ERROR, 2, "s2")
        assert rules(findings) == ["bad-seconds"], "the sum is no matter while a part of it is wrong"
        assert_mended(finding, scene)

    def test_an_edit_takes_its_length_from_the_clip(self) -> None:
        scene = replace(shots(20, 20), source_video="clip.mp4")
        assert set(rules(ask(scene))) == {"shots-joined"}

    def test_the_animatic_takes_long_scenes(self) -> None:
        assert rules(ask(shots(60, 60), model="animatic:preview")) == []
        assert rules(ask(shots(60, 61), model="animatic:preview")) == ["too-long"]


class TestGuidance:
    @pytest.mark.parametrize(("value", "mended"), [(-0.1, 0.0), (1.5, 1.0)])
    def test_it_is_a_share(self, value: float, mended: float) -> None:
        scene = a_scene(cfg_scale=value)
        finding = one("bad-guidance", ask(scene, model="fal:v3-pro"))
        assert (finding.severity, finding.field) == (Severity.ERROR, "cfg_scale")
        after = assert_mended(finding, scene, model="fal:v3-pro").find_scene("c1")
        assert after is not None
        assert after.cfg_scale == mended

    @pytest.mark.parametrize(
        ("value", "model"), [(0.0, "fal:v3-pro"), (1.0, "fal:v3-pro"), (2.0, "animatic:preview")]
    )
    def test_any_share_will_do(self, value: float, model: str) -> None:
        assert rules(ask(a_scene(cfg_scale=value), model=model)) == []

    def test_where_it_is_not_sent_its_value_matters_to_nobody(self) -> None:
        assert rules(ask(a_scene(cfg_scale=2.0))) == ["not-sent"]


class TestUnprovenSeconds:
    def test_a_short_shot_at_wavespeed(self) -> None:
        scene = a_scene(a_shot("s1", seconds=2), a_shot("s2", seconds=3))
        finding = one("unproven-seconds", ask(scene, model="wavespeed:o3-pro"))
        assert (finding.severity, finding.shot) == (Severity.WARNING, 1)
        assert rules(ask(scene)) == []

    def test_where_the_shots_are_not_told_apart_their_seconds_are_free(self) -> None:
        scene = a_scene(a_shot("s1", seconds=2), a_shot("s2"), shot_type=ShotType.AUTOMATIC)
        assert "unproven-seconds" not in rules(ask(scene, model="wavespeed:o3-pro"))


class TestAspect:
    @pytest.mark.parametrize("ratio", ["4:3", "21:9", "auto", ""])
    def test_a_ratio_the_mode_does_not_film(self, ratio: str) -> None:
        scene = a_scene(aspect_ratio=ratio)
        finding = one("unsupported-aspect", ask(scene))
        assert (finding.severity, finding.field) == (Severity.ERROR, "aspect_ratio")
        assert next(assert_mended(finding, scene).scenes()).aspect_ratio == "16:9"

    @pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1"])
    def test_the_ratios_of_all_models(self, ratio: str) -> None:
        assert rules(ask(a_scene(aspect_ratio=ratio))) == []

    def test_a_reference_clip_may_set_the_ratio(self) -> None:
        assert rules(ask(a_scene(aspect_ratio="auto", reference_video="clip.mp4"))) == []

    @pytest.mark.parametrize(
        ("width", "height", "asked", "warned"),
        [
            (1920, 1080, "16:9", False),
            (1920, 1088, "16:9", False),
            (1024, 1280, "16:9", True),
            (1080, 1920, "9:16", False),
            (1080, 1920, "16:9", True),
            (1024, 1280, "auto", False),
            (1024, 1280, "16:0", False),
        ],
    )
    @pytest.mark.parametrize("field", ["start_frame", "source_video"])
    def test_a_film_with_the_shape_of_its_picture(
        self, field: str, width: int, height: int, asked: str, warned: bool
    ) -> None:
        kind = MediaKind.PICTURE if field == "start_frame" else MediaKind.CLIP
        scene = a_scene(aspect_ratio=asked, **{field: "from"})
        findings = ask(scene, media={"from": MediaFact(kind, width, height, 5.0)})
        assert rules(findings) == (["unsupported-aspect"] if warned else [])
        if warned:
            assert (findings[0].severity, findings[0].field) == (Severity.WARNING, "aspect_ratio")
            assert f"{width} × {height}" in findings[0].message

    def test_beside_a_ratio_field_the_picture_decides_nothing(self) -> None:
        scene = a_scene(aspect_ratio="9:16", start_frame="a.png", cast=("Mira",), prompt="@Mira waits.")
        assert rules(ask(scene, media={"a.png": MediaFact(MediaKind.PICTURE, 1920, 1080)})) == []


def crowd(count: int) -> tuple[CastMember, ...]:
    return tuple(CastMember(f"m{n}", f"P{n}", images=(View(f"p{n}.png"),)) for n in range(1, count + 1))


def scene_with(cast: tuple[CastMember, ...], **fields: Any) -> Scene:
    mentioned = " ".join(f"@{member.name}" for member in cast)
    return a_scene(prompt=mentioned, cast=tuple(member.name for member in cast), **fields)


class TestTooManyImages:
    @pytest.mark.parametrize(
        ("model", "members", "pictures", "fields", "left_out"),
        [
            ("fal:o3-pro", 4, 4, {}, "4.png"),
            ("fal:o3-pro", 8, 0, {}, "P8"),
            ("fal:o3-pro", 3, 2, {"reference_video": "a.mp4"}, "2.png"),
            ("fal:o3-pro", 5, 0, {"source_video": "a.mp4"}, "P5"),
            ("fal:v3-pro", 5, 0, {"start_frame": "a.png"}, "P5"),
            ("wavespeed:o3-std", 0, 8, {}, "8.png"),
            ("wavespeed:o3-pro", 5, 3, {}, "3.png"),
        ],
    )
    def test_one_more_than_travels(
        self, model: str, members: int, pictures: int, fields: dict[str, Any], left_out: str
    ) -> None:
        cast = crowd(members)
        images = tuple(f"media/{n}.png" for n in range(1, pictures + 1))
        findings = ask(scene_with(cast, images=images, **fields), *cast or crowd(1), model=model)
        finding = one("too-many-images", findings)
        assert (finding.severity, finding.field) == (Severity.ERROR, "images" if pictures else "cast")
        assert finding.message.endswith(f"Without a place: {left_out}.")
        assert ("beside a clip" in finding.message) == bool({"reference_video", "source_video"} & set(fields))
        fewer = (cast, images[:-1]) if pictures else (cast[:-1], images)
        less = scene_with(fewer[0], images=fewer[1], **fields)
        left = ask(less, *cast or crowd(1), model=model)
        assert [found for found in left if found.severity is Severity.ERROR] == []
        assert finding.fix is not None
        assert finding.fix.label == f"Leave out {left_out}"
        project = with_scene(scene_with(cast, images=images, model=model, **fields), *cast or crowd(1))
        mended = next(finding.fix.edit(project).scenes())
        assert (mended.cast, mended.images) == (less.cast, less.images)

    def test_members_and_pictures_are_left_out_together(self) -> None:
        cast, images = crowd(8), ("media/1.png", "media/2.png", "media/1.png")
        scene = scene_with(cast, images=images)
        finding = one("too-many-images", ask(scene, *cast))
        assert finding.fix is not None
        assert finding.fix.label == "Leave out the last 4"
        mended = next(finding.fix.edit(with_scene(scene, *cast)).scenes())
        assert (len(mended.cast), mended.images) == (7, ())
        assert of("too-many-images", ask(mended, *cast)) == []

    def test_a_clip_element_leaves_less_room(self) -> None:
        cast = (SPEAKER, *crowd(4))
        finding = one("too-many-images", ask(scene_with(cast), *cast))
        assert "takes 4 members and pictures beside a clip; this scene has 5" in finding.message
        assert of("too-many-images", ask(scene_with(crowd(5)), *cast)) == []


class TestJoined:
    TWO = a_scene(a_shot("s1"), a_shot("s2"))

    @pytest.mark.parametrize(
        ("scene", "why", "field"),
        [
            (replace(TWO, source_video="a.mp4"), "An edit takes one prompt", "shots"),
            (
                replace(TWO, reference_video="a.mp4"),
                "A scene with a reference clip takes one prompt",
                "shots",
            ),
            (replace(TWO, shot_type=ShotType.AUTOMATIC), "The model decides the cuts", "shot_type"),
        ],
    )
    def test_shots_that_go_as_one(self, scene: Scene, why: str, field: str) -> None:
        finding = one("shots-joined", ask(scene))
        assert (finding.severity, finding.field) == (Severity.ADVICE, field)
        assert finding.message == f"{why}: the words of all 2 shots are sent as one."

    def test_shots_that_are_kept_apart_and_single_ones(self) -> None:
        single = a_scene(source_video="a.mp4")
        for scene in (self.TWO, single, replace(single, shot_type=ShotType.AUTOMATIC)):
            assert of("shots-joined", ask(scene)) == []
        apart = replace(self.TWO, reference_video="a.mp4")
        assert of("shots-joined", ask(apart, model="wavespeed:o3-pro")) == []
        assert (
            of("shots-joined", ask(replace(self.TWO, shot_type=ShotType.AUTOMATIC), model="fal:v3-turbo-pro"))
            == []
        )
