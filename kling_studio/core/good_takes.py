"""Which of a scene's takes stands for it."""

from collections.abc import Sequence

from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.core.project import Project, Scene


def is_good(project: Project, take: Take) -> bool:
    """Whether a take was found good."""
    scene = project.find_scene(take.scene_id)
    return scene is not None and take.job in scene.good_takes


def best_first(scene: Scene, takes: Sequence[Take]) -> list[Take]:
    """The films among ``takes``, which stand oldest first: those found good before the others, newer before older."""
    films = [take for take in reversed(takes) if take.state is JobState.DONE]
    return sorted(films, key=lambda take: take.job not in scene.good_takes)
