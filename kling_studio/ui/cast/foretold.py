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
from kling_studio.ui.cast.landing import gift_of
from kling_studio.ui.drops import MEDIA_KINDS, Brought, Drop, FileKind
from kling_studio.ui.folders import pictures_in
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
    """The same for folders, with how many pictures are in them; ``is_more`` where nobody counted to the end."""

    pictures: int = 0
    is_more: bool = False

    @property
    def count(self) -> str:
        """How many that is, in words."""
        what = "picture" if self.pictures == 1 else "pictures"
        number = f"{self.pictures:,} {what}" if self.pictures else f"no {what}"
        return f"more than {number}" if self.is_more else number


def ask_of_drop(foretelling: Foretelling, drop: Drop, member_id: str, then: WhenTold) -> None:
    """What a drop on a member would make stale; folders are looked into on another thread."""
    if drop.view is not None:
        foretelling.ask(given_to(drop.view, member_id), then)
    elif drop.folders:
        _ask_of_folders(foretelling, drop, member_id, then)
    elif added := _added(drop.things):
        foretelling.ask(_giving(added, member_id), then, _facts(added))


def with_touched(words: str, found: Touched) -> str:
    """The words of a bubble with how many pictures come of folders, and what becomes stale."""
    words = f"{words} ({found.count})" if isinstance(found, OfFolders) else words
    return f"{words}; {found.words}" if found.takes else words


def _ask_of_folders(foretelling: Foretelling, drop: Drop, member_id: str, then: WhenTold) -> None:
    count = 0

    def look(cancelled: Callable[[], bool]) -> tuple[Edit, MediaFacts]:
        nonlocal count
        inside = (file for folder in drop.folders for file, _ in pictures_in(Path(folder.source), cancelled))
        found = [*islice(inside, _MOST_COUNTED + 1)]
        count = len(found)
        added = _added([*drop.things, *found])
        return _giving(added, member_id), _facts(added)

    def tell(found: Touched) -> None:
        is_more = count > _MOST_COUNTED
        then(OfFolders(found.takes, found.cost, min(count, _MOST_COUNTED), is_more))

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
