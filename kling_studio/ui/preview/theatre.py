"""The screen with its bar and buttons, bound to a deck: all that goes along onto the whole screen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.ui.preview.deck import Deck
from kling_studio.ui.preview.screen import Screen
from kling_studio.ui.preview.scrub_bar import ScrubBar
from kling_studio.ui.preview.transport import TransportBar


class Theatre(QWidget):
    """Shows where the deck stands, and moves it. What picture is on the screen is the panel's affair."""

    volume_changed = Signal(float)
    muted_changed = Signal(bool)
    loop_changed = Signal(bool)
    full_screen_wanted = Signal()

    def __init__(self, deck: Deck, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.deck = deck
        self.screen_view = Screen()
        self.bar = ScrubBar()
        self.transport = TransportBar()
        self._muted = self._plays_on = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.screen_view, 1)
        column.addSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.transport)
        self._follow_deck()
        self._follow_hands()

    def play_pause(self) -> None:
        if self.deck.is_playing:
            self.deck.pause()
        else:
            self.deck.play()

    def to_start(self) -> None:
        self.deck.seek(0)

    def toggle_loop(self) -> None:
        self.set_loop(not self.deck.loop)
        self.loop_changed.emit(self.deck.loop)

    def toggle_mute(self) -> None:
        self.set_muted(not self._muted)
        self.muted_changed.emit(self._muted)

    def set_loop(self, on: bool) -> None:
        self.deck.set_loop(on)
        self.transport.set_loop(on)

    def set_muted(self, on: bool) -> None:
        self._muted = on
        self.deck.player.set_muted(on)
        self.transport.set_muted(on)

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        self.deck.player.set_volume(volume)
        self.transport.set_volume(volume)

    def show_place(self) -> None:
        """Where the deck stands."""
        self.bar.setValue(self.deck.index)
        self.transport.set_time(self.deck.index, self.deck.count, self.deck.rate)

    def show_nothing(self) -> None:
        """There is nothing to play after all."""
        self.transport.set_enabled(False)
        self.transport.set_time(0, 0, self.deck.rate)

    def _follow_deck(self) -> None:
        self.deck.moved.connect(self.show_place)
        self.deck.length_changed.connect(self._length_changed)
        self.deck.cached_changed.connect(self._cached_changed)
        self.deck.playing_changed.connect(self._playing_changed)

    def _follow_hands(self) -> None:
        deck, transport = self.deck, self.transport
        self.bar.sliderPressed.connect(self._scrub_began)
        self.bar.scrubbed.connect(self._scrubbed)
        self.bar.sliderReleased.connect(self._scrub_ended)
        transport.start_clicked.connect(self.to_start)
        transport.back_clicked.connect(lambda: deck.step(-1))
        transport.play_clicked.connect(self.play_pause)
        transport.forward_clicked.connect(lambda: deck.step(1))
        transport.loop_toggled.connect(self.toggle_loop)
        transport.mute_toggled.connect(self.toggle_mute)
        transport.speed_chosen.connect(deck.set_speed)
        transport.volume_moved.connect(self._volume_moved)
        transport.full_screen_clicked.connect(self.full_screen_wanted)
        self.screen_view.double_clicked.connect(self.full_screen_wanted)

    def _length_changed(self) -> None:
        deck = self.deck
        self.bar.set_film(deck.count, deck.count / deck.rate, deck.time_of, deck.index_at)
        # While a take is being opened its length is not known; buttons do not flicker for that.
        if deck.count or deck.path is None:
            self.transport.set_enabled(deck.count > 0)
        self._cached_changed()
        self.show_place()

    def _cached_changed(self) -> None:
        self.bar.set_cached(self.deck.cached / self.deck.count if self.deck.count else 0.0)

    def _playing_changed(self) -> None:
        self.transport.set_playing(self.deck.is_playing, self.deck.going)

    def _scrub_began(self) -> None:
        self._plays_on = self.deck.is_playing
        self.deck.pause()

    def _scrubbed(self, index: int) -> None:
        self.deck.pause()
        self.deck.seek(index)

    def _scrub_ended(self) -> None:
        if self._plays_on:
            self.deck.play()
        else:
            self.deck.show_in_full()
        self._plays_on = False

    def _volume_moved(self, volume: float) -> None:
        self.deck.player.set_volume(volume)
        self.volume_changed.emit(volume)
