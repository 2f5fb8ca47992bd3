"""The question what to do with members that are there already."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kling_studio.ui.buttons import push_button
from kling_studio.ui.drops import listed
from kling_studio.ui.theme import GAP_PX, MARGIN_PX

_NAMED = 3


class TwinsQuestion(QDialog):
    """Asks whether what is there shall be updated, or something else be put beside it; open it by ``open()``."""

    update_wanted = Signal()
    beside_wanted = Signal()

    def __init__(self, title: str, words: str, update: str, beside: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("library_question")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lead = QLabel(words)
        lead.setObjectName("library_question_words")
        lead.setWordWrap(True)
        cancel = push_button("library_cancel", "Cancel", "Change nothing (Esc)")
        cancel.clicked.connect(self.reject)
        other = push_button("library_beside", beside, "What is there stays as it is")
        other.clicked.connect(self.accept)
        other.clicked.connect(self.beside_wanted)
        tip = "Undo brings back what the cast has now (Enter)"
        first = push_button("library_update", update, tip, role="primary")
        first.setDefault(True)
        first.clicked.connect(self.accept)
        first.clicked.connect(self.update_wanted)
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        row.addStretch(1)
        for button in (cancel, other, first):
            row.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        rows.setSpacing(MARGIN_PX)
        rows.addWidget(lead)
        rows.addLayout(row)
        self.setMinimumWidth(420)
        first.setFocus()


def twins_words(names: Sequence[str]) -> str:
    """Names of members, or how many they are."""
    return listed(f"a {name}" for name in names) if len(names) <= _NAMED else f"{len(names)} of these names"
