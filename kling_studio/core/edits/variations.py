"""Scenes made from a take or a clip: the same performance in other settings, or what happens after it."""

from collections.abc import Sequence
from dataclasses import replace

from kling_studio.core.edits._tree import change_episode, episode_of_scene, index_of, scene_at
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import Project, Scene, Shot

IDS_FOR_EACH = 2


def add_variations(
    project: Project,
    scene_id: str,
    source_video: str,
    settings: Sequence[str],
    new_ids: Sequence[str],
    *,
    model: str | None = None,
    seconds: int | None = None,
) -> Project:
    """Put one scene for each setting behind a scene; each edits ``source_video`` and keeps its sound.

    ``new_ids`` holds two for each setting, of the scene and of its shot. ``seconds`` is the clip's length in whole
    seconds; without it that of the scene is taken.
    """
    if not settings:
        raise EditRejected("Write at least one setting.")
    if not source_video:
        raise EditRejected("Choose the clip that is edited.")
    scene = scene_at(project, scene_id)
    made = tuple(
        _variation(scene, source_video, setting, new_ids[at : at + IDS_FOR_EACH], model, seconds)
        for at, setting in zip(range(0, len(new_ids), IDS_FOR_EACH), settings, strict=True)
    )
    return _behind(project, scene_id, *made)


def add_continuation(project: Project, scene_id: str, start_frame: str, new_ids: Sequence[str]) -> Project:
    """Put a scene behind another that starts from ``start_frame``, with its look and cast and one empty shot.

    ``new_ids`` are those of the scene and of its shot.
    """
    scene = scene_at(project, scene_id)
    scene_new, shot_new = new_ids
    title = f"{scene.title}, continued" if scene.title else ""
    made = replace(
        scene,
        id=scene_new,
        title=title,
        mode=None,
        start_frame=start_frame,
        end_frame=None,
        reference_video=None,
        source_video=None,
        shots=(Shot(shot_new),),
        good_takes=(),
    )
    return _behind(project, scene_id, made)


def variation_words(setting: str) -> str:
    """The words of a scene that puts a clip into another setting; ``@Video1`` is the clip."""
    return (
        f"Change the setting of @Video1 to {setting.strip().rstrip('.')}. Keep the people and how they move."
    )


def _variation(
    scene: Scene,
    source_video: str,
    setting: str,
    new_ids: Sequence[str],
    model: str | None,
    seconds: int | None,
) -> Scene:
    scene_id, shot_id = new_ids
    place = setting.strip().rstrip(".")
    title = f"{scene.title}: {place}" if scene.title else place
    shot = Shot(shot_id, variation_words(setting), max(1, seconds or scene.seconds))
    return Scene(
        scene_id,
        title,
        model or scene.model,
        aspect_ratio=scene.aspect_ratio,
        language=scene.language,
        source_video=source_video,
        shots=(shot,),
    )


def _behind(project: Project, scene_id: str, *made: Scene) -> Project:
    episode = episode_of_scene(project, scene_id)
    place = index_of(episode.scenes, scene_id, "scene") + 1
    scenes = (*episode.scenes[:place], *made, *episode.scenes[place:])
    return change_episode(project, episode.id, lambda old: replace(old, scenes=scenes))
