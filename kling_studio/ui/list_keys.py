"""The keys that a list with the focus keeps for itself, though the window uses them elsewhere."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView as _View
else:
    _View = object

_PLAIN = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Escape,
        Qt.Key.Key_F2,
        Qt.Key.Key_D,
    }
)
_WITH_ALT = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})


def is_kept(event: QEvent) -> bool:
    """Whether a ``ShortcutOverride`` is for a key that moves in the list or acts on what is selected in it."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.NoModifier:
        return event.key() in _PLAIN
    if modifiers == Qt.KeyboardModifier.AltModifier:
        return event.key() in _WITH_ALT
    return is_duplicate(event) or event.matches(QKeySequence.StandardKey.Paste)


class KeepsKeys(_View):
    """Before a list's class: the list keeps these keys while it has the focus, and no verb of the window gets them."""

    def keeps(self, event: QEvent) -> bool:
        """Whether the list wants what the event offers to it first."""
        return is_kept(event)

    def event(self, event: QEvent) -> bool:
        if self.keeps(event):
            event.accept()
            return True
        return super().event(event)


def is_delete(event: QKeyEvent) -> bool:
    """Whether the key deletes."""
    return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers()


def is_duplicate(event: QKeyEvent) -> bool:
    """Whether the key duplicates: D or Ctrl+D."""
    allowed = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_D and event.modifiers() in allowed


def moves_by(event: QKeyEvent, back: Qt.Key = Qt.Key.Key_Up, on: Qt.Key = Qt.Key.Key_Down) -> int:
    """-1 or 1 for Alt with an arrow, else 0."""
    if event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return 0
    return {back: -1, on: 1}.get(Qt.Key(event.key()), 0)
