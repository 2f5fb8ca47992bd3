"""Scenes are numbered from 1 over the whole project and within their episode."""

from hypothesis import given

from kling_studio.core.numbering import Place, places, scene_title
from kling_studio.core.project import Episode, Project, Scene
from tests.strategies import projects


def test_a_place_is_told_by_number_and_by_name() -> None:
    project = Project(
        episodes=(
            Episode("e1", "Pilot", (Scene("a", "Warehouse"), Scene("b"))),
            Episode("e2"),
            Episode("e3", "", (Scene("c"),)),
        )
    )
    assert places(project) == {
        "a": Place(1, 1, 1, "Pilot · Warehouse"),
        "b": Place(2, 1, 2, "Pilot · Scene 2"),
        "c": Place(3, 3, 1, "Scene 1"),
    }
    assert scene_title(Scene("a", "Warehouse"), 7) == "Warehouse"


@given(projects())
def test_numbers_count_all_scenes_in_order(project: Project) -> None:
    found = places(project)
    assert list(found) == [scene.id for scene in project.scenes()]
    assert [place.number for place in found.values()] == list(range(1, len(found) + 1))
