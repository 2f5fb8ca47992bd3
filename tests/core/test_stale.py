"""Takes against scenes that changed since: what is said, and what is not worth a word."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.project import ModeName, ShotType, View
from kling_studio.core.sent_changes import Part
from kling_studio.core.stale import Standing, TakeStatus, take_status
from tests.core.building import MIRA, a_scene, a_shot, says, with_scene
from tests.core.stale_takes import TALK, changed, status, take_of


@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize("model_id", ["fal:o3-pro", "fal:v3-pro", "wavespeed:o3-pro", ANIMATIC])
def test_the_same_scene_is_current(model_id: str, is_read: bool) -> None:
    project = with_scene(replace(TALK, model=model_id, start_frame="start.png", images=("other.png",)))
    found = status(take_of(project), project, is_read=is_read)
    assert found == TakeStatus(Standing.CURRENT)
    assert (found.sentence, found.badge) == ("", "")


@pytest.mark.parametrize("model_id", ["fal:o3-pro", ANIMATIC])
def test_titles_notes_and_labels_do_not_count(model_id: str) -> None:
    project = with_scene(TALK)
    take = take_of(project, model_id)
    renamed = edits.set_episode(changed(project, title="Another"), "e1", "Other")
    renamed = edits.set_title(edits.set_shot(renamed, "s1", notes="For me"), "Series")
    assert status(take, renamed).standing is Standing.CURRENT


def test_order_of_keys_does_not_count() -> None:
    project = with_scene(TALK)
    take = take_of(project)
    body = take.sent["body"]
    assert isinstance(body, Mapping)
    body = {name: body[name] for name in reversed(list(body))}
    assert status(replace(take, sent={**take.sent, "body": body}), project).standing is Standing.CURRENT


def test_the_shot_whose_words_changed_is_named_with_the_picture() -> None:
    project = with_scene(TALK)
    edited = edits.set_shot(project, "s2", prompt="@Mira kicks the crate.")
    mira = replace(MIRA, images=(View("mira_new.png"), MIRA.images[1]))
    edited = replace(edited, cast=(mira, *project.cast[1:]))
    found = status(take_of(project), edited)
    assert found.sentence == "Shot 2's words and Mira's front view changed since."
    assert found.badge == "words, picture"


@pytest.mark.parametrize(
    ("fields", "sentence", "badge"),
    [
        ({"prompt": "At night."}, "Every shot's words changed since.", "words changed"),
        ({"aspect_ratio": "9:16"}, "The aspect ratio changed since.", "aspect changed"),
        ({"audio": False}, "The sound changed since.", "sound changed"),
        ({"images": ("other.png",)}, "The pictures changed since.", "picture changed"),
        ({"start_frame": "start.png"}, "The start frame changed since.", "picture changed"),
        (
            {"shot_type": ShotType.AUTOMATIC},
            "The number of shots and who decides the cuts changed since.",
            "",
        ),
        ({"cast": ("Mira", "Marco")}, "The cast changed since.", "cast changed"),
        ({"model": "fal:o3-standard"}, "The model changed since.", "model changed"),
    ],
)
def test_settings_of_the_scene(fields: dict[str, Any], sentence: str, badge: str) -> None:
    project = with_scene(TALK)
    edited = project
    for name in fields.pop("cast", ()):
        edited = edits.cast_in_scene(edited, "c1", name)
    found = status(take_of(project), changed(edited, **fields))
    assert found.sentence == sentence
    assert not badge or found.badge == badge


def test_seconds_and_dialogue_are_told_by_shot() -> None:
    project = with_scene(TALK)
    edited = edits.set_shot(edits.trim_shot(project, "s1", 6), "s2", dialogue=says("Mira", "Full.", "calm"))
    found = status(take_of(project), edited)
    assert [change.part for change in found.changes] == [Part.DIALOGUE, Part.SECONDS]
    assert found.sentence == "Shot 2's dialogue and shot 1's seconds changed since."


def test_one_shot_needs_no_number() -> None:
    project = with_scene(a_scene(a_shot("s1", "Rain.", 5)))
    edited = edits.set_shot(edits.trim_shot(project, "s1", 6), "s1", prompt="Snow.")
    assert status(take_of(project), edited).sentence == "The words and the seconds changed since."


def test_many_changes_are_counted() -> None:
    project = with_scene(TALK)
    edited = edits.set_shot(project, "s2", prompt="Gone.")
    edited = changed(edited, aspect_ratio="1:1", start_frame="start.png", images=("other.png",))
    found = status(take_of(project), changed(edited, audio=False))
    assert found.sentence == (
        "Shot 2's words, the pictures, the start frame, the aspect ratio and 1 more changed since."
    )
    assert found.badge == "words + 3"


def test_another_mode_with_the_same_inputs() -> None:
    take = take_of(with_scene(a_scene(model="fal:o3-pro")))
    asked = with_scene(a_scene(model="fal:o3-pro", mode=ModeName.REFERENCE))
    assert status(take, asked).sentence == "The mode changed since."


def test_the_animatic_tells_words_seconds_and_pictures() -> None:
    project = with_scene(TALK)
    take = take_of(project, ANIMATIC)
    assert status(take, changed(project, model="fal:v3-pro", audio=False)).standing is Standing.CURRENT
    edited = edits.set_shot(edits.trim_shot(project, "s1", 9), "s2", camera="pan", dialogue=())
    edited = changed(edited, start_frame="start.png", aspect_ratio="1:1")
    assert status(take, edited).sentence == (
        "Shot 2's words, shot 2's dialogue, shot 1's seconds, the start frame and 1 more changed since."
    )
    assert status(take, with_scene(TALK, replace(MIRA, images=MIRA.images[1:]))).sentence == (
        "Mira's pictures changed since."
    )


def test_what_nobody_can_tell() -> None:
    project = with_scene(TALK)
    nothing = take_of(project, sent={})
    assert status(nothing, project) == TakeStatus(Standing.UNKNOWN)
    assert take_status(take_of(project), project, TALK, None).standing is Standing.UNKNOWN
    odd = take_of(project, sent={"body": {"multi_prompt": "none", "elements": ["?"]}, "uploads": 5})
    assert status(odd, project).standing is Standing.STALE
    other = replace(TALK, model="fal:v3-pro")
    assert take_status(take_of(project), project, other, None).badge == "model changed"
