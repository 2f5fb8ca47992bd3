"""A project folder through the things that life does to it."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.facts import Fact, FactKind
from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot, View
from kling_studio.storage.backups import backup_path
from kling_studio.storage.codec import NewerVersion
from kling_studio.storage.folder import OpenedProject, ProjectFolder
from tests.storage.conftest import close_folder

NOON = "2026-11-21T12:00:00.000000Z"
FACT = Fact(NOON, FactKind.QUEUED, "j1")


def titled(title: str) -> Project:
    scene = Scene("s", "Warehouse", shots=(Shot("h", "@Mira walks in.", 5),))
    return Project(
        title, (CastMember("m", "Mira", images=(View("mira.png"),)),), (Episode("e", "Pilot", (scene,)),)
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A closed project, saved once."""
    root = tmp_path / "Night Shift 夜"
    with ProjectFolder.create(root, titled("first")).folder as folder:
        folder.append(FACT)
    return root


def reopened(path: Path) -> OpenedProject:
    """What is in a project, closed again."""
    opened = ProjectFolder.open(path)
    opened.folder.close()
    return opened


def asides(root: Path) -> list[Path]:
    return sorted(root.glob("*.unreadable-*"))


def put_backup(root: Path, project: Project, at: str) -> None:
    from datetime import datetime

    other = root.parent / "other"
    ProjectFolder.create(other, project).folder.close()
    (root / "backups").mkdir(exist_ok=True)
    shutil.move(other / "project.json", backup_path(root / "backups", datetime.fromisoformat(at)))
    shutil.rmtree(other)


def test_a_project_comes_back_by_its_folder_or_its_file(root: Path) -> None:
    for path in (root, root / "project.json"):
        opened = reopened(path)
        assert opened.project == titled("first")
        assert opened.facts == (FACT,)
        assert (opened.read_only_reason, opened.notice) == (None, None)
    text = (root / "project.json").read_text(encoding="utf-8")
    assert json.loads(text)["cast"][0]["id"] == "m"


def test_what_is_saved_is_what_is_read(root: Path) -> None:
    with ProjectFolder.open(root).folder as folder:
        folder.save(titled("second"))
        folder.save(titled("third"))
        assert [folder.read_backup(backup).title for backup in folder.backups()] == ["first"]  # one a minute
    assert reopened(root).project == titled("third")
    assert not [path for path in root.rglob("*") if "kling-part" in path.name]


def test_the_digest_of_a_project_is_that_of_its_file_once_saved(root: Path) -> None:
    with ProjectFolder.open(root).folder as folder:
        digest = folder.sha256_of(titled("second"))
        assert digest != sha256((root / "project.json").read_bytes()).hexdigest()
        folder.save(titled("second"))
        assert digest == sha256((root / "project.json").read_bytes()).hexdigest()


def test_media_are_of_the_folder(root: Path, tmp_path: Path) -> None:
    (tmp_path / "jo.png").write_bytes(b"picture")
    with ProjectFolder.open(root).folder as folder:
        reference = folder.add_media(tmp_path / "jo.png")
        file = folder.path_of(reference)
        assert file is not None
        assert file.read_bytes() == b"picture"
        project = replace(titled("x"), cast=(CastMember("m", "Jo", images=(View(reference),)),))
        folder.export_json(project, tmp_path / "out" / "x.json")
    assert (tmp_path / "out" / reference).read_bytes() == b"picture"


def test_a_removed_folder_is_not_made_again_by_a_late_save(root: Path) -> None:
    with ProjectFolder.open(root).folder as folder:
        root.rename(root.with_name("renamed"))
        with pytest.raises(KnownError, match=r"project\.json could not be written: it is not there"):
            folder.save(titled("lost"))
    assert not root.exists()


def test_saving_from_many_threads_leaves_one_of_the_projects(root: Path) -> None:
    with ProjectFolder.open(root).folder as folder, ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: folder.save(titled(str(number))), range(20)))
    assert reopened(root).project.title in {str(number) for number in range(20)}


def test_what_another_program_wrote_becomes_a_backup_before_it_is_replaced(root: Path) -> None:
    with ProjectFolder.open(root).folder as folder:
        folder.save(titled("our title"))
        text = (root / "project.json").read_text(encoding="utf-8")
        (root / "project.json").write_text(text.replace("our title", "by hand"), encoding="utf-8")
        folder.save(titled("third"))
        assert [folder.read_backup(backup).title for backup in folder.backups()] == ["by hand", "first"]


@pytest.mark.parametrize("name", ["project.json", "ledger.sqlite"])
def test_a_project_is_never_made_over_another(root: Path, name: str) -> None:
    (root / ("ledger.sqlite" if name == "project.json" else "project.json")).unlink()
    before = (root / name).read_bytes()
    with pytest.raises(BadInput, match="already holds a project"):
        ProjectFolder.create(root, titled("other"))
    assert (root / name).read_bytes() == before


def test_a_project_may_be_made_beside_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    ProjectFolder.create(tmp_path / "project.json", titled("x")).folder.close()
    assert reopened(tmp_path).project == titled("x")


def test_a_file_is_no_place_for_a_project(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="is a file; expected a folder"):
        ProjectFolder.create(tmp_path / "file", Project())
    with pytest.raises(KnownError, match="could not be written"):
        ProjectFolder.create(tmp_path / "file" / "below", Project())


