"""Which rules a scene does not want to hear of."""

from dataclasses import replace

from kling_studio.core.edits._tree import change_scene
from kling_studio.core.project import Project


def silence(project: Project, scene_id: str, rule: str) -> Project:
    """Leave out what a rule finds in a scene. Its errors are told all the same."""
    return change_scene(
        project,
        scene_id,
        lambda scene: (
            scene
            if rule in scene.silenced
            else replace(scene, silenced=tuple(sorted((*scene.silenced, rule))))
        ),
    )


def speak_again(project: Project, scene_id: str, rule: str) -> Project:
    """Tell again what a rule finds in a scene."""
    return change_scene(
        project,
        scene_id,
        lambda scene: replace(scene, silenced=tuple(kept for kept in scene.silenced if kept != rule)),
    )
