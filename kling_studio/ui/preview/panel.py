"""The preview: the screen with its controls, and the takes of the scene below."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.core.errors import EditRejected
from kling_studio.core.job import JobState
from kling_studio.ui.preview import telling
from kling_studio.ui.preview.deck import Deck
from kling_studio.ui.preview.full_screen import FullScreen
from kling_studio.ui.preview.programme import Programme
from kling_studio.ui.preview.screen import Notice
from kling_studio.ui.preview.stills import Still
from kling_studio.ui.preview.take_menu import TakeVerbs
from kling_studio.ui.preview.take_strip import TakeStrip
from kling_studio.ui.preview.theatre import Theatre
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK, GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails


class PreviewPanel(QWidget):
    """Shows the takes of the selected scene, or its storyboard, at the playhead.

    ``volume_changed`` (0 to 1), ``muted_changed`` and ``loop_changed`` are for the settings, ``edit_wanted`` asks for
    the sheet that edits a take, with its job. Call :meth:`stop` before it goes.
    """

    volume_changed = Signal(float)
    muted_changed = Signal(bool)
    loop_changed = Signal(bool)
    edit_wanted = Signal(str)

    def __init__(
        self, session: Session, selection: Selection, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName("Preview")
        self.programme = Programme(session, selection)
        self._session, self._selection = session, selection
        self.deck = Deck(self)
        self.theatre = Theatre(self.deck)
        self.strip = TakeStrip(thumbnails)
        self.verbs = TakeVerbs(session, selection, self)
        self._still = Still(thumbnails, self)
        self._full_screen: FullScreen | None = None
        self._problem: Notice | None = None
        self._is_following = False
        self._disconnects: list[Callable[[], None]] = []
        self._lay_out()
        self._connect()
        self._show_scene()

    # Verbs

    def play_pause(self) -> None:
        """Play, or stand still."""
        self.theatre.play_pause()

    def shuttle(self, direction: int) -> None:
        """Back (-1), stand (0), or forth (1); again in the same direction is twice as fast."""
        self.deck.shuttle(direction)

    def step(self, frames: int) -> None:
        """So many frames further, or back."""
        self.deck.step(frames)

    def step_seconds(self, seconds: int) -> None:
        """So many seconds further, or back."""
        self.step(round(seconds * self.deck.rate))

    def to_start(self) -> None:
        self.theatre.to_start()

    def to_end(self) -> None:
        self.deck.seek(self.deck.count - 1)

    def previous_cut(self) -> None:
        """To the start of this shot, or of the one before."""
        places = [self.deck.index_at(cut) for cut in self.programme.cuts]
        self.deck.step(
            max([place for place in places if place < self.deck.index], default=0) - self.deck.index
        )

    def next_cut(self) -> None:
        """To the start of the next shot, or to the end."""
        places = [self.deck.index_at(cut) for cut in self.programme.cuts]
        later = [place for place in places if place > self.deck.index]
        self.deck.step(min(later, default=self.deck.count - 1) - self.deck.index)

    def toggle_loop(self) -> None:
        self.theatre.toggle_loop()

    def toggle_mute(self) -> None:
        self.theatre.toggle_mute()

    def toggle_full_screen(self) -> None:
        """Put the picture and its controls on the whole screen, or back."""
        if self._full_screen is None:
            self._full_screen = FullScreen(self, self.theatre)
            self._full_screen.left.connect(self.toggle_full_screen)
            self._full_screen.showFullScreen()
        else:
            view, self._full_screen = self._full_screen, None
            self._column.insertWidget(0, self.theatre, 1)
            self.theatre.show()
            view.hide()
            view.deleteLater()
        self.theatre.transport.set_full_screen(self._full_screen is not None)

    def choose_take(self, number: int) -> None:
        """Show the take with this number; 0 is the storyboard. The playhead stays where it is."""
        key = self.programme.key_of_number(number)
        if key is not None:
            self._choose(key)

    def toggle_good(self) -> None:
        """Find the take that is on good, or no longer."""
        take = self.programme.take
        if take is None:
            self._session.refused.emit(
                EditRejected(
                    "The storyboard is no take that could be good.", "Choose a take with its number."
                )
            )
        else:
            self.verbs.toggle_good(take)

    def watch_take(self, number: int) -> None:
        """Show the take with this number and play it from its start."""
        self._selection.move_playhead(0.0)
        self.choose_take(number)
        self.deck.seek(0)
        self.deck.play_soon()

    # From the window

    def show_progress(self, job: str, done: int, total: int) -> None:
        """How far a render is."""
        take = self._session.ledger.takes.get(job)
        if take is None or total <= 0:
            return
        self.programme.note_progress(job, done / total)
        self.strip.show_facts(job, self.programme.card(take))
        if job == self.programme.key:
            self._tell()

    def set_loop(self, on: bool) -> None:
        self.theatre.set_loop(on)

    def set_muted(self, on: bool) -> None:
        self.theatre.set_muted(on)

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        self.theatre.set_volume(volume)

    def stop(self) -> None:
        """Stop playing and decoding; no thread is left and nothing is listened to."""
        while self._disconnects:
            self._disconnects.pop()()
        self.verbs.stop()
        self.deck.stop()

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 360)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), DARK.ground0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.theatre.screen_view:
            self._show_still()
        return super().eventFilter(watched, event)

    # Building

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, 4)
        self._column.setSpacing(GAP_PX)
        self._column.addWidget(self.theatre, 1)
        self._column.addWidget(self.strip)
        self.setFocusProxy(self.theatre.bar)

    def _connect(self) -> None:
        deck, theatre = self.deck, self.theatre
        deck.picture_changed.connect(self._show_picture)
        deck.moved.connect(self._moved)
        deck.length_changed.connect(self._length_changed)
        deck.playing_changed.connect(self._playing_changed)
        deck.unreadable.connect(self._unreadable)
        deck.unplayable.connect(self._unplayable)
        theatre.volume_changed.connect(self.volume_changed)
        theatre.muted_changed.connect(self.muted_changed)
        theatre.loop_changed.connect(self.loop_changed)
        theatre.full_screen_wanted.connect(self.toggle_full_screen)
        theatre.screen_view.installEventFilter(self)
        self.strip.chosen.connect(self._choose)
        self.strip.menu_wanted.connect(self._show_menu)
        self.verbs.edit_wanted.connect(self.edit_wanted)
        self._still.arrived.connect(self._show_picture)
        self._selection.scene_changed.connect(self._show_scene)
        self._selection.playhead_changed.connect(self._follow)
        self._disconnects = [
            self._session.changed.connect(self._project_changed),
            self._session.facts_changed.connect(self._facts_changed),
        ]

    # What is shown

    def _show_scene(self) -> None:
        self._still.forget()
        self.deck.close()
        self._show_cards()
        self._load()

    def _choose(self, key: str) -> None:
        if self.programme.choose(key):
            self.strip.mark(key)
            self._load()

    def _show_menu(self, key: str, at: QPoint) -> None:
        take = self._session.ledger.takes.get(key)
        if take is not None:
            is_shown = key == self.programme.key and self.deck.path is not None
            self.verbs.menu(take, self, self.deck.index if is_shown else None).popup(at)

    def _load(self) -> None:
        """Put on the deck what is chosen."""
        self._problem = None
        scene, take, film = self.programme.scene, self.programme.take, self.programme.film
        if film is not None:
            self.deck.open_take(film, self._selection.playhead_s)
        else:
            self.deck.open_storyboard(scene.seconds if scene else 0, self._selection.playhead_s)
        self._show_still()
        self._tell()
        if take is not None and take.state is JobState.DONE and film is None:
            self._unreadable("The ledger names no file of the project for it.")

    def _show_still(self) -> None:
        """Have the picture of the shot under the playhead, where no film is shown."""
        if self.deck.path is None:
            screen, aspect = self.theatre.screen_view, self.programme.aspect
            screen.set_aspect(aspect)
            width_px = min(screen.width(), round(screen.height() * aspect))
            self._still.show(self.programme.still, aspect, width_px)

    def _show_picture(self) -> None:
        image = self._still.image if self.deck.path is None else self.deck.picture
        self.theatre.screen_view.show_image(image)

    def _show_cards(self) -> None:
        self.strip.show_cards(self.programme.cards(), self.programme.key)

    def _tell(self) -> None:
        """Say what the screen shows."""
        self.theatre.bar.set_cuts(self.programme.cuts)
        self.theatre.screen_view.set_words(*self.programme.words(self.deck.info, self._problem))

    # What happens

    def _moved(self) -> None:
        """The deck stands at another frame: so does everything else."""
        if not self._is_following:
            self._is_following = True
            self._selection.move_playhead(self.deck.time_of(self.deck.index))
            self._is_following = False
        self._clear_problem()
        self._show_board()

    def _follow(self, second: float) -> None:
        """Somebody else moved the playhead."""
        if self._is_following:
            return
        self._is_following = True
        self.deck.pause()
        self.deck.seek(self.deck.index_at(second))
        self._is_following = False
        self._show_board()

    def _length_changed(self) -> None:
        self._show_board()
        self._tell()

    def _show_board(self) -> None:
        """The playhead may be in another shot."""
        if self.deck.path is None:
            self._show_still()
            self._tell()

    def _playing_changed(self) -> None:
        if self.deck.is_playing:
            self._clear_problem()

    def _unreadable(self, why: str) -> None:
        take = self.programme.take
        if take is not None:
            self._problem = telling.unreadable_notice(take, why)
            self.theatre.show_nothing()
            self._tell()

    def _unplayable(self, why: str) -> None:
        self._problem = telling.unplayable_notice(why)
        self._tell()

    def _clear_problem(self) -> None:
        """What could not be played can still be looked at."""
        if self._problem is not None and self.deck.picture is not None:
            self._problem = None
            self._tell()

    def _project_changed(self, _changes: tuple[Change, ...]) -> None:
        scene = self.programme.scene
        self.deck.resize_storyboard(scene.seconds if scene else 0)
        self._show_cards()
        self._show_still()
        self._tell()

    def _facts_changed(self, jobs: frozenset[str]) -> None:
        has_new_film = self.programme.note_facts(jobs)
        if has_new_film:
            self._selection.move_playhead(0.0)
        if any(take.job in jobs for take in self.programme.takes):
            self._show_cards()
        if has_new_film:
            self._load()
        elif self.programme.key in jobs:
            self._tell()