def test_a_project_is_made_with_its_media(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "mira.png").write_bytes(b"picture")
    opened = ProjectFolder.create(tmp_path / "p", titled("x"), media_from=tmp_path / "from")
    opened.folder.close()
    assert (tmp_path / "p" / "mira.png").read_bytes() == b"picture"
    assert opened.project == titled("x")


def test_a_project_that_does_not_fit_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    images = (View("pics/small.png"), View("mira.png"))
    project = Project("x", (CastMember("m", "Mira", images=images),))
    (tmp_path / "mira.png").write_bytes(b"x" * 1024 * 1024)
    (tmp_path / "pics").mkdir()
    (tmp_path / "pics" / "small.png").write_bytes(b"x")
    with pytest.raises(KnownError, match="the disk is full"):
        ProjectFolder.create(small_disk / "p", project, media_from=tmp_path)
    assert list(small_disk.iterdir()) == []
    (small_disk / "mine").mkdir()
    (small_disk / "mine" / "notes.txt").touch()
    with pytest.raises(KnownError, match="the disk is full"):
        ProjectFolder.create(small_disk / "mine", project, media_from=tmp_path)
    assert [path.name for path in (small_disk / "mine").iterdir()] == ["notes.txt"]


def test_a_full_disk_keeps_the_project_as_it_was(small_disk: Path) -> None:
    with ProjectFolder.create(small_disk / "p", titled("x")).folder as folder:
        scene = Scene("s", prompt="long " * 100_000)
        with pytest.raises(KnownError, match=r"project\.json could not be written: the disk is full"):
            folder.save(Project("too large", (), (Episode("e", "", (scene,)),)))
    opened = reopened(small_disk / "p")
    assert (opened.project, opened.read_only_reason) == (titled("x"), None)


def test_a_project_on_a_full_disk_can_be_read(small_disk: Path) -> None:
    with ProjectFolder.create(small_disk / "p", titled("x")).folder as folder:
        folder.append(FACT)
    with (small_disk / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while True:
            filler.write(b"x" * 512)
    opened = ProjectFolder.open(small_disk / "p")
    assert (opened.project, opened.facts) == (titled("x"), (FACT,))
    assert "the disk" in str(opened.read_only_reason)
    with pytest.raises(KnownError, match="was not saved"):
        opened.folder.save(titled("lost"))
    opened.folder.close()
    assert reopened(small_disk / "p").project == titled("x")


@pytest.mark.parametrize("name", ["", "none", "project.json"])
def test_where_there_is_no_project_it_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"There is no project at .*: expected a folder"):
        ProjectFolder.open(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


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


def test_a_project_without_a_ledger_gets_one(root: Path) -> None:
    (root / "ledger.sqlite").unlink()
    with ProjectFolder.open(root).folder as folder:
        folder.append(FACT)
    assert reopened(root).facts == (FACT,)


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


def test_a_newer_ledger_makes_the_project_read_only(root: Path) -> None:
    with closing(sqlite3.connect(root / "ledger.sqlite")) as ledger:
        ledger.execute("PRAGMA user_version = 99")
    opened = reopened(root)
    assert "ledger.sqlite was written by a newer version" in str(opened.read_only_reason)
    assert opened.facts == (FACT,)


def test_what_killed_writers_left_is_swept(root: Path) -> None:
    (root / ".project.json.0badcafe.kling-part").write_text("half")
    reopened(root)
    assert not list(root.glob(".*kling-part"))


def test_takes_never_cover_each_other(root: Path) -> None:
    with ProjectFolder.open(root).folder as folder:
        first = folder.new_take_path(1, 2, 3)
        assert first == root / "takes" / "EP01_SC02_T03.mp4"
        first.touch()
        assert folder.new_take_path(1, 2, 3).name == "EP01_SC02_T03-2.mp4"


SAVER = """
import sys
from pathlib import Path
from kling_studio.core.facts import Fact
from kling_studio.core.project import Episode, Project, Scene
from kling_studio.storage.folder import ProjectFolder
folder = ProjectFolder.open(Path(sys.argv[1])).folder
number = 0
while True:
    number += 1
    scenes = tuple(Scene(f"s{index}", f"{number}", prompt="words " * 40) for index in range(60))
    folder.append(Fact("2026", "queued", f"{number}"))
    folder.save(Project(f"{number}", (), (Episode("e", f"{number}", scenes),)))
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of POSIX")
@pytest.mark.parametrize("after", [1, 4, 9, 16])
def test_a_process_killed_while_saving_leaves_a_whole_project(root: Path, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SAVER, str(root)], stdout=subprocess.PIPE, text=True
    ) as saver:
        assert saver.stdout is not None
        for line in saver.stdout:
            if int(line) >= after:
                saver.kill()
                break
        said = [int(line) for line in saver.stdout]  # what it managed before the signal came
    saved = max([after, *said])
    opened = reopened(root)
    assert (opened.read_only_reason, opened.notice) == (None, None)
    assert int(opened.project.title) in {saved, saved + 1}
    assert {scene.title for scene in opened.project.scenes()} == {opened.project.title}
    assert len(opened.facts) - 1 in {saved, saved + 1}
    assert not list(root.glob(".*kling-part"))
