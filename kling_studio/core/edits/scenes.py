"""Edits of scenes and episodes. A project keeps at least one episode, an episode may be empty."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict, Unpack

from kling_studio.core.edits._tree import (
    change_episode,
    change_scene,
    episode_of_scene,
    index_of,
    inserted,
    moved,
    scene_at,
    with_item,
)
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import Episode, ModeName, Project, Scene, ShotType

NewId = Callable[[], str]


class SceneFields(TypedDict, total=False):
    """What :func:`set_scene` can set; shots and cast have edits of their own."""

    title: str
    model: str
    mode: ModeName | None
    prompt: str
    negative_prompt: str
    cfg_scale: float | None
    aspect_ratio: str
    audio: bool
    language: str
    shot_type: ShotType
    start_frame: str | None
    end_frame: str | None
    images: tuple[str, ...]
    reference_video: str | None
    source_video: str | None
    keep_sound: bool


def add_scene(project: Project, episode_id: str, scene: Scene, index: int | None = None) -> Project:
    """Put a new scene into an episode, at ``index`` or at the end."""
    return change_episode(
        project, episode_id, lambda episode: replace(episode, scenes=inserted(episode.scenes, scene, index))
    )


def duplicate_scene(project: Project, scene_id: str, new_id: NewId) -> Project:
    """Put a copy of a scene right behind it; ``new_id`` is asked once for the scene and once for each shot."""
    episode = episode_of_scene(project, scene_id)
    index = index_of(episode.scenes, scene_id, "scene")
    return add_scene(project, episode.id, _copied(episode.scenes[index], new_id), index + 1)


def delete_scene(project: Project, scene_id: str) -> Project:
    """Take a scene out of its episode. Its takes stay in the ledger."""
    episode = episode_of_scene(project, scene_id)
    index = index_of(episode.scenes, scene_id, "scene")
    scenes = with_item(episode.scenes, index)
    return change_episode(project, episode.id, lambda old: replace(old, scenes=scenes))


def move_scene(project: Project, scene_id: str, index: int, episode_id: str | None = None) -> Project:
    """Move a scene so that it stands at ``index`` of its episode, or of the episode ``episode_id``."""
    home = episode_of_scene(project, scene_id)
    if episode_id is None or episode_id == home.id:
        scenes = moved(home.scenes, scene_id, index, "scene")
        return change_episode(project, home.id, lambda old: replace(old, scenes=scenes))
    return add_scene(delete_scene(project, scene_id), episode_id, scene_at(project, scene_id), index)


def split_scene(project: Project, scene_id: str, at_shot: int, new_id: str) -> Project:
    """Make two scenes of one; the shots from index ``at_shot`` on go into the second, which starts from no frame."""
    episode = episode_of_scene(project, scene_id)
    index = index_of(episode.scenes, scene_id, "scene")
    scene = episode.scenes[index]
    if not 0 < at_shot < len(scene.shots):
        raise EditRejected("A scene is split between two of its shots.")
    first = replace(scene, shots=scene.shots[:at_shot], end_frame=None)
    second = replace(scene, id=new_id, shots=scene.shots[at_shot:], start_frame=None, good_takes=())
    scenes = with_item(episode.scenes, index, first, second)
    return change_episode(project, episode.id, lambda old: replace(old, scenes=scenes))


def merge_scenes(project: Project, scene_id: str) -> Project:
    """Join a scene with the one behind it in the episode; the first one's settings hold, the cast of both stays."""
    episode = episode_of_scene(project, scene_id)
    index = index_of(episode.scenes, scene_id, "scene")
    if index + 1 == len(episode.scenes):
        raise EditRejected("There is no scene behind the last one to merge with.")
    first, second = episode.scenes[index : index + 2]
    merged = replace(
        first,
        cast=tuple(dict.fromkeys(first.cast + second.cast)),
        images=tuple(dict.fromkeys(first.images + second.images)),
        end_frame=second.end_frame,
        shots=first.shots + second.shots,
    )
    scenes = (*episode.scenes[:index], merged, *episode.scenes[index + 2 :])
    return change_episode(project, episode.id, lambda old: replace(old, scenes=scenes))


