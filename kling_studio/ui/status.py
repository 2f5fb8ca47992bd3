"""The status line: whether the work is saved, what runs, how long the scene is, what is to mend; and news in place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStatusBar, QToolButton, QWidget

from kling_studio.app.autosave import SaveStatus
from kling_studio.ui.icons import icon
from kling_studio.ui.theme import DARK, GAP_PX, LABEL_PX, MARGIN_PX, sized

NEWS_MS = 8000


class StatusLine(QStatusBar):
    """Two quiet ends: left what happens to the project, right what it amounts to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setSizeGripEnabled(False)
        self.setFixedHeight(28)
        self.saving = self._label("save_status")
        self.running = self._link("render_status", "Shows the queue (Ctrl+6)")
        self.running.hide()
        self.length = self._label("scene_length")
        self.findings = self._link("finding_count", "Shows the findings")
        self.addWidget(self.saving)
        self.addWidget(self.running)
        self.addPermanentWidget(self.length)
        self.addPermanentWidget(self.findings)
        self.setContentsMargins(MARGIN_PX - 6, 0, MARGIN_PX - 6, 0)

    def show_save(self, status: SaveStatus) -> None:
        """Say what is true of the file; trouble stays in red until it is over."""
        self.saving.setText(str(status))
        colour = DARK.error if status.problem else DARK.text2
        self.saving.setStyleSheet(_small(colour))
        self.saving.setAccessibleName(str(status))

    def show_running(self, words: str, needs_you: bool) -> None:  # as the signal brings it
        """What is being rendered; nothing stands there while nothing is."""
        self.running.setText(words)
        self.running.setStyleSheet(_small(DARK.warning if needs_you else DARK.text2))
        self.running.setVisible(bool(words))

    def show_counts(self, errors: int, warnings: int, advice: int) -> None:
        """How many findings the scene has, the gravest first."""
        counts = (
            (errors, "error", "errors"),
            (warnings, "warning", "warnings"),
            (advice, "advice", "advice"),
        )
        words = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        self.findings.setText(", ".join(words) or "Nothing to mend")
        colour = DARK.error if errors else DARK.warning if warnings else DARK.text2
        self.findings.setStyleSheet(_small(colour))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setFont(sized(LABEL_PX, tabular=True))
        label.setStyleSheet(_small(DARK.text2))
        return label

    def _link(self, name: str, tip: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setProperty("role", "link")
        button.setFont(sized(LABEL_PX, tabular=True))
        button.setToolTip(tip)
        return button


def _small(colour: str) -> str:
    return f"color: {colour}; font-size: {LABEL_PX}px"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do about news: a link of this object name and text.

    One that ``outlives_changes`` makes sense whatever is done to the project meanwhile.
    """

    name: str
    text: str
    tip: str
    take: Callable[[], object]
    outlives_changes: bool = False


class NewsBar(QFrame):
    """A sentence in place, with an action where there is a next step. It goes by itself unless it is trouble."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("news_bar")
        self._words = QLabel(self)
        self._words.setObjectName("news")
        self._words.setWordWrap(True)
        close = QToolButton(self)
        close.setObjectName("dismiss_news")
        close.setIcon(icon("close"))
        close.setToolTip("Dismiss")
        close.setAccessibleName("Dismiss this message")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 6, GAP_PX, 6)
        row.addWidget(self._words, 1)
        self._offers = QHBoxLayout()
        row.addLayout(self._offers)
        row.addWidget(close)
        self._outlives_changes = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str, *, trouble: bool = False, offers: Sequence[Offer] = ()) -> None:
        """Show a sentence; trouble stays until it is dismissed. Offers stand beside it as links."""
        self._show_offers(offers)
        self._outlives_changes = all(offer.outlives_changes for offer in offers)
        colour = DARK.error if trouble else DARK.advice
        self._words.setText(sentence)
        self.setStyleSheet(
            f"QFrame#news_bar {{ background: {DARK.ground2}; border-left: 3px solid {colour}; }}"
        )
        self.setAccessibleName(sentence)
        self._timer.stop()
        if not trouble:
            self._timer.start(NEWS_MS)
        self.show()

    def withdraw(self) -> None:
        """Take away a sentence whose offers no longer make sense, since something was changed."""
        if not self._outlives_changes:
            self.hide()

    def _show_offers(self, offers: Sequence[Offer]) -> None:
        while (item := self._offers.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for offer in offers:
            button = QPushButton(offer.text, self)
            button.setObjectName(offer.name)
            button.setProperty("role", "link")
            button.setToolTip(offer.tip)
            button.setAccessibleName(offer.tip)
            button.clicked.connect(self.hide)
            button.clicked.connect(offer.take)
            self._offers.addWidget(button)
