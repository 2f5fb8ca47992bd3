"""Dialogs about files: where a new project goes, what to open, import, export and save. None of them blocks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

WhenChosen = Callable[[Path], object]


def choose_new_folder(parent: QWidget, title: str, name: str, then: WhenChosen) -> None:
    """Ask for a place and a name for a project folder that is not there yet."""
    dialog = _dialog(parent, title, QFileDialog.AcceptMode.AcceptSave, then)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, "Name of the project")
    dialog.selectFile(name)
    dialog.open()


def choose_project(parent: QWidget, then: WhenChosen) -> None:
    """Ask for the ``project.json`` of a project."""
    dialog = _dialog(parent, "Open a project", QFileDialog.AcceptMode.AcceptOpen, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter("Kling Studio projects (project.json)")
    dialog.open()


def choose_import(parent: QWidget, then: WhenChosen) -> None:
    """Ask for a JSON file to make a project of."""
    dialog = _dialog(
        parent, "Import a project or a provider's request", QFileDialog.AcceptMode.AcceptOpen, then
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter("JSON (*.json)")
    dialog.open()


def choose_export(parent: QWidget, name: str, then: WhenChosen) -> None:
    """Ask where to write the film or the text form of the project."""
    dialog = _dialog(parent, "Export", QFileDialog.AcceptMode.AcceptSave, then)
    dialog.setNameFilters(["Film of all scenes (*.mp4)", "Project as JSON (*.json)"])
    dialog.setDefaultSuffix("mp4")
    dialog.filterSelected.connect(
        lambda chosen: dialog.setDefaultSuffix("json" if "json" in chosen else "mp4")
    )
    dialog.selectFile(name)
    dialog.open()


def choose_csv(parent: QWidget, name: str, then: WhenChosen) -> None:
    """Ask where to write a table."""
    dialog = _dialog(parent, "Save as CSV", QFileDialog.AcceptMode.AcceptSave, then)
    dialog.setNameFilter("Comma-separated values (*.csv)")
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(name)
    dialog.open()


def _dialog(parent: QWidget, title: str, mode: QFileDialog.AcceptMode, then: WhenChosen) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("file_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(mode)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return dialog
