"""A voice at one provider: its id, made there for a price that is agreed to in place, or typed in by hand."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from kling_studio.core.errors import KnownError
from kling_studio.core.pricing import shown
from kling_studio.ui.buttons import link_button, push_button
from kling_studio.ui.notice import Notice
from kling_studio.ui.sight import bring_into_sight
from kling_studio.ui.theme import GRID_PX
from kling_studio.ui.voice.standing import Standing

if TYPE_CHECKING:
    from kling_studio.app.voices import VoiceOffer

_MADE = frozenset({Standing.MADE, Standing.TYPED})


class ProviderRow(QWidget):
    """One provider and its id.

    ``wanted`` asks for an offer (whether anew), ``agreed`` brings the offer that was agreed to, ``typed`` an id,
    ``cancel_wanted`` that what is on its way shall end, ``settings_wanted`` a page of the settings.
    """

    wanted = Signal(bool)
    agreed = Signal(object)
    typed = Signal(str)
    cancel_wanted = Signal()
    settings_wanted = Signal(str)

    def __init__(self, provider: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._standing = Standing.NOTHING
        self._price: Decimal | None = None
        self._reason = ""
        self._offer: VoiceOffer | None = None
        self._page = ""
        own = provider.capitalize()
        self._state = QLabel()
        self._state.setObjectName(f"voiceState{own}")
        self._state.setProperty("role", "label")
        self.field = QLineEdit()
        self.field.setObjectName(f"voiceId{own}")
        self.field.setAccessibleName(f"Voice id at {name}")
        self.field.setToolTip(
            f"The id that {name} has of this voice; one that you have already can be typed in"
        )
        self.field.setPlaceholderText("Voice id")
        self.field.setMaxLength(200)
        self.button = push_button(f"makeVoice{own}")
        self.yes = push_button(f"agreeVoice{own}", role="primary")
        self.no = push_button(f"refuseVoice{own}", "Not now", "Make no voice; nothing is paid")
        self.settings = link_button(f"voiceSettings{own}", "Open the settings", "Keys and caps")
        self._words = QLabel()
        self._words.setObjectName(f"voiceAsk{own}")
        self._words.setWordWrap(True)
        self.notice = Notice(f"voiceNotice{own}")
        self._lay_out()
        self._connect()

    def show_voice(
        self, voice_id: str, standing: Standing, price: Decimal | None, reason: str, *, writable: bool
    ) -> None:
        """Show how the voice stands; ``reason`` says why none can be made, where that is so."""
        if standing is not self._standing:
            self.close_offer()
        self._standing, self._price, self._reason = standing, price, reason
        if not (self.field.hasFocus() and self.field.isModified()):
            with QSignalBlocker(self.field):
                self.field.setText(voice_id)
            self.field.setCursorPosition(0)
            self.field.setModified(False)
        self.field.setReadOnly(not writable)
        self._state.setText(f"{self._name}: {standing}")
        again = standing in (*_MADE, Standing.OTHER)
        self.button.setText(f"{'Make again' if again else 'Make'} {_price(price)}")
        self.button.setAccessibleName(
            f"{'Make the voice again' if again else 'Make the voice'} at {self._name}"
        )
        self.button.setEnabled(not reason and writable)
        self.button.setToolTip(
            reason or f"Shows the price, then {self._name} makes the voice from the sample, once"
        )
        self.button.setVisible(standing is not Standing.NOTHING and standing is not Standing.TYPED)

    def show_busy(self, words: str) -> None:
        """Show that it is being made, in words; empty ones that it is not."""
        self.button.setVisible(not words and self._standing not in (Standing.NOTHING, Standing.TYPED))
        self.no.setText("Cancel" if words else "Not now")
        self.no.setToolTip(
            "End it; before it is sent nothing is paid" if words else "Make no voice; nothing is paid"
        )
        if words:
            self.yes.hide()
            self._words.setText(words)
        self._words.setVisible(bool(words) or self._offer is not None)
        self.no.setVisible(bool(words) or self._offer is not None)

    def ask(self, offer: "VoiceOffer") -> None:
        """Show the price, and what it is paid for, to be agreed to."""
        self._offer = offer
        why = (
            "The voice was made from another sample: make it again. "
            if self._standing is Standing.OTHER
            else ""
        )
        once = "again, as if the id was lost" if offer.lost else "once, for every scene"
        self._words.setText(
            f"{why}{self._name} makes the voice from the sample, {once}: {_price(offer.price)}."
        )
        self.yes.setText(f"Make for {_price(offer.price)}")
        self.yes.setAccessibleName(f"Make the voice for {_price(offer.price)}")
        self.yes.setToolTip("Pays this price")
        for widget in (self._words, self.yes, self.no):
            widget.show()
        self.no.setFocus()
        bring_into_sight(self)

    def tell(self, error: KnownError) -> None:
        """Say what went wrong, and lead to the settings where those mend it."""
        self.close_offer()
        self.notice.tell(error)
        self._page = error.settings
        self.settings.setVisible(bool(self._page))
        bring_into_sight(self)

    def close_offer(self) -> None:
        """Ask nothing any more."""
        self._offer = None
        self.notice.say("")
        for widget in (self._words, self.yes, self.no, self.settings):
            widget.hide()

    def _want(self) -> None:
        self.close_offer()
        self.wanted.emit(self._standing is Standing.MADE)

    def _agree(self) -> None:
        offer = self._offer
        self.close_offer()
        if offer is not None:
            self.agreed.emit(offer)

    def _refuse(self) -> None:
        if self._offer is None:
            self.cancel_wanted.emit()
        else:
            self.close_offer()
            self.button.setFocus()

    def _type(self) -> None:
        if self.field.isModified():
            self.field.setModified(False)
            self.typed.emit(self.field.text().strip())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._state)
        column.addLayout(_row((self.field, 1), (self.button, 0)))
        column.addWidget(self._words)
        column.addLayout(_row((self.no, 1), (self.yes, 1)))
        column.addWidget(self.notice)
        column.addWidget(self.settings)
        self.close_offer()

    def _connect(self) -> None:
        self.button.clicked.connect(self._want)
        self.yes.clicked.connect(self._agree)
        self.no.clicked.connect(self._refuse)
        self.settings.clicked.connect(lambda: self.settings_wanted.emit(self._page))
        self.field.editingFinished.connect(self._type)


def _price(amount: Decimal | None) -> str:
    return shown(amount)


def _row(*widgets: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID_PX)
    for widget, stretch in widgets:
        row.addWidget(widget, stretch)
    return row
