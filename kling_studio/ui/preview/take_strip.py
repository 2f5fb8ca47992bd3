"""The takes of the scene in a row, oldest first, the storyboard before them."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from kling_studio.ui.preview.take_card import CARD_SIZE, CardFacts, TakeCard
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.thumbnails import Thumbnails

_SCROLL_BAR_PX = 12


class TakeStrip(QScrollArea):
    """A card for each key; ``chosen`` tells the key of the card that was clicked.

    ``menu_wanted`` tells the key of one whose menu is asked for, and where on the screen.
    """

    chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # one of ours, as in the timeline: it is there sooner
        self.setObjectName("take_strip")
        self.setAccessibleName("Takes of the scene")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(CARD_SIZE.height() + _SCROLL_BAR_PX)
        self._thumbnails = thumbnails
        self._cards: dict[str, TakeCard] = {}
        self._in_sight: str | None = None
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._place)
        self._row = QWidget()
        self._row.setObjectName("take_row")
        self._layout = QHBoxLayout(self._row)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP_PX)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._row)
        self.horizontalScrollBar().sliderMoved.connect(self._let_go)
        self.horizontalScrollBar().rangeChanged.connect(lambda _least, _most: self._bring(self._in_sight))
        # The panel's ground shows through.
        self.viewport().setAutoFillBackground(False)
        self._row.setAutoFillBackground(False)
        thumbnails.ready.connect(self._repaint)

    def minimumSizeHint(self) -> QSize:
        return QSize(CARD_SIZE.width(), self.height())

    def card(self, key: str) -> TakeCard | None:
        """The card of a key."""
        return self._cards.get(key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the cards, from left to right."""
        return tuple(self._cards)

    def show_cards(self, facts: Sequence[tuple[str, CardFacts]], chosen: str) -> None:
        """Show these cards; only what differs is touched. What is new is scrolled to."""
        wanted = [key for key, _ in facts]
        if list(self._cards) != wanted[: len(self._cards)]:
            self._clear()
        known = len(self._cards)
        for key, shown in facts:
            card = self._cards.get(key) or self._add(key)
            card.show_facts(shown)
        if 0 < known < len(wanted):
            self._bring(wanted[-1])
        self.mark(chosen)

    def show_facts(self, key: str, facts: CardFacts) -> None:
        """Show what became of one card."""
        card = self._cards.get(key)
        if card is not None:
            card.show_facts(facts)

    def mark(self, key: str) -> None:
        """Frame the card of what is on the screen."""
        card = self._cards.get(key)
        if card is not None and not card.isChecked():
            card.setChecked(True)
            self._bring(key)

    def unmark(self) -> None:
        """Frame none: something else is on."""
        for card in self._cards.values():
            card.setAutoExclusive(False)
            card.setChecked(False)
            card.setAutoExclusive(True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel has one direction, and so has the strip."""
        bar = self.horizontalScrollBar()
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar.setValue(bar.value() - turned)
        self._let_go()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's. What was in sight may not be in a narrower strip."""
        super().resizeEvent(event)
        self._bring(self._in_sight)

    def _bring(self, key: str | None) -> None:
        """Bring a card into sight, and keep it there until the hand scrolls: its place comes with the layout."""
        self._in_sight = key
        self._placing.start()

    def _let_go(self) -> None:
        self._bring(None)

    def _place(self) -> None:
        card = self._cards.get(self._in_sight) if self._in_sight is not None else None
        if card is not None:
            self.ensureWidgetVisible(card, GAP_PX, 0)

    def _add(self, key: str) -> TakeCard:
        card = self._cards[key] = TakeCard(self._thumbnails, self._row)
        card.setObjectName(f"take_{key}" if key else "take_storyboard")
        card.clicked.connect(lambda: self.chosen.emit(key))
        card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        card.customContextMenuRequested.connect(lambda at: self.menu_wanted.emit(key, card.mapToGlobal(at)))
        self._layout.addWidget(card)
        return card

    def _clear(self) -> None:
        for card in self._cards.values():
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}

    def _repaint(self, reference: str) -> None:
        for card in self._cards.values():
            if reference in {str(card.facts.film), card.facts.still}:
                card.update()
