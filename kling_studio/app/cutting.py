"""Parts of films and sounds as files of the project: made where they are not there, for they follow from originals."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kling_studio.app.framing import PathOf, write_whole
from kling_studio.core.errors import KnownError
from kling_studio.core.project import Cut, Project


class CutFile(NamedTuple):
    """A file that is a part of another."""

    path: str
    cut: Cut
    is_sound: bool


def cut_files(project: Project) -> Iterator[CutFile]:
    """Every clip and every voice sample of the cast that is a part of a file."""
    for member in project.cast:
        if member.clip and member.clip_cut:
            yield CutFile(member.clip, member.clip_cut, is_sound=False)
        voice = member.voice
        if voice is not None and voice.sample and voice.sample_cut:
            yield CutFile(voice.sample, voice.sample_cut, is_sound=True)


def make_missing_cuts(
    files: Iterable[CutFile], path_of: PathOf, cancelled: Callable[[], bool] = lambda: False
) -> frozenset[str]:
    """Make the files that are not there and can be; which were made. For another thread than the window's."""
    made = set()
    for file in files:
        path = path_of(file.path)
        if path is None or path.exists():
            continue
        try:
            if make_cut(file, path_of, cancelled=cancelled):
                made.add(file.path)
        except KnownError:
            continue  # the file is missing, and that is what is said of it
    return frozenset(made)


def make_cut(
    file: CutFile,
    path_of: PathOf,
    progress: Callable[[float], object] = lambda _part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write the file, whole or not at all; ``False`` once ``cancelled()``. What is there already stays.

    ``progress`` hears how much is done, 0 to 1. Raises ``KnownError``.
    """
    from kling_studio.media.cutting import cut_film, cut_sound

    original, path = path_of(file.cut.original), path_of(file.path)
    if original is None or path is None:
        raise KnownError(f"{file.cut.original} lies outside the project folder.", "Choose the file again.")
    if path.exists():
        return True

    def write(made: Path) -> bool:
        if file.is_sound:
            cut_sound(original, file.cut, made)
            return True
        return cut_film(original, file.cut, made, progress, cancelled)

    return write_whole(path, write)
