"""The words as they leave the program, seen in the bodies that carry them."""

from dataclasses import replace
from typing import Any

from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import CastMember, Scene, ShotType, Voice
from kling_studio.core.request import RenderRequest
from kling_studio.providers.fal.body import compile_request as compile_fal
from kling_studio.providers.wavespeed.body import compile_request as compile_wavespeed
from tests.core.building import MARCO, MIRA, a_scene, a_shot, model, says, with_scene

FILES = (
    "mira_front.png",
    "mira_back.png",
    "marco_front.png",
    "loose.png",
    "other.png",
    "clip.mp4",
    "start.png",
)
MEDIA = {name: MediaFact(MediaKind.PICTURE, 900, 900, sha256=f"{n:064x}") for n, name in enumerate(FILES)}


def compiled(scene: Scene, *cast: CastMember) -> RenderRequest:
    project = with_scene(scene, *cast)
    chosen = model(scene.model)
    mode = choose_mode(project, scene, chosen).mode
    assert mode is not None
    compile_request = compile_fal if chosen.provider == "fal" else compile_wavespeed
    return compile_request(project, scene, chosen, mode, MEDIA)


def prompt(scene: Scene, *cast: CastMember) -> Any:
    return compiled(scene, *cast).body["prompt"]


def test_a_member_who_is_sent_is_named_by_his_tag() -> None:
    scene = a_scene(a_shot(prompt="@Mira waves to @Marco."), cast=("Marco", "Mira"))
    assert prompt(scene) == "@Element2 waves to @Element1."


def test_wavespeed_keeps_the_name_beside_the_tag() -> None:
    scene = a_scene(a_shot(prompt="@Mira waves."), cast=("Mira",), model="wavespeed:o3-pro")
    assert prompt(scene) == "Mira <<<element_1>>> waves."
    as_picture = replace(scene, model="wavespeed:o3-std")
    assert prompt(as_picture) == "Mira <<<image_1>>> waves."


def test_a_member_who_is_not_sent_is_described() -> None:
    mira = replace(MIRA, description="a manager in a red jacket")
    scene = a_scene(a_shot(prompt="@Mira waves to @Marco."), model="fal:v3-turbo-pro", cast=("Mira",))
    assert prompt(scene, mira, MARCO) == "Mira (a manager in a red jacket) waves to Marco."


def test_what_the_words_leave_out_is_named_in_front() -> None:
    scene = a_scene(
        a_shot(prompt="@Mira waves."),
        cast=("Mira", "Marco"),
        images=("loose.png", "other.png"),
        prompt="Dawn.",
    )
    assert prompt(scene) == "With @Element2, @Image1 and @Image2. Dawn. @Element1 waves."


def test_one_thing_left_out_and_a_picture_named_by_its_place() -> None:
    scene = a_scene(a_shot(prompt="@Image2 comes alive."), images=("loose.png", "other.png"))
    assert prompt(scene) == "With @Image1. @Image2 comes alive."


def test_own_pictures_are_counted_behind_those_of_members() -> None:
    scene = a_scene(
        a_shot(prompt="@Mira looks like @Image1."),
        cast=("Mira",),
        images=("loose.png",),
        model="wavespeed:o3-std",
    )
    assert prompt(scene) == "Mira <<<image_1>>> looks like <<<image_3>>>."


def test_what_does_not_go_along_is_named_in_plain_words() -> None:
    scene = a_scene(a_shot(prompt="As in @Image1 and @Video1."), images=("loose.png",), model="fal:v3-pro")
    assert prompt(scene) == "As in Image1 and Video1."


def test_a_member_may_be_called_as_a_picture_is() -> None:
    named = replace(MARCO, name="Image1")
    scene = a_scene(a_shot(prompt="@Image1 waits."), cast=("Image1",), images=("loose.png",))
    assert prompt(scene, named) == "With @Image1. @Element1 waits."


def test_an_edit_begins_with_its_clip() -> None:
    scene = a_scene(a_shot(prompt="Rain instead of sun."), source_video="clip.mp4")
    assert prompt(scene) == "Change @Video1: Rain instead of sun."
    with_cast = replace(scene, cast=("Mira",))
    assert prompt(with_cast) == "Change @Video1: With @Element1. Rain instead of sun."
    said = a_scene(a_shot(prompt="In @Video1 it rains."), source_video="clip.mp4")
    assert prompt(said) == "In @Video1 it rains."


def test_a_reference_clip_lends_its_motion() -> None:
    scene = a_scene(a_shot(prompt="A dancer."), reference_video="clip.mp4")
    assert prompt(scene) == "Follow the motion of @Video1. A dancer."
    on_wavespeed = replace(scene, model="wavespeed:o3-pro", shots=(a_shot(prompt="As in @Video1."),))
    assert prompt(on_wavespeed) == "As in <<<video_1>>>."


