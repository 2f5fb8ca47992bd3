"""A sentence in place: what was refused or went wrong, until something else is done."""

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from kling_studio.core.checks import Severity
from kling_studio.core.errors import KnownError
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import DARK

_SHAPE_ROOM_PX = 18


class Notice(QLabel):
    """Wrapped text that takes no room while there is nothing to say; a click puts it away.

    Where it ``lasts_ms``, it goes by itself after that time. ``refused`` tells that there is something to be read.
    """

    refused = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, lasts_ms: int = 0) -> None:
        super().__init__(parent)
        self._lasts_ms = lasts_ms
        self._end = QTimer(self, singleShot=True)
        self._end.setObjectName("noticeEnd")
        self._end.timeout.connect(self.put_away)
        self.setObjectName(name)
        self.setProperty("role", "notice")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._is_error = False
        self.hide()

    def say(self, sentence: str, *, is_error: bool = True) -> None:
        """Show a sentence; nothing puts the notice away."""
        self._is_error = is_error
        self.setContentsMargins(_SHAPE_ROOM_PX if is_error else 0, 0, 0, 0)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(DARK.error if is_error else DARK.text2))
        self.setPalette(palette)
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.setToolTip(sentence and "Click to put this away")
        self.setVisible(bool(sentence))
        if sentence and is_error:
            self.refused.emit()
        self._end.stop()
        if sentence and self._lasts_ms:
            self._end.start(self._lasts_ms)

    def put_away(self) -> None:
        """Say nothing any more."""
        self.say("")

    def tell(self, error: KnownError) -> None:
        """Show what happened and what to do."""
        self.say(str(error))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_error:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            text = self.heightForWidth(self.width()) if self.hasHeightForWidth() else self.height()
            first_line = (self.height() - text + self.fontMetrics().height()) / 2 + 1
            paint_severity(painter, QPointF(6, max(8.0, first_line)), Severity.ERROR)

    def mousePressEvent(self, _event: object) -> None:
        self.put_away()
