"""What every field of a panel leaves to others: undo to the project, the wheel to the page."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget

from kling_studio.app.session import Session

_FIELDS_WITH_VALUES = (QComboBox, QAbstractSpinBox)


class FieldKeys(QObject):
    """An event filter for fields. Leaving one ends the undo step of what was typed in it."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def watch(self, field: QWidget) -> None:
        """Filter the events of a field, and of the line of text inside it."""
        field.installEventFilter(self)
        line = field.lineEdit() if isinstance(field, _FIELDS_WITH_VALUES) else None
        if line is not None:
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and _is_undo_or_redo(event):
                # The field would claim the keys; ignored, they are the window's.
                event.ignore()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._undone(event)
            case QEvent.Type.Wheel if isinstance(watched, _FIELDS_WITH_VALUES) and not watched.hasFocus():
                event.ignore()
                return True
            case QEvent.Type.FocusOut:
                self._session.end_typing()
        return False

    def _undone(self, event: QKeyEvent) -> bool:
        """Undo and redo in a window that has no such action of its own."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._session.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._session.redo()
        else:
            return False
        return True


def _is_undo_or_redo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
