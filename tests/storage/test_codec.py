"""The text form, both ways."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from kling_studio.core import edits
from kling_studio.core.errors import BadInput
from kling_studio.core.project import CastMember, Project, Shot
from kling_studio.storage.codec import NewerVersion, decode, encode
from kling_studio.storage.json_text import dumps, loads
from tests.strategies import projects

EXAMPLE = """
{
  "format": "kling-studio/project", "version": 1, "title": "Night Shift",
  "cast": [
    {"name": "Mira", "kind": "character", "description": "warehouse manager, 30s, red jacket",
     "images": [{"path": "mira_front.png", "view": "front"}, {"path": "mira_back.png", "view": "back"}],
     "clip": null,
     "voice": {"name": "warm mid", "sample": "mira_voice.wav", "ids": {"fal": "829877809978941442"}}}
  ],
  "episodes": [
    {"title": "Pilot", "scenes": [
      {"title": "Warehouse", "model": "fal:o3-pro", "mode": null,
       "prompt": "Warehouse at dawn, cold light.", "negative_prompt": "", "cfg_scale": null,
       "aspect_ratio": "16:9", "audio": true, "language": "en", "shot_type": "customize",
       "cast": ["Mira"],
       "start_frame": null, "end_frame": null, "images": [], "reference_video": null,
       "source_video": null, "keep_sound": true,
       "shots": [
         {"prompt": "@Mira walks in and inspects a pallet of boxes.", "seconds": 5, "camera": "tracking shot",
          "dialogue": [{"character": "Mira", "emotion": "relieved", "text": "Shipment came in early."}],
          "notes": ""}
       ]}
    ]}
  ]
}
"""


def new_ids() -> Callable[[], str]:
    """Ids that no strategy makes."""
    numbers = itertools.count(1)
    return lambda: f"new{next(numbers)}"


def read(data: Any) -> Project:
    return decode(data, source="x.json", new_id=new_ids())


def project_with(**scene: Any) -> dict[str, Any]:
    """The text form of one scene, the second of the first episode."""
    return {"format": "kling-studio/project", "version": 1, "episodes": [{"scenes": [{}, scene]}]}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(projects())
def test_a_project_comes_back_from_its_text(project: Project) -> None:
    text = dumps(encode(project, with_ids=True))
    assert decode(loads(text, source="x.json"), source="x.json", new_id=new_ids()) == project


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(projects())
def test_without_ids_the_text_stays_the_same(project: Project) -> None:
    data = encode(project, with_ids=False)
    assert encode(read(data), with_ids=False) == data


def test_choices_among_takes_go_with_the_ids_that_they_name() -> None:
    project = edits.add_member(Project(), CastMember("m1", "Mira"))
    project = edits.pick_frame(project, "m1", "job 1", "shot 1", 1.25)
    project = edits.hide_frame(project, "m1", "job 2", "shot 1")
    (member,) = encode(project, with_ids=True)["cast"]
    assert member["sheet"] == [
        {"take": "job 1", "shot": "shot 1", "time_s": 1.25},
        {"take": "job 2", "shot": "shot 1", "time_s": None, "hidden": True},
    ]
    (alone,) = encode(project, with_ids=False)["cast"]
    assert "sheet" not in alone


def test_the_documented_example_is_written_as_it_stands() -> None:
    data = json.loads(EXAMPLE)
    written = encode(read(data), with_ids=False)
    assert dumps(written) == dumps(data)  # the order of the keys too


def test_what_is_left_out_takes_its_default() -> None:
    project = read({"format": "kling-studio/project", "episodes": [{"scenes": [{}]}]})
    (scene,) = project.scenes()
    assert project.title == "Untitled"
    assert (scene.model, scene.aspect_ratio, scene.audio) == ("fal:o3-pro", "16:9", False)
    assert [(shot.prompt, shot.seconds) for shot in scene.shots] == [("", 5)]


def test_a_timeline_that_is_empty_on_purpose_stays_empty() -> None:
    assert [scene.shots for scene in read(project_with(shots=[])).scenes()][1] == ()


def test_breaking_the_limits_of_a_model_is_no_error_here() -> None:
    shots = [{"seconds": seconds} for seconds in (16, 0, -1, 5.0, 1, 1, 1)]
    scene = list(read(project_with(shots=shots)).scenes())[1]
    assert [shot.seconds for shot in scene.shots] == [16, 0, -1, 5, 1, 1, 1]
    assert all(isinstance(shot.seconds, int) for shot in scene.shots)


@pytest.mark.parametrize(
    ("scene", "place", "expectation"),
    [
        ({"shots": [{}, {"seconds": 2.5}]}, "shots[1].seconds", "expected whole seconds, found 2.5"),
        ({"shots": [{"seconds": True}]}, "shots[0].seconds", "expected whole seconds, found true"),
        ({"shots": [{"seconds": "5"}]}, "shots[0].seconds", 'expected whole seconds, found "5"'),
        ({"shots": [{"seconds": 3601}]}, "shots[0].seconds", "expected whole seconds, at most 3600"),
        ({"shots": [{"seconds": -1e300}]}, "shots[0].seconds", "expected whole seconds, at most 3600"),
        ({"shots": {}}, "shots", "expected a list, found an object"),
        ({"shots": [[]]}, "shots[0]", "expected an object, found a list"),
        ({"title": None}, "title", "expected text, found null"),
        ({"start_frame": 3}, "start_frame", "expected text or null, found 3"),
        ({"audio": 1}, "audio", "expected true or false, found 1"),
        ({"model": " "}, "model", 'expected text that is not empty, found " "'),
        ({"cfg_scale": "high"}, "cfg_scale", 'expected a number or null, found "high"'),
        ({"cfg_scale": 10**400}, "cfg_scale", "expected a number from -1000 to 1000"),
        ({"shot_type": "auto"}, "shot_type", 'expected one of customize, automatic, found "auto"'),
        ({"mode": "txt"}, "mode", "edit, video-reference or null"),
        ({"mode": []}, "mode", "found a list"),
        ({"prompt": "a\ud800"}, "prompt", "found half of one at character 2"),
        ({"id": 7}, "id", "expected an id in quotes, found 7"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(scene: dict[str, Any], place: str, expectation: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(project_with(**scene))
    assert caught.value.what_happened.startswith(f"In x.json at episodes[0].scenes[1].{place}: ")
    assert expectation in caught.value.what_happened


def test_an_unknown_key_is_named_and_a_near_one_suggested() -> None:
    with pytest.raises(BadInput) as caught:
        read(project_with(shots=[{"promt": "x"}]))
    assert str(caught.value) == (
        'In x.json at episodes[0].scenes[1].shots[0]: "promt" is not a known key. Did you mean "prompt"?'
    )


def test_an_unknown_key_near_to_nothing_shows_what_is_known() -> None:
    with pytest.raises(BadInput, match="Known keys are title, cast, episodes"):
        read({"format": "kling-studio/project", "zzz": 1})


@pytest.mark.parametrize(
    ("cast", "sentence"),
    [
        ([{"name": "M", "ids": []}], "In x.json at cast[0].ids: expected an object, found a list."),
        ([{}], 'In x.json at cast[0]: the key "name" is missing.'),
        ([{"name": ""}], 'In x.json at cast[0].name: expected text that is not empty, found "".'),
        (
            [{"name": "Mira"}, {"name": "Jo"}, {"name": "Mira"}],
            'In x.json at cast[2].name: expected a name of its own, "Mira" is taken.',
        ),
        ([{"name": "M", "images": [{}]}], 'In x.json at cast[0].images[0]: the key "path" is missing.'),
        (
            [{"name": "M", "voice": {"ids": {"fal": 1}}}],
            "In x.json at cast[0].voice.ids.fal: expected text, found 1.",
        ),
        (
            [{"name": "M", "ids": {"wavespeed": {"of": "x"}}}],
            'In x.json at cast[0].ids.wavespeed: the key "element" is missing.',
        ),
        (
            [{"name": "M", "images": [{"path": "m.png", "view": "top"}]}],
            (
                "In x.json at cast[0].images[0].view: expected one of front, side, back, full, outfit, detail, "
                'found "top".'
            ),
        ),
    ],
)
def test_the_cast_is_read_as_strictly(cast: list[Any], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read({"format": "kling-studio/project", "cast": cast})
    assert caught.value.what_happened == sentence


@pytest.mark.parametrize("data", [None, [], 3, "x", {}, {"format": "other"}])
def test_what_is_no_project_is_told_so(data: object) -> None:
    with pytest.raises(BadInput, match=r"^In x\.json.*expected"):
        read(data)


@pytest.mark.parametrize("version", [0, True, "1", None, 1.5])
def test_a_version_is_a_whole_number(version: object) -> None:
    with pytest.raises(BadInput, match=r"at version: expected a whole number from 1"):
        read({"format": "kling-studio/project", "version": version})


def test_ids_that_stand_twice_are_renewed() -> None:
    shots = [{"id": "a"}, {"id": "a"}, {"id": ""}, {}]
    scene = list(read(project_with(id="a", shots=shots)).scenes())[1]
    ids = [scene.id, *(shot.id for shot in scene.shots)]
    assert ids[0] == "a"
    assert len(set(ids)) == len(ids)
    assert all(ids)


def test_what_providers_made_of_a_member_is_kept() -> None:
    ids = {"wavespeed": {"element": "e-1", "of": "abc"}}
    project = read({"format": "kling-studio/project", "cast": [{"name": "Mira", "ids": ids}]})
    assert project.cast[0].ids[0].provider == "wavespeed"
    assert encode(project, with_ids=False)["cast"][0]["ids"] == ids


def test_a_newer_version_shows_what_is_known_of_it() -> None:
    data = project_with(
        title="Kept", shot_type="improvised", weather="rain", shots=[{"prompt": "p", "lens": 3}]
    )
    data["version"] = 99
    with pytest.raises(NewerVersion) as caught:
        read(data)
    assert "x.json was written by a newer version" in str(caught.value)
    known = caught.value.known
    assert known is not None
    scene = list(known.scenes())[1]
    assert (scene.title, scene.shots) == ("Kept", (Shot(id=scene.shots[0].id, prompt="p"),))


def test_a_newer_version_that_cannot_be_read_shows_nothing() -> None:
    with pytest.raises(NewerVersion) as caught:
        read({"format": "kling-studio/project", "version": 2, "cast": [{"name": "A"}, {"name": "A"}]})
    assert caught.value.known is None
