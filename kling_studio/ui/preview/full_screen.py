"""The whole screen for the picture and its controls, until Escape."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.ui.theme import DARK, MARGIN_PX


class FullScreen(QWidget):
    """A window over everything that borrows the picture. ``left`` tells that it was left by Escape or closed.

    It has the actions of the window it belongs to, so that every key works as it does there.
    """

    left = Signal()

    def __init__(self, owner: QWidget, lent: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setObjectName("full_screen_view")
        self.setWindowTitle(owner.window().windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.addWidget(lent)
        self.addActions(owner.window().actions())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), DARK.ground0)
