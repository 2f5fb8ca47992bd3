"""A whole project folder under another name."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.folder import LEDGER_FILE
from kling_studio.storage.media_names import is_within

# Beside the lock and the ledger, which SQLite copies, what is half written or of the running program alone.
_LEFT_OUT = (".lock", f"{LEDGER_FILE}*", "unsaved.json", "*.part", ".*.part.*", ".*.kling-part")


def copy_project(root: Path, target: Path) -> None:
    """Copy the project at ``root``, saved before, to ``target``; whole, or nothing is left there.

    The ledger is copied by SQLite, so that it is whole while it is in use.

    Raises:
        BadInput: ``target`` is a file, a folder with something in it, or inside the project.
        KnownError: the disk refuses.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BadInput(f"{target} is taken.", "Choose another name, or an empty folder.")
    if is_within(target, root):
        raise BadInput(f"{target} lies inside the project itself.", "Choose a place outside of it.")
    made = not target.exists()
    try:
        shutil.copytree(root, target, ignore=shutil.ignore_patterns(*_LEFT_OUT), dirs_exist_ok=True)
        _copy_ledger(root / LEDGER_FILE, target / LEDGER_FILE)
    except BaseException as error:
        _remove(target, made=made)
        if isinstance(error, OSError):
            raise disk_error(_first_of(error), target, "written") from error
        raise


def _copy_ledger(ledger: Path, target: Path) -> None:
    if not ledger.exists():
        return
    try:
        with closing(sqlite3.connect(ledger)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise KnownError(f"{ledger} could not be copied: {error}.", "Try again.") from error


def _first_of(error: OSError) -> OSError:
    """The cause of an error; ``copytree`` collects those of all files as (source, target, text)."""
    if isinstance(error, shutil.Error) and error.args and error.args[0]:
        return OSError(0, str(error.args[0][0][2]))
    return error


def _remove(target: Path, *, made: bool) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if not made:
        target.mkdir(exist_ok=True)