def set_scene(project: Project, scene_id: str, **fields: Unpack[SceneFields]) -> Project:
    """Set fields of a scene."""
    return change_scene(project, scene_id, lambda scene: replace(scene, **fields))


def add_pictures(project: Project, scene_id: str, pictures: tuple[str, ...], use: str = "") -> Project:
    """Give a scene reference pictures; the first may be its frame instead: ``use`` is start_frame or end_frame."""

    def illustrated(scene: Scene) -> Scene:
        rest = pictures
        if rest and use == "start_frame":
            scene, rest = replace(scene, start_frame=rest[0]), rest[1:]
        elif rest and use == "end_frame":
            scene, rest = replace(scene, end_frame=rest[0]), rest[1:]
        return replace(scene, images=tuple(dict.fromkeys((*scene.images, *rest))))

    return change_scene(project, scene_id, illustrated)


def swap_frames(project: Project, scene_id: str) -> Project:
    """Exchange the start and the end frame of a scene."""
    return change_scene(
        project,
        scene_id,
        lambda scene: replace(scene, start_frame=scene.end_frame, end_frame=scene.start_frame),
    )


def add_episode(project: Project, episode: Episode, index: int | None = None) -> Project:
    """Put a new episode into the project, at ``index`` or at the end."""
    return replace(project, episodes=inserted(project.episodes, episode, index))


def duplicate_episode(project: Project, episode_id: str, new_id: NewId) -> Project:
    """Put a copy of an episode right behind it; ``new_id`` is asked for the episode, each scene and each shot."""
    index = index_of(project.episodes, episode_id, "episode")
    episode = project.episodes[index]
    copy = replace(episode, id=new_id(), scenes=tuple(_copied(scene, new_id) for scene in episode.scenes))
    return add_episode(project, copy, index + 1)


def delete_episode(project: Project, episode_id: str) -> Project:
    """Take an episode out with its scenes."""
    index = index_of(project.episodes, episode_id, "episode")
    if len(project.episodes) == 1:
        raise EditRejected("A project keeps at least one episode.")
    return replace(project, episodes=with_item(project.episodes, index))


def move_episode(project: Project, episode_id: str, index: int) -> Project:
    """Move an episode so that it stands at ``index``."""
    episodes = moved(project.episodes, episode_id, index, "episode")
    return project if episodes is project.episodes else replace(project, episodes=episodes)


def split_episode(project: Project, episode_id: str, at_scene: int, new_id: str, title: str) -> Project:
    """Make two episodes of one; the scenes from index ``at_scene`` on go into the second."""
    index = index_of(project.episodes, episode_id, "episode")
    episode = project.episodes[index]
    if not 0 < at_scene < len(episode.scenes):
        raise EditRejected("An episode is split between two of its scenes.")
    first = replace(episode, scenes=episode.scenes[:at_scene])
    second = replace(episode, id=new_id, title=title, scenes=episode.scenes[at_scene:])
    return replace(project, episodes=with_item(project.episodes, index, first, second))


def merge_episodes(project: Project, episode_id: str) -> Project:
    """Join an episode with the one behind it."""
    index = index_of(project.episodes, episode_id, "episode")
    if index + 1 == len(project.episodes):
        raise EditRejected("There is no episode behind the last one to merge with.")
    first, second = project.episodes[index : index + 2]
    merged = replace(first, scenes=first.scenes + second.scenes)
    return replace(project, episodes=(*project.episodes[:index], merged, *project.episodes[index + 2 :]))


def set_episode(project: Project, episode_id: str, title: str) -> Project:
    """Name an episode."""
    return change_episode(project, episode_id, lambda episode: replace(episode, title=title))


def set_title(project: Project, title: str) -> Project:
    """Name the project."""
    return project if title == project.title else replace(project, title=title)


def _copied(scene: Scene, new_id: NewId) -> Scene:
    copy = replace(scene, id=new_id(), good_takes=())
    return replace(copy, shots=tuple(replace(shot, id=new_id()) for shot in scene.shots))
