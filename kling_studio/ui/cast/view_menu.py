"""The menu of one of several pictures."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from kling_studio.core.framings import can_be_framed
from kling_studio.core.project import ViewKind
from kling_studio.ui.cast.view_changes import (
    ViewChange,
    Views,
    labelling,
    moving,
    primary_index,
    promotion,
    removal,
)

if TYPE_CHECKING:
    from kling_studio.ui.cast.views import ViewStrip


def view_menu(strip: "ViewStrip", views: Views, index: int) -> tuple[QMenu, dict[QAction, ViewChange]]:
    """The menu of a picture of a strip, whose signals its verbs emit, and what each of them would change."""
    menu = QMenu(strip)
    menu.setObjectName("viewMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    changes: dict[QAction, ViewChange] = {}

    def add(text: str, verb: Callable[[], None], change: ViewChange | None = None) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked: verb())
        if change is not None:
            changes[action] = change
        return action

    for kind in ViewKind:
        chosen = add(kind.capitalize(), partial(strip.kind_chosen.emit, index, kind), labelling(index, kind))
        chosen.setCheckable(True)
        chosen.setChecked(views[index].view is kind)
    menu.addSeparator()
    first = add("Make primary\tP", partial(strip.promoted.emit, index), promotion(index))
    first.setEnabled(index != primary_index(views))
    crop = add("Crop and turn…\tEnter", partial(strip.edit_wanted.emit, index))
    crop.setEnabled(can_be_framed(views[index]))
    left = add("Move left\tAlt+Left", partial(strip.moved.emit, index, index - 1), moving(index, index - 1))
    left.setEnabled(index > 0)
    right = add(
        "Move right\tAlt+Right", partial(strip.moved.emit, index, index + 1), moving(index, index + 1)
    )
    right.setEnabled(index + 1 < len(views))
    add("Remove\tDel", partial(strip.removed.emit, index), removal(index))
    return menu, changes
