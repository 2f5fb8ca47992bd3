"""The camera of a shot: a list of moves to search, and anything else that is typed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from kling_studio.ui.inspector.camera_moves import CAMERA_MOVES
from kling_studio.ui.inspector.controls import TypedCombo

_MOST_FOUND = 12
_MOST_LISTED = 16
_LIST_WIDTH_PX = 260


class CameraCombo(TypedCombo):
    """Typing searches the moves for any part of their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(_grouped(self))
        self.setCurrentIndex(-1)
        self.setMaxVisibleItems(_MOST_LISTED)
        self.view().setMinimumWidth(_LIST_WIDTH_PX)
        self.line.setPlaceholderText("As the words say")
        finder = QCompleter([move for _, moves in CAMERA_MOVES for move in moves], self)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setMaxVisibleItems(_MOST_FOUND)
        found = QListView()
        found.setObjectName("completions")
        finder.setPopup(found)
        self.setCompleter(finder)
        finder.activated.connect(lambda _chosen: self.written.emit(self.currentText()))


def _grouped(parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for group, moves in CAMERA_MOVES:
        heading = QStandardItem(group)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        model.appendRow(heading)
        for move in moves:
            model.appendRow(QStandardItem(move))
    return model
