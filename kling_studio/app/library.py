"""Between a project's cast and the shared library: keep, take, compare, update.

What reads and copies files is for another thread; each ends in an edit of the project that is one undo step.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected, KnownError
from kling_studio.core.library import Comparison, compare, merged, with_made
from kling_studio.core.project import CastMember, LibraryLink, Project, is_address
from kling_studio.storage.library import Library
from kling_studio.storage.library_content import PathOf, content, member_references, with_member_references
from kling_studio.storage.library_files import Version
from kling_studio.storage.library_reading import Shelf
from kling_studio.storage.media_files import sha256_of

AddMedia = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of members that were to be kept: the new links by the members' ids, and why others were refused."""

    links: Mapping[str, LibraryLink]
    refusals: tuple[KnownError, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """What is wanted of the library: an entry in its newest version, or in one that is named."""

    entry_id: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A member whose media are in the project now; it is new there, or stands for what ``replaces`` was."""

    member: CastMember
    replaces: CastMember | None = None


def opened(library: Library, project: Project, now: datetime) -> Shelf:
    """What is in the library, once what was in its bin for too long is gone; what ``project`` is linked to is spared.

    Raises:
        KnownError: the disk refuses to tell what there is.
    """
    linked = {member.library.id for member in project.cast if member.library is not None}
    with contextlib.suppress(KnownError):  # a bin that cannot be emptied keeps nobody from the library
        library.empty_bin(now, linked)
    return library.shelf()


def keep(
    library: Library,
    members: Iterable[CastMember],
    path_of: PathOf,
    title: str,
    versions_of: Mapping[str, str],
) -> Kept:
    """Keep members, each as a version of what it is linked to, or what ``versions_of`` names by its id, or as new."""
    links: dict[str, LibraryLink] = {}
    refusals: list[KnownError] = []
    for member in members:
        entry_id = member.library.id if member.library else versions_of.get(member.id)
        try:
            version = library.keep(member, path_of, project=title, entry_id=entry_id)
        except KnownError as refusal:
            refusals.append(refusal)
        else:
            links[member.id] = LibraryLink(version.id, version.number)
    return Kept(links, tuple(refusals))


def link_members(project: Project, links: Mapping[str, LibraryLink]) -> Project:
    """The project whose members know what they are in the library; who is gone meanwhile is passed over."""
    cast = tuple(replace(one, library=links.get(one.id, one.library)) for one in project.cast)
    return project if cast == project.cast else replace(project, cast=cast)


def twins(project: Project, shelf: Shelf, entry_ids: Iterable[str]) -> dict[str, CastMember]:
    """Members of the project that are these entries already, or at least have their names; by the entries' ids."""
    by_link = {member.library.id: member for member in project.cast if member.library is not None}
    found: dict[str, CastMember] = {}
    for entry_id in entry_ids:
        entry = shelf.entries.get(entry_id)
        if entry is not None:
            twin = by_link.get(entry_id) or project.member(entry.member.name)
            if twin is not None:
                found[entry_id] = twin
    return found


def names_beside(project: Project, shelf: Shelf, entry_ids: Iterable[str]) -> list[str]:
    """What entries would be called as new members of the project."""
    names: list[str] = []
    for entry_id in entry_ids:
        name = edits.free_name(project, shelf.entries[entry_id].member.name)
        project = edits.add_member(project, CastMember("", name))
        names.append(name)
    return names


def take(
    library: Library,
    picks: Sequence[Pick],
    path_of: PathOf,
    add_media: AddMedia,
    into: Mapping[str, CastMember],
) -> tuple[Taken, ...]:
    """Copy the media of members of the library into the project; ``into`` names members that shall become them.

    One that is linked and gets the newest version keeps what only the project changed.

    Raises:
        KnownError: an entry or one of its files is missing, or the disk refuses. Nothing is taken then.
    """
    shelf = library.shelf()
    taken: list[Taken] = []
    for pick in picks:
        entry = shelf.entries.get(pick.entry_id)
        if entry is None:
            raise KnownError("That member is not in the library any more.", "Open the library again.")
        version = entry.newest if pick.number is None else library.version(pick.entry_id, pick.number)
        twin = into.get(pick.entry_id)
        theirs = _brought(library, version, add_media)
        is_linked = twin is not None and twin.library is not None and twin.library.id == pick.entry_id
        if twin is None:
            taken.append(Taken(theirs))
        elif is_linked and pick.number is None:
            taken.append(Taken(_updated(library, twin, theirs, path_of), twin))
        else:
            taken.append(Taken(replace(theirs, id=twin.id, name=twin.name, sheet=twin.sheet), twin))
    return tuple(taken)


def place_members(
    project: Project, taken: Sequence[Taken], new_ids: Sequence[str], index: int | None = None
) -> Project:
    """Put what was taken into the cast, new ones at ``index`` under names that are free.

    Raises:
        EditRejected: a member that was to become another one was changed or deleted meanwhile.
    """
    project = _with_replaced(
        project, [(one.replaces, one.member) for one in taken if one.replaces is not None]
    )
    new = [
        replace(one.member, id=new_id)
        for one, new_id in zip(taken, new_ids, strict=True)
        if one.replaces is None
    ]
    return edits.add_members(project, tuple(new), index)


def compare_member(library: Library, member: CastMember, path_of: PathOf) -> Comparison:
    """How a linked member stands to the library. Reads the member's files.

    Raises:
        KnownError: the disk refuses to read the library.
    """
    link = member.library
    entry = library.shelf().entry(link.id) if link else None
    newest = entry.newest.content if entry else None
    mine = content(member, lambda reference: library.name_of(reference, path_of))
    return compare(mine, newest, _base(library, member))


def newer_in_library(project: Project, shelf: Shelf) -> frozenset[str]:
    """The ids of members of which the library has a newer version than the one they were taken from."""
    found = set()
    for member in project.cast:
        entry = shelf.entry(member.library.id) if member.library else None
        if entry is not None and member.library is not None and entry.newest.number > member.library.version:
            found.add(member.id)
    return frozenset(found)


def _base(library: Library, member: CastMember) -> CastMember | None:
    """The version that a member was last the same as, unless that is lost."""
    if member.library is None:
        return None
    try:
        return library.version(member.library.id, member.library.version).content
    except KnownError:
        return None


def _brought(library: Library, version: Version, add_media: AddMedia) -> CastMember:
    """The member of a version with its files in the project."""
    member, brought = version.member, {}
    for reference in member_references(member):
        if is_address(reference):
            continue
        path = library.path_of(reference)
        if path is None or not path.is_file():
            raise KnownError(
                f"{member.name} cannot be taken from the library: {path or reference} is missing.",
                "Take another version, or keep the member again from a project that has it.",
            )
        digest = version.digests.get(reference)
        if digest is not None and sha256_of(path) != digest:
            raise KnownError(
                f"{member.name} cannot be taken from the library: {path} is damaged.",
                "Keep the member again from a project that has it.",
            )
        brought[reference] = add_media(path)
    member = with_member_references(member, lambda reference: brought.get(reference, reference))
    return replace(member, library=LibraryLink(version.id, version.number))


def _updated(library: Library, mine: CastMember, theirs: CastMember, path_of: PathOf) -> CastMember:
    """What the member and the library's newest make of the version that both were."""
    names: dict[str, str] = {}

    def named(reference: str) -> str:
        name = library.name_of(reference, path_of)
        names.setdefault(name, reference)
        return name

    both = merged(content(mine, named), content(theirs, named), _base(library, mine))
    member = with_member_references(both, lambda name: names.get(name, name))
    made = with_made(member, mine, theirs)
    own = replace(made, id=mine.id, name=mine.name, sheet=mine.sheet)
    return replace(own, tags=theirs.tags, library=theirs.library)


def _with_replaced(project: Project, pairs: Iterable[tuple[CastMember, CastMember]]) -> Project:
    """The project with the second of each pair in place of the first; the very same where none is another."""
    now = {member.id: member for member in project.cast}
    other: dict[str, CastMember] = {}
    for old, new in pairs:
        if now.get(old.id) != old:
            raise EditRejected(f"{old.name} was changed meanwhile.", "Update it again.")
        if new != old:
            other[old.id] = new
    cast = tuple(other.get(member.id, member) for member in project.cast)
    return replace(project, cast=cast) if other else project
