"""What a drop on a member would bring and make stale, in its bubble."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kling_studio.app.touching import Touched
from kling_studio.core.media_facts import MediaFact, MediaFacts, MediaKind
from kling_studio.core.project import Project
from kling_studio.ui.adding import Added
from kling_studio.ui.cast.carried import given_to
from kling_studio.ui.cast.landing import for_member, gift_of
from kling_studio.ui.drops import MEDIA_KINDS, Brought, Drop, FileKind
from kling_studio.ui.folders import media_in
from kling_studio.ui.foretelling import Edit, Foretelling, WhenTold
from kling_studio.ui.foretold_line import ForetoldLine

__all__ = ["ForetoldLine", "ask_of_drop", "with_touched"]
_MOST_FILES = 100
"""No render takes more pictures than that, and thousands may hang on one mouse."""
_MOST_COUNTED = 5_000
_KINDS = {
    FileKind.PICTURE: MediaKind.PICTURE,
    FileKind.FILM: MediaKind.CLIP,
    FileKind.SOUND: MediaKind.SOUND,
}


@dataclass(frozen=True, slots=True)
class OfFolders(Touched):
    """The same for folders, with how many pictures are in them and how many films and sounds, which are left out.

    ``is_more`` where nobody counted to the end.
    """

    pictures: int = 0
    others: int = 0
    is_more: bool = False

    @property
    def count(self) -> str:
        """How many that is, in words."""
        what = "picture" if self.pictures == 1 else "pictures"
        number = f"{self.pictures:,} {what}" if self.pictures else f"no {what}"
        number = f"more than {number}" if self.is_more else number
        if not self.others:
            return number
        return f"{number}; {self.others:,} {'film or sound' if self.others == 1 else 'films and sounds'} left out"


def ask_of_drop(foretelling: Foretelling, drop: Drop, member_id: str, then: WhenTold) -> None:
    """What a drop on a member would make stale; folders are looked into on another thread."""
    if drop.view is not None:
        foretelling.ask(given_to(drop.view, member_id), then)
    elif drop.folders:
        _ask_of_folders(foretelling, drop, member_id, then)
    elif added := _added(for_member(drop)[0].things):
        foretelling.ask(_giving(added, member_id), then, _facts(added))


def with_touched(words: str, found: Touched) -> str:
    """The words of a bubble with how many pictures come of folders, and what becomes stale."""
    words, *left_out = words.split("\n")
    words = f"{words} ({found.count})" if isinstance(found, OfFolders) else words
    return "\n".join([f"{words}; {found.words}" if found.takes else words, *left_out])


def _ask_of_folders(foretelling: Foretelling, drop: Drop, member_id: str, then: WhenTold) -> None:
    count = others = 0

    def look(cancelled: Callable[[], bool]) -> tuple[Edit, MediaFacts]:
        nonlocal count, others
        inside = (file for folder in drop.folders for file, _ in media_in(Path(folder.source), cancelled))
        found = [*islice(inside, _MOST_COUNTED + 1)]
        pictures = [file for file in found if file.kind is FileKind.PICTURE]
        count, others = len(pictures), len(found) - len(pictures)
        added = _added([*for_member(drop)[0].things, *pictures])
        return _giving(added, member_id), _facts(added)

    def tell(found: Touched) -> None:
        is_more = count + others > _MOST_COUNTED
        then(OfFolders(found.takes, found.cost, min(count, _MOST_COUNTED), others, is_more))

    foretelling.ask_after(look, tell)


def _giving(added: tuple[Added, ...], member_id: str) -> Edit:
    def give(project: Project) -> Project:
        return gift_of(added).given_to(member_id)(project)

    return give


def _facts(added: tuple[Added, ...]) -> MediaFacts:
    return {
        file.reference: MediaFact(_KINDS[file.kind], 1024, 1024, 5.0, 1, sha256=file.reference)
        for file in added
    }


def _added(things: Iterable[Brought]) -> tuple[Added, ...]:
    """The files as they would be in the project, under names that nothing has."""
    media = (file for file in things if file.kind in MEDIA_KINDS)
    return tuple(
        Added(file.name, file.kind, f"dropped {number}/{file.name}")
        for number, file in enumerate(islice(media, _MOST_FILES))
    )
