"""A project folder as it is made, saved and opened again."""

import contextlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.project import CastMember, Episode, Project, Scene, View
from kling_studio.storage.folder import ProjectFolder
from tests.storage.night_shift import FACT, reopened, root, titled

__all__ = ["root"]


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


def test_a_project_without_a_ledger_gets_one(root: Path) -> None:
    (root / "ledger.sqlite").unlink()
    with ProjectFolder.open(root).folder as folder:
        folder.append(FACT)
    assert reopened(root).facts == (FACT,)


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
