"""Small projects to ask questions of: one episode, two known members, and the catalog as it is shipped."""

from functools import cache
from typing import Any

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.catalog import Catalog, Model
from kling_studio.core.project import (
    CastMember,
    DialogueLine,
    Episode,
    Project,
    Scene,
    Shot,
    View,
    ViewKind,
    Voice,
)

MIRA = CastMember("m1", "Mira", images=(View("mira_front.png"), View("mira_back.png", ViewKind.BACK)))
MARCO = CastMember("m2", "Marco", images=(View("marco_front.png"),))
SPEAKER = CastMember("m3", "Ines", clip="ines.mp4", voice=Voice("low", "ines.wav", (("fal", "829877"),)))


@cache
def catalog() -> Catalog:
    return load_catalog()


def model(model_id: str) -> Model:
    return catalog().models[model_id]


def a_shot(shot_id: str = "s1", prompt: str = "Rain falls.", seconds: int = 5, **fields: Any) -> Shot:
    return Shot(shot_id, prompt, seconds, **fields)


def a_scene(*shots: Shot, **fields: Any) -> Scene:
    return Scene("c1", shots=shots or (a_shot(),), **fields)


def with_scene(scene: Scene, *cast: CastMember) -> Project:
    return Project("Film", cast=cast or (MIRA, MARCO, SPEAKER), episodes=(Episode("e1", "Pilot", (scene,)),))


def says(character: str, text: str, emotion: str = "") -> tuple[DialogueLine, ...]:
    return (DialogueLine(character, emotion, text),)
