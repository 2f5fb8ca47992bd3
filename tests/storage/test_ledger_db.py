"""Facts on a real disk."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Fact, FactKind
from kling_studio.storage.ledger_db import DamagedLedger, LedgerDatabase, NewerLedger, salvaged
from tests.storage.conftest import close_folder

NOON = "2026-11-21T12:00:00.000000Z"


def fact(number: int, kind: FactKind | str = FactKind.CHARGE) -> Fact:
    return Fact(NOON, kind, f"job {number}", {"amount": "1.40", "list": [1, {"a": None}], "words": "é🎬"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[LedgerDatabase]:
    ledger = LedgerDatabase(path)
    ledger.open()
    yield ledger
    ledger.close()


def test_facts_come_back_in_their_order(path: Path, ledger: LedgerDatabase) -> None:
    facts = [fact(1), fact(2, "of a newer version"), fact(1)]
    assert [ledger.append(each) for each in facts] == [1, 2, 3]
    assert ledger.read() == facts
    assert ledger.read_since(2) == [(3, facts[2])]
    ledger.close()
    again = LedgerDatabase(path)
    again.open()
    assert again.read() == facts
    assert isinstance(again.read()[0].kind, FactKind)
    again.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facts SET job = 'other'",
        "DELETE FROM facts",
        "INSERT OR REPLACE INTO facts (seq, at, kind, job, data) VALUES (1, 'a', 'k', 'j', '{}')",
    ],
)
def test_the_file_itself_refuses_to_change_or_lose_facts(
    path: Path, ledger: LedgerDatabase, statement: str
) -> None:
    ledger.append(fact(1))
    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.IntegrityError, match="facts never"):
        other.execute(statement)
    assert ledger.read() == [fact(1)]


def test_a_fact_is_synced_before_append_returns(path: Path, ledger: LedgerDatabase) -> None:
    connection = ledger._connection
    assert connection is not None
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_threads_may_append_at_once(ledger: LedgerDatabase) -> None:
    with ThreadPoolExecutor(8) as threads:
        places = list(threads.map(lambda number: ledger.append(fact(number)), range(80)))
    assert sorted(places) == list(range(1, 81))
    assert {each.job for each in ledger.read()} == {f"job {number}" for number in range(80)}


def test_two_processes_may_append_at_once(path: Path, ledger: LedgerDatabase) -> None:
    script = """
import sys
from pathlib import Path
from kling_studio.core.facts import Fact
from kling_studio.storage.ledger_db import LedgerDatabase
ledger = LedgerDatabase(Path(sys.argv[1]))
ledger.open()
for number in range(40):
    ledger.append(Fact("2026", "charge", f"theirs {number}"))
ledger.close()
"""
    with subprocess.Popen([sys.executable, "-c", script, str(path)]) as other:
        for number in range(40):
            ledger.append(fact(number))
        assert other.wait() == 0
    jobs = [each.job for each in ledger.read()]
    assert len(jobs) == 80
    assert [job for job in jobs if job.startswith("theirs")] == [f"theirs {number}" for number in range(40)]


def test_a_full_disk_is_a_sentence_and_keeps_what_was_written(small_disk: Path) -> None:
    ledger = LedgerDatabase(small_disk / "ledger.sqlite")
    ledger.open()
    written: list[int] = []
    with pytest.raises(KnownError, match=r"ledger\.sqlite could not be used: the disk"):
        written.extend(ledger.append(fact(number)) for number in range(10_000))
    assert [each.job for each in ledger.read()] == [f"job {number}" for number in range(len(written))]
    assert len(written) > 10
    ledger.close()


@pytest.mark.parametrize("content", [b"this is no database, but text of some length" * 40, b"\0" * 5000])
def test_what_is_no_database_is_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    ledger = LedgerDatabase(path)
    with pytest.raises(DamagedLedger, match=r"ledger\.sqlite is damaged"):
        ledger.open()
    assert path.read_bytes() == content
    assert salvaged(path) == []


def test_a_fact_that_is_no_fact_is_damage_and_the_others_are_saved(
    path: Path, ledger: LedgerDatabase
) -> None:
    ledger.append(fact(1))
    with closing(sqlite3.connect(path)) as other:
        for data in ("{torn", "[]"):
            other.execute("INSERT INTO facts (at, kind, job, data) VALUES ('a', 'k', 'j', ?)", (data,))
        other.commit()
    ledger.append(fact(2))
    with pytest.raises(DamagedLedger):
        ledger.read()
    assert salvaged(path) == [fact(1), fact(2)]


def test_a_newer_layout_is_left_alone(path: Path, ledger: LedgerDatabase) -> None:
    ledger.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")
    for read_only in (False, True):
        with pytest.raises(NewerLedger, match="newer version"):
            LedgerDatabase(path).open(read_only=read_only)


def test_a_reader_sees_what_the_writer_adds(path: Path, ledger: LedgerDatabase) -> None:
    reader = LedgerDatabase(path)
    reader.open(read_only=True)
    ledger.append(fact(1))
    assert reader.read() == [fact(1)]
    with pytest.raises(KnownError, match="it is read-only"):
        reader.append(fact(2))
    reader.close()


def test_a_folder_without_write_access_can_be_read(closed_folder: Path) -> None:
    ledger = LedgerDatabase(closed_folder / "ledger.sqlite")
    ledger.open()
    ledger.append(fact(1))
    ledger.close()
    close_folder(closed_folder)
    reader = LedgerDatabase(closed_folder / "ledger.sqlite")
    reader.open(read_only=True)
    assert reader.read() == [fact(1)]
    reader.close()


def test_a_ledger_that_is_closed_is_a_fault_of_the_program(path: Path) -> None:
    with pytest.raises(RuntimeError, match="not open"):
        LedgerDatabase(path).append(fact(1))


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="it cannot be opened"):
        LedgerDatabase(tmp_path / "none" / "ledger.sqlite").open()
