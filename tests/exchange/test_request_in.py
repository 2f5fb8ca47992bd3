"""Requests of providers, in every spelling, as projects."""

from itertools import count
from typing import Any

import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.errors import BadInput
from kling_studio.core.project import (
    CastMember,
    DialogueLine,
    MemberKind,
    ModeName,
    Project,
    ProviderIds,
    Scene,
    ShotType,
    View,
    ViewKind,
    Voice,
)
from kling_studio.exchange.request_in import ImportedRequest, looks_like_request, read_request

KITCHEN = {
    "multi_shot_prompts": [
        {"prompt": 'Ana slams the drawer. [Ana, furious]: "You sold the house."', "duration": 5},
        {"prompt": 'Jan does not look up. [Jan, calm]: "I saved it."', "duration": "4"},
    ],
    "aspect_ratio": "16:9",
    "audio_enabled": True,
}


def read(data: dict[str, Any]) -> ImportedRequest:
    numbers = count(1)
    assert looks_like_request(data)
    return read_request(
        data, load_catalog(), source="request.json", title="Imported", new_id=lambda: f"id{next(numbers)}"
    )


def scene_of(data: dict[str, Any]) -> Scene:
    (scene,) = read(data).project.scenes()
    return scene


def cast_of(data: dict[str, Any]) -> tuple[CastMember, ...]:
    return read(data).project.cast


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


def test_what_has_no_place_is_named() -> None:
    imported = read(
        {"seed": 7, "endpoint": "fal:v3-pro", "webhook": "x", "input": {"prompt": "Rain.", "steps": 3}}
    )
    assert [message.split()[0] for message in imported.messages] == ["seed", "steps", "webhook"]
    assert [message.split()[0] for message in read({**KITCHEN, "seed": 42}).messages] == ["seed"]


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


def test_elements_are_members() -> None:
    data = {
        "prompt": "@Element1 and @Element2.",
        "elements": [
            {
                "frontal_image_url": "f.png",
                "reference_image_urls": ["f.png", "s.png", "b.png"],
                "voice_id": "v1",
            },
            {"image_url": "box.png", "description": "a red crate"},
            {"name": "Jan", "video_url": "jan.mp4"},
        ],
    }
    first, second, third = cast_of(data)
    assert (first.name, second.name, third.name) == ("Element1", "Element2", "Jan")
    assert first.images == (
        View("f.png", ViewKind.FRONT),
        View("s.png", ViewKind.SIDE),
        View("b.png", ViewKind.BACK),
    )
    assert first.voice == Voice("v1", ids=(("fal", "v1"),))
    assert (second.images, second.description) == ((View("box.png"),), "a red crate")
    assert third.clip == "jan.mp4"
    assert scene_of(data).cast == ("Element1", "Element2", "Jan")


def test_references_bind_characters_and_voices() -> None:
    data = {
        **KITCHEN,
        "references": [
            {"type": "character", "id": "Ana", "image_url": "ana.png"},
            {"type": "voice", "profile_id": "warm", "bind_to": "Ana"},
            {"type": "voice", "profile_id": "low", "bind_to": "Jan"},
            {"type": "voice", "profile_id": "lost", "bind_to": "Zoe"},
            "kitchen.png",
        ],
    }
    imported = read(data)
    assert [
        (m.name, [v.path for v in m.images], m.voice and m.voice.name) for m in imported.project.cast
    ] == [
        ("Ana", ["ana.png"], "warm"),
        ("Jan", [], "low"),
    ]
    assert scene_of(data).images == ("kitchen.png",)
    assert imported.messages == ("The voice lost has no member to speak it and is left out.",)


def test_voices_in_the_order_of_the_cast() -> None:
    imported = read({**KITCHEN, "voice_ids": ["v1", "v2", "v3"]})
    assert [member.voice for member in imported.project.cast] == [
        Voice("v1", ids=(("fal", "v1"),)),
        Voice("v2", ids=(("fal", "v2"),)),
    ]
    assert imported.messages == ("The voice v3 has no member to speak it and is left out.",)


def test_voices_of_whom_nothing_else_is_known() -> None:
    data = {"prompt": "<<<voice_1>>> calls <<<voice_2>>>.", "voice_ids": ["v1", "v2"], "image_url": "a.png"}
    assert [(member.name, member.voice) for member in cast_of(data)] == [
        ("Voice1", Voice("v1", ids=(("fal", "v1"),))),
        ("Voice2", Voice("v2", ids=(("fal", "v2"),))),
    ]
    assert scene_of(data).shots[0].prompt == "@Voice1 calls @Voice2."
    assert read(data).messages == ()


def test_tags_become_names() -> None:
    data = {
        "prompt": "<<<element_1>>> and @Element2 in <<<image_1>>> as in <<<video_1>>>, not <<<element_3>>>.",
        "elements": [{"name": "Jan", "image_url": "a.png"}, {"image_url": "b.png"}],
    }
    words = "@Jan and @Element2 in @Image1 as in @Video1, not <<<element_3>>>."
    assert scene_of(data).shots[0].prompt == words
    several = {
        "prompt": "@Element1 waits.",
        "multi_prompt": ["@Element1 runs."],
        "elements": data["elements"],
    }
    assert (scene_of(several).prompt, scene_of(several).shots[0].prompt) == ("@Jan waits.", "@Jan runs.")


def test_who_speaks_by_a_tag_is_the_member() -> None:
    data = {
        "prompt": 'Dawn. [@Element1, calm]: "Yes." [Ana]: "No."',
        "elements": [{"name": "Jan", "image_url": "a.png"}],
    }
    assert [member.name for member in cast_of(data)] == ["Jan", "Ana"]
    assert scene_of(data).shots[0].dialogue == (
        DialogueLine("Jan", "calm", "Yes."),
        DialogueLine("Ana", "", "No."),
    )


