"""Which look a member has in a scene: the one that its episode names."""

from dataclasses import replace

from kling_studio.core.project import CastMember, Episode, Look, Project, Scene


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
    """The member in its look of that name: it has no looks to choose from any more. As it is where there is none."""
    look = look_of(member, name)
    if look is None:
        return member
    return replace(
        member,
        description=" ".join(filter(None, (member.description.strip(), look.description.strip()))),
        images=look.images or member.images,
        ids=look.ids,
        looks=(),
    )


def look_in(project: Project, scene: Scene, member: CastMember) -> Look | None:
    """The look that the member has in the scene; none where it looks as ever."""
    episode = _episode_of(project, scene)
    return None if episode is None else look_of(member, dict(episode.looks).get(member.name, ""))


def look_of(member: CastMember, name: str) -> Look | None:
    """The member's look of that name, if it has one."""
    return next((look for look in member.looks if look.name == name), None)


def _episode_of(project: Project, scene: Scene) -> Episode | None:
    for episode in project.episodes:
        if episode.looks and any(other.id == scene.id for other in episode.scenes):
            return episode
    return None
