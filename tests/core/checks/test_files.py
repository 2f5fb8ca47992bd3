"""Files that are missing, unreadable, of another kind, or outside what services take."""

from dataclasses import replace

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Cut, ProviderIds, Scene, View, Voice
from tests.core.building import MARCO, MIRA, a_scene, a_shot
from tests.core.checks.asking import (
    GOOD_CLIP,
    GOOD_PICTURE,
    GOOD_SOUND,
    MISSING,
    ask,
    assert_mended,
    of,
    one,
    rules,
)

VOICED = CastMember("m5", "Lena", images=(View("lena.png"),), clip="lena.mp4", voice=Voice("low", "lena.wav"))
SPOKEN = a_scene(prompt="@Lena sings.", cast=("Lena",), audio=True)

SENT: list[tuple[str, Scene, str]] = [
    ("start_frame", a_scene(start_frame="m/x.png"), "the start frame"),
    ("end_frame", a_scene(start_frame="a.png", end_frame="m/x.png"), "the end frame"),
    ("images", a_scene(images=("a.png", "m/x.png")), "a picture of the scene"),
    ("reference_video", a_scene(reference_video="m/x.png"), "the reference clip"),
    ("source_video", a_scene(source_video="m/x.png"), "the clip to edit"),
]


@pytest.mark.parametrize(("field", "scene", "whose"), SENT, ids=[field for field, _, _ in SENT])
def test_a_missing_file_that_would_be_sent(field: str, scene: Scene, whose: str) -> None:
    finding = one("missing-file", ask(scene, media={"m/x.png": MISSING}))
    assert (finding.severity, finding.field) == (Severity.ERROR, field)
    assert finding.message == f"x.png, {whose}, is not in the project folder."
    assert_mended(finding, scene, media={"m/x.png": MISSING})
    good = GOOD_CLIP if "video" in field else GOOD_PICTURE
    assert "missing-file" not in rules(ask(scene, media={"m/x.png": good}))


def test_what_is_known_of_why_is_said() -> None:
    gone = MediaFact(MediaKind.MISSING, problem="lies outside the project folder")
    finding = one("missing-file", ask(a_scene(start_frame="../x.png"), media={"../x.png": gone}))
    assert finding.message == "x.png, the start frame, lies outside the project folder."


class TestMembers:
    SCENE = a_scene(prompt="@Mira waits.", cast=("Mira", "Nobody"))

    def test_a_missing_view(self) -> None:
        media = {"mira_back.png": MISSING, "mira_front.png": GOOD_PICTURE}
        finding = one("missing-file", ask(self.SCENE, media=media))
        assert (finding.severity, finding.field) == (Severity.ERROR, "cast")
        assert finding.message == "mira_back.png, Mira's back view, is not in the project folder."
        after = assert_mended(finding, self.SCENE, media=media)
        assert after.cast[0].images == MIRA.images[:1]

    def test_two_missing_views_can_be_taken_out_one_after_the_other(self) -> None:
        media = {"mira_back.png": MISSING, "mira_front.png": MISSING}
        first, second = of("missing-file", ask(self.SCENE, media=media))
        after = assert_mended(first, self.SCENE, media=media)
        assert second.fix is not None
        assert second.fix.edit(after).cast[0].images == ()

    def test_a_missing_clip_and_a_missing_sample(self) -> None:
        media = {"lena.png": GOOD_PICTURE, "lena.mp4": MISSING, "lena.wav": MISSING}
        clip, sample = of("missing-file", ask(SPOKEN, VOICED, media=media))
        assert (clip.severity, sample.severity) == (Severity.ERROR, Severity.ERROR)
        assert "lena.mp4, Lena's clip," in clip.message
        assert "lena.wav, the sample of Lena's voice," in sample.message
        assert sample.fix is None
        assert clip.fix is not None

    def test_a_sample_is_not_needed_once_the_voice_is_made(self) -> None:
        made = replace(VOICED, voice=Voice("low", "lena.wav", (("fal", "1"),)))
        assert rules(ask(SPOKEN, made, media={"lena.wav": MISSING})) == []


