"""One scene of the price sheet: whether it is sent, what it is, and its price."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.price_sheet import SheetLine
from kling_studio.core.checks import Severity
from kling_studio.ui.price_sheet import words
from kling_studio.ui.theme import BODY_PX, DARK, GAP_PX, LABEL_PX, MARGIN_PX, sized
from kling_studio.ui.told import Told

_PRICE_PX = 96
_INDENT_PX = 22
"""Under the words of the box."""


class SheetRow(QWidget):
    """A line with its box; ``opened`` is the line as it was when the sheet was opened.

    ``toggled`` tells that it is to be sent or not; ``place_wanted`` asks to see the scene.
    """

    toggled = Signal()
    place_wanted = Signal()

    def __init__(
        self,
        line: SheetLine,
        *,
        is_ticked: bool,
        opened: SheetLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.line = line
        self.setObjectName(f"line_{line.number}")
        self.box = QCheckBox(f"{line.number}  {line.title}".replace("&", "&&"), self)
        self.box.setObjectName(f"send_{line.number}")
        self.box.setFont(sized(BODY_PX, bold=True))
        self.box.setChecked(is_ticked)
        self.box.setEnabled(line.can_be_sent)
        self.box.toggled.connect(self._toggled)
        self.price = QLabel(words.price_words(line), self)
        self.price.setObjectName(f"price_{line.number}")
        self.price.setFont(sized(BODY_PX, bold=True, tabular=True))
        self.price.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.price.setMinimumWidth(_PRICE_PX)
        self._told = QVBoxLayout()
        self._told.setSpacing(2)
        self._told.addWidget(self.box)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self.price)
        self._say(words.model_words(line), DARK.text2)
        self._say(words.parts_words(line), DARK.text3)
        notes = [*words.was_words(line, opened), *words.notes(line)]
        for note in notes:
            self._say(note, DARK.text2)
        for error in line.errors:
            self._add_told(Told(error.message, Severity.ERROR, LABEL_PX, _INDENT_PX))
        for warning in words.warnings(line):
            self._add_told(Told(warning, Severity.WARNING, LABEL_PX, _INDENT_PX))
        if line.errors or line.warnings or line.identical is not None:
            self._add_link()
        self._told.addStretch(1)
        self._right.addStretch(1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, GAP_PX)
        columns.setSpacing(GAP_PX)
        columns.addLayout(self._told, 1)
        columns.addLayout(self._right)
        told = [words.price_words(line), words.model_words(line), *notes]
        told += [*(error.message for error in line.errors), *words.warnings(line)]
        self.box.setAccessibleName(f"Send scene {line.number}, {line.title}, {told[0]}")
        self.box.setAccessibleDescription(". ".join(told[1:]))
        self.box.setToolTip(". ".join(told[1:]))
        self._toggled()

    @property
    def is_chosen(self) -> bool:
        """Whether it is to be sent."""
        return self.box.isChecked()

    def _say(self, text: str, colour: str) -> None:
        if not text:
            return
        label = QLabel(text, self)
        label.setFont(sized(LABEL_PX, tabular=True))
        label.setStyleSheet(f"color: {colour}; font-size: {LABEL_PX}px")
        label.setWordWrap(True)
        label.setContentsMargins(_INDENT_PX, 0, 0, 0)
        self._add_told(label)

    def _add_told(self, label: QLabel) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
        self._told.addWidget(label)

    def _add_link(self) -> None:
        line = self.line
        text = f"Show take {line.identical.number}" if line.identical and not line.errors else "Show"
        self.link = QPushButton(text, self)
        self.link.setObjectName(f"show_{line.number}")
        self.link.setProperty("role", "link")
        self.link.setStyleSheet("padding: 2px 0")  # its words end where the price ends
        self.link.setAutoDefault(False)
        self.link.setToolTip("Closes this sheet and goes there. Nothing is sent.")
        self.link.setAccessibleName(f"{text}: scene {line.number}, {line.title}")
        self.link.clicked.connect(self.place_wanted)
        self._right.addWidget(self.link, 0, Qt.AlignmentFlag.AlignRight)

    def _toggled(self) -> None:
        self.price.setStyleSheet(f"color: {DARK.text1 if self.is_chosen else DARK.text3}")
        self.toggled.emit()
