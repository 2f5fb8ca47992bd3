"""Measuring the files that a project names, so that prices and checks can speak of them."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Project, is_address
from kling_studio.storage.media_names import PICTURE_ENDINGS
from kling_studio.storage.references import references

if TYPE_CHECKING:
    from kling_studio.app.session import Session
    from kling_studio.app.tasks import Tasks

PathOf = Callable[[str], Path | None]
_AT_ONCE = 200  # so that a window with thousands of pictures can be closed meanwhile


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
    return MediaFact(kind, clip.width_px, clip.height_px, clip.duration_s, size_bytes=size_bytes)


class Measuring:
    """Measures what an open project names and is not measured yet, whenever the project changes."""

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
            self._tasks.start(self._measure(new), "measure media")

    async def _measure(self, names: list[str]) -> None:
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            facts = await asyncio.to_thread(measure_all, some, self._session.path_of)
            if facts:
                self._session.add_measured(facts)
