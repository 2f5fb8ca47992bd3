"""Edits of shots. Each takes a project and returns the next one; ids of new shots are arguments.

A scene keeps at least one shot, and a shot at least one second; the limits of a model are findings, not refusals.
"""

from dataclasses import replace
from typing import TypedDict, Unpack

from kling_studio.core.edits._tree import change_shots, index_of, inserted, moved, scene_of_shot, with_item
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import DialogueLine, Project, Shot


class ShotFields(TypedDict, total=False):
    """What :func:`set_shot` can set."""

    prompt: str
    camera: str
    dialogue: tuple[DialogueLine, ...]
    notes: str


def add_shot(project: Project, scene_id: str, shot: Shot, index: int | None = None) -> Project:
    """Put a new shot into a scene, at ``index`` or at the end."""
    return change_shots(project, scene_id, lambda shots: inserted(shots, shot, index))


def duplicate_shot(project: Project, shot_id: str, new_id: str) -> Project:
    """Put a copy of a shot right behind it."""
    scene = scene_of_shot(project, shot_id)
    index = index_of(scene.shots, shot_id, "shot")
    copy = replace(scene.shots[index], id=new_id)
    return change_shots(project, scene.id, lambda shots: inserted(shots, copy, index + 1))


def delete_shot(project: Project, shot_id: str) -> Project:
    """Take a shot out; those behind it close up."""
    scene = scene_of_shot(project, shot_id)
    if len(scene.shots) == 1:
        raise EditRejected("A scene keeps at least one shot.", "Delete the scene instead.")
    return change_shots(project, scene.id, lambda shots: with_item(shots, index_of(shots, shot_id, "shot")))


def move_shot(project: Project, shot_id: str, index: int, scene_id: str | None = None) -> Project:
    """Move a shot so that it stands at ``index`` of its scene, or of the scene ``scene_id``."""
    home = scene_of_shot(project, shot_id)
    if scene_id is None or scene_id == home.id:
        return change_shots(project, home.id, lambda shots: moved(shots, shot_id, index, "shot"))
    shot = home.shots[index_of(home.shots, shot_id, "shot")]
    return add_shot(delete_shot(project, shot_id), scene_id, shot, index)


def trim_shot(project: Project, shot_id: str, seconds: int) -> Project:
    """Give a shot another length; those behind it ripple."""
    return _with_seconds(project, {shot_id: seconds})


def roll_cut(project: Project, shot_id: str, seconds: int) -> Project:
    """Give a shot another length at the cost of the next one, so that the scene's length stays."""
    scene = scene_of_shot(project, shot_id)
    index = index_of(scene.shots, shot_id, "shot")
    if index + 1 == len(scene.shots):
        raise EditRejected("There is no shot behind the last one to roll into.", "Trim it instead.")
    following = scene.shots[index + 1]
    rest = scene.shots[index].seconds + following.seconds - seconds
    return _with_seconds(project, {shot_id: seconds, following.id: rest})


def split_shot(project: Project, shot_id: str, at_seconds: int, new_id: str) -> Project:
    """Cut a shot in two, ``at_seconds`` after its start. Both keep the words, the first keeps the dialogue."""
    scene = scene_of_shot(project, shot_id)
    index = index_of(scene.shots, shot_id, "shot")
    shot = scene.shots[index]
    if not 0 < at_seconds < shot.seconds:
        raise EditRejected("A cut must leave at least one second on both sides.")
    first = replace(shot, seconds=at_seconds)
    second = replace(shot, id=new_id, seconds=shot.seconds - at_seconds, dialogue=())
    return change_shots(project, scene.id, lambda shots: with_item(shots, index, first, second))


def merge_shots(project: Project, shot_id: str) -> Project:
    """Join a shot with the one behind it: seconds add up, words and dialogue follow each other."""
    scene = scene_of_shot(project, shot_id)
    index = index_of(scene.shots, shot_id, "shot")
    if index + 1 == len(scene.shots):
        raise EditRejected("There is no shot behind the last one to merge with.")
    first, second = scene.shots[index : index + 2]
    merged = replace(
        first,
        prompt=_joined(first.prompt, second.prompt, " "),
        seconds=first.seconds + second.seconds,
        camera=_joined(first.camera, second.camera, ", then "),
        dialogue=first.dialogue + second.dialogue,
        notes=_joined(first.notes, second.notes, "\n"),
    )
    rest = scene.shots[index + 2 :]
    return change_shots(project, scene.id, lambda shots: (*shots[:index], merged, *rest))


def set_shot(project: Project, shot_id: str, **fields: Unpack[ShotFields]) -> Project:
    """Set the words, camera, dialogue or notes of a shot."""
    scene = scene_of_shot(project, shot_id)
    index = index_of(scene.shots, shot_id, "shot")
    shot = replace(scene.shots[index], **fields)
    return change_shots(project, scene.id, lambda shots: with_item(shots, index, shot))


def even_shots(project: Project, scene_id: str, seconds: int, new_ids: tuple[str, ...]) -> Project:
    """Lay a scene out as ``len(new_ids)`` empty shots of equal length, such as the pattern "3 x 5 s"."""
    if seconds < 1 or not new_ids:
        raise EditRejected("A pattern needs at least one shot of one second.")
    shots = tuple(Shot(id=new_id, seconds=seconds) for new_id in new_ids)
    return change_shots(project, scene_id, lambda _: shots)


def _with_seconds(project: Project, lengths: dict[str, int]) -> Project:
    if min(lengths.values()) < 1:
        raise EditRejected("A shot lasts at least one second.")
    scene = scene_of_shot(project, next(iter(lengths)))
    return change_shots(
        project,
        scene.id,
        lambda shots: tuple(
            replace(shot, seconds=lengths[shot.id]) if shot.id in lengths else shot for shot in shots
        ),
    )


def _joined(first: str, second: str, between: str) -> str:
    if first == second:
        return first
    return between.join(part for part in (first, second) if part)
