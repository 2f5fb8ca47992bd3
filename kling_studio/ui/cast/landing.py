"""What a drop does to the cast: in words before it is let go, and as one edit when its files are in the project."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeVar

from kling_studio.core import edits
from kling_studio.core.adopting import with_sample as with_other_sample
from kling_studio.core.project import CastMember, Project, View, ViewKind, Voice
from kling_studio.ui.adding import Added
from kling_studio.ui.cast.naming import member_is_named, member_of_name, view_of_name
from kling_studio.ui.drops import Brought, Drop, FileKind, first_few, good_part, listed, refusal

_MANY = 300
Edit = Callable[[Project], Project]
File = TypeVar("File", Brought, Added)


@dataclass(frozen=True, slots=True)
class Landing:
    """What would happen, in words, and in another line what would be left out; or why nothing would happen."""

    words: str
    refused: bool = False


def on_member(drop: Drop, member: CastMember) -> Landing:
    """A drop of files on a member's card."""
    drop, left_out = for_member(drop)
    if not drop.things:
        return Landing(first_few(left_out) or refusal(drop), refused=True)
    pictures, films, sounds = (drop.of(kind) for kind in (FileKind.PICTURE, FileKind.FILM, FileKind.SOUND))
    gets = [_views_text(pictures, member)] if pictures else []
    gets += [_folders_text(drop.folders)] if drop.folders else []
    gets += [_slot_text("clip", member.clip)] if films else []
    sample = member.voice.sample if member.voice else None
    gets += [_slot_text("voice sample", sample)] if sounds else []
    return Landing(f"{member.name} gets {listed(gets)}{left_out_text(left_out)}")


def on_empty(drop: Drop, project: Project) -> Landing:
    """A drop of files beside the cards."""
    if drop.view is not None:
        return Landing("Drop it on a member.", refused=True)
    drop, left_out = good_part(drop)
    if not drop.things:
        return Landing(first_few(left_out) or refusal(drop), refused=True)
    return Landing(f"Adds {_new_text(drop, project)} to the cast{left_out_text(left_out)}")


def for_member(drop: Drop) -> tuple[Drop, tuple[str, ...]]:
    """What of a drop a member can get, and a sentence on each file that is left out: it has one clip and one sample."""
    drop, left_out = good_part(drop)
    for kind, what in ((FileKind.FILM, "clip"), (FileKind.SOUND, "voice sample")):
        if many := drop.of(kind)[1:] and drop.of(kind):
            drop = replace(drop, files=tuple(file for file in drop.files if file.kind is not kind))
            why = f"is one of {len(many):,} {kind}s, and a member has one {what}."
            left_out += tuple(f"{file.name} {why}" for file in many)
    return drop, left_out


@dataclass(frozen=True, slots=True)
class Gift:
    """Added files as a member gets them: pictures as views, a film as its clip, a sound as its voice."""

    files: tuple[Added, ...]
    pictures: tuple[tuple[str, ViewKind | None], ...]
    """Their references, with the views that their names tell."""

    def given_to(self, member_id: str) -> Edit:
        """The edit that gives them to a member."""

        def edit(project: Project) -> Project:
            member = next(
                (member for member in project.cast if member.id == member_id), CastMember(member_id, "")
            )
            whole = self.added_to(member)
            return edits.set_member(
                project, member_id, images=whole.images, clip=whole.clip, voice=whole.voice
            )

        return edit

    def added_to(self, member: CastMember) -> CastMember:
        """The member with them; a picture that it has already is not added twice."""
        views = {view.path: view for view in member.images}
        # What a picture was cut out of is as good as that picture.
        originals = {view.framing.original for view in member.images if view.framing is not None}
        for view in named_views(self.pictures, member.images):
            if view.path not in originals:
                views.setdefault(view.path, view)
        for file in self.files:
            if file.kind is FileKind.FILM:
                member = replace(member, clip=file.reference)
            elif file.kind is FileKind.SOUND:
                member = replace(member, voice=with_sample(member.voice, file))
        return replace(member, images=tuple(views.values()))


