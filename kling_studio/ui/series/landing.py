"""What a drop does in the series: in words before it is let go, and the edit it becomes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kling_studio.core import edits
from kling_studio.core.project import Episode, Project, Scene
from kling_studio.ui.adding import Added
from kling_studio.ui.drops import Drop, FileKind, refusal

Edit = Callable[[Project], Project]
_TAKEN = frozenset({FileKind.PICTURE, FileKind.FILM})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is held: over a row, in its ``upper`` half or not, or below all rows."""

    row_id: str = ""
    upper: bool = False
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Landing:
    """What would happen. Without an ``edit`` nothing, or the files have to be added to the scene ``files_for`` first.

    ``target_id`` is the scene it happens to; ``line_at`` the row at whose upper (or lower) edge something would be put.
    """

    words: str
    refused: bool = False
    target_id: str = ""
    line_at: str = ""
    line_below: bool = False
    edit: Edit | None = None
    label: str = ""
    files_for: str = ""


def landing_of_drop(project: Project, drop: Drop, place: Place) -> Landing:
    """A member or files over a row."""
    scene = project.find_scene(place.row_id)
    if drop.member:
        return _casting(project, drop.member, scene)
    if why := refusal(drop, _TAKEN):
        return Landing(why, refused=True)
    if scene is None:
        return Landing("Drop pictures and films on a scene.", refused=True)
    name = _title(scene)
    pictures, films = len(drop.of(FileKind.PICTURE)), len(drop.of(FileKind.FILM))
    if films > 1:
        return Landing("A scene has one reference video. Drop one film.", refused=True)
    gets = [_counted(pictures, "picture")] if pictures else []
    if films:
        gets.append("a new reference video" if scene.reference_video else "a reference video")
    return Landing(f"{name} gets {' and '.join(gets)}", target_id=scene.id, files_for=scene.id)


def landing_of_scene(project: Project, scene_id: str, place: Place) -> Landing:
    """A scene dragged to another place."""
    scene = project.find_scene(scene_id)
    target = _scene_target(project, place)
    if scene is None or target is None:
        return Landing("That scene is not in this project.", refused=True)
    episode, index = target
    home = next(each for each in project.episodes if scene in each.scenes)
    if episode is home:
        index -= home.scenes.index(scene) < index
        if index == home.scenes.index(scene):
            return Landing(f"{_title(scene)} stays where it is")
    others = [each for each in episode.scenes if each is not scene]
    where = f"before {_title(others[index])}" if index < len(others) else f"to the end of {_title(episode)}"
    line_at, line_below = _scene_line(episode, place)
    return Landing(
        f"Moves {_title(scene)} {where}",
        line_at=line_at,
        line_below=line_below,
        edit=lambda now: edits.move_scene(now, scene_id, index, episode.id),
        label="Move scene",
    )


def landing_of_episode(project: Project, episode_id: str, place: Place) -> Landing:
    """An episode dragged to another place."""
    ids = [episode.id for episode in project.episodes]
    if episode_id not in ids:
        return Landing("That episode is not in this project.", refused=True)
    over = next((e for e in project.episodes if place.row_id in (e.id, *(s.id for s in e.scenes))), None)
    gap = len(ids) if over is None else ids.index(over.id) + (over.id != place.row_id or not place.upper)
    index = gap - (ids.index(episode_id) < gap)
    episode = project.episodes[ids.index(episode_id)]
    if ids[index] == episode_id:
        return Landing(f"{_title(episode)} stays where it is")
    others = [each for each in project.episodes if each.id != episode_id]
    where = f"before {_title(others[index])}" if index < len(others) else "to the end"
    last = project.episodes[-1]
    line_at = ids[gap] if gap < len(ids) else (last.scenes[-1].id if last.scenes else last.id)
    return Landing(
        f"Moves {_title(episode)} {where}",
        line_at=line_at,
        line_below=gap == len(ids),
        edit=lambda now: edits.move_episode(now, episode_id, index),
        label="Move episode",
    )


def given_to_scene(scene_id: str, added: Sequence[Added]) -> Edit:
    """The edit that gives added files to a scene: pictures to its own pictures, a film as its reference video."""

    def edit(project: Project) -> Project:
        scene = project.find_scene(scene_id)
        there = scene.images if scene else ()
        pictures = [file.reference for file in added if file.kind is FileKind.PICTURE]
        films = [file.reference for file in added if file.kind is FileKind.FILM]
        project = edits.set_scene(project, scene_id, images=tuple(dict.fromkeys((*there, *pictures))))
        return edits.set_scene(project, scene_id, reference_video=films[-1]) if films else project

    return edit


def _casting(project: Project, name: str, scene: Scene | None) -> Landing:
    if scene is None:
        return Landing(f"Drop {name} on a scene.", refused=True)
    if project.member(name) is None:
        return Landing(f"Nobody in the cast is called {name}.", refused=True)
    if name in scene.cast:
        return Landing(f"{name} is in {_title(scene)} already.", refused=True, target_id=scene.id)
    return Landing(
        f"Casts {name} in {_title(scene)}",
        target_id=scene.id,
        edit=lambda now: edits.cast_in_scene(now, scene.id, name),
        label="Cast in scene",
    )


def _scene_target(project: Project, place: Place) -> tuple[Episode, int] | None:
    """The episode and the gap between its scenes that a place means."""
    for episode in project.episodes:
        if episode.id == place.row_id:
            return episode, 0 if place.is_open else len(episode.scenes)
        for index, scene in enumerate(episode.scenes):
            if scene.id == place.row_id:
                return episode, index + (not place.upper)
    last = project.episodes[-1] if project.episodes else None
    return (last, len(last.scenes)) if last else None


def _scene_line(episode: Episode, place: Place) -> tuple[str, bool]:
    if place.row_id:
        return place.row_id, episode.id == place.row_id or not place.upper
    return (episode.scenes[-1].id if episode.scenes else episode.id), True


def _title(thing: Scene | Episode) -> str:
    return thing.title or ("the untitled scene" if isinstance(thing, Scene) else "the untitled episode")


def _counted(number: int, what: str) -> str:
    return f"a {what}" if number == 1 else f"{number} {what}s"
