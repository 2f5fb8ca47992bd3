"""Parts of pictures as files of the project: made where they are not there, for they follow from their originals."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.core.project import Framing, Project, View
from kling_studio.storage.atomic import make_folder
from kling_studio.storage.disk_errors import disk_error

PathOf = Callable[[str], Path | None]


def framed_views(project: Project) -> Iterator[View]:
    """Every view of the cast, in any look, that is a part of a picture."""
    for member in project.cast:
        for views in (member.images, *(look.images for look in member.looks)):
            yield from (view for view in views if view.framing is not None)


def make_missing(views: Iterable[View], path_of: PathOf) -> frozenset[str]:
    """Make the files of views that are not there and can be; which were made. For another thread than the window's."""
    made = set()
    for view in views:
        path = path_of(view.path)
        if view.framing is None or path is None or path.exists():
            continue
        try:
            make_part(view.framing, path, path_of)
        except KnownError:
            continue  # the file is missing, and that is what is said of it
        made.add(view.path)
    return frozenset(made)


def make_part(framing: Framing, path: Path, path_of: PathOf) -> None:
    """Write the part to ``path``, whole or not at all. Raises ``KnownError``."""
    from kling_studio.media.framing import cut_out

    original = path_of(framing.original)
    if original is None:
        raise KnownError(f"{framing.original} lies outside the project folder.", "Add the picture again.")

    def write(made: Path) -> bool:
        cut_out(original, framing, made)
        return True

    write_whole(path, write)


def write_whole(path: Path, write: Callable[[Path], bool]) -> bool:
    """Let ``write`` make a file of this name, and put it in its place unless it says that it was not finished."""
    make_folder(path.parent)
    try:
        with tempfile.TemporaryDirectory(prefix=".part-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            finished = write(made)
            if finished:
                made.replace(path)
    except OSError as error:
        raise disk_error(error, path, "written") from error
    return finished
