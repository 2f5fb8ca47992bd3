"""The list itself: mouse and keys on the rows."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from kling_studio.ui.findings.painting import FIX, FindingDelegate
from kling_studio.ui.findings.rows import FindingRows, Row
from kling_studio.ui.list_keys import is_delete
from kling_studio.ui.row_list import ROW, Link, RowList


class FindingList(RowList):
    """Rows of findings. A click or Enter wants the place, a click on the link or Ctrl+Enter the fix, Delete silence."""

    place_wanted = Signal(object)
    fix_wanted = Signal(object)
    silence_wanted = Signal(object)

    def __init__(self, rows: FindingRows, parent: QWidget | None = None) -> None:
        super().__init__(rows, "findings_list", "Findings", parent)
        self._delegate = FindingDelegate(self)
        self._pressed: QModelIndex | None = None
        self.setItemDelegate(self._delegate)

    def selected(self) -> Row | None:
        """The row that the keys act on."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def link_rect(self, row: int) -> QRect:
        """Where the link of a row is, in the viewport."""
        index = self.model().index(row, 0)
        return self._delegate.link_rect(self.visualRect(index), index.data(ROW))

    def link_at(self, place: QPoint) -> Link | None:
        index = self.indexAt(place)
        rect = self.link_rect(index.row()) if index.isValid() else QRect()
        is_link = rect.isValid() and rect.adjusted(-4, -4, 4, 4).contains(place)
        return (index.row(), FIX) if is_link else None

    def event(self, event: QEvent) -> bool:
        if _is_fix(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.selected()
        if row is not None and is_delete(event):
            self.silence_wanted.emit(row)
        elif row is None or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fix_wanted.emit(row)
        else:
            self.place_wanted.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self.indexAt(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index, pressed, self._pressed = self.indexAt(place), self._pressed, None
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid() or index != pressed:
            return
        wanted = self.fix_wanted if self.link_at(place) else self.place_wanted
        wanted.emit(index.data(ROW))


def _is_fix(event: QEvent) -> bool:
    """Whether Ctrl+Enter is about to become a key of the window."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
