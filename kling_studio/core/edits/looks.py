"""Edits of how members look for a while, and of the episodes in which each look holds."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict, Unpack

from kling_studio.core.edits._tree import change_episode, change_member, index_of
from kling_studio.core.errors import EditRejected
from kling_studio.core.looks import look_of
from kling_studio.core.project import CastMember, Episode, Look, Project, View


class LookFields(TypedDict, total=False):
    """What :func:`set_look` can set; the name has :func:`rename_look`."""

    description: str
    images: tuple[View, ...]


def add_look(project: Project, member_id: str, look: Look) -> Project:
    """Give a member one more look."""
    return change_member(
        project,
        member_id,
        lambda member: replace(member, looks=(*member.looks, _named(member.looks, look, look.name))),
    )


def set_look(project: Project, member_id: str, name: str, **fields: Unpack[LookFields]) -> Project:
    """Set fields of a member's look."""
    return _change_look(project, member_id, name, lambda look: replace(look, **fields))


def rename_look(project: Project, member_id: str, name: str, new: str) -> Project:
    """Rename a look, in the member and in every episode that names it."""
    member = project.cast[index_of(project.cast, member_id, "member of the cast")]
    others = tuple(look for look in member.looks if look.name != name)
    project = _change_look(project, member_id, name, lambda look: _named(others, look, new))
    pair, renamed = (member.name, name), (member.name, new.strip())
    return with_worn(project, lambda worn: tuple(renamed if one == pair else one for one in worn))


def delete_look(project: Project, member_id: str, name: str) -> Project:
    """Take a look from a member and from every episode that names it."""
    member = project.cast[index_of(project.cast, member_id, "member of the cast")]
    rest = tuple(look for look in member.looks if look.name != name)
    project = change_member(project, member_id, lambda now: replace(now, looks=rest))
    return with_worn(project, lambda worn: tuple(one for one in worn if one != (member.name, name)))


def wear(project: Project, episode_id: str, member_id: str, name: str) -> Project:
    """Let a member have a look in an episode; an empty name is the member's own look."""
    member = project.cast[index_of(project.cast, member_id, "member of the cast")]
    if name and look_of(member, name) is None:
        raise EditRejected(f"{member.name} has no look called {name}.")

    def changed(episode: Episode) -> Episode:
        others = tuple(one for one in episode.looks if one[0] != member.name)
        return replace(episode, looks=(*others, (member.name, name)) if name else others)

    return change_episode(project, episode_id, changed)


def with_worn(
    project: Project, change: Callable[[tuple[tuple[str, str], ...]], tuple[tuple[str, str], ...]]
) -> Project:
    """The project with the looks that its episodes name changed, as renaming and deleting ask for."""

    def changed(episode: Episode) -> Episode:
        worn = change(episode.looks)
        return episode if worn == episode.looks else replace(episode, looks=worn)

    episodes = tuple(changed(episode) for episode in project.episodes)
    same = all(new is old for new, old in zip(episodes, project.episodes, strict=True))
    return project if same else replace(project, episodes=episodes)


def _change_look(project: Project, member_id: str, name: str, change: Callable[[Look], Look]) -> Project:
    def changed(member: CastMember) -> CastMember:
        if look_of(member, name) is None:
            raise EditRejected(f"{member.name} has no look called {name} any more.")
        looks = tuple(change(look) if look.name == name else look for look in member.looks)
        return replace(member, looks=looks)

    return change_member(project, member_id, changed)


def _named(others: tuple[Look, ...], look: Look, name: str) -> Look:
    name = name.strip()
    if not name:
        raise EditRejected("A look needs a name.")
    if any(other.name == name for other in others):
        raise EditRejected(f"There is already a look called {name}.", "Choose another name.")
    return replace(look, name=name)
