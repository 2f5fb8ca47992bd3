"""Text that is made anew only where the project changed."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from kling_studio.core.project import Episode, Project, Scene
from kling_studio.storage.codec import encode
from kling_studio.storage.json_text import dumps
from kling_studio.storage.project_text import ProjectText
from tests.strategies import projects


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(projects(), projects())
def test_it_is_the_text_of_the_whole_project_whatever_came_before(before: Project, project: Project) -> None:
    text = ProjectText()
    changed = replace(before, title="changed", episodes=(*before.episodes, *project.episodes))
    for each in (before, changed, project, before):
        assert text.of(each).decode() == dumps(encode(each, with_ids=True))


def test_an_object_in_the_place_of_a_gone_one_is_written_as_it_is() -> None:
    text = ProjectText()
    for number in range(200):
        project = Project(episodes=(Episode("e", scenes=(Scene("s", title=f"scene {number}"),)),))
        assert f'"scene {number}"' in text.of(project).decode()
