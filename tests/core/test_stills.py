"""Which picture stands for a shot."""

from dataclasses import replace

import pytest

from kling_studio.core.project import CastMember, DialogueLine, Project, Scene, Shot, View, ViewKind
from kling_studio.core.stills import still_of

MIRA = CastMember("m", "Mira", images=(View("mira_side.png", ViewKind.SIDE), View("mira.png")))
CRATE = CastMember("c", "Crate", images=(View("crate_back.png", ViewKind.BACK),))
GHOST = CastMember("g", "Ghost")
PROJECT = Project(cast=(MIRA, CRATE, GHOST))
QUIET = Shot("1", "The hall lies empty.")
SCENE = Scene("s", cast=("Ghost", "Crate"), start_frame="hall.png", shots=(QUIET, Shot("2", "Dust.")))


def test_the_start_frame_is_the_first_shots_alone() -> None:
    assert still_of(PROJECT, SCENE, SCENE.shots[0]) == "hall.png"
    assert still_of(PROJECT, SCENE, SCENE.shots[1]) == "crate_back.png"


@pytest.mark.parametrize(
    ("shot", "picture"),
    [
        (Shot("2", "@Mira kneels before @Crate."), "mira.png"),
        (Shot("2", "@Ghost waits behind @Crate."), "crate_back.png"),
        (Shot("2", "@Nobody is here.", camera="pan to @Mira"), "mira.png"),
        (Shot("2", dialogue=(DialogueLine("Ghost", "", "Where is @Mira?"),)), "mira.png"),
        (Shot("2", dialogue=(DialogueLine("Mira", "", "Here."),)), "mira.png"),
    ],
)
def test_who_is_mentioned_or_speaks_is_shown(shot: Shot, picture: str) -> None:
    scene = replace(SCENE, images=("loose.png",), shots=(QUIET, shot))
    assert still_of(PROJECT, scene, shot) == picture


def test_the_scenes_pictures_take_turns_before_its_cast() -> None:
    shots = tuple(Shot(str(number), "Dust.") for number in range(4))
    scene = replace(SCENE, start_frame=None, images=("a.png", "b.png"), shots=shots)
    assert [still_of(PROJECT, scene, shot) for shot in shots] == ["a.png", "b.png", "a.png", "b.png"]


def test_without_any_picture_there_is_none() -> None:
    scene = replace(SCENE, start_frame=None, cast=("Ghost", "Stranger"))
    assert still_of(PROJECT, scene, QUIET) is None


def test_a_shot_that_is_new_to_the_scene_counts_as_its_first() -> None:
    assert still_of(PROJECT, replace(SCENE, shots=()), Shot("new")) == "hall.png"
