"""The words beside a drop: what will happen when it is let go, or why nothing will."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kling_studio.ui.sight import seen_part
from kling_studio.ui.theme import CORNER_PX, DARK, GAP_PX, LABEL_PX, sized

_INSET_PX = 8


class DropBubble(QLabel):
    """A small label over a view; it lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dropBubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(True)
        self.setMargin(_INSET_PX // 2)
        self.setIndent(_INSET_PX // 2)
        self._host = parent
        self._ground = DARK.accent
        self.hide()

    def say(self, words: str, place: QRect, *, refused: bool = False) -> None:
        """Show the words below ``place`` of the parent, or above it where no room below is seen."""
        self._ground = DARK.error if refused else DARK.accent
        self.setFont(sized(LABEL_PX, bold=True))
        self.setText(words)
        self.setAccessibleName(words)
        seen = seen_part(self._host)
        room = seen if not seen.isEmpty() else self._host.rect()
        width = max(80, room.width() - 2 * GAP_PX)
        self.setFixedWidth(
            min(width, max(map(self.fontMetrics().horizontalAdvance, words.split("\n"))) + 3 * _INSET_PX)
        )
        self.setFixedHeight(self.heightForWidth(self.width()))
        below = place.bottom() + 4
        top = below if below + self.height() <= room.bottom() + 1 else place.top() - self.height() - 4
        left = max(room.left() + GAP_PX, min(place.left(), room.right() + 1 - self.width() - GAP_PX))
        self.move(left, max(room.top(), min(top, room.bottom() + 1 - self.height())))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ground))
        painter.drawRoundedRect(self.rect(), CORNER_PX, CORNER_PX)
        painter.setPen(QColor(DARK.on_accent))
        inner = self.contentsRect().adjusted(_INSET_PX, 4, -_INSET_PX, -4)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), self.text())
