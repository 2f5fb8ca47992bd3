"""The names of a member's looks, of which one is chosen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

from kling_studio.ui.list_keys import KeepsKeys, is_delete

_ROW_PX, _MOST_ROWS = 28, 5


class LookList(KeepsKeys, QListWidget):
    """Names of looks; Delete and F2 act on the current one."""

    delete_wanted = Signal()
    rename_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("looks")
        self.setAccessibleName("Looks of this member")
        self.setToolTip("F2 renames a look, Del deletes it")
        self.itemActivated.connect(lambda _item: self.rename_wanted.emit())

    def show_names(self, names: list[str], chosen: str) -> None:
        """Show these names, with one of them chosen."""
        if [self.item(row).text() for row in range(self.count())] != names:
            self.clear()
            self.addItems(names)
        if chosen in names:
            self.setCurrentRow(names.index(chosen))
        self.setVisible(bool(names))
        self.setFixedHeight(min(len(names), _MOST_ROWS) * _ROW_PX + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_delete(event):
            self.delete_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
