"""Tiered copies of ``project.json``: dense for the last hour, thinner the older they are."""

import contextlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

PER_TIER = 20
LEAST_APART = timedelta(minutes=1)
_NAME = re.compile(r"project-(\d{8}T\d{6}\.\d{6})Z\.json")
_STAMP = "%Y%m%dT%H%M%S.%f"

# Up to what age, and the length of the slots of which the newest copy is kept.
_TIERS = (
    (timedelta(hours=1), timedelta(0)),
    (timedelta(days=1), timedelta(days=1) / PER_TIER),
    (timedelta(days=7), timedelta(days=7) / PER_TIER),
    (timedelta.max, timedelta(days=30)),
)


class Backup(NamedTuple):
    """A copy of ``project.json`` that was put away at ``at`` (UTC)."""

    path: Path
    at: datetime


def backup_path(folder: Path, now: datetime) -> Path:
    """The name of a backup that is made ``now``."""
    return folder / f"project-{now.astimezone(UTC).strftime(_STAMP)}Z.json"


def backups_in(folder: Path) -> list[Backup]:
    """The backups in ``folder``, newest first; none where there is no such folder."""
    try:
        paths = list(folder.iterdir())
    except OSError:
        return []
    found = [
        Backup(path, datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC))
        for path in paths
        if (match := _NAME.fullmatch(path.name))
    ]
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def is_due(backups: Iterable[Backup], now: datetime) -> bool:
    """Whether the newest backup is old enough for another; a clock that went back does not stop them."""
    return all(abs(now - backup.at) >= LEAST_APART for backup in backups)


def backups_to_drop(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which of the backups of these ``times`` are not worth their place any more.

    Kept are the newest 20 of the last hour, and of the day, the week and all before that the newest of each slot, again
    20 at most. Slots are fixed on the calendar, so that what is kept today is not dropped by tomorrow's slots.
    """
    drop: set[datetime] = set()
    kept = [0] * len(_TIERS)
    last_slot: tuple[int, int] | None = None
    for at in sorted(set(times), reverse=True):
        tier = next(index for index, (age, _) in enumerate(_TIERS) if now - at <= age)
        length = _TIERS[tier][1]
        slot = (tier, int(at.timestamp() // length.total_seconds())) if length else None
        if kept[tier] >= PER_TIER or (slot is not None and slot == last_slot):
            drop.add(at)
            continue
        kept[tier] += 1
        last_slot = slot
    return drop


def thin_out(folder: Path, now: datetime) -> None:
    """Remove from ``folder`` what :func:`backups_to_drop` names; one that cannot be removed stays."""
    backups = backups_in(folder)
    drop = backups_to_drop((backup.at for backup in backups), now)
    for backup in backups:
        if backup.at in drop:
            with contextlib.suppress(OSError):
                backup.path.unlink()
