"""Which files are at which provider already, and until when. All of it can be made again."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kling_studio.core.errors import KnownError
from kling_studio.storage.atomic import make_folder, write_bytes
from kling_studio.storage.json_text import dumps, read_json
from kling_studio.storage.places import cache_folder

UPLOADS_FILE = "uploads.json"


class RememberedUploads:
    """Addresses of uploads by provider, account and content. Times are seconds since 1970."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def address(self, provider: str, account: str, sha256: str, now_s: float) -> str | None:
        """Where the content is at the provider, unless that has expired."""
        entry = self._read().get(_name(provider, account, sha256))
        if not isinstance(entry, dict) or not isinstance(entry.get("address"), str):
            return None
        until = entry.get("until")
        return None if isinstance(until, int | float) and until <= now_s else str(entry["address"])

    def remember(
        self, provider: str, account: str, sha256: str, address: str, *, until_s: float | None
    ) -> None:
        """Keep an address until a time, or for ever."""
        self._write(
            {**self._read(), _name(provider, account, sha256): {"address": address, "until": until_s}}
        )

    def forget(self, addresses: Iterable[str]) -> None:
        """These addresses are not to be trusted any more."""
        gone = set(addresses)
        kept = self._read()
        self._write({name: entry for name, entry in kept.items() if entry.get("address") not in gone})

    @property
    def _file(self) -> Path:
        return self._path or cache_folder() / UPLOADS_FILE

    def _read(self) -> dict[str, Any]:
        with contextlib.suppress(KnownError):
            entries = read_json(self._file)
            if isinstance(entries, dict):
                return {name: entry for name, entry in entries.items() if isinstance(entry, dict)}
        return {}

    def _write(self, entries: dict[str, Any]) -> None:
        # Whoever cannot remember uploads again, which costs nothing.
        with contextlib.suppress(KnownError):
            make_folder(self._file.parent)
            write_bytes(self._file, dumps(entries).encode())


def _name(provider: str, account: str, sha256: str) -> str:
    return f"{provider}/{account}/{sha256}"
