"""Which keys a field keeps for itself, and what it leaves to others: undo to the project, the wheel to the page."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTabBar, QWidget

from kling_studio.app.session import Session

_FIELDS_WITH_VALUES = (QComboBox, QAbstractSpinBox)
_PRESSING = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MOVING = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_ERASING = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


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
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                return self._claimed(watched, event)
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._undone(event)
            case QEvent.Type.Wheel if isinstance(watched, _FIELDS_WITH_VALUES) and not watched.hasFocus():
                event.ignore()
                return True
            case QEvent.Type.FocusOut:
                self._session.end_typing()
        return False

    def _claimed(self, watched: QObject, event: QKeyEvent) -> bool:
        if _is_undo_or_redo(event):
            # The field would claim the keys; ignored, they are the window's.
            event.ignore()
            return True
        if isinstance(watched, QWidget) and claims(watched, event):
            event.accept()
            return True
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


def claims(control: QWidget, event: QKeyEvent) -> bool:
    """Whether a key belongs to the control that has the focus, though the window uses it elsewhere."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if isinstance(control, QAbstractButton):
        return key in _PRESSING and not modifiers & ~_SHIFT
    if isinstance(control, QTabBar):
        return key in _MOVING and not modifiers & ~_SHIFT
    if not modifiers & ~_SHIFT:
        return event.key() < Qt.Key.Key_Escape or key in _MOVING | _ERASING | _ENTER
    if modifiers & ~_SHIFT == Qt.KeyboardModifier.ControlModifier:
        return key in _MOVING | _ERASING or (key in _ENTER and isinstance(control, QPlainTextEdit))
    return False


def _is_undo_or_redo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
