"""The one action: the render, or its end; beside it, quietly, the free one."""

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from kling_studio.ui.theme import GAP_PX

_FREE = "Render animatic"
# The widest texts: the button is as wide as these, so that nothing moves when a render begins.
_WIDEST = (_FREE, "Cancel · in line, 9th", "Render $1000.00")
_FREE_TIP = "Makes a film of this storyboard on this machine, free (Ctrl+Return)"


class _Verb(Enum):
    """What a press of the amber button means."""

    DRAW = auto()
    ASK = auto()
    CANCEL = auto()
    SHOW = auto()


class RenderButtons(QWidget):
    """The amber button and the quiet one. ``sheet_wanted`` asks for the prices of a paid render.

    ``attention_wanted`` asks to see a render that does not go on without a person.
    """

    animatic_wanted = Signal()
    sheet_wanted = Signal()
    cancel_wanted = Signal()
    attention_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._price: str | None = None
        self._exactly = ""
        self._verb = _Verb.DRAW
        self.main = QPushButton(self)
        self.main.setObjectName("render_button")
        self.main.setProperty("role", "primary")
        self.main.clicked.connect(self._pressed)
        self.animatic = QPushButton("Animatic", self)
        self.animatic.setObjectName("animatic_button")
        self.animatic.setToolTip(_FREE_TIP)
        self.animatic.setAccessibleName("Render the animatic of this scene, free")
        self.animatic.clicked.connect(self.animatic_wanted)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("render_progress")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(3)
        self._lay_out()
        self.show_idle()

    def set_price(self, price: str | None, exactly: str = "") -> None:
        """What the scene costs on its model; ``None`` where its model is the free one.

        ``exactly`` tells what rounding left out, for whoever asks.
        """
        self._price, self._exactly = price, exactly
        self.animatic.setVisible(price is not None)
        if self._verb in {_Verb.DRAW, _Verb.ASK}:
            self.show_idle()

    def show_idle(self) -> None:
        """Offer to render."""
        if self._price is None:
            self._say(_Verb.DRAW, _FREE, _FREE_TIP, "Render the animatic of this scene, free")
        else:
            text = f"Render {self._price}" if self._price.startswith("$") else "Render…"
            price = f"{self._price}, {self._exactly}" if self._exactly else self._price
            tip = f"Shows what it costs, and asks, before anything is sent: {price} (Ctrl+Shift+Return)"
            self._say(_Verb.ASK, text, tip, f"Render this scene, {self._price}; asks first")
        self.progress.setVisible(False)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the animatic is, and offer to cancel it. A ``total`` of 0 is not known."""
        percent = f" {100 * done // total} %" if total else ""
        tip = "Stops the render; nothing of it is kept (Ctrl+Shift+.)"
        self._say(_Verb.CANCEL, f"Cancel{percent}", tip, f"Cancel the render{percent}")
        self._show_bar(done, total)

    def show_paid(self, words: str, paid: str, done: int, total: int) -> None:
        """Show where a paid render stands, and offer to cancel it; ``paid`` says what that costs."""
        tip = f"Cancels the render. {paid} (Ctrl+Shift+.)"
        self._say(_Verb.CANCEL, f"Cancel · {words}", tip, f"Cancel the render, {words}. {paid}")
        self._show_bar(done, total)

    def show_fetching(self, paid: str, done: int, total: int) -> None:
        """Show that a film is rendered, paid and on its way; there is nothing to cancel."""
        self._say(_Verb.CANCEL, "Downloading", paid, f"Downloading. {paid}", enabled=False)
        self._show_bar(done, total)

    def show_held(self, why: str) -> None:
        """Show that a render does not go on without a person."""
        self._say(_Verb.SHOW, "Needs you", why, f"A render needs you: {why}")
        self.progress.setVisible(False)

    def _pressed(self) -> None:
        signals = {
            _Verb.DRAW: self.animatic_wanted,
            _Verb.ASK: self.sheet_wanted,
            _Verb.CANCEL: self.cancel_wanted,
            _Verb.SHOW: self.attention_wanted,
        }
        signals[self._verb].emit()

    def _say(self, verb: _Verb, text: str, tip: str, name: str, *, enabled: bool = True) -> None:
        self._verb = verb
        self.main.setText(text)
        self.main.setToolTip(tip)
        self.main.setAccessibleName(name)
        self.main.setEnabled(enabled)

    def _show_bar(self, done: int, total: int) -> None:
        self.progress.setMaximum(total)
        self.progress.setValue(done)
        self.progress.setVisible(True)

    def _lay_out(self) -> None:
        widest = 0
        for text in _WIDEST:
            self.main.setText(text)
            widest = max(widest, self.main.sizeHint().width())
        self.main.setFixedWidth(widest)
        action = QVBoxLayout()
        action.setSpacing(3)
        action.addStretch(1)
        action.addWidget(self.main)
        action.addWidget(self.progress)
        action.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self.animatic)
        row.addLayout(action)