class TestNotSent:
    """A file that does not go along cannot keep the scene from being sent."""

    @pytest.mark.parametrize(
        ("scene", "cast", "model", "path"),
        [
            (a_scene(prompt="@Mira waits.", cast=("Mira",)), (MIRA,), "fal:v3-pro", "mira_front.png"),
            (SPOKEN, (VOICED,), "fal:o3-pro", "lena.png"),
            (replace(SPOKEN, audio=False), (VOICED,), "fal:o3-pro", "lena.wav"),
            (a_scene(end_frame="x.png"), (), "fal:o3-pro", "x.png"),
            (a_scene(source_video="a.mp4", reference_video="x.mp4"), (), "fal:o3-pro", "x.mp4"),
            (a_scene(source_video="a.mp4", start_frame="x.png"), (), "fal:o3-pro", "x.png"),
            (a_scene(images=("x.png",)), (), "fal:v3-pro", "x.png"),
        ],
    )
    def test_it_is_a_warning(self, scene: Scene, cast: tuple[CastMember, ...], model: str, path: str) -> None:
        finding = one("missing-file", ask(scene, *cast, model=model, media={path: MISSING}))
        assert finding.severity is Severity.WARNING

    def test_a_picture_beyond_those_that_go_along(self) -> None:
        many = replace(MIRA, images=tuple(View(f"v{n}.png") for n in range(8)))
        scene = a_scene(prompt="@Mira waits.", cast=("Mira",))
        findings = ask(scene, many, model="wavespeed:o3-std", media={"v6.png": MISSING, "v7.png": MISSING})
        severities = [finding.severity for finding in of("missing-file", findings)]
        assert severities == [Severity.ERROR, Severity.WARNING]


class TestBadImage:
    @pytest.mark.parametrize(
        ("fact", "words"),
        [
            (MediaFact(MediaKind.PICTURE, 299, 600), "is 299 × 600 pixels; 300 are needed on each side"),
            (MediaFact(MediaKind.PICTURE, 800, 299), "is 800 × 299 pixels"),
            (MediaFact(MediaKind.PICTURE, 1001, 400), "width to height may be 0.4 to 2.5"),
            (MediaFact(MediaKind.PICTURE, 399, 1000), "width to height may be 0.4 to 2.5"),
            (
                MediaFact(MediaKind.UNREADABLE, problem="the file is cut off."),
                "cannot be read: the file is cut off",
            ),
            (MediaFact(MediaKind.UNREADABLE), "cannot be read"),
            (MediaFact(MediaKind.CLIP, 900, 900), "is a clip, not a picture"),
            (MediaFact(MediaKind.SOUND), "is a sound, not a picture"),
        ],
    )
    def test_a_picture_outside_the_limits(self, fact: MediaFact, words: str) -> None:
        scene = a_scene(images=("x.png",))
        finding = one("bad-image", ask(scene, media={"x.png": fact}))
        assert (finding.severity, finding.field) == (Severity.ERROR, "images")
        assert finding.message.startswith("x.png, a picture of the scene, ")
        assert words in finding.message
        assert finding.message.endswith(".")
        assert not finding.message.endswith("..")
        assert_mended(finding, scene, media={"x.png": fact})

    def test_a_picture_of_too_many_bytes_is_sent_smaller(self) -> None:
        heavy = {"x.png": MediaFact(MediaKind.PICTURE, 900, 900, size_bytes=11 * 1024 * 1024)}
        finding = one("bad-image", ask(a_scene(images=("x.png",)), media=heavy))
        assert finding.severity is Severity.ADVICE
        assert "has 11.0 MB and is sent smaller; 10 MB are taken" in finding.message

    def test_a_narrow_view_is_cropped(self) -> None:
        scene = a_scene(prompt="@Mira walks.", cast=("Mira",))
        media = {MIRA.images[0].path: MediaFact(MediaKind.PICTURE, 300, 1000)}
        finding = one("bad-image", ask(scene, MIRA, media=media))
        assert finding.fix is not None
        assert finding.fix.label == "Crop it"
        project = assert_mended(finding, scene, MIRA, media=media)
        assert project.cast[0].images[0].framing is not None

    @pytest.mark.parametrize(
        "fact",
        [
            MediaFact(MediaKind.PICTURE, 300, 300),
            MediaFact(MediaKind.PICTURE, 1000, 400),
            MediaFact(MediaKind.PICTURE, 400, 1000),
            MediaFact(MediaKind.PICTURE, 900, 900, size_bytes=10 * 1024 * 1024),
        ],
    )
    def test_a_picture_at_the_limits(self, fact: MediaFact) -> None:
        assert rules(ask(a_scene(images=("x.png",)), media={"x.png": fact})) == []

    def test_a_picture_where_a_clip_belongs(self) -> None:
        finding = one("bad-image", ask(a_scene(source_video="x.png"), media={"x.png": GOOD_PICTURE}))
        assert finding.message == "x.png, the clip to edit, is a picture, not a clip."

    def test_of_a_long_sample_a_part_is_used(self) -> None:
        media = {"lena.mp4": GOOD_CLIP, "lena.wav": replace(GOOD_SOUND, duration_s=45)}
        finding = one("too-long", ask(SPOKEN, VOICED, media=media))
        assert finding.fix is not None
        assert finding.fix.label == "Use the first 20 s"
        project = assert_mended(finding, SPOKEN, VOICED, media=media)
        voice = project.cast[0].voice
        assert voice is not None
        assert voice.sample_cut == Cut("lena.wav", 0, 20)

    def test_of_a_long_clip_a_part_is_used(self) -> None:
        media = {"lena.mp4": replace(GOOD_CLIP, duration_s=12), "lena.wav": GOOD_SOUND}
        finding = one("too-long", ask(SPOKEN, VOICED, media=media))
        assert finding.fix is not None
        assert finding.fix.label == "Use the first 8 s"
        project = assert_mended(finding, SPOKEN, VOICED, media=media)
        assert project.cast[0].clip_cut == Cut("lena.mp4", 0, 8)

    @pytest.mark.parametrize("fault", [{"duration_s": 2.0}, {"width_px": 300, "duration_s": 6.0}])
    def test_what_is_not_too_long_is_not_shortened(self, fault: dict[str, float]) -> None:
        media = {"lena.mp4": replace(GOOD_CLIP, **fault), "lena.wav": GOOD_SOUND}  # type: ignore[arg-type]
        (finding,) = ask(SPOKEN, VOICED, media=media)
        assert finding.fix is not None
        assert finding.fix.label == "Take it out"

    @pytest.mark.parametrize(("duration_s", "found"), [(4.2, True), (5, False), (30, False), (31, True)])
    def test_a_sample_of_the_wrong_length(self, duration_s: float, found: bool) -> None:
        media = {"lena.mp4": GOOD_CLIP, "lena.wav": replace(GOOD_SOUND, duration_s=duration_s)}
        findings = ask(SPOKEN, VOICED, media=media)
        words = f"lena.wav, the sample of Lena's voice, is {duration_s:.1f} s long; a voice is made from 5 to 30 s."
        rule = "too-short" if duration_s < 5 else "too-long"
        assert [(f.rule, f.message) for f in findings] == ([(rule, words)] if found else [])
        assert rules(ask(SPOKEN, VOICED, model="animatic:preview", media=media)) == []

    @pytest.mark.parametrize(
        ("fact", "found"), [(GOOD_SOUND, []), (GOOD_CLIP, []), (GOOD_PICTURE, ["bad-image"])]
    )
    def test_a_sample_may_be_the_sound_of_a_clip(self, fact: MediaFact, found: list[str]) -> None:
        assert rules(ask(SPOKEN, VOICED, media={"lena.wav": fact})) == found