def test_shots_keep_their_words_and_the_lead_stands_in_the_first() -> None:
    scene = a_scene(
        a_shot("a", "Rain.", 3),
        a_shot("b", "A door opens.", 4, camera="pan left", dialogue=says("Mira", "Who is there?", "tense")),
        cast=("Mira",),
        images=("loose.png",),
        prompt="Night.",
        audio=True,
        language="es",
    )
    shots = compiled(scene).body["multi_prompt"]
    assert [shot["prompt"] for shot in shots] == [
        "With @Image1. Night. Rain.",
        'Night. A door opens. pan left. [@Element1, tense]: "Who is there?" All dialogue is spoken in Spanish.',
    ]
    assert [shot["duration"] for shot in shots] == ["3", "4"]


def test_who_is_not_sent_speaks_by_name_alone() -> None:
    mira = replace(MIRA, description="a manager")
    scene = a_scene(a_shot(dialogue=says("Mira", "Hi.", "glad")), audio=True, model="fal:v3-pro")
    assert prompt(scene, mira) == 'Rain falls. [Mira, glad]: "Hi."'


def test_where_the_name_stands_beside_the_tag_he_speaks_by_his_name() -> None:
    scene = a_scene(
        a_shot(prompt="@Mira waits.", dialogue=says("Mira", "Hi.", "glad")),
        audio=True,
        model="wavespeed:o3-pro",
        cast=("Mira",),
    )
    assert prompt(scene) == 'Mira <<<element_1>>> waits. [Mira, glad]: "Hi."'
    only_speaks = replace(scene, shots=(a_shot(dialogue=says("Mira", "Hi.")),))
    assert prompt(only_speaks) == 'With Mira <<<element_1>>>. Rain falls. [Mira]: "Hi."'
    as_picture = replace(only_speaks, model="wavespeed:o3-std")
    assert prompt(as_picture) == 'With Mira <<<image_1>>>. Rain falls. [Mira]: "Hi."'


def test_the_scenes_words_stand_where_there_is_room_for_them() -> None:
    scene = a_scene(a_shot("a", "b" * 500), a_shot("b", "c" * 500), a_shot("c", "Rain."), prompt="Night.")
    shots = [shot["prompt"] for shot in compiled(scene).body["multi_prompt"]]
    assert shots == [f"Night. {'b' * 500}.", f"Night. {'c' * 500}.", "Night. Rain."]
    longer = replace(scene, prompt="Night and fog.")
    shots = [shot["prompt"] for shot in compiled(longer).body["multi_prompt"]]
    assert shots == [f"Night and fog. {'b' * 500}.", f"{'c' * 500}.", "Night and fog. Rain."]


def test_a_model_of_one_shot_gets_one_prompt() -> None:
    scene = a_scene(a_shot("a", "Rain.", 3), a_shot("b", "Sun.", 2), model="fal:v2.6-pro")
    assert prompt(scene) == "Shot 1, 3 s: Rain. Shot 2, 2 s: Sun."
    assert "multi_prompt" not in compiled(scene).body


def test_a_narrator_speaks_the_language_too() -> None:
    spoken = a_scene(a_shot(dialogue=says("", "Es regnet.")), audio=True, language="de-AT")
    assert prompt(spoken) == 'Rain falls. [Narrator]: "Es regnet." All dialogue is spoken in German.'
    assert "spoken" not in prompt(replace(spoken, language="en-GB"))


def test_a_language_without_a_name_is_said_by_its_code_and_silence_needs_none() -> None:
    spoken = a_scene(a_shot(dialogue=says("Mira", "Hei.")), audio=True, language="fi")
    assert prompt(spoken).endswith("All dialogue is spoken in fi.")
    assert "spoken" not in prompt(replace(spoken, audio=False))
    assert "spoken" not in prompt(a_scene(a_shot(), audio=True, language="fi"))


def test_automatic_cuts_go_as_one_text() -> None:
    scene = a_scene(a_shot("a", "Rain.", 3), a_shot("b", "Sun.", 3), shot_type=ShotType.AUTOMATIC)
    body = compiled(scene).body
    assert body["prompt"] == "Shot 1, 3 s: Rain. Shot 2, 3 s: Sun."
    assert body["shot_type"] == "intelligent"


def test_voices_without_elements_have_tags_of_their_own() -> None:
    mira = replace(MIRA, images=(), voice=Voice("warm", ids=(("fal", "77"),)))
    scene = a_scene(
        a_shot(prompt="@Mira hums.", seconds=5),
        model="fal:v2.6-pro",
        start_frame="start.png",
        audio=True,
        cast=("Mira",),
    )
    request = compiled(scene, mira)
    assert request.body["voice_ids"] == ["77"]
    assert request.body["prompt"] == "Mira <<<voice_1>>> hums."
    silent = compiled(replace(scene, shots=(a_shot(),)), mira)
    assert silent.body["prompt"] == "With Mira <<<voice_1>>>. Rain falls."
