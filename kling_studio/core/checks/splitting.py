"""A scene that is too much for one render, made two."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Fix
from kling_studio.core.checks.ways_out import fits
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import ModeName, Project, Scene


def split_fix(at: Context, holds: Callable[[Scene], bool]) -> Fix | None:
    """The split between two shots whose first half ``holds``: where both do if there is one, else the most even.

    ``None`` where no split does, or where a half could not be rendered as it would stand.
    """
    places = [place for place in _places(at) if holds(_halves(at.scene, place)[0])]
    if not places:
        return None

    def unevenness(place: int) -> tuple[bool, int]:
        first, second = _halves(at.scene, place)
        return not holds(second), abs(first.seconds - second.seconds)

    best = min(places, key=unevenness)
    return Fix(f"Split the scene before shot {best + 1}", partial(_split, scene_id=at.scene.id, at_shot=best))


def _places(at: Context) -> Iterator[int]:
    """Every shot before which the scene can be split. What a clip or a frame gives, only one half would have."""
    clip = at.mode.seconds_from_source or at.mode.video
    if clip or at.scene.mode is ModeName.IMAGE:
        return
    for place in range(1, len(at.scene.shots)):
        if all(_can_be_sent(at, half) for half in _halves(at.scene, place)):
            yield place


def _halves(scene: Scene, place: int) -> tuple[Scene, Scene]:
    """As :func:`edits.split_scene` leaves them."""
    return (
        replace(scene, shots=scene.shots[:place], end_frame=None),
        replace(scene, shots=scene.shots[place:], start_frame=None),
    )


def _can_be_sent(at: Context, half: Scene) -> bool:
    mode = choose_mode(at.project, half, at.model).mode
    told = half.prompt.strip() or all(shot.prompt.strip() for shot in half.shots)
    return bool(told) and mode is not None and fits(half, mode)


def _split(project: Project, scene_id: str, at_shot: int) -> Project:
    taken = {scene.id for scene in project.scenes()}
    new_id = next(name for turn in count(2) if (name := f"{scene_id}-{turn}") not in taken)
    return edits.split_scene(project, scene_id, at_shot, new_id)
