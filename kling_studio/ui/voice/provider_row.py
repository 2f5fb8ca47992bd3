"""A voice at one provider: its id, made there for a price that is agreed to in place, or typed in by hand."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from kling_studio.core.errors import KnownError
from kling_studio.core.pricing import shown
from kling_studio.ui.buttons import push_button
from kling_studio.ui.theme import GRID_PX
from kling_studio.ui.voice.price_question import PriceQuestion
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
        self._question = PriceQuestion("voice", own)
        self._lay_out()
        self._connect()

    def show_voice(
        self, voice_id: str, standing: Standing, price: Decimal | None, reason: str, *, writable: bool
    ) -> None:
        """Show how the voice stands; ``reason`` says why none can be made, where that is so."""
        if standing is not self._standing:
            self.close_offer()
        self._standing = standing
        if not (self.field.hasFocus() and self.field.isModified()):
            with QSignalBlocker(self.field):
                self.field.setText(voice_id)
            self.field.setCursorPosition(0)
            self.field.setModified(False)
        self.field.setReadOnly(not writable)
        self._state.setText(f"{self._name}: {standing}")
        again = standing in (*_MADE, Standing.OTHER)
        self.button.setText(f"{'Make again' if again else 'Make'} {shown(price)}")
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
        self._question.show_busy(words)

    def ask(self, offer: "VoiceOffer") -> None:
        """Show the price, and what it is paid for, to be agreed to."""
        why = (
            "The voice was made from another sample: make it again. "
            if self._standing is Standing.OTHER
            else ""
        )
        once = "again, as if the id was lost" if offer.lost else "once, for every scene"
        self._question.ask(offer, f"{why}{self._name} makes the voice from the sample, {once}")

    def tell(self, error: KnownError) -> None:
        """Say what went wrong, and lead to the settings where those mend it."""
        self._question.tell(error)

    def close_offer(self) -> None:
        """Ask nothing any more."""
        self._question.close_offer()

    def _want(self) -> None:
        self.close_offer()
        self.wanted.emit(self._standing is Standing.MADE)

    def _type(self) -> None:
        if self.field.isModified():
            self.field.setModified(False)
            self.typed.emit(self.field.text().strip())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._state)
        column.addLayout(row)
        column.addWidget(self._question)

    def _connect(self) -> None:
        self.button.clicked.connect(self._want)
        self.field.editingFinished.connect(self._type)
        self._question.agreed.connect(self.agreed)
        self._question.refused.connect(self.button.setFocus)
        self._question.cancel_wanted.connect(self.cancel_wanted)
        self._question.settings_wanted.connect(self.settings_wanted)
