"""What travels beside the words: elements, pictures, clips and voices, and what is left behind."""

from dataclasses import replace

import pytest

from kling_studio.core.modes import choose_mode
from kling_studio.core.project import (
    CastMember,
    ModeName,
    ProviderIds,
    Scene,
    ShotType,
    View,
    ViewKind,
    Voice,
)
from kling_studio.core.sending import (
    Sending,
    bound_voices,
    makes_sound,
    one_prompt,
    ordered_views,
    sending,
    sends_end_frame,
)
from tests.core.building import MARCO, MIRA, SPEAKER, a_scene, a_shot, model, says, with_scene


def sent(scene: Scene, model_id: str, *cast: CastMember) -> Sending:
    project = with_scene(scene, *cast)
    choice = choose_mode(project, scene, model(model_id))
    assert choice.mode is not None
    return sending(project, scene, choice.mode, model(model_id).provider)


def names(members: tuple[CastMember, ...]) -> list[str]:
    return [member.name for member in members]


def crowd(count: int, **fields: object) -> tuple[CastMember, ...]:
    return tuple(CastMember(f"m{n}", f"P{n}", images=(View(f"p{n}.png"),), **fields) for n in range(count))  # type: ignore[arg-type]


def test_members_go_as_elements_and_the_scenes_pictures_beside_them() -> None:
    scene = a_scene(cast=("Mira", "Nobody", "Marco", "Mira"), images=("crate.png",))
    inputs = sent(scene, "fal:o3-pro")
    assert names(inputs.elements) == ["Mira", "Marco"]
    assert inputs.pictures == ("crate.png",)
    assert (inputs.wanted, inputs.limit, inputs.too_many, inputs.left_out) == (3, 7, 0, ())


def test_without_elements_the_best_pictures_of_each_member_go_first() -> None:
    scene = a_scene(cast=("Mira", "Marco"), images=("crate.png",))
    inputs = sent(scene, "wavespeed:o3-std")
    assert inputs.elements == ()
    assert inputs.pictures == ("mira_front.png", "marco_front.png", "mira_back.png", "crate.png")


def test_beyond_the_elements_members_go_by_their_pictures() -> None:
    cast = crowd(5)
    inputs = sent(a_scene(cast=tuple(names(cast))), "wavespeed:o3-pro", *cast)
    assert names(inputs.elements) == ["P0", "P1", "P2"]
    assert inputs.pictures == ("p3.png", "p4.png")
    assert names(inputs.as_pictures) == ["P3", "P4"]


def test_pictures_fill_the_space_that_is_left_and_no_more() -> None:
    many = replace(MIRA, images=tuple(View(f"v{n}.png") for n in range(9)))
    inputs = sent(a_scene(cast=("Mira",), images=("a.png", "b.png")), "wavespeed:o3-std", many)
    assert inputs.pictures == ("v0.png", "v1.png", "v2.png", "v3.png", "v4.png", "a.png", "b.png")
    assert inputs.too_many == 0


def test_an_element_that_a_provider_keeps_stands_for_a_member_without_files() -> None:
    kept = CastMember("m7", "Kept", ids=(ProviderIds("wavespeed", "77"),))
    scene = a_scene(cast=("Kept", "Mira"))
    inputs = sent(scene, "wavespeed:o3-pro", kept, MIRA)
    assert names(inputs.elements) == ["Kept", "Mira"]
    alone = a_scene(cast=("Kept",))
    assert names(sent(alone, "wavespeed:o3-pro", kept).elements) == ["Kept"]
    for model_id in ("wavespeed:o3-std", "fal:o3-pro"):
        inputs = sent(alone, model_id, kept)
        assert (inputs.elements, inputs.unsent) == ((), ())
    outdated = replace(kept, ids=(ProviderIds("wavespeed", "77", "of files that are gone"),))
    assert sent(alone, "wavespeed:o3-pro", outdated).elements == ()


def test_what_is_beyond_the_limit_is_named() -> None:
    scene = a_scene(cast=("Mira", "Marco"), images=tuple(f"{n}.png" for n in range(7)))
    inputs = sent(scene, "fal:o3-pro")
    assert (inputs.wanted, inputs.limit, inputs.too_many) == (9, 7, 2)
    assert inputs.left_out == ("5.png", "6.png")
    assert inputs.pictures == tuple(f"{n}.png" for n in range(5))


def test_members_beyond_the_elements_of_a_mode_without_pictures_are_left_out() -> None:
    cast = crowd(5)
    inputs = sent(a_scene(cast=tuple(names(cast)), start_frame="a.png"), "fal:v3-pro", *cast)
    assert len(inputs.elements) == 4
    assert (inputs.left_out, inputs.unsent) == (("P4",), ())


