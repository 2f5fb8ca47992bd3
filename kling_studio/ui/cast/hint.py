"""The dashed place below the cards: it says what can be dropped, and during a drag what the drop would do."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kling_studio.ui.theme import CORNER_PX, DARK, GAP_PX, GRID_PX, MARGIN_PX

_INVITATION = "Drop pictures, clips or sounds\nto add to the cast"


class DropHint(QWidget):
    """Invites, and carries the button that adds a member without any file."""

    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = DARK.line
        self._is_compact = False
        self._words = QLabel(_INVITATION)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self._words.setObjectName("castInvitation")
        add = QPushButton("Add member")
        add.setObjectName("addMember")
        add.setAccessibleName("Add member")
        add.setToolTip("Add a member to the cast without a file")
        add.setProperty("role", "link")
        add.clicked.connect(self.add_wanted)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(GRID_PX)
        self._column.addWidget(self._words)
        self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignHCenter)
        self.invite()

    def invite(self) -> None:
        """Say what can be dropped."""
        self._show(_INVITATION, DARK.text2, DARK.line)

    def announce(self, words: str, *, refused: bool) -> None:
        """Say what the drop would do, or why it would do nothing."""
        colour = DARK.error if refused else DARK.accent
        self._show(words, colour, colour)

    def set_compact(self, compact: bool) -> None:
        """Leave only the button, where room is short; a drag brings the words back."""
        self._is_compact = compact
        self.invite()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._words.isHidden():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._edge), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(MARGIN_PX + 0.5, GAP_PX + 0.5, -MARGIN_PX - 0.5, -GAP_PX - 0.5)
        painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)

    def _show(self, words: str, colour: str, edge: str) -> None:
        self._edge = edge
        palette = self._words.palette()
        palette.setColor(self._words.foregroundRole(), QColor(colour))
        self._words.setPalette(palette)
        self._words.setText(words)
        self._words.setVisible(not self._is_compact or words != _INVITATION)
        margin = GRID_PX if self._words.isHidden() else MARGIN_PX + GAP_PX
        self._column.setContentsMargins(MARGIN_PX + GAP_PX, margin, MARGIN_PX + GAP_PX, margin - GRID_PX)
        self.update()
