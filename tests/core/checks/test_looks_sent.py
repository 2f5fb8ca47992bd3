"""What of a member in a look goes along, and what is told of the rest."""

from dataclasses import replace

import pytest

from kling_studio.core import edits
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.project import CastMember, Look, Scene, View, ViewKind
from tests.core.building import MARCO, MIRA, SPEAKER, a_scene, catalog, with_scene
from tests.core.checks.asking import ask, of, one

COAT = Look("coat", "", (View("coat.png", ViewKind.OUTFIT),))
SIDES = tuple(View(f"{kind}.png", kind) for kind in list(ViewKind)[:4])
SCENE = a_scene(prompt="@Mira waits.", cast=("Mira",))


def messages(scene: Scene, *cast: CastMember, look: str = "coat") -> list[str]:
    project = edits.wear(with_scene(scene, *cast), "e1", cast[0].id, look)
    found = check_scene(project, scene, catalog())
    return [finding.message for finding in found if finding.rule == "not-sent"]


@pytest.mark.parametrize("model", ["fal:o3-pro", "wavespeed:o3-pro"])
def test_the_look_goes_before_what_the_member_shows_beside_it(model: str) -> None:
    mira = replace(MIRA, images=SIDES, looks=(COAT,))
    (message,) = messages(replace(SCENE, model=model), mira)
    assert message.startswith("Mira's last picture is not sent (full): ")
    three = replace(mira, images=SIDES[:3])
    assert messages(replace(SCENE, model=model), three) == []


def test_a_clip_shows_no_look() -> None:
    scene = a_scene(prompt="@Ines waits.", cast=("Ines",))
    (message,) = messages(scene, replace(SPEAKER, looks=(COAT,)))
    assert message.startswith("Ines goes by a clip, so the pictures of the look “coat” are not sent.")
    assert messages(scene, replace(SPEAKER, looks=(replace(COAT, images=()),))) == []
    assert messages(scene, replace(SPEAKER, clip=None, voice=None, looks=(COAT,))) == []


def test_pictures_beyond_those_that_go_as_plain_pictures() -> None:
    scene = a_scene(prompt="@Mira and @Marco wait.", cast=("Mira", "Marco"), model="wavespeed:o3-std")
    both = replace(MIRA, images=SIDES), replace(MARCO, images=tuple(View(f"m{n}.png") for n in range(4)))
    finding = one("not-sent", ask(scene, *both))
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "Marco's last picture is not sent (front): Kling O3 Std takes 7 references in all."
    )
    more = replace(both[1], images=(*both[1].images, *(View(f"n{n}.png") for n in range(2))))
    assert one("not-sent", ask(scene, both[0], more)).message.startswith("Marco's last 3 pictures are not")
    fewer = replace(both[1], images=both[1].images[:3])
    assert of("not-sent", ask(scene, both[0], fewer)) == []
    assert of("not-sent", ask(scene, *both, model="animatic:preview")) == []


def test_a_look_is_told_in_words_or_that_is_said() -> None:
    mira = replace(MIRA, images=(), looks=(Look("coat", "in a coat"),))
    assert messages(SCENE, mira) == []
    assert messages(a_scene(cast=("Mira",)), mira) == [
        "The words of Mira's look “coat” are not sent: no words mention Mira."
    ]
    assert messages(a_scene(cast=("Mira",), model="animatic:preview"), mira) == []
