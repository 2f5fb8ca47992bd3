"""Edits of the cast, and of which members a scene casts. Names are unique and are written ``@Name`` in the words."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict, Unpack

from kling_studio.core.edits._names import (
    can_be_named,
    captures,
    checked_name,
    free_among,
    free_name,
    name_key,
    taken_names,
    written,
)
from kling_studio.core.edits._tree import (
    change_member,
    change_scene,
    index_of,
    inserted,
    moved,
    with_item,
)
from kling_studio.core.edits.looks import with_worn
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import (
    CastMember,
    Episode,
    MemberKind,
    Project,
    Scene,
    Shot,
    View,
    ViewKind,
    Voice,
)
from kling_studio.core.prompt import renamed

_CHANGE_WORDS = "Change these words first, or choose another name."


class MemberFields(TypedDict, total=False):
    """What :func:`set_member` can set; the name has :func:`rename_member`."""

    kind: MemberKind
    description: str
    images: tuple[View, ...]
    clip: str | None
    voice: Voice | None


def add_member(project: Project, member: CastMember, index: int | None = None) -> Project:
    """Put a new member into the cast."""
    named = replace(member, name=checked_name(project, member.name))
    return replace(project, cast=inserted(project.cast, named, index))


def add_members(project: Project, members: tuple[CastMember, ...], index: int | None = None) -> Project:
    """Put many new members at ``index``, or behind the others, each under the next free variant of its name."""
    taken = taken_names(project)
    named = []
    for member in members:
        if not can_be_named(member.name):
            raise EditRejected(f"{member.name or 'Nothing'} cannot be a name.", "Choose another name.")
        name = free_among(taken, member.name)
        taken.add(name_key(name))
        named.append(replace(member, name=name))
    place = len(project.cast) if index is None else max(0, index)
    return replace(project, cast=(*project.cast[:place], *named, *project.cast[place:])) if named else project


def duplicate_member(project: Project, member_id: str, new_id: str) -> Project:
    """Put a copy of a member behind it, under the next free name.

    What providers made of the first, its place in the library and what was chosen among its takes stay its own.
    """
    index = index_of(project.cast, member_id, "member of the cast")
    member = project.cast[index]
    looks = tuple(replace(look, ids=()) for look in member.looks)
    copy = replace(member, id=new_id, name=free_name(project, member.name), ids=(), looks=looks)
    return add_member(project, replace(copy, library=None, sheet=()), index + 1)


def delete_member(project: Project, member_id: str) -> Project:
    """Take a member out of the cast and of every scene's list; the words that name it stay as they are."""
    index = index_of(project.cast, member_id, "member of the cast")
    name = project.cast[index].name

    def without(scene: Scene) -> Scene:
        return replace(scene, cast=tuple(other for other in scene.cast if other != name))

    rest = replace(project, cast=with_item(project.cast, index))
    rest = with_worn(rest, lambda worn: tuple(one for one in worn if one[0] != name))
    return _every_scene(rest, lambda scene: without(scene) if name in scene.cast else scene)


def move_member(project: Project, member_id: str, index: int) -> Project:
    """Move a member so that it stands at ``index`` of the cast."""
    cast = moved(project.cast, member_id, index, "member of the cast")
    return project if cast is project.cast else replace(project, cast=cast)


def rename_member(project: Project, member_id: str, name: str) -> Project:
    """Rename a member everywhere at once: in the cast, the scenes' lists, the dialogue and ``@Name`` in all words."""
    index = index_of(project.cast, member_id, "member of the cast")
    old = project.cast[index].name
    new = checked_name(replace(project, cast=with_item(project.cast, index)), name)
    if new == old:
        return project
    names = tuple(member.name for member in project.cast)

    of_old, of_new, captured = written(old), written(new), captures(old, new, names)

    def in_words(text: str) -> str:
        after = renamed(text, old, new, names) if of_old.search(text) else text
        if after is not text or of_new.search(text):
            loser = captured(text, after)
            if loser == new:
                raise EditRejected(f"“@{old}” in the words would become part of another name.", _CHANGE_WORDS)
            if loser:
                raise EditRejected(
                    f"The words hold “@{new}” where they mean {loser}, and would then mean somebody else.",
                    _CHANGE_WORDS,
                )
        return after

    def renamed_member(member: CastMember) -> CastMember:
        changed = replace(
            member,
            description=in_words(member.description),
            looks=tuple(replace(look, description=in_words(look.description)) for look in member.looks),
        )
        if member.id == member_id:
            changed = replace(changed, name=new)
        return member if changed == member else changed

    named = replace(project, cast=tuple(renamed_member(member) for member in project.cast))
    named = with_worn(named, lambda worn: tuple((new if one[0] == old else one[0], one[1]) for one in worn))
    return _every_scene(named, lambda scene: _renamed_scene(scene, old, new, in_words))


