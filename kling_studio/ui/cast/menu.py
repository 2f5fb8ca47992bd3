"""The menu of a member of the cast, or of the empty place."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from kling_studio.core.project import Scene

DELETE = "deleteMember"
"""The object name of the verb that takes a member out of the cast."""


class CastVerbs(Protocol):
    """What the menu can do."""

    def add_member(self) -> None: ...
    def add_pictures(self) -> None: ...
    def add_folder(self) -> None: ...
    def paste(self) -> None: ...
    def rename_selected(self) -> None: ...
    def cast_selected(self) -> None: ...
    def move_selected(self, by: int) -> None: ...
    def duplicate_selected(self) -> None: ...
    def delete_selected(self) -> None: ...


def member_menu(parent: QWidget, verbs: CastVerbs, scene: Scene | None) -> QMenu:
    """The menu of the selected member; it is cast in ``scene``."""
    menu = _menu(parent)
    menu.addAction("Rename\tF2", verbs.rename_selected)
    menu.addAction("Add pictures…", verbs.add_pictures)
    menu.addAction("Add a folder…", verbs.add_folder)
    menu.addAction("Paste\tCtrl+V", verbs.paste)
    cast = menu.addAction(f"Cast in {scene.title or 'this scene'}" if scene else "Cast in the scene")
    cast.setEnabled(scene is not None)
    cast.triggered.connect(verbs.cast_selected)
    menu.addSeparator()
    menu.addAction("Move up\tAlt+Up", lambda: verbs.move_selected(-1))
    menu.addAction("Move down\tAlt+Down", lambda: verbs.move_selected(1))
    menu.addAction("Duplicate\tD", verbs.duplicate_selected)
    menu.addAction("Delete\tDel", verbs.delete_selected).setObjectName(DELETE)
    return menu


def ground_menu(parent: QWidget, verbs: CastVerbs) -> QMenu:
    """The menu where there is no card."""
    menu = _menu(parent)
    menu.addAction("Add member\tCtrl+M", verbs.add_member)
    menu.addAction("Add pictures…", verbs.add_pictures)
    menu.addAction("Add a folder…", verbs.add_folder)
    menu.addAction("Paste\tCtrl+V", verbs.paste)
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName("castMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
