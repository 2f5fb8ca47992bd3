"""Measuring the files that a project names, so that prices and checks can speak of them."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kling_studio.app.cutting import CutFile, cut_files, make_missing_cuts
from kling_studio.app.framing import PathOf, framed_views, make_missing
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Project, View, is_address
from kling_studio.storage.media_names import PICTURE_ENDINGS
from kling_studio.storage.references import references

if TYPE_CHECKING:
    from kling_studio.app.session import Session
    from kling_studio.app.tasks import Tasks

_AT_ONCE = 200  # so that a window with thousands of pictures can be closed meanwhile
_LOOKED_AT_ONCE = 20
_TOLD_FIRST = 40


def measure_all(names: Iterable[str], path_of: PathOf) -> dict[str, MediaFact]:
    """The facts of each reference; addresses are passed over. Reads files: not for the window's thread."""
    return {name: measure_one(name, path_of) for name in names if not is_address(name)}


def measure_one(name: str, path_of: PathOf) -> MediaFact:
    """What the file behind a reference is."""
    path = path_of(name)
    if path is None:
        return MediaFact(MediaKind.MISSING, problem="lies outside the project folder and is not used")
    try:
        return _measured(path) if path.exists() else MediaFact(MediaKind.MISSING)
    except KnownError as error:
        return MediaFact(MediaKind.UNREADABLE, problem=str(error))
    except OSError as error:  # a reference may be anything, such as a name of a thousand letters
        return MediaFact(MediaKind.MISSING, problem=f"cannot be looked for: {error.strerror or error}")


def _measured(path: Path) -> MediaFact:
    from kling_studio.media.pictures import measure
    from kling_studio.media.probe import probe

    size_bytes = path.stat().st_size
    if path.suffix.lower() in PICTURE_ENDINGS:
        picture = measure(path)
        return MediaFact(MediaKind.PICTURE, picture.width_px, picture.height_px, size_bytes=size_bytes)
    clip = probe(path)
    kind = MediaKind.CLIP if clip.width_px else MediaKind.SOUND
    return MediaFact(
        kind, clip.width_px, clip.height_px, clip.duration_s, size_bytes, frame_rate=clip.frame_rate
    )


def look_at_all(facts: dict[str, MediaFact], path_of: PathOf) -> dict[str, MediaFact]:
    """The facts of pictures, with what a look at them tells. Decodes them: not for the window's thread."""
    from kling_studio.media.looking import impression

    looked: dict[str, MediaFact] = {}
    for name, fact in facts.items():
        path = path_of(name)
        try:
            if path is not None:
                seen = impression(path)
                looked[name] = replace(fact, likeness=seen.likeness, sharpness=seen.sharpness)
        except KnownError as error:
            looked[name] = MediaFact(MediaKind.UNREADABLE, size_bytes=fact.size_bytes, problem=str(error))
    return looked


class Measuring:
    """Measures what an open project names and is not measured yet, whenever the project changes.

    Parts of pictures, films and sounds whose files are not there are made first. The pictures of the cast are looked
    at last.
    """

    def __init__(self, session: "Session", tasks: "Tasks") -> None:
        self._session = session
        self._tasks = tasks
        self._asked: set[str] = set()
        self._started = False

    def start(self) -> None:
        """Measure what is there and keep up from now on."""
        self._started = True
        self._session.changed.connect(lambda _changes: self._keep_up(self._session.project))
        self._keep_up(self._session.project)

    def again(self) -> None:
        """Forget what was missing or unreadable, for files may have come back."""
        if not self._started:
            return
        doubtful = (MediaKind.MISSING, MediaKind.UNREADABLE)
        self._asked -= {name for name, fact in self._session.media.items() if fact.kind in doubtful}
        self._keep_up(self._session.project)

    def _keep_up(self, project: Project) -> None:
        new = [name for name in references(project) if name not in self._asked]
        if new:
            self._asked.update(new)
            parts = [view for view in framed_views(project) if view.path in new]
            cuts = [file for file in cut_files(project) if file.path in new]
            self._tasks.start(self._measure(new, parts, cuts), "measure media")

    async def _measure(self, names: list[str], parts: Sequence[View], cuts: Sequence[CutFile]) -> None:
        path_of = self._session.path_of
        if self._session.read_only_reason is None:
            if parts:
                await asyncio.to_thread(make_missing, parts, path_of)
            if cuts:
                await self._cut(cuts)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            facts = await asyncio.to_thread(measure_all, some, path_of)
            self._tell(facts)
        await self._look(names)

    async def _cut(self, files: Sequence[CutFile]) -> None:
        """Make parts of films and sounds; a film is given up once nobody waits for it any more."""
        over = Event()
        try:
            await asyncio.to_thread(make_missing_cuts, files, self._session.path_of, over.is_set)
        finally:
            over.set()

    async def _look(self, names: Iterable[str]) -> None:
        """Look at pictures of the cast; told in ever larger parts, for each time all findings are made anew."""
        wanted = self._views_among(set(names))
        looked: dict[str, MediaFact] = {}
        told = _TOLD_FIRST
        for start in range(0, len(wanted), _LOOKED_AT_ONCE):
            media = self._session.media
            some = wanted[start : start + _LOOKED_AT_ONCE]
            facts = {name: media[name] for name in some if _is_picture(media.get(name))}
            looked |= await asyncio.to_thread(look_at_all, facts, self._session.path_of)
            if len(looked) >= told:
                self._tell(looked)
                looked, told = {}, told * 2
        self._tell(looked)

    def _views_among(self, names: set[str]) -> list[str]:
        cast = self._session.project.cast
        paths = (view.path for member in cast for view in member.images)
        return [path for path in dict.fromkeys(paths) if path in names]

    def _tell(self, facts: dict[str, MediaFact]) -> None:
        if facts:
            self._session.add_measured({name: self._with_digest(name, fact) for name, fact in facts.items()})

    def _with_digest(self, name: str, fact: MediaFact) -> MediaFact:
        """What somebody else read of the same file meanwhile is kept."""
        now = self._session.media.get(name)
        return replace(fact, sha256=now.sha256) if now and now.size_bytes == fact.size_bytes else fact


def _is_picture(fact: MediaFact | None) -> bool:
    return fact is not None and fact.kind is MediaKind.PICTURE
