"""A member told by what its files hold, so that it is the same in every project and in the library."""

from collections.abc import Callable
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.core.library import bare
from kling_studio.core.project import CastMember, Project, is_address
from kling_studio.storage.media_files import sha256_of
from kling_studio.storage.references import references, with_references

PathOf = Callable[[str], Path | None]


def with_member_references(member: CastMember, new: Callable[[str], str]) -> CastMember:
    """The member with each reference replaced by what ``new`` makes of it."""
    return with_references(Project(cast=(member,)), new).cast[0]


def member_references(member: CastMember) -> tuple[str, ...]:
    """Every path and address that the member names, each once."""
    return references(Project(cast=(member,)))


def content(member: CastMember, name_of: Callable[[str], str]) -> CastMember:
    """The member bare of what is its project's own, with ``name_of`` each file's content in place of the file."""
    return bare(with_member_references(member, name_of))


class ContentNames:
    """What files hold, by their paths; one is read again only where it was touched. Reads files: not for the window."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int], str]] = {}

    def name_of(self, reference: str, path_of: PathOf) -> str:
        """``sha256:`` and the digest of a file, ``missing:`` and its path where it is not there; or an address."""
        if is_address(reference):
            return reference
        path = path_of(reference)
        try:
            stat = path.stat() if path is not None else None
        except OSError:
            stat = None
        if path is None or stat is None:
            return f"missing:{reference}"
        stamp = stat.st_mtime_ns, stat.st_size
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            try:
                known = self._known[path] = stamp, f"sha256:{sha256_of(path)}"
            except KnownError:
                return f"missing:{reference}"
        return known[1]
