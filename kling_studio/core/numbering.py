"""Where a scene stands: its number over the whole project, and within its episode. All count from 1."""

from dataclasses import dataclass

from kling_studio.core.project import Project, Scene


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a scene. ``label`` names it for a reader: "Pilot · Warehouse"."""

    number: int
    episode: int
    scene_in_episode: int
    label: str


def places(project: Project) -> dict[str, Place]:
    """The place of every scene, by its id."""
    result: dict[str, Place] = {}
    for episode_number, episode in enumerate(project.episodes, start=1):
        for scene_number, scene in enumerate(episode.scenes, start=1):
            label = " · ".join(part for part in (episode.title, scene_title(scene, scene_number)) if part)
            result[scene.id] = Place(len(result) + 1, episode_number, scene_number, label)
    return result


def scene_title(scene: Scene, number: int) -> str:
    """The scene's title, or "Scene 3" where it has none."""
    return scene.title or f"Scene {number}"
