"""A whole project folder under another name."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from kling_studio.core.errors import BadInput
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.folder import LEDGER_FILE, PROJECT_FILE

_LEFT_OUT = (".lock", "unsaved.json", "*.part", "*-wal", "*-shm", LEDGER_FILE)


def copy_project(root: Path, target: Path) -> None:
    """Copy the project at ``root``, saved before, to ``target``; whole, or nothing is left there.

    The ledger is copied by SQLite, so that it is whole while it is in use.

    Raises:
        BadInput: ``target`` holds a project, or is a file.
        KnownError: the disk refuses.
    """
    if target.is_file() or (target / PROJECT_FILE).exists():
        raise BadInput(f"{target} is taken.", "Choose another name.")
    made = not target.exists()
    try:
        shutil.copytree(root, target, ignore=shutil.ignore_patterns(*_LEFT_OUT), dirs_exist_ok=True)
        ledger = root / LEDGER_FILE
        if ledger.exists():
            with (
                closing(sqlite3.connect(ledger)) as source,
                closing(sqlite3.connect(target / LEDGER_FILE)) as copy,
            ):
                source.backup(copy)
    except OSError as error:
        if made:
            shutil.rmtree(target, ignore_errors=True)
        raise disk_error(error, target, "written") from error
