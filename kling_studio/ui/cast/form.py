"""The fields that a member and its looks are told in."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kling_studio.app.prepared import prepare
from kling_studio.app.session import Session, label_of
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import Project
from kling_studio.ui.theme import GRID_PX

W = TypeVar("W", bound=QWidget)


class Description(QPlainTextEdit):
    """Three lines; Tab goes on."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(66)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def named(widget: W, name: str, label: str, tip: str) -> W:
    """The widget with the names that tests, readers and pointers know it by."""
    widget.setObjectName(name)
    widget.setAccessibleName(label)
    widget.setToolTip(tip)
    return widget


def label(text: str) -> QLabel:
    """A quiet word above a field."""
    words = QLabel(text)
    words.setProperty("role", "label")
    return words


def beside(first: QWidget, second: QWidget) -> QHBoxLayout:
    """Two widgets in a row, the first as wide as it can be."""
    row = QHBoxLayout()
    row.setSpacing(GRID_PX)
    row.addWidget(first, 1)
    row.addWidget(second)
    return row


def show_text(field: QLineEdit, text: str) -> None:
    """Fill a line that is not being written in, and tell nobody."""
    if field.text() != text:
        with QSignalBlocker(field):
            field.setText(text)
        field.setCursorPosition(0)


def refusal_of(session: Session, edit: Callable[..., Project], *arguments: object) -> str:
    """Make an edit; why it was refused, or nothing. It is told to nobody else: the field says so where it stands."""
    if session.read_only_reason is not None:
        return session.read_only_reason
    try:
        prepared = prepare(session.project, lambda project: edit(project, *arguments))
    except EditRejected as refusal:
        return str(refusal)
    session.commit(prepared, label_of(edit))
    return ""