def gift_of(added: Sequence[Added]) -> Gift:
    """The files with the views that their names tell."""
    pictures = (file for file in added if file.kind is FileKind.PICTURE)
    return Gift(tuple(added), tuple((file.reference, view_of_name(file.name)) for file in pictures))


def made_members(added: Sequence[Added], new_id: Callable[[], str]) -> tuple[CastMember, ...]:
    """New members of added files, one for each name."""
    return tuple(gift_of(files).added_to(CastMember(new_id(), name)) for name, files in _grouped(added))


def with_sample(voice: Voice | None, file: Added) -> Voice:
    """The voice with another sample; what providers made of an earlier one stays known as such."""
    if voice is None:
        return Voice(name=PurePosixPath(file.name).stem.replace("_", " "), sample=file.reference)
    return with_other_sample(voice, file.reference)


def named_views(
    pictures: Iterable[tuple[str, ViewKind | None]], there: Iterable[View] = ()
) -> tuple[View, ...]:
    """Pictures as views beside those that are ``there``; ``None`` is a name that tells no view.

    The first of these is the front view where nothing else is; the others are details, which are sent last and so
    take the place of no view that somebody named.
    """
    pictures = tuple(pictures)
    has_front = any(kind is ViewKind.FRONT for _, kind in pictures)
    has_front = has_front or any(view.view is ViewKind.FRONT for view in there)
    views = []
    for path, kind in pictures:
        views.append(View(path, kind or (ViewKind.DETAIL if has_front else ViewKind.FRONT)))
        has_front = has_front or kind is None
    return tuple(views)


def _grouped(files: Iterable[File]) -> list[tuple[str, list[File]]]:
    """Files by whose they are; a second clip or voice of the same name begins another member."""
    groups: list[tuple[str, list[File]]] = []
    by_name: dict[str, list[list[File]]] = {}
    for file in files:
        name = _whose(file)
        home = next((group for group in by_name.get(name, ()) if _has_room(group, file)), None)
        if home is None:
            home = []
            groups.append((name, home))
            by_name.setdefault(name, []).append(home)
        home.append(file)
    return groups


def _whose(file: Brought | Added) -> str:
    """Whose file it is by its name; one that was found in a folder and names no view is its folder's."""
    folder = file.folder if isinstance(file, Added) else ""
    own = member_of_name(file.name)
    if folder and (view_of_name(file.name) is None or not member_is_named(file.name)):
        return member_of_name(f"{folder}.")
    return own


def _has_room(group: list[File], file: File) -> bool:
    return file.kind is FileKind.PICTURE or all(other.kind is not file.kind for other in group)


def _new_text(drop: Drop, project: Project) -> str:
    if drop.folders:
        return _folders_text(drop.folders)
    if len(drop.things) > _MANY:
        return f"the members of {len(drop.things):,} files"
    groups = _grouped(drop.things)
    if len(groups) > 3:
        return f"{len(groups)} members"
    return listed(edits.free_name(project, name) for name, _ in groups)


def left_out_text(left_out: Sequence[str]) -> str:
    """The other line of a landing."""
    return f"\n{len(left_out):,} left out: {first_few(left_out)}" if left_out else ""


def _folders_text(folders: Sequence[Brought]) -> str:
    return f"the pictures in {listed(folder.name for folder in folders[:3])}"


def _views_text(pictures: Sequence[Brought], member: CastMember) -> str:
    if len(pictures) > 3:
        return f"{len(pictures):,} views"
    named = ((file.name, view_of_name(file.name)) for file in pictures)
    kinds = [view.view for view in named_views(named, member.images)]
    if len(kinds) == 1:
        return f"{'an' if kinds[0] is ViewKind.OUTFIT else 'a'} {kinds[0]} view"
    return f"{listed(kinds)} views"


def _slot_text(what: str, there: str | None) -> str:
    return f"a new {what} instead of the old one" if there else f"a {what}"
