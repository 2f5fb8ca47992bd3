"""A control under its label: the brick of the pages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kling_studio.ui.theme import DARK, GRID_PX, LABEL_PX


class Field(QWidget):
    """A label, the control it belongs to, a figure at the label's right and a sentence beneath where there is one."""

    def __init__(
        self, label: str, control: QWidget, *, name: str, tip: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.control = control
        control.setObjectName(name)
        control.setAccessibleName(label)
        control.setToolTip(tip)
        self.label = QLabel(label)
        self.label.setProperty("role", "label")
        self.label.setBuddy(control)
        self._aside = QLabel()
        self._aside.setObjectName("aside")
        self._aside.hide()
        self._hint = QLabel()
        self._hint.setObjectName("hint")
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.hide()
        self.head = QHBoxLayout()
        self.head.addWidget(self.label)
        self.head.addStretch()
        self.head.addWidget(self._aside)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID_PX)
        rows.addLayout(self.head)
        rows.addWidget(control)
        rows.addWidget(self._hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def hint(self) -> str:
        """The sentence under the control."""
        return self._hint.text()

    def set_hint(self, text: str, colour: str = DARK.text3) -> None:
        """Say something under the control, or nothing."""
        _say(self._hint, text, colour)

    def set_aside(self, text: str, colour: str = DARK.text3) -> None:
        """Show a figure at the right of the label."""
        _say(self._aside, text, colour)

    def set_unsent(self, reason: str | None) -> None:
        """Say why what stands here is not sent."""
        self.set_hint(reason or "", DARK.warning)


def _say(label: QLabel, text: str, colour: str) -> None:
    if text and (label.text() != text or not label.styleSheet().startswith(f"color: {colour};")):
        label.setStyleSheet(f"color: {colour}; font-size: {LABEL_PX}px")
    label.setText(text)
    label.setVisible(bool(text))
