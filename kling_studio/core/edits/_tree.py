"""Finding a thing by its id and putting a changed one in its place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot


class HasId(Protocol):
    """Anything of the project that is found by its id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=HasId)


def index_of(items: Sequence[HasId], item_id: str, what: str) -> int:
    """Where the item with this id stands; ``EditRejected`` if it is gone."""
    for index, item in enumerate(items):
        if item.id == item_id:
            return index
    raise EditRejected(f"That {what} is no longer in the project.")


def with_item(items: tuple[T, ...], index: int, *new: T) -> tuple[T, ...]:
    """``items`` with the one at ``index`` replaced by ``new`` (none, one or several)."""
    return (*items[:index], *new, *items[index + 1 :])


def inserted(items: tuple[T, ...], item: T, index: int | None) -> tuple[T, ...]:
    """``items`` with ``item`` at ``index``; at the end for ``None`` or an index beyond it."""
    place = len(items) if index is None else max(0, min(index, len(items)))
    return (*items[:place], item, *items[place:])


def moved(items: tuple[T, ...], item_id: str, index: int, what: str) -> tuple[T, ...]:
    """``items`` with one of them taken out and put back so that it stands at ``index`` of the result.

    The same tuple where it stands there already.
    """
    place = index_of(items, item_id, what)
    result = inserted(with_item(items, place), items[place], index)
    return items if result == items else result


def scene_of_shot(project: Project, shot_id: str) -> Scene:
    """The scene that holds the shot."""
    for scene in project.scenes():
        for shot in scene.shots:
            if shot.id == shot_id:
                return scene
    raise EditRejected("That shot is no longer in the project.")


def episode_of_scene(project: Project, scene_id: str) -> Episode:
    """The episode that holds the scene."""
    for episode in project.episodes:
        for scene in episode.scenes:
            if scene.id == scene_id:
                return episode
    raise EditRejected("That scene is no longer in the project.")


def scene_at(project: Project, scene_id: str) -> Scene:
    """The scene with this id."""
    episode = episode_of_scene(project, scene_id)
    return episode.scenes[index_of(episode.scenes, scene_id, "scene")]


def change_episode(project: Project, episode_id: str, change: Callable[[Episode], Episode]) -> Project:
    """The project with one episode changed; the same project if the change changes nothing."""
    index = index_of(project.episodes, episode_id, "episode")
    old = project.episodes[index]
    new = change(old)
    return project if new == old else replace(project, episodes=with_item(project.episodes, index, new))


def change_scene(project: Project, scene_id: str, change: Callable[[Scene], Scene]) -> Project:
    """The project with one scene changed."""
    episode = episode_of_scene(project, scene_id)
    index = index_of(episode.scenes, scene_id, "scene")
    new = change(episode.scenes[index])
    if new == episode.scenes[index]:
        return project
    scenes = with_item(episode.scenes, index, new)
    return change_episode(project, episode.id, lambda old: replace(old, scenes=scenes))


def change_shots(
    project: Project, scene_id: str, change: Callable[[tuple[Shot, ...]], tuple[Shot, ...]]
) -> Project:
    """The project with the shots of one scene changed."""
    return change_scene(project, scene_id, lambda scene: replace(scene, shots=change(scene.shots)))


def change_member(project: Project, member_id: str, change: Callable[[CastMember], CastMember]) -> Project:
    """The project with one member of the cast changed."""
    index = index_of(project.cast, member_id, "member of the cast")
    new = change(project.cast[index])
    return (
        project if new == project.cast[index] else replace(project, cast=with_item(project.cast, index, new))
    )
