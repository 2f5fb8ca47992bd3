"""What a drop does to the cast: in words before it is let go, and as one edit when its files are in the project."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeVar

from kling_studio.core import edits
from kling_studio.core.project import CastMember, Project, View, ViewKind, Voice
from kling_studio.ui.adding import Added
from kling_studio.ui.cast.naming import member_of_name, view_of_name
from kling_studio.ui.drops import Brought, Drop, FileKind, listed, refusal

Edit = Callable[[Project], Project]
File = TypeVar("File", Brought, Added)


@dataclass(frozen=True, slots=True)
class Landing:
    """What would happen, in words; or why nothing would."""

    words: str
    refused: bool = False


def on_member(drop: Drop, member: CastMember) -> Landing:
    """A drop of files on a member's card."""
    if why := refusal(drop):
        return Landing(why, refused=True)
    pictures, films, sounds = (drop.of(kind) for kind in (FileKind.PICTURE, FileKind.FILM, FileKind.SOUND))
    if len(films) > 1 or len(sounds) > 1:
        what = "clip" if len(films) > 1 else "voice sample"
        return Landing(f"{member.name} has one {what}. Drop one {'film' if films[1:] else 'sound'}.", True)
    gets = [_views_text([view_kind(file.name) for file in pictures])] if pictures else []
    gets += [_slot_text("clip", member.clip)] if films else []
    sample = member.voice.sample if member.voice else None
    gets += [_slot_text("voice sample", sample)] if sounds else []
    return Landing(f"{member.name} gets {listed(gets)}")


def on_empty(drop: Drop, project: Project) -> Landing:
    """A drop of files beside the cards."""
    if why := refusal(drop):
        return Landing(why, refused=True)
    groups = _grouped(drop.things)
    if len(groups) > 3:
        return Landing(f"Adds {len(groups)} members to the cast")
    return Landing(f"Adds {listed(edits.free_name(project, name) for name, _ in groups)} to the cast")


def given_to_member(member_id: str, added: Sequence[Added]) -> Edit:
    """The edit that gives added files to a member: pictures as views, a film as its clip, a sound as its voice."""

    def edit(project: Project) -> Project:
        views = tuple(
            View(file.reference, view_kind(file.name)) for file in added if file.kind is FileKind.PICTURE
        )
        project = edits.add_views(project, member_id, views)
        for file in added:
            if file.kind is FileKind.FILM:
                project = edits.set_member(project, member_id, clip=file.reference)
            elif file.kind is FileKind.SOUND:
                voice = next(member.voice for member in project.cast if member.id == member_id)
                project = edits.set_member(project, member_id, voice=with_sample(voice, file))
        return project

    return edit


def made_members(added: Sequence[Added], new_id: Callable[[], str]) -> tuple[tuple[str, ...], Edit]:
    """The edit that makes members of added files, one for each name, and the ids of the new members."""
    groups = _grouped(added)
    ids = tuple(new_id() for _ in groups)

    def edit(project: Project) -> Project:
        for member_id, (name, files) in zip(ids, groups, strict=True):
            project = edits.add_member(project, CastMember(member_id, edits.free_name(project, name)))
            project = given_to_member(member_id, files)(project)
        return project

    return ids, edit


def with_sample(voice: Voice | None, file: Added) -> Voice:
    """The voice with another sample; what providers made of an earlier sample is another voice and goes."""
    if voice is None:
        return Voice(name=PurePosixPath(file.name).stem.replace("_", " "), sample=file.reference)
    return replace(voice, sample=file.reference, ids=() if voice.sample else voice.ids)


def view_kind(file_name: str) -> ViewKind:
    """The view that a file's name tells, or front."""
    return view_of_name(file_name) or ViewKind.FRONT


def _grouped(files: Iterable[File]) -> list[tuple[str, list[File]]]:
    """Files by whose they are; a second clip or voice of the same name begins another member."""
    groups: list[tuple[str, list[File]]] = []
    for file in files:
        name = member_of_name(file.name)
        home = next((group for own, group in groups if own == name and _has_room(group, file)), None)
        if home is None:
            groups.append((name, [file]))
        else:
            home.append(file)
    return groups


def _has_room(group: list[File], file: File) -> bool:
    return file.kind is FileKind.PICTURE or all(other.kind is not file.kind for other in group)


def _views_text(kinds: list[ViewKind]) -> str:
    if len(kinds) > 3:
        return f"{len(kinds)} views"
    if len(kinds) == 1:
        return f"{'an' if kinds[0] is ViewKind.OUTFIT else 'a'} {kinds[0]} view"
    return f"{listed(kinds)} views"


def _slot_text(what: str, there: str | None) -> str:
    return f"a new {what} instead of the old one" if there else f"a {what}"
