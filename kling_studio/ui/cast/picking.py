"""Files for the cast that are picked in the system's dialog."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from kling_studio.storage.media_names import PICTURE_ENDINGS
from kling_studio.ui.drops import Drop, drop_of_paths


def pick_pictures(parent: QWidget, name: str, title: str, then: Callable[[Drop], object]) -> None:
    """Let pictures be picked and bring them to ``then``; ``name`` is the dialog's object name."""
    dialog = _dialog(parent, name, title)
    dialog.setNameFilter(f"Pictures ({' '.join(f'*{ending}' for ending in sorted(PICTURE_ENDINGS))})")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: then(drop_of_paths(paths)))
    dialog.open()


def pick_folder(parent: QWidget, name: str, title: str, then: Callable[[Drop], object]) -> None:
    """Let a folder be picked and bring it to ``then``."""
    dialog = _dialog(parent, name, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda path: then(drop_of_paths([path])))
    dialog.open()


def _dialog(parent: QWidget, name: str, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
