"""The parts that the pages of the settings are made of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kling_studio.ui.buttons import sheet_button
from kling_studio.ui.theme import GAP_PX, MARGIN_PX

LABEL_WIDTH_PX = 150


class Page(QWidget):
    """A page of rows under each other, that scrolls where the sheet is small."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.title = title
        inside = QWidget()
        inside.setObjectName(f"{name}_rows")
        self.rows = QVBoxLayout(inside)
        self.rows.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        self.rows.setSpacing(GAP_PX)
        self.rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def add_form(self) -> QFormLayout:
        """Rows of a word and its field."""
        form = QFormLayout()
        form.setHorizontalSpacing(MARGIN_PX)
        form.setVerticalSpacing(GAP_PX)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.rows.addLayout(form)
        return form


def heading(text: str) -> QLabel:
    """The name of a group of rows."""
    label = QLabel(text)
    label.setProperty("role", "name")
    return label


def hint(text: str, name: str = "") -> QLabel:
    """A sentence in small letters."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setProperty("role", "label")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def word(text: str, field: QWidget) -> QLabel:
    """The word in front of a field."""
    label = QLabel(text)
    label.setMinimumWidth(LABEL_WIDTH_PX)
    label.setBuddy(field)
    return label


def value(text: str, name: str) -> QLineEdit:
    """Something to read and to copy, in one line of any length."""
    shown = QLineEdit(text)
    shown.setObjectName(name)
    shown.setReadOnly(True)
    shown.setCursorPosition(0)
    return shown


def button(text: str, name: str, tip: str, told: str = "") -> QPushButton:
    """A button; ``told`` is its name where its words alone do not say enough."""
    return sheet_button(name, text, tip, told=told)