class TestProviders:
    """Limits of one provider that another does not have."""

    @pytest.mark.parametrize(
        ("model", "lasts", "found"),
        [
            ("fal:o3-pro", 2.9, [("too-short", Severity.ERROR)]),
            ("fal:o3-pro", 8.0, []),
            ("fal:o3-pro", 9.0, [("too-long", Severity.WARNING)]),
            ("fal:o3-pro", 10.1, [("too-long", Severity.ERROR)]),
            ("wavespeed:o3-pro", 8.0, []),
            ("wavespeed:o3-pro", 9.0, [("too-long", Severity.ERROR)]),
        ],
    )
    def test_a_members_clip(self, model: str, lasts: float, found: list[tuple[str, Severity]]) -> None:
        media = {"lena.mp4": replace(GOOD_CLIP, duration_s=lasts)}
        findings = ask(replace(SPOKEN, audio=False), VOICED, model=model, media=media)
        assert [(finding.rule, finding.severity) for finding in findings] == found

    @pytest.mark.parametrize(
        ("fact", "words"),
        [
            (MediaFact(MediaKind.CLIP, 1280, 719, 5.0), "is 1280 × 719 pixels; 720 are needed on each side"),
            (MediaFact(MediaKind.CLIP, 3841, 1080, 5.0), "is 3841 × 1080 pixels; at most 3840 are taken"),
            (MediaFact(MediaKind.CLIP, 1280, 720, 5.0, 201 * 1024 * 1024), "has 201.0 MB; 200 MB are taken"),
        ],
    )
    def test_a_clip_outside_the_limits(self, fact: MediaFact, words: str) -> None:
        finding = one("bad-clip", ask(a_scene(source_video="x.mp4"), media={"x.mp4": fact}))
        assert (finding.severity, finding.field) == (Severity.ERROR, "source_video")
        assert words in finding.message

    @pytest.mark.parametrize(
        ("rate", "words"),
        [
            (12.0, "has 12 pictures a second; at least 24 are needed"),
            (23.976, ""),
            (60.0, ""),
            (120.0, "has 120 pictures a second; at most 60 are taken"),
            (0.0, ""),
        ],
    )
    def test_the_rate_of_a_members_clip(self, rate: float, words: str) -> None:
        media = {"lena.mp4": replace(GOOD_CLIP, frame_rate=rate)}
        found = [finding.message for finding in of("bad-clip", ask(SPOKEN, VOICED, media=media))]
        assert found == ([f"lena.mp4, Lena's clip, {words}."] if words else [])

    def test_a_clip_in_another_container(self) -> None:
        finding = one("bad-clip", ask(a_scene(source_video="x.webm"), media={"x.webm": GOOD_CLIP}))
        assert finding.message == "x.webm, the clip to edit, is none of mp4, mov."
        assert rules(ask(a_scene(source_video="x.MOV"), media={"x.MOV": GOOD_CLIP})) == []

    def test_a_big_picture(self) -> None:
        big = {"x.png": replace(GOOD_PICTURE, size_bytes=20 * 1024 * 1024)}
        assert rules(ask(a_scene(start_frame="x.png", audio=True), model="fal:v3-turbo-pro", media=big)) == []
        one("bad-image", ask(a_scene(start_frame="x.png"), model="fal:v3-pro", media=big))

    def test_once_the_element_is_made_its_files_need_not_be_there(self) -> None:
        paths = ("lena.png", "lena.mp4", "lena.wav")
        gone = dict.fromkeys(paths, MISSING)
        findings = of("missing-file", ask(SPOKEN, VOICED, model="wavespeed:o3-pro", media=gone))
        assert [finding.severity for finding in findings] == [
            Severity.ERROR, Severity.ERROR, Severity.WARNING,
        ]  # fmt: skip
        made = replace(VOICED, ids=(ProviderIds("wavespeed", "77"),))
        findings = of("missing-file", ask(SPOKEN, made, model="wavespeed:o3-pro", media=gone))
        assert {finding.severity for finding in findings} == {Severity.WARNING}

    def test_the_sample_of_an_element_goes_along_without_sound(self) -> None:
        silent = replace(SPOKEN, audio=False)
        findings = ask(silent, VOICED, model="wavespeed:o3-pro", media={"lena.wav": MISSING})
        assert one("missing-file", findings).severity is Severity.ERROR


