"""What is counted over the whole project, at once and after edits."""

from dataclasses import replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from kling_studio.core.checks import Surroundings, surroundings
from kling_studio.core.checks import tally as kept
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import Episode, Project, Scene
from kling_studio.core.prompt import speakers
from tests.core.building import a_scene, a_shot, says
from tests.core.checks.series import series
from tests.core.editing import random_edit
from tests.strategies import projects

TALKING = a_scene(a_shot(dialogue=says("Mira", "Hi.")), cast=("Mira", "Marco", "Mira"), aspect_ratio="9:16")


def counted_anew(project: Project, scene: Scene) -> Surroundings:
    """The same by walking through everything."""
    scenes = list(project.scenes())
    home = next((episode for episode in project.episodes if scene in episode.scenes), None)
    ratios = [other.aspect_ratio for other in home.scenes] if home else []
    return Surroundings(
        tuple((name, sum(name in other.cast for other in scenes)) for name in dict.fromkeys(scene.cast)),
        tuple((name, sum(name in speakers(other) for other in scenes)) for name in speakers(scene)),
        max(ratios, key=ratios.count) if ratios else "",
        home.looks if home else (),
    )


def test_the_people_of_a_scene_are_counted_in_all_and_its_ratio_in_the_episode() -> None:
    project = series(TALKING, 3, of=replace(TALKING, shots=(a_shot(),)))
    around = surroundings(project, TALKING)
    assert around == Surroundings((("Mira", 4), ("Marco", 4)), (("Mira", 1),), "9:16")
    assert (around.scenes_of("Mira"), around.scenes_of("Nobody")) == (4, 0)
    assert (around.scenes_with_lines_of("Mira"), around.scenes_with_lines_of("Marco")) == (1, 0)


def test_a_scene_of_no_episode_has_none() -> None:
    lone = replace(TALKING, id="lone")
    assert surroundings(series(TALKING), lone) == Surroundings(
        (("Mira", 1), ("Marco", 1)), (("Mira", 1),), ""
    )


def test_what_is_kept_is_limited() -> None:
    for number in range(600):
        surroundings(Project("Film", (), (Episode(f"many{number}", "", (TALKING,)),)), TALKING)
    assert len(kept._known) <= 512


@settings(max_examples=60)
@given(st.data(), projects())
def test_after_any_edit_the_counts_are_those_of_a_new_count(data: st.DataObject, project: Project) -> None:
    numbers = count(1)
    for _ in range(6):
        for scene in project.scenes():
            assert surroundings(project, scene) == counted_anew(project, scene)
        try:
            project = data.draw(random_edit(project, lambda: f"new{next(numbers)}"))(project)
        except EditRejected:
            continue
