"""Scenes from one clip in several settings, and the scene after a take."""

import pytest

from kling_studio.core import edits
from kling_studio.core.checks import check_scene
from kling_studio.core.errors import EditRejected
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import Episode, ModeName, Project, Scene, Shot
from tests.core.building import MIRA, catalog, model

TALK = Scene(
    "a", "Talk", cast=("Mira",), audio=True, language="de", start_frame="in.png", shots=(Shot("a1"),)
)
AFTER = Scene("b", "After")
FILM = Project("Film", (MIRA,), (Episode("e1", "Pilot", (TALK, AFTER)), Episode("e2")))
IDS = ("n1", "n2", "n3", "n4", "n5", "n6")


def test_each_setting_becomes_a_scene_that_edits_the_clip() -> None:
    after = edits.add_variations(
        FILM, "a", "talent.mp4", ("an office", "a factory.", "the sea"), IDS, seconds=7
    )
    first, *made, last = after.episodes[0].scenes
    assert (first, last, after.episodes[1]) == (TALK, AFTER, FILM.episodes[1])
    assert [scene.id for scene in made] == ["n1", "n3", "n5"]
    assert [scene.title for scene in made] == ["Talk: an office", "Talk: a factory", "Talk: the sea"]
    assert {(scene.source_video, scene.keep_sound, scene.seconds) for scene in made} == {
        ("talent.mp4", True, 7)
    }
    assert made[1].shots[0].prompt.startswith("Change the setting of @Video1 to a factory. Keep")
    for scene in made:
        assert choose_mode(after, scene, model(scene.model)).name is ModeName.EDIT
        assert scene.cast == ()
        rules = {found.rule for found in check_scene(after, scene, catalog(), {})}
        assert not rules & {"unknown-name", "not-sent", "empty-prompt", "no-mode"}


def test_the_model_may_be_another_and_the_length_that_of_the_scene() -> None:
    after = edits.add_variations(FILM, "a", "talent.mp4", ["rain"], IDS[:2], model="wavespeed:o3-std")
    made = after.episodes[0].scenes[1]
    assert (made.model, made.seconds, made.language) == ("wavespeed:o3-std", 5, "de")
    nameless = edits.set_scene(FILM, "a", title="")
    assert (
        edits.add_variations(nameless, "a", "x.mp4", ["rain"], IDS[:2]).episodes[0].scenes[1].title == "rain"
    )


def test_a_variation_needs_a_clip_and_a_setting() -> None:
    with pytest.raises(EditRejected, match="at least one setting"):
        edits.add_variations(FILM, "a", "talent.mp4", (), ())
    with pytest.raises(EditRejected, match="Choose the clip"):
        edits.add_variations(FILM, "a", "", ("office",), IDS[:2])
    with pytest.raises(EditRejected, match="no longer"):
        edits.add_variations(FILM, "gone", "talent.mp4", ("office",), IDS[:2])


def test_a_continuation_starts_from_the_frame_and_keeps_the_look() -> None:
    scene = Scene("a", "Talk", prompt="Dawn.", cast=("Mira",), end_frame="out.png", source_video="c.mp4")
    film = Project("Film", (MIRA,), (Episode("e1", "Pilot", (scene, AFTER)),))
    first, made, last = edits.add_continuation(film, "a", "last.png", ("n1", "n2")).episodes[0].scenes
    assert (first, last) == (scene, AFTER)
    assert (made.id, made.title, made.prompt, made.cast) == ("n1", "Talk, continued", "Dawn.", ("Mira",))
    assert (made.start_frame, made.end_frame, made.source_video) == ("last.png", None, None)
    assert made.shots == (Shot("n2"),)
    nameless = edits.add_continuation(FILM, "b", "last.png", ("n1", "n2"))
    assert nameless.episodes[0].scenes[2].title == "After, continued"
    untitled = edits.add_continuation(edits.set_scene(FILM, "b", title=""), "b", "l.png", ("n1", "n2"))
    assert untitled.episodes[0].scenes[2].title == ""
