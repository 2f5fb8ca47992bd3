"""Reading ``project.json`` and ``ledger.sqlite``, and what is done where one of them cannot be read."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.facts import Fact
from kling_studio.core.project import Project
from kling_studio.storage.atomic import move_aside, write_bytes
from kling_studio.storage.backups import Backup, backups_in
from kling_studio.storage.codec import NewerVersion, decode
from kling_studio.storage.json_text import read_json
from kling_studio.storage.ledger_db import DamagedLedger, LedgerDatabase, NewerLedger, salvaged


class FoundProject(NamedTuple):
    """A project as it was found; ``read_only_reason`` tells why it must not be written, ``notice`` what was mended."""

    project: Project
    read_only_reason: str | None = None
    notice: str | None = None


class FoundFacts(NamedTuple):
    """The facts as they were found; ``read_only_reason`` tells why none can be added."""

    facts: tuple[Fact, ...]
    read_only_reason: str | None = None
    notice: str | None = None


def new_id() -> str:
    """An id that no other project, here or elsewhere, has."""
    return secrets.token_hex(16)


def read_project(path: Path) -> Project:
    """The project in a file of the text form.

    Raises:
        BadInput: the file is not there or not the text form; of a newer version (NewerVersion).
        KnownError: the disk refuses to read it.
    """
    return decode(read_json(path), source=str(path), new_id=new_id)


def find_project(file: Path, backup_folder: Path, *, may_write: bool) -> FoundProject:
    """The project in ``file``, or in the newest good copy of it where that is torn or gone.

    A torn file is moved aside, never deleted, and the copy takes its place; not so without ``may_write``.

    Raises:
        BadInput: there is no good copy either; the file stays where it is.
        KnownError: the disk refuses.
    """
    try:
        return FoundProject(read_project(file))
    except NewerVersion as newer:
        if newer.known is None:
            raise
        return FoundProject(newer.known, read_only_reason=str(newer))
    except BadInput as bad:
        good = _newest_good(backups_in(backup_folder))
        if good is None:
            raise BadInput(
                bad.what_happened, f"{bad.what_to_do} There is no earlier copy of it.".strip()
            ) from bad
        backup, project = good
        moved = _replace_with(file, backup, datetime.now(UTC)) if may_write else ""
        when = backup.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        return FoundProject(
            project, notice=f"{bad.what_happened} {moved}The copy of {when} was opened instead."
        )


def find_facts(database: LedgerDatabase, path: Path, *, may_write: bool) -> FoundFacts:
    """Open ``database`` at ``path`` and read it, if only to read it where the disk or a newer version forbids more.

    A damaged file is moved aside, never deleted, and what can be read of it goes into a new one; without
    ``may_write`` it is only read.

    Raises:
        KnownError: the disk refuses to read it.
    """
    if not may_write and not path.exists():
        return FoundFacts(())
    try:
        database.open(read_only=not may_write)
        return FoundFacts(tuple(database.read()))
    except NewerLedger as newer:
        return FoundFacts(tuple(salvaged(path)), read_only_reason=str(newer))
    except DamagedLedger as damaged:
        return _salvage(database, path, damaged, may_write=may_write)
    except KnownError as refused:
        database.close()
        database.open(read_only=True)
        reason = f"{refused.what_happened} The project can only be read."
        return FoundFacts(tuple(database.read()), read_only_reason=reason)


def _salvage(database: LedgerDatabase, path: Path, damaged: DamagedLedger, *, may_write: bool) -> FoundFacts:
    database.close()
    facts = tuple(salvaged(path))
    moved = ""
    if may_write:
        aside = _move_ledger_aside(path, datetime.now(UTC))
        database.open(read_only=not may_write)
        database.append_all(facts)
        moved = f" It was moved aside as {aside.name}."
    return FoundFacts(
        facts, notice=f"{damaged.what_happened}{moved} {len(facts)} of its facts could be saved."
    )


def _newest_good(backups: list[Backup]) -> tuple[Backup, Project] | None:
    for backup in backups:
        try:
            return backup, read_project(backup.path)
        except KnownError:
            continue
    return None


def _replace_with(file: Path, backup: Backup, now: datetime) -> str:
    moved = ""
    if file.exists():
        aside = move_aside(file, f"project.unreadable-{_stamp(now)}.json")
        moved = f"It was moved aside as {aside.name}. "
    write_bytes(file, backup.path.read_bytes())
    return moved


def _move_ledger_aside(path: Path, now: datetime) -> Path:
    aside = move_aside(path, f"ledger.unreadable-{_stamp(now)}.sqlite")
    for ending in ("-wal", "-shm"):
        companion = path.with_name(path.name + ending)
        if companion.exists():
            move_aside(companion, aside.name + ending)
    return aside


def _stamp(now: datetime) -> str:
    return now.strftime("%Y%m%dT%H%M%SZ")
