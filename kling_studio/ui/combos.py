"""Combo boxes as the window has them: they leave room to others and show what they do."""

from PySide6.QtCore import QRect, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from kling_studio.ui.icons import icon
from kling_studio.ui.theme import CONTROL_PX, DARK

_ARROW_PX = 16


class PlainCombo(QComboBox):
    """A combo box that is as narrow as its place and shortens what does not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(CONTROL_PX)
        # The delegate that Qt gives a combo box paints by the system's colours, not by the theme's.
        self.setItemDelegate(QStyledItemDelegate(self))

    def set_choices(self, choices: list[tuple[str, object]], chosen: object) -> None:
        """Show these choices, each with its value, and the chosen one, without announcing it."""
        with QSignalBlocker(self):
            if [(self.itemText(row), self.itemData(row)) for row in range(self.count())] != choices:
                self.clear()
                for text, value in choices:
                    self.addItem(text, value)
            self.setCurrentIndex(next((row for row, (_, value) in enumerate(choices) if value == chosen), -1))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRect(self.width() - _ARROW_PX - 5, (self.height() - _ARROW_PX) // 2, _ARROW_PX, _ARROW_PX)
        icon("chevron-down", DARK.text3 if self.isEnabled() else DARK.ground3).paint(painter, place)
        painter.end()
