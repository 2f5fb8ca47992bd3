"""The editor of which part of a film or a sound is used: seen, heard, and how long it is."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.cuts import FILM, SOUND, cut_path, tidy
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Cut, Project
from kling_studio.ui.background import Background
from kling_studio.ui.buttons import link_button, push_button
from kling_studio.ui.foretold_line import ForetoldLine
from kling_studio.ui.icons import icon
from kling_studio.ui.theme import DARK, GRID_PX, LABEL_PX, sized
from kling_studio.ui.trimming.playing import PartPlayer
from kling_studio.ui.trimming.screen import TrimScreen
from kling_studio.ui.trimming.source import Look, Seeing, look_at
from kling_studio.ui.trimming.span import Span, Track
from kling_studio.ui.trimming.strip import TrimStrip


class TrimEditor(QWidget):
    """Trims the clip of a member, or with ``is_sound`` the sample of its voice; one undo step once its file is made.

    ``limits`` are the shortest and the longest that is taken, in seconds; a part beyond them can be taken, with a
    warning. ``closed`` tells that nothing is trimmed any more, ``failed`` brings a ``KnownError``.
    """

    closed = Signal()
    failed = Signal(object)
    _progressed = Signal(int)

    def __init__(
        self, session: Session, limits: tuple[float, float], *, is_sound: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._limits, self._is_sound = session, limits, is_sound
        self._what = "sample" if is_sound else "clip"
        self._reading, self._seeing = Background(self), Seeing(self)
        self._member_id: str | None = None
        self._original = ""
        self._used: Cut | None = None
        self._path: Path | None = None
        self._track: Track | None = None
        self._span = Span(0, 0)
        self._over = Event()
        self.setObjectName(f"{self._what}Trimming")
        self.setAccessibleName(f"Trim the {self._what}")
        self.picture = TrimScreen()
        if is_sound:
            self.picture.hide()
        self.strip = TrimStrip()
        self.player = PartPlayer(self, is_sound=is_sound)
        self._words = QLabel()
        self._words.setObjectName("trimLength")
        self._words.setFont(sized(LABEL_PX, tabular=True))
        self._words.setWordWrap(True)
        self._foretold = ForetoldLine(session)
        self._play = QToolButton()
        self._play.setObjectName("playPart")
        self._play.setIconSize(QSize(18, 18))
        self._play.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._all = link_button("untrim", "All of it", f"Use the whole {self._what} again")
        self._cancel = push_button("cancelTrim", "Cancel", f"Leave the {self._what} as it was (Esc)")
        self._done = push_button("takeTrim", "Done", "Use this part (Enter); the original stays as it is")
        self._lay_out()
        self._connect()
        self._show_playing(on=False)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether something is trimmed."""
        return self._member_id is not None

    @property
    def span(self) -> Span:
        """The part as it stands."""
        return self._span

    @property
    def original(self) -> str:
        """What is trimmed, as the project spells it; empty where nothing is."""
        return self._original if self.is_open else ""

    def edit(self, member_id: str, original: str, cut: Cut | None) -> None:
        """Begin with a file of which ``cut`` is used; what is in it follows."""
        self._over.set()
        over = self._over = Event()
        self._member_id, self._original, self._used = member_id, original, cut
        self._path, self._track = self._session.path_of(original), None
        self.strip.show_track(None)
        self.picture.show_image(QImage())
        self._words.setText("")
        self._done.setEnabled(False)
        self._all.setEnabled(False)
        self.show()
        self.strip.setFocus(Qt.FocusReason.TabFocusReason)
        path, is_sound = self._path, self._is_sound
        self._reading.run(
            lambda: look_at(path, original, is_sound=is_sound),
            lambda look: self._take_in(over, look),
            lambda error: self._refuse(over, error),
        )

    def close_editor(self) -> None:
        """Leave everything as it was; what is being cut is given up."""
        self._over.set()
        self.player.close()
        self._foretold.forget()
        if self._member_id is not None:
            self._member_id = None
            self.hide()
            self.closed.emit()

    def take(self) -> None:
        """Make the file of the part, then use it."""
        member_id, track = self._member_id, self._track
        if member_id is None or track is None or not self._done.isEnabled():
            return
        self.player.stop()
        cut = self._cut()
        if cut == self._used:
            self.close_editor()
            return
        self._done.setEnabled(False)
        self.strip.setEnabled(False)
        self._say("Cutting …")
        over, is_sound, path_of = self._over, self._is_sound, self._session.path_of

        def make() -> bool:
            from kling_studio.app.cutting import CutFile, make_cut

            if cut is None:
                return True
            file = CutFile(cut_path(cut, SOUND if is_sound else FILM), cut, is_sound)
            return make_cut(file, path_of, lambda part: self._progressed.emit(int(part * 100)), over.is_set)

        self._reading.run(
            make,
            lambda is_made: self._finish(over, member_id, cut) if is_made else None,
            lambda error: self._refuse(over, error),
        )

    def use_all(self) -> None:
        """Choose the whole file."""
        if self._track is not None:
            self._become(self._track.whole, 0.0)
            self.strip.show_span(self._span)

    def toggle(self) -> None:
        """Play the part, or stop."""
        if self.player.is_playing:
            self.player.stop()
        elif self._path is not None and self._track is not None:
            self.player.play(self._path, self._span, self._track.step_s)

    def stop(self) -> None:
        """Let go of the file, and wait for what is being read or written."""
        self._over.set()
        self.player.close()
        self._foretold.stop()
        self._reading.wait()
        self._seeing.wait()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.player.stop()

    def _take_in(self, over: Event, look: Look) -> None:
        if over.is_set():
            return
        track = self._track = Track(look.duration_s, look.step_s, *self._limits)
        self.strip.setEnabled(True)
        self.strip.show_track(track, look.peaks)
        used = self._used
        first = Span(used.start_s, min(used.end_s, track.duration_s)) if used else track.first
        self._become(first, first.start_s)
        self.strip.show_span(first)
        self._foretold.forget()
        if self._path is not None and not self._is_sound:
            self._seeing.spread(self._path, track, over.is_set)

    def _become(self, span: Span, second: float) -> None:
        self.player.stop()
        self._span = span
        self._show()
        self._see(second)
        member_id, cut = self._member_id, self._cut()
        if member_id is None or cut == self._used:
            self._foretold.forget()
        else:
            self._foretold.consider(self._edit_of(member_id, cut), "Using this part", self._facts(cut))

    def _cut(self) -> Cut | None:
        if self._track is None or self._track.is_whole(self._span):
            return None
        return tidy(Cut(self._original, self._span.start_s, self._span.end_s))

    def _edit_of(self, member_id: str, cut: Cut | None) -> Callable[[Project], Project]:
        edit = edits.cut_sample if self._is_sound else edits.cut_clip
        return lambda project: edit(project, member_id, cut)

    def _facts(self, cut: Cut | None) -> dict[str, MediaFact]:
        """The file as it would be: nobody has made it yet."""
        if cut is None:
            return {}
        path = cut_path(cut, SOUND if self._is_sound else FILM)
        kind = MediaKind.SOUND if self._is_sound else MediaKind.CLIP
        return {path: MediaFact(kind, 1280, 720, self._span.length_s, 1, sha256=path)}

    def _see(self, second: float) -> None:
        """Show the picture at a second; at the end of the part, the last one that is of it."""
        if not self._is_sound and self._path is not None and self._track is not None:
            at_s = second - self._track.step_s / 2 if second == self._span.end_s else second
            self._seeing.look(self._path, at_s, self._track)

    def _saw(self, image: QImage) -> None:
        if self.is_open and not self.player.is_playing:
            self.picture.show_image(image)

    def _finish(self, over: Event, member_id: str, cut: Cut | None) -> None:
        if not over.is_set():
            self._member_id = None
            self.player.close()
            self._foretold.forget()
            self.hide()
            words = "Trim voice sample" if self._is_sound else "Trim clip"
            self._session.apply(self._edit_of(member_id, cut), words)
            self.closed.emit()

    def _refuse(self, over: Event, error: KnownError) -> None:
        if over is self._over and not over.is_set():
            self.failed.emit(error)
            self.close_editor()

    def _show(self) -> None:
        track = self._track
        if track is None:
            return
        fits = track.fits(self._span)
        self._say(track.words(self._span), is_warning=not fits)
        self._done.setEnabled(True)
        self._all.setEnabled(not track.is_whole(self._span))

    def _say(self, words: str, *, is_warning: bool = False) -> None:
        self._words.setText(words)
        palette = self._words.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(DARK.warning if is_warning else DARK.text2))
        self._words.setPalette(palette)

    def _show_playing(self, *, on: bool) -> None:
        text = "Stop" if on else "Play the part"
        self._play.setIcon(icon("stop" if on else "play", DARK.text1))
        self._play.setAccessibleName(text)
        self._play.setToolTip(f"{text} (Space)")
        if not on:
            self.strip.show_place(None)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addWidget(self._play)
        line.addWidget(self._words, 1)
        ends = QHBoxLayout()
        ends.setSpacing(GRID_PX)
        ends.addWidget(self._all)
        ends.addStretch(1)
        ends.addWidget(self._cancel)
        ends.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.picture)
        column.addWidget(self.strip)
        column.addLayout(line)
        column.addWidget(self._foretold)
        column.addLayout(ends)

    def _connect(self) -> None:
        self.strip.span_changed.connect(self._become)
        self.strip.play_wanted.connect(self.toggle)
        self.strip.done_wanted.connect(self.take)
        self.strip.cancel_wanted.connect(self.close_editor)
        self.player.showed.connect(self.picture.show_image)
        self.player.moved.connect(self.strip.show_place)
        self.player.playing_changed.connect(lambda on: self._show_playing(on=on))
        self.player.failed.connect(lambda why: self.failed.emit(KnownError(why)))
        self._seeing.saw.connect(self._saw)
        self._seeing.spread_out.connect(self.strip.show_picture)
        self._progressed.connect(lambda part: self._say(f"Cutting … {part} %"))
        self._play.clicked.connect(self.toggle)
        self._all.clicked.connect(self.use_all)
        self._cancel.clicked.connect(self.close_editor)
        self._done.clicked.connect(self.take)
