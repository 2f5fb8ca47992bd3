"""Which look a member has in a scene: the one that its episode names."""

from dataclasses import dataclass, fields, replace

from kling_studio.core.project import CastMember, Episode, Look, Project, Scene, View

_NO_LOOK = Look("")


@dataclass(frozen=True, slots=True)
class Dressed(CastMember):
    """A member in a look, which is ``worn``; nothing of it is ever kept. ``own_description`` is without the look's."""

    worn: Look = _NO_LOOK
    own_description: str = ""


def dressed(project: Project, scene: Scene) -> Project:
    """The project with every member as it looks in the episode of ``scene``.

    The very same project where the episode names no look, or the scene is in none.
    """
    episode = _episode_of(project, scene)
    if episode is None:
        return project
    worn = dict(episode.looks)
    return replace(project, cast=tuple(in_look(member, worn.get(member.name, "")) for member in project.cast))


def in_look(member: CastMember, name: str) -> CastMember:
    """The member in its look of that name: it has no looks to choose from any more. As it is where there is none.

    The look's pictures take the place of the member's of the same kind; what it does not show stays as it is.
    """
    look = look_of(member, name)
    if look is None:
        return member
    own = {field.name: getattr(member, field.name) for field in fields(CastMember)}
    own |= {
        "description": " ".join(filter(None, (member.description.strip(), look.description.strip()))),
        "images": _merged(member.images, look.images),
        "ids": look.ids,
        "looks": (),
    }
    return Dressed(**own, worn=look, own_description=member.description)


def worn_by(member: CastMember) -> Look | None:
    """The look that a member is in; none where it looks as ever."""
    return member.worn if isinstance(member, Dressed) else None


def look_in(project: Project, scene: Scene, member: CastMember) -> Look | None:
    """The look that the member has in the scene; none where it looks as ever."""
    episode = _episode_of(project, scene)
    return None if episode is None else look_of(member, dict(episode.looks).get(member.name, ""))


def look_of(member: CastMember, name: str) -> Look | None:
    """The member's look of that name, if it has one."""
    return next((look for look in member.looks if look.name == name), None)


def _merged(own: tuple[View, ...], looks: tuple[View, ...]) -> tuple[View, ...]:
    """The look's views stand where the member's first of their kind stood, else behind all of them."""
    kinds, paths = {view.view for view in looks}, {view.path for view in looks}
    views: list[View] = []
    for view in own:
        if view.view in kinds:
            views += (new for new in looks if new.view is view.view and new not in views)
        elif view.path not in paths:
            views.append(view)
    return (*views, *(view for view in looks if view not in views))


def _episode_of(project: Project, scene: Scene) -> Episode | None:
    for episode in project.episodes:
        if episode.looks and any(other.id == scene.id for other in episode.scenes):
            return episode
    return None
