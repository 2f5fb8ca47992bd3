"""Which content files have, read again only where a file was touched."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from kling_studio.app.framing import PathOf
from kling_studio.app.measuring import measure_one
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import is_address
from kling_studio.storage.media_files import sha256_of


class Digests:
    """Facts of files with the digest of their content. Reads files: for another thread than the window's."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int], MediaFact]] = {}

    def facts(
        self, media: Mapping[str, MediaFact], names: Iterable[str], path_of: PathOf
    ) -> dict[str, MediaFact]:
        """The facts of ``names`` as the files are now; addresses are passed over."""
        return {name: self._fact(media.get(name), name, path_of) for name in names if not is_address(name)}

    def _fact(self, fact: MediaFact | None, name: str, path_of: PathOf) -> MediaFact:
        path = path_of(name)
        try:
            stat = path.stat() if path is not None else None
        except OSError:
            stat = None
        if path is None or stat is None:
            return measure_one(name, path_of)
        stamp = stat.st_mtime_ns, stat.st_size
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            is_measured = fact is not None and fact.size_bytes == stat.st_size
            measured = fact if fact is not None and is_measured else measure_one(name, path_of)
            known = self._known[path] = stamp, _digested(measured, path)
        # What was told of the same file by a look at it since is kept.
        looked = fact is not None and fact.likeness and fact.size_bytes == stat.st_size
        return replace(fact, sha256=known[1].sha256) if fact is not None and looked else known[1]


def _digested(fact: MediaFact, path: Path) -> MediaFact:
    if fact.kind in {MediaKind.MISSING, MediaKind.UNREADABLE}:
        return fact
    try:
        return replace(fact, sha256=sha256_of(path))
    except KnownError:
        return MediaFact(MediaKind.MISSING)
