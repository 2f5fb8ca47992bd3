"""The words of a look reach every model once: in the element that is made of them, else in the prompt."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.app.current import compiled
from kling_studio.core.checks import check_scene
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import CastMember, Look, Project, Scene, Shot, ShotType, View, ViewKind, Voice
from tests.core.building import MARCO, MIRA, a_scene, a_shot, catalog, model, says, with_scene

FILES = ("mira_front.png", "mira_back.png", "marco_front.png", "coat.png", "start.png", "clip.mp4")
MEDIA = {name: MediaFact(MediaKind.PICTURE, 900, 900, sha256=f"{n:064x}") for n, name in enumerate(FILES)}
COAT = Look("coat", "in a long grey coat.", (View("coat.png", ViewKind.OUTFIT),))
DRESSED = replace(MIRA, description="a manager", looks=(COAT,))


def worn(scene: Scene, *cast: CastMember) -> Project:
    project = with_scene(scene, *(cast or (DRESSED, MARCO)))
    return replace(project, episodes=(replace(project.episodes[0], looks=(("Mira", "coat"),)),))


def sent(scene: Scene, *cast: CastMember) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The body, and those of what is made before."""
    project, chosen = worn(scene, *cast), model(scene.model)
    mode = choose_mode(project, scene, chosen).mode
    assert mode is not None
    request = compiled(project, scene, chosen, mode, MEDIA)
    return dict(request.body), [dict(made.body) for made in request.before]


def words(scene: Scene, *cast: CastMember) -> list[str]:
    body, _ = sent(scene, *cast)
    return [shot["prompt"] for shot in body.get("multi_prompt", ())] or [body["prompt"]]


def unsent(scene: Scene, *cast: CastMember) -> list[str]:
    found = check_scene(worn(scene, *cast), scene, catalog(), MEDIA)
    return [finding.message for finding in found if finding.rule == "not-sent"]


def test_they_stand_behind_the_first_mention() -> None:
    scene = a_scene(a_shot(prompt="@Marco waits. @Mira waves, @Mira smiles."), cast=("Marco", "Mira"))
    assert words(scene) == [
        "@Element1 waits. @Element2 (in a long grey coat) waves, @Element2 smiles.",
    ]
    assert unsent(scene) == []


def test_every_model_tells_them_in_its_own_way() -> None:
    scene = a_scene(a_shot(prompt="@Mira waves."), cast=("Mira",), start_frame="start.png")
    assert words(replace(scene, model="fal:v3-pro")) == ["@Element1 (in a long grey coat) waves."]
    plain = replace(scene, model="wavespeed:o3-std", start_frame=None)
    assert words(plain) == ["Mira <<<image_1>>> (in a long grey coat) waves."]
    body, before = sent(replace(plain, model="wavespeed:o3-pro"))
    assert body["prompt"] == "Mira <<<element_1>>> waves."
    assert [made["description"] for made in before] == ["a manager in a long grey coat."]


def test_one_who_is_not_sent_is_described_with_them_the_first_time() -> None:
    scene = a_scene(a_shot(prompt="@Mira waves, @Mira smiles."), cast=("Mira",), model="fal:v3-turbo-pro")
    assert words(scene) == ["Mira (a manager in a long grey coat) waves, Mira (a manager) smiles."]
    bare = replace(DRESSED, description="")
    assert words(scene, bare) == ["Mira (in a long grey coat) waves, Mira smiles."]


def test_the_scenes_words_tell_them_before_the_first_shot_alone() -> None:
    scene = a_scene(a_shot("a", "Rain."), a_shot("b", "@Mira runs."), prompt="@Mira at dawn.", cast=("Mira",))
    assert words(scene) == [
        "@Element1 (in a long grey coat) at dawn. Rain.",
        "@Element1 at dawn. @Element1 runs.",
    ]
    later = replace(scene, prompt="Dawn.")
    assert words(later) == ["Dawn. Rain.", "Dawn. @Element1 (in a long grey coat) runs."]


def test_a_camera_may_be_the_first_to_name_somebody() -> None:
    scene = a_scene(a_shot(prompt="Rain.", camera="close on @Mira"), cast=("Mira",))
    assert words(scene) == ["Rain. close on @Element1 (in a long grey coat)."]


def test_one_whom_no_words_name_is_told_in_the_lead() -> None:
    scene = a_scene(a_shot(prompt="Rain."), cast=("Mira", "Marco"))
    assert words(scene) == ["With @Element1 (in a long grey coat) and @Element2. Rain."]
    speaks = a_scene(a_shot(prompt="Rain.", dialogue=says("Mira", "Hi.")), cast=("Mira",), audio=True)
    assert words(speaks) == ['With @Element1 (in a long grey coat). Rain. [@Element1]: "Hi."']


def test_a_voice_without_an_element_stands_for_its_member() -> None:
    mira = replace(DRESSED, voice=Voice("warm", ids=(("fal", "77"),)))
    scene = a_scene(model="fal:v2.6-pro", start_frame="start.png", audio=True, cast=("Mira",))
    assert words(scene, mira) == ["With Mira <<<voice_1>>> (in a long grey coat). Rain falls."]


