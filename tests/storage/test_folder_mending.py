"""A project folder whose files are torn, damaged or gone: what is moved aside, and what takes their place."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kling_studio.core.errors import BadInput
from kling_studio.storage.folder import ProjectFolder
from tests.storage.night_shift import FACT, asides, put_backup, reopened, root, titled

__all__ = ["root"]


TORN = ["", "{", "\0" * 500, '{"format": "kling-studio/project", "title": 3}', "[]"]


@pytest.mark.parametrize("text", TORN)
def test_a_torn_file_is_moved_aside_and_the_newest_good_copy_opened(root: Path, text: str) -> None:
    put_backup(root, titled("older"), "2026-11-20T10:00:00+00:00")
    put_backup(root, titled("newer"), "2026-11-20T11:00:00+00:00")
    (root / "backups" / "project-20261120T120000.000000Z.json").write_text("{torn as well")
    (root / "project.json").write_text(text)
    opened = reopened(root)
    assert opened.project.title == "newer"
    assert opened.read_only_reason is None
    assert opened.notice is not None
    (aside,) = asides(root)
    assert str(root / "project.json") in opened.notice
    assert f"moved aside as {aside.name}" in opened.notice
    assert aside.read_text() == text
    again = reopened(root)
    assert (again.project.title, again.notice) == ("newer", None)


@pytest.mark.parametrize("text", TORN)
def test_a_torn_file_without_a_copy_stays_where_it_is(root: Path, text: str) -> None:
    (root / "project.json").write_text(text)
    with pytest.raises(BadInput, match="There is no earlier copy of it") as caught:
        ProjectFolder.open(root)
    assert str(root / "project.json") in str(caught.value)
    assert (root / "project.json").read_text() == text
    assert asides(root) == []


def test_a_missing_file_is_replaced_by_its_copy(root: Path) -> None:
    put_backup(root, titled("kept"), "2026-11-20T10:00:00+00:00")
    (root / "project.json").unlink()
    opened = reopened(root)
    assert opened.project.title == "kept"
    assert "There is no file" in str(opened.notice)
    assert (root / "project.json").is_file()


def test_a_second_window_does_not_mend_a_torn_file(root: Path) -> None:
    put_backup(root, titled("kept"), "2026-11-20T10:00:00+00:00")
    with ProjectFolder.open(root).folder:
        (root / "project.json").write_text("{torn")
        opened = reopened(root)
    assert opened.project.title == "kept"
    assert (root / "project.json").read_text() == "{torn"
    assert asides(root) == []


def test_a_damaged_ledger_is_moved_aside_and_what_is_readable_kept(root: Path) -> None:
    with closing(sqlite3.connect(root / "ledger.sqlite")) as ledger:
        ledger.execute("INSERT INTO facts (at, kind, job, data) VALUES ('a', 'k', 'j', '{torn')")
        ledger.commit()
    opened = reopened(root)
    assert opened.facts == (FACT,)
    (aside,) = (path for path in asides(root) if path.suffix == ".sqlite")
    assert f"ledger.sqlite is damaged and cannot be read. It was moved aside as {aside.name}." in str(
        opened.notice
    )
    assert "1 of its facts could be saved" in str(opened.notice)
    again = reopened(root)
    assert (again.facts, again.notice) == ((FACT,), None)


def test_a_ledger_that_is_no_database_is_moved_aside(root: Path) -> None:
    (root / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    opened = reopened(root)
    assert (opened.project, opened.facts) == (titled("first"), ())
    assert [path.read_bytes() for path in asides(root)] == [b"no database at all" * 100]


def test_a_second_window_leaves_a_damaged_ledger_alone(root: Path) -> None:
    with ProjectFolder.open(root).folder:
        pass
    (root / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    descriptor = ProjectFolder(root)
    descriptor._take_lock()
    opened = reopened(root)
    descriptor.close()
    assert "is damaged" in str(opened.notice)
    assert asides(root) == []
