"""The element of a member at a provider: whether it costs at the next render, and making a lost one again."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kling_studio.core.errors import KnownError
from kling_studio.core.pricing import shown
from kling_studio.ui.buttons import link_button
from kling_studio.ui.theme import GRID_PX
from kling_studio.ui.voice.price_question import PriceQuestion
from kling_studio.ui.voice.standing import ElementStanding

if TYPE_CHECKING:
    from kling_studio.app.elements import ElementOffer


class ElementRow(QWidget):
    """One element; ``name`` is the provider's, ``look`` the member's look where it is of one.

    ``wanted`` asks for an offer, ``agreed`` brings the one that was agreed to, ``cancel_wanted`` that what is on its
    way shall end, ``settings_wanted`` a page of the settings.
    """

    wanted = Signal()
    agreed = Signal(object)
    cancel_wanted = Signal()
    settings_wanted = Signal(str)

    def __init__(self, name: str, look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._what = f"{name} element{f', {look}' if look else ''}"
        self._standing = ElementStanding.NOTHING
        self._state = QLabel()
        self._state.setObjectName(f"elementState{look}")
        self._state.setProperty("role", "label")
        self._state.setWordWrap(True)
        self._state.setToolTip("Made before the first render there, once; again only when the member changes")
        self.button = link_button(f"makeElement{look}", "", "", told=f"Make the {self._what} again")
        self._question = PriceQuestion("element", look)
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(self._state, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(row)
        column.addWidget(self._question)
        self.button.clicked.connect(self._want)
        self._question.agreed.connect(self.agreed)
        self._question.refused.connect(self.button.setFocus)
        self._question.cancel_wanted.connect(self.cancel_wanted)
        self._question.settings_wanted.connect(self.settings_wanted)

    def show_element(
        self, standing: ElementStanding, price: Decimal | None, reason: str, *, writable: bool
    ) -> None:
        """Show how it stands; ``reason`` says why it cannot be made, where that is so."""
        if standing is not self._standing:
            self.close_offer()
        self._standing = standing
        costs = "" if standing is ElementStanding.MADE else f", {shown(price)}"
        self._state.setText(f"{self._what}: {standing}{costs}" if standing else "")
        self.setVisible(bool(standing))
        self.button.setText(f"Make again {shown(price)}")
        self.button.setEnabled(not reason and writable)
        self.button.setToolTip(reason or f"For an element that {self._name} has lost: shows the price first")
        self.button.setVisible(standing is ElementStanding.MADE)

    def show_busy(self, words: str) -> None:
        """Show that it is being made, in words; empty ones that it is not."""
        self.button.setVisible(not words and self._standing is ElementStanding.MADE)
        self._question.show_busy(words)

    def ask(self, offer: "ElementOffer") -> None:
        """Show the price, and what it is paid for, to be agreed to."""
        with_voice = ", and the voice that goes into it before" if len(offer.calls) > 1 else ""
        words = f"{self._name} makes the element again, as if it was lost{with_voice}"
        self._question.ask(offer, words)

    def tell(self, error: KnownError) -> None:
        """Say what went wrong, and lead to the settings where those mend it."""
        self._question.tell(error)

    def close_offer(self) -> None:
        """Ask nothing any more."""
        self._question.close_offer()

    def _want(self) -> None:
        self.close_offer()
        self.wanted.emit()
