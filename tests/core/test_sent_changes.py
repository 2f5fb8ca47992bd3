"""What changed of who is sent: members, their pictures, clips and voices, by name or by what they are made of."""

from dataclasses import replace

import pytest

from kling_studio.app.current import sent_today
from kling_studio.core import edits
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Episode, Project, ProviderIds, Scene, View, ViewKind, Voice
from kling_studio.core.sent_changes import Part
from kling_studio.core.stale import Standing, take_status
from tests.core.building import MIRA, SPEAKER, a_scene, a_shot, model, says, with_scene
from tests.core.stale_takes import READ, TALK, changed, status, take_of


def test_another_order_of_the_cast_is_no_other_text() -> None:
    both = replace(TALK, cast=("Mira", "Marco"), shots=(a_shot("s1", "@Mira and @Marco wait."),))
    turned = replace(both, cast=("Marco", "Mira"))
    assert status(take_of(with_scene(both)), with_scene(turned)).standing is Standing.CURRENT


def test_one_member_for_another_in_the_words_is_told() -> None:
    both = replace(TALK, cast=("Mira", "Marco"), shots=(a_shot("s1", "@Mira waits by @Marco."),))
    other = replace(both, shots=(a_shot("s1", "@Marco waits by @Mira."),))
    assert status(take_of(with_scene(both)), with_scene(other)).sentence == "The words changed since."


def test_one_member_for_another_in_the_cast() -> None:
    found = status(take_of(with_scene(TALK)), with_scene(replace(TALK, cast=("Marco",))))
    assert found.changes[-1].words == "the cast"


def test_pictures_that_are_sent_as_pictures() -> None:
    scene = a_scene(cast=("Mira",), images=("other.png",), model="wavespeed:o3-std")
    take = take_of(with_scene(scene))
    more = with_scene(replace(scene, images=("start.png", "other.png")))
    assert status(take, more).sentence == "The pictures changed since."
    mira = replace(MIRA, images=(*MIRA.images, View("mira_new.png", ViewKind.OUTFIT)))
    assert status(take, with_scene(scene, mira)).sentence == "Mira's outfit picture changed since."
    fewer = with_scene(scene, replace(MIRA, images=MIRA.images[:1]))
    assert status(take, fewer).sentence == "The pictures changed since."


def test_pictures_in_another_place_keep_their_words() -> None:
    scene = a_scene(
        a_shot("s1", "Like @Image1 and @Image2, @Image7."),
        images=("other.png", "start.png"),
        model="fal:o3-pro",
    )
    turned = replace(
        scene, images=("start.png", "other.png"), shots=(a_shot("s1", "Like @Image2 and @Image1, @Image7."),)
    )
    found = status(take_of(with_scene(scene)), with_scene(turned))
    assert [change.words for change in found.changes] == ["the pictures"]
    swapped = replace(scene, images=("mira_new.png", "start.png"))
    assert status(take_of(with_scene(scene)), with_scene(swapped)).sentence == "The pictures changed since."


def test_a_clip_is_told_as_such() -> None:
    scene = a_scene(a_shot("s1", "@Ines waits."), cast=("Ines",), model="fal:o3-pro")
    other = replace(SPEAKER, clip="clip.mp4")
    assert (
        status(take_of(with_scene(scene)), with_scene(scene, other)).sentence == "Ines's clip changed since."
    )


@pytest.mark.parametrize("is_read", [True, False])
def test_a_voice_that_was_made_meanwhile_is_the_same_voice(is_read: bool) -> None:
    ines = replace(SPEAKER, voice=Voice("low", "ines.wav"))
    scene = a_scene(a_shot("s1", "Wait.", dialogue=says("Ines", "No.")), cast=("Ines",), audio=True)
    take = take_of(with_scene(scene, ines), filled={"voice://Ines": "v9"})
    with_id = replace(ines, voice=Voice("low", "ines.wav", (("fal", "v9"),)))
    assert status(take, with_scene(scene, with_id), is_read=is_read).standing is Standing.CURRENT
    assert status(take, with_scene(scene, ines), is_read=is_read).standing is Standing.CURRENT
    another = replace(ines, voice=Voice("low", "ines_2.wav"))
    assert status(take, with_scene(scene, another)).sentence == "Ines's voice changed since."
    silent = replace(ines, voice=None)
    assert status(take, with_scene(scene, silent)).sentence == "Ines's voice changed since."
    by_id = take_of(with_scene(scene, with_id))
    assert status(by_id, with_scene(scene, ines), is_read=False).standing is Standing.CURRENT


