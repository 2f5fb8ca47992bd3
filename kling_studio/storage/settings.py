"""What the program remembers between runs, apart from projects and keys."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.storage.atomic import make_folder, move_aside, write_bytes
from kling_studio.storage.fields import (
    Flag,
    Kind,
    Many,
    Named,
    Number,
    Reading,
    Text,
    Word,
    WrongValue,
    expected,
)
from kling_studio.storage.json_text import dumps, read_json
from kling_studio.storage.places import config_folder

SETTINGS_FILE = "settings.json"
MAX_RECENT = 20


class Theme(StrEnum):
    """The colours of the window."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as a value. ``window_geometry`` and ``window_state`` are base64 text of the window's own making.

    ``price_lists`` holds pairs of a provider and the name of the list that was chosen for it. ``volume`` goes from 0
    to 1. The caps are dollars, ``None`` for no cap; a day is one of this machine's calendar. ``renders_at_once`` holds
    for each provider. ``other`` keeps what a newer version wrote.
    """

    recent_projects: tuple[str, ...] = ()
    last_project: str | None = None
    window_geometry: str = ""
    window_state: str = ""
    price_lists: tuple[tuple[str, str], ...] = ()
    theme: Theme = Theme.SYSTEM
    volume: float = 1.0
    loop: bool = False
    cap_per_render: Decimal | None = None
    cap_per_day: Decimal | None = None
    cap_per_episode: Decimal | None = None
    cap_per_project: Decimal | None = None
    renders_at_once: int = 2
    wavespeed_submits_a_minute: int = 2
    other: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def with_project(self, path: Path) -> "Settings":
        """These settings after ``path`` was opened: the first of the recent ones and the last."""
        opened = str(path)
        others = [recent for recent in self.recent_projects if recent != opened]
        return replace(self, recent_projects=(opened, *others)[:MAX_RECENT], last_project=opened)

    def without_project(self, path: Path) -> "Settings":
        """These settings once there is no project at ``path`` any more."""
        gone = str(path)
        others = tuple(recent for recent in self.recent_projects if recent != gone)
        last = None if self.last_project == gone else self.last_project
        return replace(self, recent_projects=others, last_project=last)


class _Dollars:
    """An amount as a decimal string, or null."""

    def decode(self, value: Any, reading: Reading) -> Decimal | None:  # noqa: ARG002
        if value is None:
            return None
        try:
            amount = Decimal(value) if isinstance(value, str) else Decimal(-1)
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or amount < 0:
            raise expected('an amount in quotes, such as "2.50", or null', value)
        return amount

    def encode(self, value: Decimal | None, *, with_ids: bool) -> str | None:  # noqa: ARG002
        return None if value is None else format(value, "f")


class _Count(NamedTuple):
    """A whole number between ``least`` and ``most``."""

    least: int
    most: int

    def decode(self, value: Any, reading: Reading) -> int:  # noqa: ARG002
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise expected(f"a whole number from {self.least} to {self.most}", value)
        return value

    def encode(self, value: int, *, with_ids: bool) -> int:  # noqa: ARG002
        return value


_FIELDS: Mapping[str, Kind] = {
    "recent_projects": Many(Text(filled=True)),
    "last_project": Text(optional=True),
    "window_geometry": Text(),
    "window_state": Text(),
    "price_lists": Named(Text(), join=lambda provider, name: (provider, name), split=lambda pair: pair),
    "theme": Word(Theme),
    "volume": Number(0, 1),
    "loop": Flag(),
    "cap_per_render": _Dollars(),
    "cap_per_day": _Dollars(),
    "cap_per_episode": _Dollars(),
    "cap_per_project": _Dollars(),
    "renders_at_once": _Count(1, 50),
    "wavespeed_submits_a_minute": _Count(0, 5000),
}


def load(path: Path | None = None) -> Settings:
    """The settings on the disk; the default for whatever is missing or wrong. A file that is no JSON is moved aside."""
    path = path or config_folder() / SETTINGS_FILE
    if not path.exists():
        return Settings()
    try:
        return _settings(read_json(path), path)
    except BadInput:
        with contextlib.suppress(KnownError):
            move_aside(path, f"settings.unreadable-{datetime.now(UTC).strftime('%Y%m%dT%H%M%SZ')}.json")
        return Settings()
    except KnownError:
        return Settings()


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings.

    Raises:
        KnownError: the disk refuses.
    """
    path = path or config_folder() / SETTINGS_FILE
    own = {key: kind.encode(getattr(settings, key), with_ids=False) for key, kind in _FIELDS.items()}
    make_folder(path.parent)
    write_bytes(path, dumps({**settings.other, **own}).encode())


def _settings(data: Any, path: Path) -> Settings:
    if not isinstance(data, dict):
        raise BadInput(f"{path} holds no settings.")
    reading = Reading(new_id=str)
    values: dict[str, Any] = {}
    for key, kind in _FIELDS.items():
        if key in data:
            with contextlib.suppress(WrongValue):
                values[key] = kind.decode(data[key], reading)
    other = {key: value for key, value in data.items() if key not in _FIELDS}
    return Settings(**values, other=MappingProxyType(other))
