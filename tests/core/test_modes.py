"""The mode follows from what a scene holds, in the order of the contract."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.modes import choose_mode
from kling_studio.core.project import CastMember, ModeName, Scene
from tests.core.building import MIRA, a_scene, model, with_scene

ALL: dict[str, Any] = {
    "source_video": "edit.mp4",
    "reference_video": "follow.mp4",
    "cast": ("Mira",),
    "images": ("crate.png",),
    "start_frame": "start.png",
}


def chosen(scene: Scene, model_id: str = "fal:o3-pro", *cast: CastMember) -> tuple[str, str]:
    choice = choose_mode(with_scene(scene, *cast), scene, model(model_id))
    assert choice.mode is not None
    assert choice.mode.name == choice.name
    return choice.name, choice.reason


def test_each_input_gives_way_to_the_one_before_it() -> None:
    holds = dict(ALL)
    modes = []
    for field in (*ALL, None):
        modes.append(chosen(a_scene(**holds))[0])
        holds.pop(field or "", None)
    assert modes == ["edit", "video-reference", "reference", "reference", "image", "text"]


def test_the_scenes_own_mode_comes_first() -> None:
    assert chosen(a_scene(mode=ModeName.TEXT, **ALL)) == ("text", "chosen for this scene")


@pytest.mark.parametrize(
    ("holds", "reason"),
    [
        ({"source_video": "a.mp4"}, "because there is a clip to edit"),
        ({"reference_video": "a.mp4"}, "because there is a reference clip"),
        ({"cast": ("Mira",)}, "because Mira has pictures"),
        ({"cast": ("Ines",)}, "because Ines has a clip"),
        ({"images": ("a.png",)}, "because there are reference pictures"),
        ({"start_frame": "a.png"}, "because there is a start frame"),
        ({}, "because there are only words"),
    ],
)
def test_the_reason_is_said(holds: dict[str, Any], reason: str) -> None:
    assert chosen(a_scene(**holds))[1] == reason


def test_a_clip_alone_is_a_reference() -> None:
    scene = a_scene(cast=("Ines",))
    assert chosen(scene)[0] == "reference"


def test_cast_without_pictures_or_clips_asks_for_nothing() -> None:
    bare = replace(MIRA, images=())
    assert chosen(a_scene(cast=("Mira", "Nobody")), "fal:o3-pro", bare)[0] == "text"


@pytest.mark.parametrize(
    ("model_id", "holds", "mode", "reason"),
    [
        (
            "fal:v3-pro",
            {"cast": ("Mira",), "start_frame": "a.png"},
            "image",
            "because there is a start frame",
        ),
        ("fal:v3-pro", {"cast": ("Mira",)}, "text", "because Kling 3.0 Pro takes no references"),
        ("fal:v3-pro", {"images": ("a.png",)}, "text", "because Kling 3.0 Pro takes no references"),
        ("fal:v3-pro", {"source_video": "a.mp4"}, "text", "because Kling 3.0 Pro takes no clips"),
        ("fal:o3-4k", {"reference_video": "a.mp4"}, "text", "because Kling O3 4K takes no clips"),
        (
            "wavespeed:o3-4k",
            {"source_video": "a.mp4", "start_frame": "a.png"},
            "image",
            "because there is a start frame",
        ),
        ("animatic:preview", ALL, "text", "because Animatic has no other"),
    ],
)
def test_a_mode_the_model_lacks_gives_way_to_the_next(
    model_id: str, holds: dict[str, Any], mode: str, reason: str
) -> None:
    assert chosen(a_scene(**holds), model_id) == (mode, reason)


def test_a_mode_named_by_the_scene_and_not_had_by_the_model_is_none() -> None:
    scene = a_scene(mode=ModeName.EDIT)
    choice = choose_mode(with_scene(scene), scene, model("fal:v3-pro"))
    assert (choice.name, choice.mode) == (ModeName.EDIT, None)
    assert choice.reason == "Kling 3.0 Pro has no mode edit"


def test_where_nothing_fits_there_is_none() -> None:
    only_edits = replace(
        model("fal:o3-pro"), modes=tuple(m for m in model("fal:o3-pro").modes if m.name is ModeName.EDIT)
    )
    choice = choose_mode(with_scene(a_scene()), a_scene(), only_edits)
    assert (choice.mode, choice.reason) == (None, "Kling O3 Pro has no mode for this scene")
