"""What became of a request that nobody knows of: a person says it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.ui.buttons import push_button
from kling_studio.ui.queue.telling import Row, request_id_in
from kling_studio.ui.theme import DARK, GAP_PX, MARGIN_PX

_NO_ID = "This is no request id. It is one word, such as 764cabcf-b745-4b3e-ae38-1200304cf45b."


class SettleBar(QFrame):
    """A request id, or the word that there is none. ``settled`` tells the job and the id; ``None``: not accepted."""

    settled = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settle_bar")
        self.setStyleSheet(f"QFrame#settle_bar {{ border-top: 1px solid {DARK.line}; }}")
        self.job = ""
        self._words = QLabel()
        self._words.setObjectName("settle_words")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = QLabel(_NO_ID)
        self._hint.setObjectName("settle_hint")
        self._hint.setWordWrap(True)
        self._hint.setStyleSheet(f"color: {DARK.error}")
        self._hint.hide()
        self.request_id = QLineEdit()
        self.request_id.setObjectName("settle_id")
        self.request_id.setAccessibleName("Request id")
        self.request_id.setPlaceholderText("Request id")
        self.request_id.setToolTip(
            "The id or the address of the request, from the provider's own list (Enter)"
        )
        self.request_id.textChanged.connect(lambda _text: self._hint.hide())
        self.request_id.returnPressed.connect(self._take_over)
        self.take_over = push_button("settle_take_over", "Take it over", "The render is watched and fetched")
        self.take_over.clicked.connect(self._take_over)
        self.not_accepted = push_button(
            "settle_not_accepted", "It was not accepted", "The take ends as cancelled; nothing is sent"
        )
        self.not_accepted.clicked.connect(self._say_not_accepted)
        self.leave = push_button("settle_leave", "Leave it", "Decide later (Esc)")
        self.leave.clicked.connect(self.hide)
        self._lay_out()
        self.hide()

    def ask(self, row: Row, *, for_id: bool) -> None:
        """Ask about a job; ``for_id`` puts the keyboard into the field, else on the word that it was not accepted."""
        self.job = row.job
        provider = row.take.model.partition(":")[0]
        name = PROVIDERS.get(provider, provider)
        self._words.setText(
            f"{row.name}: look for it in {name}'s own list of requests. If it is there, paste its id. If you are sure"
            " that it is not, say so; the take then ends as cancelled."
        )
        self.request_id.clear()
        self._hint.hide()
        self.show()
        (self.request_id if for_id else self.not_accepted).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _take_over(self) -> None:
        request_id = request_id_in(self.request_id.text())
        if not request_id:
            self._hint.show()
            return
        self.hide()
        self.settled.emit(self.job, request_id)

    def _say_not_accepted(self) -> None:
        self.hide()
        self.settled.emit(self.job, None)

    def _lay_out(self) -> None:
        entry = QHBoxLayout()
        entry.setSpacing(GAP_PX)
        entry.addWidget(self.request_id, 1)
        entry.addWidget(self.take_over)
        ends = QHBoxLayout()
        ends.setSpacing(GAP_PX)
        ends.addWidget(self.not_accepted)
        ends.addStretch()
        ends.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, GAP_PX)
        column.setSpacing(GAP_PX)
        column.addWidget(self._words)
        column.addLayout(entry)
        column.addWidget(self._hint)
        column.addLayout(ends)