@pytest.mark.parametrize(("cast", "limit"), [(("Mira",), 7), (("Ines",), 4)])
def test_a_clip_among_the_references_lowers_their_number(cast: tuple[str, ...], limit: int) -> None:
    assert sent(a_scene(cast=cast), "fal:o3-pro").limit == limit
    assert sent(a_scene(cast=cast, reference_video="a.mp4"), "fal:o3-pro").limit == 4


def test_one_clip_goes_and_a_second_is_told() -> None:
    both = replace(MIRA, clip="mira.mp4")
    scene = a_scene(cast=("Mira", "Ines", "Marco"))
    inputs = sent(scene, "fal:o3-pro", both, SPEAKER, MARCO)
    assert inputs.clip_elements == (SPEAKER,)
    assert names(inputs.elements) == ["Mira", "Ines", "Marco"]
    assert (names(inputs.unsent), names(inputs.unsent_clips)) == ([], ["Mira"])
    bare = replace(both, images=())
    inputs = sent(scene, "fal:o3-pro", bare, SPEAKER, MARCO)
    assert inputs.clip_elements == (SPEAKER,)
    assert (names(inputs.elements), names(inputs.unsent)) == (["Ines", "Marco"], ["Mira"])


def test_of_several_with_pictures_and_clips_the_one_with_a_voice_goes_by_clip() -> None:
    mira = replace(MIRA, clip="mira.mp4")
    marco = replace(MARCO, clip="marco.mp4", voice=Voice("low", "marco.wav"))
    scene = a_scene(cast=("Mira", "Marco"))
    assert sent(scene, "fal:o3-pro", mira, marco).clip_elements == (marco,)
    assert sent(scene, "fal:o3-pro", mira, replace(marco, voice=None)).clip_elements == (mira,)


def test_elements_that_are_made_beforehand_may_all_be_clips() -> None:
    both = replace(MIRA, clip="mira.mp4")
    scene = a_scene(cast=("Mira", "Ines", "Marco"))
    inputs = sent(scene, "wavespeed:o3-pro", both, SPEAKER, MARCO)
    assert inputs.clip_elements == (both, SPEAKER)
    assert names(inputs.elements) == ["Mira", "Ines", "Marco"]


def test_where_no_clip_goes_its_member_goes_by_pictures_or_not_at_all() -> None:
    both = replace(MIRA, clip="mira.mp4")
    inputs = sent(a_scene(cast=("Mira", "Ines"), source_video="a.mp4"), "fal:o3-pro", both, SPEAKER)
    assert inputs.clip_elements == ()
    assert (names(inputs.elements), names(inputs.unsent_clips), names(inputs.unsent)) == (
        ["Mira"],
        ["Mira"],
        ["Ines"],
    )


def test_a_mode_without_references_sends_none() -> None:
    inputs = sent(a_scene(cast=("Mira",), images=("a.png",)), "fal:v3-pro")
    assert (inputs.elements, inputs.pictures, names(inputs.unsent)) == ((), (), ["Mira"])
    assert (inputs.limit, inputs.left_out) == (0, ())


VOICED = replace(MIRA, voice=Voice("warm", "mira.wav"))
SECOND = replace(MARCO, voice=Voice("low", None, (("fal", "1"),)))


