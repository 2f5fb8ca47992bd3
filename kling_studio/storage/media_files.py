"""Media on the disk: copied into a project folder by content, found again, brought in and sent out with a project."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from kling_studio.core.errors import BadInput
from kling_studio.core.project import Project, is_address
from kling_studio.storage.atomic import free_name, make_folder, writing
from kling_studio.storage.codec import encode
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.json_text import dumps
from kling_studio.storage.media_names import (
    DIGEST_LETTERS,
    inner_path,
    is_own_name,
    is_within,
    looks_like_media,
    media_name,
)
from kling_studio.storage.references import references, with_references

MEDIA_FOLDER = "media"
_CHUNK = 1024 * 1024


def path_of(root: Path, reference: str) -> Path | None:
    """The file in the project folder ``root`` that a reference of the project means, whether it is there or not.

    None for addresses and for whatever leads out of the folder: ``..``, absolute paths, drives, links.
    """
    inner = inner_path(reference)
    if inner is None:
        return None
    path = root / inner
    return path if is_within(path, root) else None


def add_media(root: Path, source: Path) -> str:
    """Copy ``source`` into ``media/``, unless its content is there already; its path relative to ``root``.

    Raises:
        BadInput: ``source`` is not there, or by its ending no picture, film or sound.
        KnownError: the disk refuses.
    """
    if not looks_like_media(source):
        raise BadInput(f"{source} is no picture, film or sound by its ending.")
    digest = sha256_of(source)
    if is_within(source, root):
        inner = Path(os.path.realpath(source)).relative_to(os.path.realpath(root)).as_posix()
        if inner_path(inner) is not None:
            return inner
    folder = root / MEDIA_FOLDER
    for known in _named_after(folder, digest[:DIGEST_LETTERS]):
        if known.is_file() and sha256_of(known) == digest:
            return known.relative_to(root).as_posix()
    target = free_name(folder / media_name(source.name, digest[:DIGEST_LETTERS]))
    copy(source, target)
    return target.relative_to(root).as_posix()


def import_media(root: Path, project: Project, base: Path) -> Project:
    """The project of a file in ``base``, with the media it names copied into ``root``; errors as :func:`add_media`.

    What lies beside that file keeps its relative path; what lies elsewhere goes to ``media/``. What is missing, is an
    address or does not look like media stays in the project as it is written.
    """
    return with_references(project, lambda reference: _imported(root, base, reference))


def export_json(root: Path, project: Project, target: Path) -> None:
    """Write the text form to ``target``, and beside it the media that the project names.

    Raises:
        BadInput: a different file stands where media have to go, or ``target`` is the project's own file.
        KnownError: the disk refuses.
    """
    if is_within(target, root) and target.resolve() == (root / "project.json").resolve():
        raise BadInput(f"{target} is the project's own file.", "Choose another name.")
    copies = dict(_copies_beside(root, project, target.parent))
    for destination, source in copies.items():
        if os.path.lexists(destination) and not same_content(source, destination):
            raise BadInput(
                f"{destination} is in the way: a different file of that name belongs to the project.",
                "Choose an empty folder.",
            )
    make_folder(target.parent)
    for destination, source in copies.items():
        if not destination.exists():
            copy(source, destination)
    with writing(target) as file:
        file.write(dumps(encode(project, with_ids=False)).encode())


def copy(source: Path, target: Path) -> None:
    """Copy the content of ``source`` to ``target``, whole or not at all, making the folders of ``target``."""
    make_folder(target.parent)
    with writing(target) as file:
        for chunk in _chunks(source):
            file.write(chunk)


def sha256_of(path: Path) -> str:
    """The digest of a file's content, in hexadecimal, read piece by piece."""
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def same_content(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same file, or to two of the same content."""
    if not (one.is_file() and other.is_file()):
        return False
    if one.samefile(other):
        return True
    return one.stat().st_size == other.stat().st_size and sha256_of(one) == sha256_of(other)


def _named_after(folder: Path, mark: str) -> list[Path]:
    """The files whose names hold this part of a digest; a folder may have thousands of others."""
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries if f"-{mark}" in entry.name)
    except FileNotFoundError:
        return []


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.") from None
    except OSError as error:
        raise disk_error(error, path, "read") from error


def _imported(root: Path, base: Path, reference: str) -> str:
    source = base / reference
    if is_address(reference) or "\0" in reference or not looks_like_media(source) or not _is_file(source):
        return reference
    inner = inner_path(reference)
    if inner is None or is_own_name(inner):
        return add_media(root, source)
    target = root / inner
    if same_content(source, target):
        return reference
    if not is_within(target, root) or os.path.lexists(target) or _is_blocked(root, inner):
        return add_media(root, source)
    copy(source, target)
    return reference


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A reference may be anything, such as a prompt of a thousand letters.
        return False


def _is_blocked(root: Path, inner: PurePosixPath) -> bool:
    """Whether a file stands where the path needs a folder."""
    return any((root / above).is_file() for above in inner.parents)


def _copies_beside(root: Path, project: Project, folder: Path) -> Iterator[tuple[Path, Path]]:
    for reference in references(project):
        source = path_of(root, reference)
        if source is not None and looks_like_media(source) and _is_file(source):
            yield folder / reference, source
