"""A scene that is too much for one render is split where that helps."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.project import CastMember, ModeName, Project, Voice
from tests.core.building import MARCO, a_scene, a_shot, says
from tests.core.checks.series import ask_in, assert_fixed, says_words, series

LONG = a_scene(
    *(a_shot(f"s{n}", "Talk.", seconds, dialogue=says("Mira", says_words(words)))
      for n, (seconds, words) in enumerate([(3, 8), (4, 11), (4, 11), (4, 11)])),
    audio=True,
)  # fmt: skip


def lengths(project: Project) -> list[list[int]]:
    return [[shot.seconds for shot in scene.shots] for scene in project.scenes()]


def test_dialogue_is_split_between_shots_most_evenly() -> None:
    project = series(LONG)
    (found,) = ask_in(project, "accent-drift")
    assert found.fix is not None
    assert found.fix.label == "Split the scene before shot 3"
    after = assert_fixed(project, found)
    assert lengths(after) == [[3, 4], [4, 4]]
    first, second = after.scenes()
    assert (first.id, second.id) == ("c1", "c1-2")
    assert ask_in(after, "accent-drift", second.id) == []


def test_the_id_of_the_second_half_is_a_free_one() -> None:
    project = series(LONG)
    (episode, other) = project.episodes
    taken = replace(other, scenes=(a_scene(a_shot("x")),))
    taken = replace(taken, scenes=(replace(taken.scenes[0], id="c1-2"),))
    (found,) = ask_in(project, "accent-drift")
    after = assert_fixed(replace(project, episodes=(episode, taken)), found)
    assert [scene.id for scene in after.scenes()] == ["c1", "c1-3", "c1-2"]


def test_where_no_split_helps_both_the_first_half_is_helped() -> None:
    heavy = a_shot("s9", "Talk.", 8, dialogue=says("Marco", says_words(40)))
    scene = replace(LONG, shots=(*LONG.shots[:1], heavy))
    project = series(scene)
    after = assert_fixed(project, ask_in(project, "accent-drift")[0])
    assert lengths(after) == [[3], [8]]
    assert len(ask_in(after, "accent-drift", "c1-2")) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"shots": (a_shot(seconds=15, dialogue=says("Mira", says_words(40))), a_shot("s2"))},
        {"shots": (a_shot(seconds=2, dialogue=says("Mira", says_words(40))), a_shot("s2", seconds=3))},
        {"shots": (a_shot(prompt="", dialogue=says("Mira", says_words(40))), a_shot("s2"))},
        {"mode": ModeName.IMAGE, "start_frame": "a.png"},
        {"model": "fal:v2.6-pro"},
    ],
)
def test_a_split_that_does_not_help_or_cannot_be_rendered_is_not_offered(fields: dict[str, Any]) -> None:
    (found,) = ask_in(series(replace(LONG, **fields)), "accent-drift")
    assert found.fix is None


def test_more_voices_than_go_along_are_split_where_others_speak() -> None:
    cast = tuple(
        CastMember(f"v{name}", name, clip=f"{name}.mp4", voice=Voice("v", f"{name}.wav"))
        for name in ("Ana", "Bo")
    )
    shots = (a_shot("s1", dialogue=says("Ana", "Hi.")), a_shot("s2", dialogue=says("Bo", "Hi.")))
    scene = a_scene(*shots, prompt="@Ana and @Bo.", cast=("Ana", "Bo"), audio=True)
    project = series(scene, cast=(*cast, MARCO))
    (found,) = ask_in(project, "one-voice")
    assert found.fix is not None
    after = found.fix.edit(project)
    assert [ask_in(after, "one-voice", scene.id) for scene in after.scenes()] == [[], []]
    together = replace(scene, shots=(replace(shots[0], dialogue=(*shots[0].dialogue, *shots[1].dialogue)),))
    assert ask_in(series(together, cast=cast), "one-voice")[0].fix is None
