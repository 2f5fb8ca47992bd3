"""A project under another name."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.facts import Fact, FactKind
from kling_studio.storage.copying import copy_project
from kling_studio.storage.folder import ProjectFolder
from tests.small_projects import put_picture, short_project
from tests.storage.conftest import close_folder

FACT = Fact("2026-11-21T12:00:00.000000Z", FactKind.QUEUED, "j1")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "first"
    with ProjectFolder.create(root, short_project()).folder as folder:
        folder.append(FACT)
        folder.save(replace(short_project(), title="Second"))
    put_picture(root)
    for name in ("takes/EP01_SC01_T01.mp4", "media/jan-12345678.png"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(name.encode())
    return root


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("made_before", [False, True])
def test_the_copy_is_a_project_of_its_own(root: Path, tmp_path: Path, made_before: bool) -> None:
    target = tmp_path / "copies" / "second"
    if made_before:
        target.mkdir(parents=True)
    copy_project(root, target)
    opened = ProjectFolder.open(target)
    with opened.folder:
        assert opened.project == replace(short_project(), title="Second")
        assert opened.facts == (FACT,)
        assert opened.read_only_reason is None
        opened.folder.append(FACT)
    for name in ("mira.png", "takes/EP01_SC01_T01.mp4", "media/jan-12345678.png"):
        assert (target / name).read_bytes() == (root / name).read_bytes()
    with ProjectFolder.open(root).folder as first:
        assert len(first.facts_since(0)) == 1


def test_of_an_open_project_the_facts_come_along(root: Path, tmp_path: Path) -> None:
    with ProjectFolder.open(root).folder as folder:
        for _ in range(20):
            folder.append(FACT)
        copy_project(root, tmp_path / "second")
        folder.append(FACT)
    opened = ProjectFolder.open(tmp_path / "second")
    opened.folder.close()
    assert len(opened.facts) == 21


def test_what_is_half_done_stays_behind(root: Path, tmp_path: Path) -> None:
    for name in (
        "unsaved.json",
        "unsaved.part",
        ".project.json.ab12.kling-part",
        "takes/.0f.part.mp4",
        "takes/.0f.part.mp4.part",
    ):
        (root / name).write_bytes(b"half")
    copy_project(root, tmp_path / "second")
    assert names(tmp_path / "second") == {
        "project.json",
        "ledger.sqlite",
        "mira.png",
        "takes/EP01_SC01_T01.mp4",
        "media/jan-12345678.png",
        *(name for name in names(root) if name.startswith("backups/")),
    }


def test_a_place_with_something_in_it_is_taken(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    full = tmp_path / "full"
    (full / "media").mkdir(parents=True)
    (full / "media" / "jan-12345678.png").write_text("mine")
    for place in (tmp_path / "file", full, root):
        with pytest.raises(BadInput, match="is taken"):
            copy_project(root, place)
    assert names(full) == {"media/jan-12345678.png"}
    assert (full / "media" / "jan-12345678.png").read_text() == "mine"


def test_a_project_is_not_copied_into_itself(root: Path) -> None:
    before = names(root)
    for place in (root / "copy", root / "takes" / "copy"):
        with pytest.raises(BadInput, match="inside the project"):
            copy_project(root, place)
    assert names(root) == before


@pytest.mark.parametrize("made_before", [False, True])
def test_on_a_full_disk_nothing_is_left(root: Path, small_disk: Path, made_before: bool) -> None:
    (root / "takes" / "EP01_SC01_T02.mp4").write_bytes(os.urandom(400_000))
    target = small_disk / "copy"
    if made_before:
        target.mkdir()
    with pytest.raises(KnownError, match=r"[Nn]o space|disk is full") as told:
        copy_project(root, target)
    assert str(target) in str(told.value)
    assert list(small_disk.rglob("*")) == ([target] if made_before else [])


def test_a_folder_that_takes_nothing_is_told(root: Path, closed_folder: Path) -> None:
    close_folder(closed_folder)
    with pytest.raises(KnownError, match="could not be written"):
        copy_project(root, closed_folder / "copy")


def test_a_ledger_that_cannot_be_read_is_told_and_nothing_is_left(root: Path, tmp_path: Path) -> None:
    (root / "ledger.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(KnownError, match=r"ledger\.sqlite could not be copied"):
        copy_project(root, tmp_path / "second")
    assert not (tmp_path / "second").exists()
