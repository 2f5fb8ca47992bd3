"""The place of one file of a member: its clip, or the sample of its voice."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from kling_studio.storage.media_names import told_name
from kling_studio.ui.buttons import link_button
from kling_studio.ui.icons import icon
from kling_studio.ui.theme import CONTROL_PX, DARK, GRID_PX

_BUTTON_WIDE_PX = 24
_NOTE_LEAST_PX = 38


class FileSlot(QWidget):
    """Shows a file by name, or that there is none.

    ``chosen`` tells a file picked in the dialog, ``cleared`` that there is to be none, ``trim_wanted`` a part of it.
    """

    chosen = Signal(str)
    cleared = Signal()
    trim_wanted = Signal()

    def __init__(self, what: str, endings: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = what.title().replace(" ", "")
        self._what = what
        self._filter = f"{what.capitalize()} ({' '.join(f'*{ending}' for ending in sorted(endings))})"
        self._file_name = ""
        self._label = QLabel()
        self._label.setProperty("role", "label")
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note = QLabel()
        self._note.setProperty("role", "hint")
        self._note.setMinimumWidth(_NOTE_LEAST_PX)
        self.trim_button = link_button(
            f"trim{name}",
            "Trim…",
            f"Play the {what} and choose the part of it that is used",
            told=f"Trim the {what}",
        )
        self.trim_button.clicked.connect(self.trim_wanted)
        self.choose_button = _button(f"choose{name}", "folder-open-outline", f"Choose the {what}…")
        self.clear_button = _button(f"clear{name}", "close", f"Take the {what} away")
        self.choose_button.clicked.connect(self.open_dialog)
        self.clear_button.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addLayout(self._words(), 1)
        row.addWidget(self.choose_button)
        row.addWidget(self.clear_button)
        self.show_file("")

    def show_file(self, reference: str, note: str = "", *, can_trim: bool = False) -> None:
        """Show the file of this reference, or that there is none; ``note`` says more of it, such as its length."""
        self._file_name = told_name(reference)
        self._label.setToolTip(reference)
        self._label.setAccessibleName(self._file_name or f"No {self._what}")
        self._note.setText(note)
        self._note.setToolTip(note)
        self._note.setVisible(bool(note))
        self.trim_button.setVisible(can_trim)
        self.clear_button.setVisible(bool(reference))
        self._fit()

    def open_dialog(self) -> None:
        """Let a file be chosen."""
        dialog = QFileDialog(self, f"Choose the {self._what}", "", self._filter)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.chosen)
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _words(self) -> QVBoxLayout:
        beneath = QHBoxLayout()
        beneath.setSpacing(0)
        beneath.addWidget(self._note)
        beneath.addWidget(self.trim_button)
        beneath.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._label)
        words.addLayout(beneath)
        words.addStretch(1)
        return words

    def _fit(self) -> None:
        text = self._file_name or f"Drop a {self._what} here"
        width = self._label.width()
        self._label.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width))


def _button(name: str, symbol: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setToolTip(text)
    button.setIcon(icon(symbol, DARK.text2))
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(_BUTTON_WIDE_PX, CONTROL_PX)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