class TestVoices:
    def test_those_who_speak_are_bound_and_without_lines_all_who_have_a_voice(self) -> None:
        scene = a_scene(cast=("Mira", "Marco", "Ines"))
        voiceless = replace(SPEAKER, voice=Voice("only a name"))
        project = with_scene(scene, VOICED, SECOND, voiceless)
        assert names(bound_voices(project, scene, "fal")) == ["Mira", "Marco"]
        spoken = replace(scene, shots=(a_shot(dialogue=says("Marco", "Now.")),))
        assert names(bound_voices(project, spoken, "fal")) == ["Marco"]
        silent = replace(scene, shots=(a_shot(dialogue=says("Marco", " ")),))
        assert names(bound_voices(project, silent, "fal")) == ["Mira", "Marco"]

    def test_a_voice_that_only_another_provider_has_counts_for_nothing(self) -> None:
        project = with_scene(a_scene(cast=("Mira", "Marco")), VOICED, SECOND)
        scene = next(project.scenes())
        assert names(bound_voices(project, scene, "wavespeed")) == ["Mira"]

    def test_on_fal_only_the_one_clip_carries_a_voice(self) -> None:
        scene = a_scene(cast=("Mira", "Ines"), audio=True)
        assert names(sent(scene, "fal:o3-pro", VOICED, SPEAKER).voices) == ["Ines"]
        assert sent(replace(scene, audio=False), "fal:o3-pro", VOICED, SPEAKER).voices == ()
        assert sent(replace(scene, source_video="a.mp4"), "fal:o3-pro", VOICED, SPEAKER).voices == ()

    def test_inside_elements_only_members_who_are_elements_have_one(self) -> None:
        bare = CastMember("m7", "Voice", voice=Voice("", "v.wav"))
        scene = a_scene(cast=("Mira", "Marco", "Voice"), audio=True)
        there = replace(SECOND, voice=Voice("low", None, (("wavespeed", "1"),)))
        assert names(sent(scene, "wavespeed:o3-pro", VOICED, there, bare).voices) == ["Mira", "Marco"]

    def test_beside_the_words_they_need_no_element_and_are_counted(self) -> None:
        third = replace(SPEAKER, clip=None)
        scene = a_scene(cast=("Mira", "Marco", "Ines"), audio=True, start_frame="a.png")
        assert names(sent(scene, "fal:v2.6-pro", VOICED, SECOND, third).voices) == ["Mira", "Marco"]


def test_views_are_sent_front_first() -> None:
    member = replace(MIRA, images=tuple(View(kind, kind) for kind in reversed(ViewKind)))
    assert [view.view for view in ordered_views(member)] == [
        "front",
        "side",
        "back",
        "full",
        "outfit",
        "detail",
    ]


def test_what_shows_something_else_goes_before_a_second_picture_of_the_same() -> None:
    shown = (ViewKind.FRONT, ViewKind.SIDE, ViewKind.SIDE, ViewKind.BACK)
    member = replace(MIRA, images=tuple(View(f"{n}.png", view) for n, view in enumerate(shown)))
    assert [view.path for view in ordered_views(member)] == ["0.png", "1.png", "3.png", "2.png"]


@pytest.mark.parametrize(
    ("model_id", "mode", "off", "on"),
    [
        ("fal:o3-pro", ModeName.TEXT, False, True),
        ("fal:o3-pro", ModeName.EDIT, False, False),
        ("fal:v3-turbo-pro", ModeName.TEXT, True, True),
        ("fal:v2.5-turbo-pro", ModeName.TEXT, False, False),
    ],
)
def test_sound_is_made_as_the_mode_can(model_id: str, mode: ModeName, off: bool, on: bool) -> None:
    found = model(model_id).mode(mode)
    assert found is not None
    assert [makes_sound(a_scene(audio=audio), found) for audio in (False, True)] == [off, on]


def test_shots_go_as_one_prompt_where_nobody_keeps_them_apart() -> None:
    text, edit = (model("fal:o3-pro").mode(name) for name in (ModeName.TEXT, ModeName.EDIT))
    turbo = model("fal:v3-turbo-pro").mode(ModeName.TEXT)
    assert text
    assert edit
    assert turbo
    two = a_scene(a_shot("s1"), a_shot("s2"))
    automatic = replace(two, shot_type=ShotType.AUTOMATIC)
    assert one_prompt(a_scene(), text)
    assert not one_prompt(two, text)
    assert one_prompt(two, edit)
    assert one_prompt(automatic, text)
    assert not one_prompt(automatic, turbo)
    draft = model("fal:v2.6-pro").mode(ModeName.TEXT)
    assert draft
    assert one_prompt(two, draft)


@pytest.mark.parametrize(
    ("model_id", "frames", "shots", "sends"),
    [
        ("fal:v3-pro", {"start_frame": "a.png", "end_frame": "b.png"}, 2, True),
        ("fal:v3-pro", {"end_frame": "b.png"}, 1, False),
        ("fal:v3-pro", {"start_frame": "a.png"}, 1, False),
        ("fal:v3-turbo-pro", {"start_frame": "a.png", "end_frame": "b.png"}, 1, False),
        ("wavespeed:o3-pro", {"start_frame": "a.png", "end_frame": "b.png"}, 1, True),
        ("wavespeed:o3-pro", {"start_frame": "a.png", "end_frame": "b.png"}, 2, False),
    ],
)
def test_an_end_frame_goes_behind_a_start_frame_and_where_shots_let_it(
    model_id: str, frames: dict[str, str], shots: int, sends: bool
) -> None:
    scene = a_scene(*(a_shot(f"s{n}") for n in range(shots)), **frames)
    mode = model(model_id).mode(ModeName.IMAGE)
    assert mode
    assert sends_end_frame(scene, mode) is sends