def set_member(project: Project, member_id: str, **fields: Unpack[MemberFields]) -> Project:
    """Set fields of a member. Another clip is whole."""

    def changed(member: CastMember) -> CastMember:
        new = replace(member, **fields)
        return new if new.clip == member.clip else replace(new, clip_cut=None)

    return change_member(project, member_id, changed)


def add_views(project: Project, member_id: str, views: tuple[View, ...], index: int | None = None) -> Project:
    """Give a member more reference pictures; one that it has already is not added twice."""

    def added(member: CastMember) -> CastMember:
        have = {view.path for view in member.images}
        new: dict[str, View] = {}
        for view in views:
            if view.path not in have:
                new.setdefault(view.path, view)
        place = len(member.images) if index is None else max(0, index)
        return replace(member, images=(*member.images[:place], *new.values(), *member.images[place:]))

    return change_member(project, member_id, added)


def set_view(project: Project, member_id: str, index: int, kind: ViewKind) -> Project:
    """Say what the picture at ``index`` shows."""

    def labelled(member: CastMember) -> CastMember:
        _check_view(member, index)
        images = member.images
        view = replace(images[index], view=kind)
        return replace(member, images=(*images[:index], view, *images[index + 1 :]))

    return change_member(project, member_id, labelled)


def move_view(project: Project, member_id: str, index: int, to_index: int) -> Project:
    """Reorder a member's pictures; the first of its front views is the primary one."""

    def reordered(member: CastMember) -> CastMember:
        _check_view(member, index)
        rest = (*member.images[:index], *member.images[index + 1 :])
        place = max(0, to_index)
        return replace(member, images=(*rest[:place], member.images[index], *rest[place:]))

    return change_member(project, member_id, reordered)


def remove_view(project: Project, member_id: str, index: int) -> Project:
    """Take a picture from a member; its file stays in the project folder."""

    def without(member: CastMember) -> CastMember:
        _check_view(member, index)
        return replace(member, images=(*member.images[:index], *member.images[index + 1 :]))

    return change_member(project, member_id, without)


def cast_in_scene(project: Project, scene_id: str, name: str) -> Project:
    """List a member in a scene, so that its references are sent with it."""
    if project.member(name) is None:
        raise EditRejected(f"Nobody in the cast is called {name}.")
    return change_scene(
        project,
        scene_id,
        lambda scene: scene if name in scene.cast else replace(scene, cast=(*scene.cast, name)),
    )


def uncast_from_scene(project: Project, scene_id: str, name: str) -> Project:
    """Take a name from a scene's list."""
    return change_scene(
        project, scene_id, lambda scene: replace(scene, cast=tuple(n for n in scene.cast if n != name))
    )


def _check_view(member: CastMember, index: int) -> None:
    if not 0 <= index < len(member.images):
        raise EditRejected("That picture is no longer there.")


def _renamed_scene(scene: Scene, old: str, new: str, in_words: Callable[[str], str]) -> Scene:
    cast = dict.fromkeys(new if name == old else name for name in scene.cast)
    changed = replace(
        scene,
        prompt=in_words(scene.prompt),
        negative_prompt=in_words(scene.negative_prompt),
        cast=tuple(cast) if old in scene.cast else scene.cast,
        shots=tuple(_renamed_shot(shot, old, new, in_words) for shot in scene.shots),
    )
    return scene if changed == scene else changed


def _renamed_shot(shot: Shot, old: str, new: str, in_words: Callable[[str], str]) -> Shot:
    prompt, camera, notes = in_words(shot.prompt), in_words(shot.camera), in_words(shot.notes)
    dialogue = tuple(
        replace(line, character=new if line.character == old else line.character, text=in_words(line.text))
        for line in shot.dialogue
    )
    if (prompt, camera, notes, dialogue) == (shot.prompt, shot.camera, shot.notes, shot.dialogue):
        return shot
    return replace(shot, prompt=prompt, camera=camera, notes=notes, dialogue=dialogue)


def _every_scene(project: Project, change: Callable[[Scene], Scene]) -> Project:
    def every(episode: Episode) -> Episode:
        scenes = tuple(change(scene) for scene in episode.scenes)
        unchanged = all(new is old for new, old in zip(scenes, episode.scenes, strict=True))
        return episode if unchanged else replace(episode, scenes=scenes)

    return replace(project, episodes=tuple(every(episode) for episode in project.episodes))