def test_elements_by_id_are_members_whom_wavespeed_keeps() -> None:
    data = {"prompt": "<<<element_1>>> waits.", "element_list": [{"element_id": "307"}, 308, "309"]}
    scene = scene_of(data)
    assert (scene.model, scene.cast) == ("wavespeed:o3-pro", ("Element1", "Element2", "Element3"))
    assert [member.ids for member in cast_of(data)] == [
        (ProviderIds("wavespeed", own),) for own in ("307", "308", "309")
    ]
    assert read(data).messages == ()


def test_elements_in_the_spelling_of_wavespeed() -> None:
    data = {"prompt": "Rain.", "elements": [{"frontal_image": "f.png", "refer_images": ["f.png", "b.png"]}]}
    assert [view.path for view in cast_of(data)[0].images] == ["f.png", "b.png"]


def test_references_of_other_kinds() -> None:
    data = {
        "prompt": "Rain.",
        "image_urls": ["x.png"],
        "references": [
            {"type": "location", "id": "Yard", "image_url": "yard.png"},
            {"type": "image", "url": "a.png"},
            {"type": "style", "image_url": "b.png", "weight": 1},
            {"type": "character", "video_url": "k.mp4"},
        ],
    }
    assert [(m.name, m.kind, m.clip) for m in cast_of(data)] == [
        ("Yard", MemberKind.LOCATION, None),
        ("Reference2", MemberKind.CHARACTER, "k.mp4"),
    ]
    assert scene_of(data).images == ("x.png", "a.png", "b.png")
    assert read(data).messages == ("references[2].weight has no meaning here and is left out.",)


def test_pictures_of_every_spelling_come_together() -> None:
    data = {"prompt": "Rain.", "images": ["b.png", "a.png"], "image_urls": ["a.png"], "imageUrl": "c.png"}
    assert scene_of(data).images == ("a.png", "b.png", "c.png")


def test_of_two_names_for_the_same_thing_one_is_read() -> None:
    data = {"prompt": "Rain.", "image": "a.png", "image_url": "b.png", "sound": True, "generate_audio": True}
    assert scene_of(data).start_frame == "b.png"
    assert read(data).messages == ("image is left out: image_url says something else and is read.",)


def test_fields_inside_others_are_named_too() -> None:
    data = {
        "multi_prompt": [{"prompt": "Rain.", "duration": 5, "index": 1, "mood": "sad"}],
        "elements": [{"image_url": "a.png", "tag_list": []}],
    }
    assert read(data).messages == (
        "multi_prompt[0].mood has no meaning here and is left out.",
        "elements[0].tag_list has no meaning here and is left out.",
    )


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


def test_members_of_one_name_get_names_of_their_own() -> None:
    data = {
        "prompt": "Rain.",
        "elements": [{"name": "Jan", "image_url": "a.png"}, {"name": "Jan"}, {"name": "Jan"}],
    }
    assert [member.name for member in cast_of(data)] == ["Jan", "Jan 2", "Jan 3"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"prompt": 3}, "prompt"),
        ({"prompt": "Rain.", "duration": 4.5}, "duration"),
        ({"prompt": "Rain.", "duration": "soon"}, "duration"),
        ({"prompt": "Rain.", "duration": True}, "duration"),
        ({"prompt": "Rain.", "generate_audio": "yes"}, "generate_audio"),
        ({"prompt": "Rain.", "cfg_scale": "high"}, "cfg_scale"),
        ({"multi_prompt": "Rain."}, "multi_prompt"),
        ({"multi_prompt": [{"prompt": "Rain.", "duration": 0.5}]}, r"multi_prompt\[0\]\.duration"),
        ({"multi_prompt": ["Rain.", 3]}, r"multi_prompt\[1\]"),
        ({"prompt": "Rain.", "image_urls": [3]}, r"image_urls\[0\]"),
        ({"prompt": "Rain.", "image_url": ["a.png"]}, "image_url"),
        ({"prompt": "Rain.", "elements": ["a.png"]}, r"elements\[0\]"),
        ({"prompt": "Rain.", "elements": [{"name": 3}]}, r"elements\[0\]\.name"),
        ({"prompt": "Rain.", "elements": [{"video_url": ["a"]}]}, r"elements\[0\]\.video_url"),
        (
            {"prompt": "Rain.", "elements": [{"reference_image_urls": "a"}]},
            r"elements\[0\]\.reference_image_urls",
        ),
        ({"prompt": "Rain.", "references": [3]}, r"references\[0\]"),
        (
            {"prompt": "Rain.", "references": [{"type": "voice", "profile_id": 3}]},
            r"references\[0\]\.profile_id",
        ),
        ({"prompt": "Rain.", "voice_ids": {"a": 1}}, "voice_ids"),
        ({"multi_prompt": [{"prompt": 3}]}, r"multi_prompt\[0\]\.prompt"),
        ({"prompt": "Rain.", "element_list": [{"element_id": True}]}, r"element_list\[0\]"),
    ],
)
def test_wrong_types_are_named_with_their_place(data: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput, match=rf"In request\.json at {place}: expected "):
        read(data)


def test_a_project_is_no_request() -> None:
    assert not looks_like_request({"format": "kling-studio/project", "prompt": "Rain."})
    assert not looks_like_request({"title": "Rain"})
    assert not looks_like_request(["prompt"])
    assert isinstance(read({"prompt": "Rain."}).project, Project)
