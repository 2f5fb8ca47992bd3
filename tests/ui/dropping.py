"""Drags and drops as the system sends them."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
_MOUSE = Qt.MouseButton.LeftButton
_KEYS = Qt.KeyboardModifier.NoModifier


def files(paths: Iterable[Path]) -> QMimeData:
    """Files from the file manager."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def hover(widget: QWidget, place: QPoint, mime: QMimeData) -> bool:
    """Drag ``mime`` over a place of a widget; whether it may be let go there."""
    QApplication.sendEvent(widget, QDragEnterEvent(place, _ACTIONS, mime, _MOUSE, _KEYS))
    move = QDragMoveEvent(place, _ACTIONS, mime, _MOUSE, _KEYS)
    QApplication.sendEvent(widget, move)
    return move.isAccepted()


def leave(widget: QWidget) -> None:
    """Drag out of a widget again."""
    QApplication.sendEvent(widget, QDragLeaveEvent())


def drop(widget: QWidget, place: QPoint, mime: QMimeData) -> bool:
    """Drag ``mime`` over a place of a widget and let go; whether it was taken."""
    hover(widget, place, mime)
    event = QDropEvent(QPointF(place), _ACTIONS, mime, _MOUSE, _KEYS)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