class TestAnimatic:
    """The forgiving model draws what it is given."""

    ALL = a_scene(
        a_shot(prompt="@Lena and @Mira"),
        cast=("Lena", "Mira"),
        audio=True,
        start_frame="a.png",
        end_frame="b.png",
        images=("c.png",),
        reference_video="d.mp4",
        source_video="e.mp4",
    )
    PATHS = (
        "a.png",
        "b.png",
        "c.png",
        "d.mp4",
        "e.mp4",
        "lena.png",
        "lena.mp4",
        "lena.wav",
        "mira_front.png",
    )

    @pytest.mark.parametrize("fact", [MISSING, MediaFact(MediaKind.UNREADABLE), MediaFact(MediaKind.SOUND)])
    def test_no_file_keeps_it_from_drawing(self, fact: MediaFact) -> None:
        findings = ask(
            self.ALL, VOICED, MIRA, model="animatic:preview", media=dict.fromkeys(self.PATHS, fact)
        )
        assert findings
        assert {finding.severity for finding in findings} == {Severity.WARNING}

    def test_what_services_refuse_it_draws_without_a_word(self) -> None:
        tiny = MediaFact(MediaKind.PICTURE, 20, 900, size_bytes=99_000_000)
        scene = a_scene(start_frame="a.png", images=("b.png",))
        assert rules(ask(scene, model="animatic:preview", media={"a.png": tiny, "b.png": tiny})) == []


def test_a_file_nobody_measured_is_no_finding() -> None:
    scene = a_scene(start_frame="https://x.test/a.png", prompt="@Marco waits.", cast=("Marco",))
    assert rules(ask(scene, MARCO)) == []
