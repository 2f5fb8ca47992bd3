"""Requests as they are read: the project, its scene, its cast."""

from itertools import count
from typing import Any

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.project import CastMember, Scene
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
