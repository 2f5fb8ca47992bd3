"""Which one picture stands for a shot, where there is room for one."""

from collections.abc import Iterator

from kling_studio.core.looks import dressed
from kling_studio.core.project import CastMember, Project, Scene, Shot, ViewKind
from kling_studio.core.prompt import mentions


def still_of(project: Project, scene: Scene, shot: Shot) -> str | None:
    """The reference of the picture that shows ``shot`` best, in the order of the animatic; ``None`` if there is none.

    The scene's start frame for its first shot, else who is mentioned or speaks in the shot, else the scene's own
    pictures in turn, else whom the scene casts.
    """
    index = next((place for place, other in enumerate(scene.shots) if other.id == shot.id), 0)
    if index == 0 and scene.start_frame:
        return scene.start_frame
    project = dressed(project, scene)
    return (
        _first_picture(project, _named_in(project, shot))
        or (scene.images[index % len(scene.images)] if scene.images else None)
        or _first_picture(project, iter(scene.cast))
    )


def primary_view(member: CastMember) -> str | None:
    """The picture a member is known by: the first from the front, else the first."""
    front = (view.path for view in member.images if view.view is ViewKind.FRONT)
    return next(front, member.images[0].path if member.images else None)


def _named_in(project: Project, shot: Shot) -> Iterator[str]:
    names = tuple(member.name for member in project.cast)
    for text in (shot.prompt, *(line.text for line in shot.dialogue), shot.camera):
        yield from (mention.name for mention in mentions(text, names))
    yield from (line.character for line in shot.dialogue)


def _first_picture(project: Project, names: Iterator[str]) -> str | None:
    members = (member for name in names if (member := project.member(name)))
    return next((picture for member in members if (picture := primary_view(member))), None)
