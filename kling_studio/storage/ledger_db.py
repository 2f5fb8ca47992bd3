"""The facts on the disk: ``ledger.sqlite``, which only grows."""

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Fact, FactKind, plain
from kling_studio.storage.atomic import sync_folder

_BUSY_S = 10.0
_LAYOUT = 1  # as in the schema
_KINDS = {kind.value: kind for kind in FactKind}
_NO_ROOM_BESIDE = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)
_CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_INSERT = "INSERT INTO facts (at, kind, job, data) VALUES (?, ?, ?, ?)"

# The third trigger is for INSERT OR REPLACE, which deletes without asking the second.
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS facts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, kind TEXT NOT NULL, job TEXT NOT NULL, data TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS facts_never_change BEFORE UPDATE ON facts
    BEGIN SELECT RAISE(ABORT, 'facts never change'); END;
CREATE TRIGGER IF NOT EXISTS facts_never_go BEFORE DELETE ON facts
    BEGIN SELECT RAISE(ABORT, 'facts never go'); END;
CREATE TRIGGER IF NOT EXISTS facts_never_give_way BEFORE INSERT ON facts
    WHEN EXISTS (SELECT 1 FROM facts WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'facts never give way'); END;
PRAGMA user_version = 1;
COMMIT;
"""


class DamagedLedger(KnownError):
    """A ledger that SQLite cannot read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is damaged and cannot be read.")


class NewerLedger(KnownError):
    """A ledger that a newer version of the program laid out."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was written by a newer version of Kling Studio.", "Update Kling Studio to change it."
        )


class LedgerDatabase:
    """The facts of one project. Any thread may use it, and other processes at the same time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def open(self, *, read_only: bool = False) -> None:
        """Open the file; make it where there is none, unless it is only to be read.

        Raises:
            DamagedLedger: it is no database, or broken.
            NewerLedger: its layout is of a newer version.
            KnownError: the disk refuses.
        """
        with self._lock, _sentences(self._path):
            self._connection = _opened_to_read(self._path) if read_only else _opened(self._path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @property
    def is_open(self) -> bool:
        """Whether there is a file to read from."""
        return self._connection is not None

    def append(self, fact: Fact) -> int:
        """Add ``fact``, on the disk when this returns; its place in the order, from 1. Errors as :meth:`open`."""
        with self._lock, _sentences(self._path), self._open_connection() as connection:
            cursor = connection.execute(_INSERT, _row(fact))
        return int(cursor.lastrowid or 0)

    def append_all(self, facts: Iterable[Fact]) -> None:
        """Add ``facts``, all or none of them. Errors as :meth:`open`."""
        with self._lock, _sentences(self._path), self._open_connection() as connection:
            connection.executemany(_INSERT, map(_row, facts))

    def read(self) -> list[Fact]:
        """All facts in their order. Errors as :meth:`open`."""
        return [fact for _, fact in self.read_since(0)]

    def read_since(self, seq: int) -> list[tuple[int, Fact]]:
        """The facts after the place ``seq``, each with its own place. Errors as :meth:`open`."""
        with self._lock, _sentences(self._path):
            rows = self._open_connection().execute(
                "SELECT seq, at, kind, job, data FROM facts WHERE seq > ? ORDER BY seq", (seq,)
            )
            try:
                return [(row[0], _fact(*row[1:])) for row in rows]
            except (TypeError, ValueError):
                raise DamagedLedger(self._path) from None

    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError(f"{self._path} is not open")
        return self._connection


def salvaged(path: Path) -> list[Fact]:
    """The facts of a damaged ledger, as far as they can be read."""
    facts: list[Fact] = []
    # An error ends the reading; what came before it is all there is.
    with (
        contextlib.suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        for row in connection.execute("SELECT at, kind, job, data FROM facts ORDER BY seq"):
            with contextlib.suppress(TypeError, ValueError):
                facts.append(_fact(*row))
    return facts


def _row(fact: Fact) -> tuple[str, str, str, str]:
    data = json.dumps(plain(fact.data), ensure_ascii=False, allow_nan=False)
    return fact.at, str(fact.kind), fact.job, data


def _fact(at: str, kind: str, job: str, data: str) -> Fact:
    read = json.loads(data)
    if not isinstance(read, dict):
        raise TypeError("the data of a fact are an object")
    return Fact(at, _KINDS.get(kind, kind), job, read)


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
    try:
        _check_layout(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if connection.execute("PRAGMA user_version").fetchone()[0] < _LAYOUT:
            connection.executescript(_SCHEMA)
            sync_folder(path.parent)
    except BaseException:
        connection.close()
        raise
    return connection


def _opened_to_read(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _reader(address, path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _NO_ROOM_BESIDE:
            raise
        # A write-ahead log needs a file of shared memory beside it, which a read-only or full disk cannot take.
        return _reader(f"{address}&immutable=1", path)


def _reader(address: str, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=_BUSY_S, check_same_thread=False)
    try:
        _check_layout(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_layout(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] > _LAYOUT:
        raise NewerLedger(path)


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _known(error, path) from error


def _known(error: sqlite3.DatabaseError, path: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF  # the rest tells variants apart
    if primary in _CORRUPT:
        return DamagedLedger(path)
    sentences = {
        sqlite3.SQLITE_FULL: ("the disk is full.", "Free some space, then try again."),
        sqlite3.SQLITE_IOERR: ("the disk reports an error.", "Check the disk and the space on it."),
        sqlite3.SQLITE_READONLY: ("it is read-only.", "Change its permissions or choose another place."),
        sqlite3.SQLITE_CANTOPEN: ("it cannot be opened.", "Check its permissions and those of its folder."),
        sqlite3.SQLITE_PERM: ("permission is denied.", "Change its permissions or choose another place."),
        sqlite3.SQLITE_BUSY: ("another program keeps it busy.", "Try again when that has finished."),
    }
    if primary not in sentences:
        return error
    what, to_do = sentences[primary]
    return KnownError(f"{path} could not be used: {what}", to_do)
