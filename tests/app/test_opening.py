"""Opening and making projects."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.opening import (
    create_project,
    create_sample,
    empty_project,
    open_project,
    project_from_file,
)
from kling_studio.core import edits
from kling_studio.core.errors import BadInput
from kling_studio.core.project import DEFAULT_MODEL
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.unsaved import UNSAVED_FILE, write_unsaved
from tests.app.conftest import close_folder, open_folder
from tests.small_projects import put_picture, short_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    create_project(root, short_project()).session.folder.close()
    return root


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def leave_unsaved(root: Path, title: str) -> None:
    """As a killed program leaves an edit."""
    opened = open_project(root)
    with opened.session.folder:
        write_unsaved(root, edits.set_title(opened.session.project, title), [opened.base])


def test_the_sample_is_night_shift_with_all_its_media(tmp_path: Path) -> None:
    session = create_sample(tmp_path / "sample").session
    with session.folder:
        assert session.project.title == "Night Shift"
        assert len(list(session.project.scenes())) == 4
        for member in session.project.cast:
            for view in member.images:
                path = session.path_of(view.path)
                assert path is not None
                assert path.is_file()


def test_a_new_project_renders_without_a_key() -> None:
    (scene,) = empty_project("New").scenes()
    assert (scene.model, len(scene.shots)) == ("animatic:preview", 1)
    (scene,) = empty_project("New", DEFAULT_MODEL).scenes()
    assert scene.model == DEFAULT_MODEL


def test_what_is_saved_is_what_is_opened(root: Path) -> None:
    opened = open_project(root / PROJECT_FILE)
    with opened.session.folder:
        assert opened.session.project == short_project()
        assert opened.notice == ""
        assert opened.base.project is opened.session.project
        assert opened.session.history.is_clean


def test_edits_of_a_killed_program_are_back_and_it_says_so(root: Path) -> None:
    leave_unsaved(root, "Not saved")
    opened = open_project(root)
    with opened.session.folder:
        assert opened.session.project.title == "Not saved"
        assert opened.base.project.title == "Short"
        assert "are back" in opened.notice


def test_edits_over_another_state_stay_away(root: Path) -> None:
    leave_unsaved(root, "Not saved")
    (root / PROJECT_FILE).write_bytes((root / PROJECT_FILE).read_bytes() + b"\n")
    opened = open_project(root)
    with opened.session.folder:
        assert opened.session.project.title == "Short"
        assert opened.notice == ""


def test_a_second_window_reads_and_leaves_the_edits_of_the_first_alone(root: Path) -> None:
    leave_unsaved(root, "Not saved")
    with open_project(root).session.folder:
        second = open_project(root)
        with second.session.folder:
            assert "another window" in (second.session.read_only_reason or "")
            assert second.session.project.title == "Short"
            assert not second.session.dispatch(edits.set_title, "Mine")


def test_to_read_it_takes_no_lock_and_writes_nothing(root: Path) -> None:
    leave_unsaved(root, "Not saved")
    before = {path.name: path.stat().st_mtime_ns for path in root.iterdir() if "ledger" not in path.name}
    reader = open_project(root, to_read=True)
    with reader.session.folder:
        assert reader.session.project.title == "Not saved"
        assert reader.notice == ""
        assert reader.session.read_only_reason is not None
        writer = open_project(root)
        with writer.session.folder:
            assert writer.session.read_only_reason is None
    after = {path.name: path.stat().st_mtime_ns for path in root.iterdir() if "ledger" not in path.name}
    assert after == before


def test_to_read_a_project_that_is_open_elsewhere(root: Path) -> None:
    writer = open_project(root)
    with writer.session.folder as folder:
        folder.save(edits.set_title(short_project(), "Saved meanwhile"))
        reader = open_project(root, to_read=True)
        with reader.session.folder:
            assert reader.session.project.title == "Saved meanwhile"


def test_a_folder_without_write_access_is_read_and_says_why(root: Path, closed_folder: Path) -> None:
    inner = closed_folder / "project"
    create_project(inner, short_project()).session.folder.close()
    close_folder(inner)
    try:
        session = open_project(inner).session
        with session.folder:
            assert session.project == short_project()
            assert str(inner) in (session.read_only_reason or "")
    finally:
        open_folder(inner)


def test_a_project_of_a_newer_version_is_read_and_says_why(root: Path) -> None:
    file = root / PROJECT_FILE
    data = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**data, "version": 99, "mood": "dark"}), encoding="utf-8")
    session = open_project(root).session
    with session.folder:
        assert "newer version" in (session.read_only_reason or "")
        assert session.project == short_project()


def test_a_torn_project_comes_back_from_its_copy_and_it_says_so(root: Path) -> None:
    opened = open_project(root)
    with opened.session.folder as folder:
        folder.save(edits.set_title(short_project(), "Later"))
    text = (root / PROJECT_FILE).read_text(encoding="utf-8")
    (root / PROJECT_FILE).write_text(text[: len(text) // 2], encoding="utf-8")
    again = open_project(root)
    with again.session.folder:
        assert again.session.project == short_project()
        assert "project.json" in again.notice
        assert (root / PROJECT_FILE).exists()


def test_the_users_catalog_holds(home: Path, root: Path) -> None:
    (home / "catalog").mkdir(parents=True)
    prices = load_catalog().price_list("fal")
    assert prices is not None
    (home / "catalog" / "mine.toml").write_text(
        '[[price_list]]\nname = "fal-mine"\nprovider = "fal"\nas_of = 2031-01-01\n', encoding="utf-8"
    )
    session = open_project(root, to_read=True).session
    session.folder.close()
    newest = session.catalog.price_list("fal")
    assert newest is not None
    assert newest.name == "fal-mine"


def test_a_broken_catalog_of_the_users_makes_and_holds_nothing(
    home: Path, root: Path, tmp_path: Path
) -> None:
    (home / "catalog").mkdir(parents=True)
    (home / "catalog" / "mine.toml").write_text("[[", encoding="utf-8")
    with pytest.raises(BadInput, match=r"mine\.toml"):
        create_project(tmp_path / "other", short_project())
    assert not (tmp_path / "other").exists()
    with pytest.raises(BadInput, match=r"mine\.toml"):
        open_project(root)
    with open_project(root, load_catalog()).session.folder as folder:
        assert folder.read_only_reason is None


def test_a_project_is_made_from_a_file_with_its_media(tmp_path: Path) -> None:
    put_picture(tmp_path / "elsewhere")
    file = tmp_path / "elsewhere" / "story.json"
    with create_project(tmp_path / "first", short_project()).session.folder as folder:
        put_picture(folder.root)
        folder.export_json(short_project(), file)
    project, messages = project_from_file(file, load_catalog())
    assert messages == ()
    without_ids = replace(project, cast=(), episodes=())
    assert without_ids == replace(short_project(), cast=(), episodes=())
    session = create_project(tmp_path / "second", project, media_from=file.parent).session
    with session.folder:
        assert (tmp_path / "second" / "mira.png").read_bytes() == (file.parent / "mira.png").read_bytes()


def test_what_a_request_says_and_a_project_may_not_is_told_before_anything_is_made(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps({"prompt": "Rain.", "aspect_ratio": "   "}), encoding="utf-8")
    with pytest.raises(BadInput, match=r"request\.json.*aspect_ratio"):
        project_from_file(file, load_catalog())


def test_unsaved_edits_of_a_project_that_was_removed_do_not_come_into_a_new_one(root: Path) -> None:
    leave_unsaved(root, "Of the old one")
    for name in (PROJECT_FILE, "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"):
        (root / name).unlink(missing_ok=True)
    for backup in (root / "backups").glob("*"):
        backup.unlink()
    assert (root / UNSAVED_FILE).exists()
    opened = create_project(root, edits.set_title(short_project(), "New"))
    with opened.session.folder:
        assert opened.session.project.title == "New"
