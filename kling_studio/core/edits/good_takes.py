"""Which takes of a scene the director found good."""

from dataclasses import replace

from kling_studio.core.edits._tree import change_scene
from kling_studio.core.project import Project, Scene


def mark_good(project: Project, scene_id: str, take: str) -> Project:
    """Find a take good; ``take`` is its job."""

    def marked(scene: Scene) -> Scene:
        if take in scene.good_takes:
            return scene
        return replace(scene, good_takes=(*scene.good_takes, take))

    return change_scene(project, scene_id, marked)


def unmark_good(project: Project, scene_id: str, take: str) -> Project:
    """Take that back."""

    def unmarked(scene: Scene) -> Scene:
        return replace(scene, good_takes=tuple(kept for kept in scene.good_takes if kept != take))

    return change_scene(project, scene_id, unmarked)
