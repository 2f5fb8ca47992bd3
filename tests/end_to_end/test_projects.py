"""Projects opened, made, copied, imported and exported from the window."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu

from kling_studio.app.opening import open_project
from kling_studio.core import edits
from kling_studio.ui.program import Program
from kling_studio.ui.window import MainWindow
from tests.end_to_end.window import Steps, home, run_program, until

__all__ = ["home"]


def go(qapp: QApplication, steps: Steps, path: Path | None = None) -> None:
    run_program(qapp, steps, path)


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


def replaced(program: Program, old: MainWindow, act: Callable[[], object]) -> MainWindow:
    """The window that takes the place of ``old`` after ``act``."""
    act()
    until(lambda: program.window is not old)
    return window_of(program)


def test_a_new_project_takes_the_place_of_the_old_which_is_saved(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        old = window_of(program)
        sample = old.session.folder.root
        old.session.dispatch(edits.set_title, "Night Shift, cut 2")
        new = replaced(program, old, lambda: program.create(home / "Mine"))
        assert new.session.project.title == "Mine"
        assert new.session.folder.root == home / "Mine"
        assert json.loads((sample / "project.json").read_text())["title"] == "Night Shift, cut 2"
        assert program.settings.recent_projects[:2] == (str(home / "Mine"), str(sample))

    go(qapp, steps)


def test_a_folder_that_is_no_project_leaves_the_open_one_as_it_is(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        old = window_of(program)
        program.open(home / "nothing here")
        news = old.findChild(QLabel, "news")
        assert news is not None
        until(lambda: "There is no project" in news.text())
        assert window_of(program) is old
        assert old.session.dispatch(edits.set_title, "Still mine")

    go(qapp, steps)


def test_save_as_goes_on_in_the_copy(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        old = window_of(program)
        sample = old.session.folder.root
        old.session.dispatch(edits.set_title, "Before")
        copy = replaced(program, old, lambda: program.save_as(home / "Copy"))
        assert copy.session.project == open_project(sample, to_read=True).session.project
        copy.session.dispatch(edits.set_title, "After")
        until(lambda: not copy.workspace.autosave.status.waiting)
        assert json.loads((home / "Copy" / "project.json").read_text())["title"] == "After"
        assert json.loads((sample / "project.json").read_text())["title"] == "Before"

    go(qapp, steps)


def test_a_request_is_imported_and_says_what_had_no_place(qapp: QApplication, home: Path) -> None:
    request = home / "kitchen.json"
    request.write_text(json.dumps({"prompt": "A kitchen at night.", "duration": "5", "seed": 7}))

    def steps(program: Program) -> None:
        old = window_of(program)
        new = replaced(program, old, lambda: program.import_file(request, home / "Kitchen"))
        scene = next(new.session.project.scenes())
        assert scene.shots[0].prompt == "A kitchen at night."
        news = new.findChild(QLabel, "news")
        assert news is not None
        assert "seed" in news.text()

    go(qapp, steps)


def test_export_writes_the_text_form_beside_its_media(qapp: QApplication, home: Path) -> None:
    target = home / "out" / "night.json"
    target.parent.mkdir()

    def steps(program: Program) -> None:
        program.export(target)
        until(target.exists)
        written = json.loads(target.read_text())
        assert written["title"] == "Night Shift"
        until((target.parent / written["cast"][0]["images"][0]["path"]).exists)

    go(qapp, steps)


@pytest.mark.parametrize("action", ["new_project", "open_project", "import_file", "save_as", "export"])
def test_each_file_action_asks_without_blocking(qapp: QApplication, home: Path, action: str) -> None:
    def steps(program: Program) -> None:
        window = window_of(program)
        window.actions_[action].trigger()
        dialog = window.findChild(QFileDialog, "file_dialog")
        assert dialog is not None
        until(dialog.isVisible)
        dialog.reject()

    go(qapp, steps)


def test_recent_projects_are_listed_when_the_menu_opens(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        menu: QMenu = window_of(program).recent_menu
        menu.aboutToShow.emit()
        assert [action.text() for action in menu.actions()] == list(program.settings.recent_projects)

    go(qapp, steps)


def test_a_second_window_can_only_read_and_says_so(qapp: QApplication, home: Path) -> None:
    made = open_project(_sample_at(home))

    def steps(program: Program) -> None:
        window = window_of(program)
        assert "read only" in window.windowTitle()
        assert not window.session.dispatch(edits.set_title, "Mine")
        news = window.findChild(QLabel, "news")
        assert news is not None
        assert "another window" in news.text()

    go(qapp, steps, made.session.folder.root)
    made.session.folder.close()


def _sample_at(folder: Path) -> Path:
    from kling_studio.app.opening import create_sample

    create_sample(folder / "Shared").session.folder.close()
    return folder / "Shared"
