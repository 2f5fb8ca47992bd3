"""Edits of the spoken lines of one shot, by their place. A line that is gone is left alone."""

from collections.abc import Callable
from dataclasses import replace

from kling_studio.core import edits
from kling_studio.core.project import DialogueLine, Project, Shot

Lines = tuple[DialogueLine, ...]


def with_lines(shot_id: str, change: Callable[[Lines], Lines]) -> Callable[[Project], Project]:
    """The edit that changes the lines of a shot."""

    def edit(project: Project) -> Project:
        shot = find_shot(project, shot_id)
        return project if shot is None else edits.set_shot(project, shot_id, dialogue=change(shot.dialogue))

    return edit


def set_line(
    shot_id: str, index: int, change: Callable[[DialogueLine], DialogueLine]
) -> Callable[[Project], Project]:
    """The edit that changes one line."""
    return with_lines(
        shot_id,
        lambda lines: tuple(change(line) if place == index else line for place, line in enumerate(lines)),
    )


def add_line(shot_id: str, line: DialogueLine) -> Callable[[Project], Project]:
    """The edit that puts a line behind the others."""
    return with_lines(shot_id, lambda lines: (*lines, line))


def remove_line(shot_id: str, index: int) -> Callable[[Project], Project]:
    """The edit that takes a line out."""
    return with_lines(shot_id, lambda lines: lines[:index] + lines[index + 1 :])


def move_line(shot_id: str, index: int, to: int) -> Callable[[Project], Project]:
    """The edit that exchanges a line with the one at ``to``; the same project where there is none."""

    def moved(lines: Lines) -> Lines:
        if not (0 <= index < len(lines) and 0 <= to < len(lines)):
            return lines
        rest = [*lines[:index], *lines[index + 1 :]]
        rest.insert(to, lines[index])
        return tuple(rest)

    return with_lines(shot_id, moved)


def write_emotion(shot_id: str, index: int) -> Callable[[Project, str], Project]:
    """Where the emotion field of a line writes."""
    return lambda project, text: set_line(shot_id, index, lambda line: replace(line, emotion=text))(project)


def write_text(shot_id: str, index: int) -> Callable[[Project, str], Project]:
    """Where the text field of a line writes."""
    return lambda project, text: set_line(shot_id, index, lambda line: replace(line, text=text))(project)


def find_shot(project: Project, shot_id: str) -> Shot | None:
    """The shot with this id, if it is still there."""
    return next((shot for scene in project.scenes() for shot in scene.shots if shot.id == shot_id), None)
