"""A sentence in place: what was refused or went wrong, until something else is done."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from kling_studio.core.errors import KnownError
from kling_studio.ui.theme import DARK


class Notice(QLabel):
    """Wrapped text that takes no room while there is nothing to say; a click puts it away."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "notice")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def say(self, sentence: str, *, is_error: bool = True) -> None:
        """Show a sentence; nothing puts the notice away."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(DARK.error if is_error else DARK.text2))
        self.setPalette(palette)
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.setToolTip(sentence and "Click to put this away")
        self.setVisible(bool(sentence))

    def tell(self, error: KnownError) -> None:
        """Show what happened and what to do."""
        self.say(str(error))

    def mousePressEvent(self, _event: object) -> None:
        self.say("")