def test_voices_beside_the_words() -> None:
    ines = replace(SPEAKER, clip=None)
    scene = a_scene(
        a_shot("s1", "Wait.", dialogue=says("Ines", "No.")),
        cast=("Ines",),
        audio=True,
        start_frame="start.png",
        model="fal:v2.6-pro",
    )
    take = take_of(with_scene(scene, ines))
    other = replace(ines, voice=Voice("low", None, (("fal", "555"),)))
    assert status(take, with_scene(scene, other)).sentence == "A voice changed since."
    assert status(take, with_scene(scene, ines)).standing is Standing.CURRENT


@pytest.mark.parametrize("is_read", [True, False])
def test_an_element_that_was_made_meanwhile_is_the_same_member(is_read: bool) -> None:
    scene = replace(TALK, model="wavespeed:o3-pro", audio=False)
    take = take_of(with_scene(scene), filled={"element://Mira": "u_1"})
    made = replace(MIRA, ids=(ProviderIds("wavespeed", "u_1"),))
    assert status(take, with_scene(scene, made), is_read=is_read).standing is Standing.CURRENT
    new = replace(MIRA, images=(View("mira_front.png"), View("mira_new.png", ViewKind.BACK)))
    assert status(take, with_scene(scene, new)).sentence == "Mira's back view changed since."
    assert status(take, with_scene(scene, replace(MIRA, images=MIRA.images[:1]))).sentence == (
        "Mira's pictures changed since."
    )
    by_id = take_of(with_scene(scene, made))
    assert status(by_id, with_scene(scene), is_read=False).standing is Standing.CURRENT
    assert status(by_id, with_scene(scene)).sentence == "What Mira is made from changed since."


def test_what_was_made_again_of_the_same_is_the_same() -> None:
    scene = replace(TALK, model="wavespeed:o3-pro", audio=False)
    first, second = (replace(MIRA, ids=(ProviderIds("wavespeed", made),)) for made in ("u_1", "u_2"))
    take, project = take_of(with_scene(scene, first)), with_scene(scene, second)
    today = sent_today(project, scene, model(scene.model), READ)
    assert take_status(take, project, scene, today).standing is Standing.STALE
    lost = {("wavespeed", "u_1"): "u_2"}
    assert take_status(take, project, scene, today, lost).standing is Standing.CURRENT
    elsewhere = {("fal", "u_1"): "u_2"}
    assert take_status(take, project, scene, today, elsewhere).standing is Standing.STALE


def test_members_without_a_name_are_known_by_what_they_are_made_of() -> None:
    scene = a_scene(a_shot("s1", "Go, @Element1."), cast=("Mira",), model="fal:o3-pro")
    take = take_of(with_scene(scene))
    gone = CastMember("m1", "Mira", images=(View("mira_new.png"), View("start.png", ViewKind.BACK)))
    found = status(take, with_scene(scene, gone))
    assert found.sentence == "Mira's front view and Mira's back view changed since."
    # The old pictures belong to nobody any more, but one is still there.
    half = replace(gone, images=(View("mira_new.png"), View("mira_back.png", ViewKind.BACK)))
    assert status(take, with_scene(scene, half)).sentence == "Mira's front view changed since."


def test_a_frame_whose_file_is_another_by_content() -> None:
    scene = a_scene(start_frame="start.png", model="fal:v3-pro")
    project = with_scene(scene)
    take = take_of(project)
    replaced = {**READ, "start.png": MediaFact(MediaKind.PICTURE, sha256="new content")}
    today = sent_today(project, scene, model("fal:v3-pro"), replaced)
    assert take_status(take, project, scene, today).sentence == "The start frame changed since."
    elsewhere = changed(project, start_frame="other.png")
    assert status(take, elsewhere, is_read=False).sentence == "The start frame changed since."


def test_an_edit_by_another_clip() -> None:
    scene = a_scene(a_shot("s1", "Make it night."), source_video="clip.mp4", cast=("Mira",))
    project = with_scene(scene)
    take = take_of(project)
    assert status(take, project).standing is Standing.CURRENT
    found = status(take, changed(project, source_video="ines.mp4", keep_sound=False))
    assert [change.part for change in found.changes] == [Part.CLIP, Part.SOUND]
    more = edits.set_shot(project, "s1", prompt="Make it night, @Mira.")
    assert status(take, more).sentence == "The words changed since."


def test_two_members_that_nobody_can_tell_apart() -> None:
    old = (
        CastMember("a", "Ann", images=(View("other.png"),)),
        CastMember("b", "Bob", images=(View("start.png"),)),
    )
    scene = Scene("c1", cast=("Ann", "Bob"), shots=(a_shot(),), model="fal:o3-pro")
    take = take_of(Project("F", old, (Episode("e1", "", (scene,)),)))
    turned = (
        replace(old[0], images=(View("start.png"),)),
        replace(old[1], images=(View("mira_new.png"),)),
    )
    found = status(take, Project("F", turned, (Episode("e1", "", (scene,)),)))
    assert found.standing is Standing.STALE
