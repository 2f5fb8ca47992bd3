"""What something would cost, asked in its place: agreed to or not, then how far it is, or why it came to nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kling_studio.core.errors import KnownError
from kling_studio.core.pricing import shown
from kling_studio.ui.buttons import link_button, push_button
from kling_studio.ui.notice import Notice
from kling_studio.ui.sight import bring_into_sight
from kling_studio.ui.theme import GRID_PX

if TYPE_CHECKING:
    from kling_studio.ui.voice.desk import Offer


class PriceQuestion(QWidget):
    """Takes no room while nothing is asked. ``what`` is "voice" or "element", ``own`` whose, for the names of parts.

    ``agreed`` brings the offer that was agreed to, ``refused`` that it was not, ``cancel_wanted`` that what is on its
    way shall end, ``settings_wanted`` a page of the settings.
    """

    agreed = Signal(object)
    refused = Signal()
    cancel_wanted = Signal()
    settings_wanted = Signal(str)

    def __init__(self, what: str, own: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._offer: Offer | None = None
        self._page = ""
        part = f"{what.capitalize()}{own}"
        self._words = QLabel()
        self._words.setObjectName(f"{what}Ask{own}")
        self._words.setWordWrap(True)
        self._yes = push_button(f"agree{part}", role="primary")
        self._no = push_button(f"refuse{part}")
        self._notice = Notice(f"{what}Notice{own}")
        self._settings = link_button(f"{what}Settings{own}", "Open the settings", "Keys and caps")
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(self._no, 1)
        row.addWidget(self._yes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._words)
        column.addLayout(row)
        column.addWidget(self._notice)
        column.addWidget(self._settings)
        self._yes.clicked.connect(self._agree)
        self._no.clicked.connect(self._refuse)
        self._settings.clicked.connect(lambda: self.settings_wanted.emit(self._page))
        self.close_offer()

    def ask(self, offer: "Offer", words: str) -> None:
        """Show the price, and in words what it is paid for, to be agreed to."""
        self._offer = offer
        self._words.setText(f"{words}: {shown(offer.price)}.")
        self._yes.setText(f"Make for {shown(offer.price)}")
        self._yes.setAccessibleName(f"Make the {self._what} for {shown(offer.price)}")
        self._yes.setToolTip("Pays this price")
        self._show("Not now", f"Make no {self._what}; nothing is paid")
        self._yes.show()
        self._no.setFocus()
        bring_into_sight(self.parentWidget() or self)

    def show_busy(self, words: str) -> None:
        """Show that it is being made, in words; empty ones that it is not."""
        if words:
            self._offer = None
            self._yes.hide()
            self._words.setText(words)
            self._show("Cancel", "End it; before it is sent nothing is paid")
        elif self._offer is None:
            for widget in (self._words, self._no):
                widget.hide()
            self._take_room()

    def tell(self, error: KnownError) -> None:
        """Say what went wrong, and lead to the settings where those mend it."""
        self.close_offer()
        self._notice.tell(error)
        self._page = error.settings
        self._settings.setVisible(bool(self._page))
        self._take_room()
        bring_into_sight(self.parentWidget() or self)

    def close_offer(self) -> None:
        """Ask nothing any more."""
        self._offer = None
        self._notice.say("")
        for widget in (self._words, self._yes, self._no, self._settings):
            widget.hide()
        self._take_room()

    def _show(self, refusal: str, tip: str) -> None:
        self._no.setText(refusal)
        self._no.setAccessibleName(refusal)
        self._no.setToolTip(tip)
        for widget in (self._words, self._no):
            widget.show()
        self._take_room()

    def _take_room(self) -> None:
        self.setVisible(not (self._words.isHidden() and self._notice.isHidden()))

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
            self.refused.emit()
