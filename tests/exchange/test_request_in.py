"""Requests of providers, in every spelling, as scenes."""

from typing import Any

import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.project import DialogueLine, ModeName, Project, ShotType
from kling_studio.exchange.request_in import looks_like_request
from tests.exchange.requests_read import KITCHEN, read, scene_of


def test_the_kitchen_quarrel() -> None:
    imported = read(KITCHEN)
    (scene,) = imported.project.scenes()
    assert [shot.seconds for shot in scene.shots] == [5, 4]
    assert [shot.prompt for shot in scene.shots] == ["Ana slams the drawer.", "Jan does not look up."]
    assert [shot.dialogue for shot in scene.shots] == [
        (DialogueLine("Ana", "furious", "You sold the house."),),
        (DialogueLine("Jan", "calm", "I saved it."),),
    ]
    assert (scene.aspect_ratio, scene.audio, scene.model) == ("16:9", True, "fal:o3-pro")
    assert scene.cast == ("Ana", "Jan")
    assert [member.name for member in imported.project.cast] == ["Ana", "Jan"]
    assert imported.project.title == "Imported"
    assert imported.messages == ()


@pytest.mark.parametrize("wrapper", ["input", "inputs", "arguments", "body"])
def test_an_endpoint_around_it(wrapper: str) -> None:
    data = {"endpoint": "fal-ai/kling-video/v3/pro/text-to-video", wrapper: KITCHEN}
    assert scene_of(data).model == "fal:v3-pro"
    assert [shot.seconds for shot in scene_of(data).shots] == [5, 4]


@pytest.mark.parametrize("model", load_catalog().models.values(), ids=lambda model: model.id)
def test_every_endpoint_of_the_catalog_is_known_again(model: Any) -> None:
    assert scene_of({"model": model.id, "prompt": "Rain."}).model == model.id
    for mode in model.modes:
        if mode.endpoint:
            assert scene_of({"endpoint": mode.endpoint, "input": {"prompt": "Rain."}}).model == model.id


def test_an_endpoint_that_nobody_knows_is_told() -> None:
    imported = read({"endpoint": "acme/dream/v9", "input": {"prompt": "Rain."}})
    assert imported.messages == ("acme/dream/v9 is not in the catalog; fal:o3-pro is taken.",)


def test_an_endpoint_that_never_was_is_read_as_what_was_meant() -> None:
    imported = read({"endpoint": "fal-ai/kling-video/v3/pro/reference-to-video", "prompt": "Rain."})
    (scene,) = imported.project.scenes()
    assert (scene.model, scene.mode) == ("fal:o3-pro", ModeName.REFERENCE)
    assert "does not exist" in imported.messages[0]


@pytest.mark.parametrize("key", ["start_image_url", "image_url", "image"])
def test_start_frames(key: str) -> None:
    address = "https://example.test/a.png"
    assert scene_of({"prompt": "Rain.", key: address}).start_frame == address


@pytest.mark.parametrize("key", ["end_image_url", "tail_image_url", "end_image"])
def test_end_frames(key: str) -> None:
    assert scene_of({"prompt": "Rain.", key: "end.png"}).end_frame == "end.png"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("image_urls", ["a.png", "b.png"]),
        ("images", ["a.png", "b.png"]),
        ("imageUrlArray", ["a.png", "b.png"]),
        ("references", ["a.png", "b.png"]),
    ],
)
def test_reference_pictures(key: str, value: list[str]) -> None:
    assert scene_of({"prompt": "Rain.", key: value}).images == ("a.png", "b.png")


def test_one_picture_and_more_beside() -> None:
    assert scene_of({"prompt": "Rain.", "imageUrl": "a.png"}).images == ("a.png",)
    assert scene_of({"prompt": "Rain.", "image_urls": ["a.png"], "references": ["b.png"]}).images == (
        "a.png",
        "b.png",
    )


