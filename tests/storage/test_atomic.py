"""Files that are there whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.storage.atomic import free_name, make_folder, move_aside, sweep, write_bytes, writing
from tests.storage.conftest import close_folder


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    write_bytes(file, b"one")
    write_bytes(file, b"two", keep_previous=tmp_path / "backups" / "before.json")
    assert file.read_bytes() == b"two"
    assert (tmp_path / "backups" / "before.json").read_bytes() == b"one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "x.json"]


def test_there_is_nothing_to_keep_of_a_new_file(tmp_path: Path) -> None:
    write_bytes(tmp_path / "x.json", b"one", keep_previous=tmp_path / "backups" / "before.json")
    assert not (tmp_path / "backups").exists()


def test_an_exception_in_the_block_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    write_bytes(file, b"one")
    with pytest.raises(ZeroDivisionError), writing(file) as part:
        part.write(b"half" * (1 // 0))
    assert file.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.touch()
    file.chmod(0o640)
    write_bytes(file, b"one")
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links take rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "x.json"
    link.symlink_to(tmp_path / "real" / "x.json")
    write_bytes(link, b"one")
    assert link.is_symlink()
    assert (tmp_path / "real" / "x.json").read_bytes() == b"one"


def test_a_full_disk_is_a_sentence_and_loses_nothing(small_disk: Path) -> None:
    file = small_disk / "x.json"
    write_bytes(file, b"one")
    with pytest.raises(KnownError) as caught:
        write_bytes(file, b"2" * 1024 * 1024)
    assert f"{file} could not be written: the disk is full." in str(caught.value)
    assert file.read_bytes() == b"one"
    assert list(small_disk.iterdir()) == [file]


@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_a_file_that_grows_too_large_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    script = """
import resource, sys
from pathlib import Path
from kling_studio.core.errors import KnownError
from kling_studio.storage.atomic import write_bytes
file = Path(sys.argv[1])
write_bytes(file, b"one")
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_bytes(file, b"2" * 10_000)
except KnownError as error:
    print(error)
"""
    file = tmp_path / "x.json"
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True
    )
    assert "x.json could not be written: the file is too large for this disk." in done.stdout
    assert file.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [file]


def test_no_permission_is_a_sentence_and_loses_nothing(closed_folder: Path) -> None:
    file = closed_folder / "x.json"
    write_bytes(file, b"one")
    close_folder(closed_folder)
    with pytest.raises(KnownError, match=r"x\.json could not be written: permission is denied"):
        write_bytes(file, b"two")
    assert file.read_bytes() == b"one"
    assert list(closed_folder.iterdir()) == [file]


@pytest.mark.parametrize(
    ("name", "words"),
    [("none/x.json", "it is not there, or its folder is not"), ("file/x.json", "could not be written")],
)
def test_a_place_that_is_no_folder_is_a_sentence(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KnownError, match=words):
        write_bytes(tmp_path / name, b"one")
    with pytest.raises(KnownError, match="could not be written"):
        make_folder(tmp_path / "file" / "below")


def test_moving_aside_never_covers_anything(tmp_path: Path) -> None:
    for text in ("a", "b", "c"):
        (tmp_path / "x.json").write_text(text)
        move_aside(tmp_path / "x.json", "aside.json")
    contents = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert contents == {"aside.json": "a", "aside-2.json": "b", "aside-3.json": "c"}
    with pytest.raises(KnownError, match="not there"):
        move_aside(tmp_path / "x.json", "aside.json")


def test_a_broken_link_takes_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").symlink_to(tmp_path / "nowhere")
    assert free_name(tmp_path / "a.mp4") == tmp_path / "a-2.mp4"


def test_sweeping_takes_what_killed_writers_left_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".x.json.12ab34cd.kling-part").touch()
    (tmp_path / ".hidden").touch()
    sweep(tmp_path)
    sweep(tmp_path / "none")
    assert [path.name for path in tmp_path.iterdir()] == [".hidden"]
