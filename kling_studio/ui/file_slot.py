"""The place of one file of a member: its clip, or the sample of its voice."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from kling_studio.ui.icons import icon
from kling_studio.ui.theme import CONTROL_PX, DARK, GRID_PX


class FileSlot(QWidget):
    """Shows a file by name, or that there is none. ``chosen`` tells a file picked in the dialog, ``cleared`` none."""

    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, what: str, endings: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = what.title().replace(" ", "")
        self._what = what
        self._filter = f"{what.capitalize()} ({' '.join(f'*{ending}' for ending in sorted(endings))})"
        self._file_name = ""
        self._label = QLabel()
        self._label.setProperty("role", "label")
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.choose_button = _button(f"choose{name}", "folder-open-outline", f"Choose the {what}…")
        self.clear_button = _button(f"clear{name}", "close", f"Take the {what} away")
        self.choose_button.clicked.connect(self.open_dialog)
        self.clear_button.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._label, 1)
        row.addWidget(self.choose_button)
        row.addWidget(self.clear_button)
        self.show_file("")

    def show_file(self, reference: str) -> None:
        """Show the file of this reference, or that there is none."""
        self._file_name = reference.rsplit("/", 1)[-1]
        self._label.setToolTip(reference)
        self._label.setAccessibleName(self._file_name or f"No {self._what}")
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
    button.setFixedHeight(CONTROL_PX)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
