"""How far files on their way are, and a way to stop them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from kling_studio.ui.theme import GRID_PX


class AddingBar(QWidget):
    """A line with a button. ``stopped`` tells that somebody wants no more of it."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("addingBar")
        self._words = QLabel()
        self._words.setObjectName("addingWords")
        self._words.setProperty("role", "label")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        stop = QPushButton("Cancel")
        stop.setObjectName("cancelAdding")
        stop.setAccessibleName("Cancel adding files")
        stop.setToolTip("Add none of these files")
        stop.setProperty("role", "link")
        stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._words, 1)
        row.addWidget(stop)
        self.hide()

    def tell(self, done: int, whole: int) -> None:
        """Say how far it is; ``whole`` 0 where nobody knows yet."""
        self._words.setText(f"Adding {done + 1:,} of {whole:,} files…" if whole > 1 else "Adding files…")
        self._words.setAccessibleName(self._words.text())