def test_names_in_them_are_plain_words() -> None:
    mira = replace(DRESSED, looks=(replace(COAT, description="in @Marco's coat"),))
    scene = a_scene(a_shot(prompt="@Mira waves."), cast=("Mira",))
    assert words(scene, mira, MARCO) == ["@Element1 (in Marco's coat) waves."]


def test_a_look_of_pictures_alone_has_no_words() -> None:
    mira = replace(DRESSED, looks=(replace(COAT, description=""),))
    scene = a_scene(a_shot(prompt="@Mira waves."), cast=("Mira",))
    assert words(scene, mira) == ["@Element1 waves."]
    assert sent(scene, mira)[0]["elements"][0]["reference_image_urls"][0] == f"upload://{3:064x}"


def test_where_there_is_no_room_they_are_left_out_and_that_is_said() -> None:
    full = "@Mira " + "x" * 485
    scene = a_scene(a_shot("a", full), a_shot("b", "Rain."), cast=("Mira",))
    assert "coat" not in str(words(scene))
    assert unsent(scene) == [
        "The words of Mira's look “coat” are not sent: there is no room for them where Mira is named first."
    ]
    shorter = replace(scene, shots=(a_shot("a", full[:-10]), a_shot("b", "Rain.")))
    assert "(in a long grey coat)" in words(shorter)[0]
    assert unsent(shorter) == []


def test_they_do_not_push_out_the_scenes_own_words() -> None:
    scene = a_scene(
        a_shot("a", "Rain."), a_shot("b", "@Mira " + "x" * 480), prompt="A dark night.", cast=("Mira",)
    )
    assert words(scene)[1].startswith("A dark night. @Element1 x")
    assert len(unsent(scene)) == 1


def test_a_prompt_has_a_limit_too() -> None:
    scene = a_scene(a_shot("a", "@Mira " + "x" * 2480), cast=("Mira",))
    assert len(unsent(scene)) == 1


def test_where_nothing_names_one_who_is_not_sent_that_is_said() -> None:
    scene = a_scene(model="fal:v3-turbo-pro", cast=("Mira",))
    assert words(scene) == ["Rain falls."]
    assert "The words of Mira's look “coat” are not sent: no words mention Mira." in unsent(scene)
    assert unsent(replace(scene, model="animatic:preview")) == []


def test_two_looks_share_the_room() -> None:
    marco = replace(MARCO, looks=(Look("hat", "in a hat"),))
    scene = a_scene(a_shot("a", "@Mira, @Marco " + "x" * 465), a_shot("b", "Rain."), cast=("Mira", "Marco"))
    project = worn(scene, DRESSED, marco)
    both = (replace(project.episodes[0], looks=(("Mira", "coat"), ("Marco", "hat"))),)
    found = check_scene(replace(project, episodes=both), scene, catalog(), MEDIA)
    assert [finding.message[:30] for finding in found if finding.rule == "not-sent"] == [
        "The words of Marco's look “hat"
    ]


texts = st.sampled_from(("", "Rain.", "@Mira waits.", "@Mira and @Marco, @Mira.", "@Mira " + "x" * 495))
shots = st.lists(
    st.builds(
        Shot,
        st.just("s"),
        texts,
        st.just(3),
        st.sampled_from(("", "on @Mira")),
        st.sampled_from(((), says("Mira", "Hi, @Mira."))),
    ),
    min_size=1,
    max_size=4,
)


@given(
    model_id=st.sampled_from(sorted(name for name in catalog().models if not name.startswith("animatic"))),
    shots=shots,
    prompt=texts,
    shot_type=st.sampled_from(list(ShotType)),
    audio=st.booleans(),
    cast=st.sampled_from((("Mira",), ("Marco", "Mira"))),
    start_frame=st.sampled_from((None, "start.png")),
    description=st.sampled_from(("", "a manager")),
)
def test_they_are_sent_once_or_it_is_said(
    model_id: str, shots: list[Shot], description: str, **fields: Any
) -> None:
    numbered = tuple(replace(shot, id=f"s{number}") for number, shot in enumerate(shots))
    scene = Scene("c1", shots=numbered, model=model_id, **fields)
    mira = replace(DRESSED, description=description)
    body, before = sent(scene, mira, MARCO)
    times = json.dumps([body, before]).count("in a long grey coat")
    said = sum("look “coat” are not sent" in message for message in unsent(scene, mira, MARCO))
    assert (times, said) in {(1, 0), (0, 1)}


@pytest.mark.parametrize("model_id", ["fal:o3-pro", "wavespeed:o3-std", "wavespeed:o3-pro"])
def test_without_a_look_nothing_is_another(model_id: str) -> None:
    scene = a_scene(a_shot(prompt="@Mira waves."), cast=("Mira",), model=model_id)
    chosen = model(model_id)
    mode = choose_mode(with_scene(scene, MIRA), scene, chosen).mode
    assert mode is not None
    for mira in (MIRA, DRESSED):
        body = compiled(with_scene(scene, mira), scene, chosen, mode, MEDIA).body
        assert "(" not in body["prompt"]
