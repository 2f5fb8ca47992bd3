"""A project folder that is only read: another window has it, it is newer, or nothing may be written there."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.storage.codec import NewerVersion
from kling_studio.storage.folder import ProjectFolder
from tests.storage.conftest import close_folder
from tests.storage.night_shift import FACT, reopened, root, titled

__all__ = ["root"]


def test_a_second_window_only_reads(root: Path) -> None:
    with ProjectFolder.open(root).folder as first:
        second = ProjectFolder.open(root)
        assert second.project == titled("first")
        assert second.facts == (FACT,)
        assert second.read_only_reason is not None
        assert "open in another window" in second.read_only_reason
        with pytest.raises(KnownError, match=r"was not saved.*another window"):
            second.folder.save(titled("lost"))
        with pytest.raises(KnownError, match=r"was not written.*another window"):
            second.folder.append(FACT)
        first.append(FACT)
        assert second.folder.facts_since(1) == [(2, FACT)]
        second.folder.close()
        first.save(titled("second"))
    assert reopened(root).project.title == "second"
    assert reopened(root).read_only_reason is None


HOLDER = """
import sys
from pathlib import Path
from kling_studio.storage.folder import ProjectFolder
opened = ProjectFolder.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_a_process_that_is_killed_lets_go_of_the_lock(root: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        assert reopened(root).read_only_reason is not None
        holder.kill()
        holder.wait()
    assert reopened(root).read_only_reason is None


def test_a_folder_without_write_access_only_reads(closed_folder: Path, root: Path) -> None:
    shutil.copytree(root, closed_folder, dirs_exist_ok=True)
    close_folder(closed_folder)
    opened = reopened(closed_folder)
    assert opened.project == titled("first")
    assert opened.facts == (FACT,)
    assert opened.read_only_reason is not None
    assert str(closed_folder) in opened.read_only_reason
    with pytest.raises(KnownError, match="was not saved"):
        opened.folder.save(titled("second"))


def test_nothing_is_made_in_a_folder_without_write_access(closed_folder: Path) -> None:
    close_folder(closed_folder)
    with pytest.raises(KnownError, match=r"could not be written|cannot be written"):
        ProjectFolder.create(closed_folder, titled("x"))
    with pytest.raises(KnownError, match="could not be written"):
        ProjectFolder.create(closed_folder / "below", titled("x"))
    assert list(closed_folder.iterdir()) == []


def test_a_folder_without_write_access_may_lack_a_ledger(closed_folder: Path, root: Path) -> None:
    shutil.copy(root / "project.json", closed_folder)
    close_folder(closed_folder)
    opened = ProjectFolder.open(closed_folder)
    assert (opened.project, opened.facts) == (titled("first"), ())
    assert opened.folder.facts_since(0) == []
    opened.folder.close()


def test_a_newer_version_only_reads(root: Path) -> None:
    file = root / "project.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    text = json.dumps({**data, "version": 2, "mood_board": []})
    file.write_text(text)
    opened = reopened(root)
    assert opened.project == titled("first")
    assert "newer version" in str(opened.read_only_reason)
    with pytest.raises(KnownError, match="newer version"):
        opened.folder.save(titled("lost"))
    assert file.read_text() == text
    file.write_text(json.dumps({**data, "version": 2, "cast": [{"name": "A"}, {"name": "A"}]}))
    with pytest.raises(NewerVersion):
        ProjectFolder.open(root)


def test_a_newer_ledger_makes_the_project_read_only(root: Path) -> None:
    with closing(sqlite3.connect(root / "ledger.sqlite")) as ledger:
        ledger.execute("PRAGMA user_version = 99")
    opened = reopened(root)
    assert "ledger.sqlite was written by a newer version" in str(opened.read_only_reason)
    assert opened.facts == (FACT,)