@pytest.mark.parametrize("key", ["generate_audio", "sound", "audio_enabled"])
@pytest.mark.parametrize("on", [True, False])
def test_sound(key: str, on: bool) -> None:
    assert scene_of({"prompt": "Rain.", key: on}).audio is on


def test_clips() -> None:
    data = {"prompt": "Rain.", "video_url": "clip.mp4", "keep_audio": False}
    scene = scene_of(data)
    assert (scene.reference_video, scene.source_video, scene.keep_sound) == ("clip.mp4", None, False)
    edits = next(mode.endpoint for mode in load_catalog().models["fal:o3-pro"].modes if mode.name == "edit")
    scene = scene_of({"endpoint": edits, "input": data})
    assert (scene.reference_video, scene.source_video) == (None, "clip.mp4")


@pytest.mark.parametrize("value", [8, "8", "8s", 8.0, "8.0"])
def test_seconds(value: object) -> None:
    assert [shot.seconds for shot in scene_of({"prompt": "Rain.", "duration": value}).shots] == [8]


@pytest.mark.parametrize("word", ["intelligent", "intelligence", "automatic"])
def test_who_cuts(word: str) -> None:
    assert scene_of({"prompt": "Rain.", "shot_type": word}).shot_type is ShotType.AUTOMATIC
    assert scene_of({"prompt": "Rain.", "shot_type": "customize"}).shot_type is ShotType.CUSTOMIZE


def test_words_beside_several_shots_are_the_scenes() -> None:
    scene = scene_of({"prompt": "At dawn.", "multi_prompt": ["One.", {"prompt": "Two.", "duration": 3}]})
    assert scene.prompt == "At dawn."
    assert [(shot.prompt, shot.seconds) for shot in scene.shots] == [("One.", 5), ("Two.", 3)]
    assert scene_of({"prompt": "At dawn.", "multi_prompt": []}).shots[0].prompt == "At dawn."


def test_the_rest_of_the_settings() -> None:
    scene = scene_of(
        {
            "prompt": "Rain.",
            "negative_prompt": "blur",
            "cfg_scale": 0.7,
            "audio_language": "de",
            "aspect_ratio": "9:16",
        }
    )
    assert (scene.negative_prompt, scene.cfg_scale, scene.language, scene.aspect_ratio) == (
        "blur",
        0.7,
        "de",
        "9:16",
    )


def test_pictures_of_every_spelling_come_together() -> None:
    data = {"prompt": "Rain.", "images": ["b.png", "a.png"], "image_urls": ["a.png"], "imageUrl": "c.png"}
    assert scene_of(data).images == ("a.png", "b.png", "c.png")


def test_a_language_by_name() -> None:
    assert scene_of({"prompt": "Rain.", "audio_language": "Spanish"}).language == "es"


def test_the_mode_follows_where_that_leads_to_the_endpoint_and_is_named_where_not() -> None:
    wavespeed = "kwaivgi/kling-video-o3-pro/reference-to-video"
    scene = scene_of({"model": wavespeed, "input": {"prompt": "Rain.", "video": "v.mp4"}})
    assert (scene.reference_video, scene.mode) == ("v.mp4", None)
    assert scene_of({"model": wavespeed, "input": {"prompt": "Rain."}}).mode is ModeName.REFERENCE
    image = "fal-ai/kling-video/o3/pro/image-to-video"
    held = {"prompt": "Rain.", "image_url": "a.png"}
    assert scene_of({"endpoint": image, "input": held}).mode is None
    assert scene_of({"endpoint": image, "input": {**held, "image_urls": ["b.png"]}}).mode is ModeName.IMAGE


def test_a_project_is_no_request() -> None:
    assert not looks_like_request({"format": "kling-studio/project", "prompt": "Rain."})
    assert not looks_like_request({"title": "Rain"})
    assert not looks_like_request(["prompt"])
    assert isinstance(read({"prompt": "Rain."}).project, Project)
