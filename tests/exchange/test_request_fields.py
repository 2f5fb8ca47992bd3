"""Fields of a request that have no place, say something else than others, or hold what they should not."""

from typing import Any

import pytest

from kling_studio.core.errors import BadInput
from tests.exchange.requests_read import KITCHEN, read, scene_of


def test_what_has_no_place_is_named() -> None:
    imported = read(
        {"seed": 7, "endpoint": "fal:v3-pro", "webhook": "x", "input": {"prompt": "Rain.", "steps": 3}}
    )
    assert [message.split()[0] for message in imported.messages] == ["seed", "steps", "webhook"]
    assert [message.split()[0] for message in read({**KITCHEN, "seed": 42}).messages] == ["seed"]


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
