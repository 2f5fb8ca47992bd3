"""Recording a sample in its place: a countdown, the level, the time, then listen, keep or discard."""

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kling_studio.core.errors import KnownError
from kling_studio.core.samples import LONGEST_S, SHORTEST_S
from kling_studio.ui.buttons import push_button
from kling_studio.ui.notice import Notice
from kling_studio.ui.sample_player import SamplePlayer
from kling_studio.ui.theme import DARK, GRID_PX, HEADING_PX, sized
from kling_studio.ui.voice.meter import LevelMeter
from kling_studio.ui.voice.recorder import Recorder

_READ = "Speak as the character does: 10 to 20 s, one person, no music, a quiet room."


class RecordingPanel(QWidget):
    """``kept`` brings the file of a recording that is to be the sample, ``closed`` that there is none."""

    kept = Signal(object)
    closed = Signal()

    def __init__(self, recorder: Recorder, player: SamplePlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recorder = recorder
        self._player = player
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.setObjectName("recording")
        self.setAccessibleName("Record the voice")
        self._time = QLabel()
        self._time.setObjectName("recordingTime")
        self._time.setFont(sized(HEADING_PX, tabular=True))
        self._time.setStyleSheet(f"font-size: {HEADING_PX}px;")
        self._meter = LevelMeter()
        self._hint = QLabel(_READ)
        self._hint.setProperty("role", "hint")
        self._hint.setWordWrap(True)
        self._notice = Notice("recordingNotice")
        self._main = push_button("recordStop", "Stop", "Stop recording (Space)")
        self._listen = push_button("recordListen", "Listen", "Hear what was recorded")
        self._keep = push_button(
            "recordKeep", "Keep", "Make this the sample of the voice (Enter)", role="primary"
        )
        self._discard = push_button("recordDiscard", "Discard", "Throw this recording away (Esc)")
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Count down and record; a machine that cannot hear says so in place."""
        self._notice.say("")
        self.show()
        self.recorder.start()
        self._show_state()
        if self.recorder.is_on:
            self._main.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_recording()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._keep.isEnabled():
            self._keep.click()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.recorder.stop()

    def close_recording(self) -> None:
        """Throw away what was recorded and go."""
        self._end()
        self.closed.emit()

    def put_aside(self, path: Path) -> None:
        """Stop and go; what is long enough for a voice is written to ``path``.

        Raises ``KnownError`` where it cannot be written.
        """
        self.recorder.stop()
        try:
            if self._can_be_kept:
                path.parent.mkdir(exist_ok=True)
                self.recorder.write(path)
        except OSError as error:
            raise KnownError(f"The recording could not be written: {error.strerror}.") from None
        finally:
            self._end()

    def show_again(self, path: Path) -> None:
        """Go on with a recording that was put aside. Raises ``KnownError`` where it cannot be read."""
        self.recorder.read(path)
        self.show()
        self._show_state()

    def remove_files(self) -> None:
        """Nobody needs the files any more that were listened to and kept."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @property
    def _can_be_kept(self) -> bool:
        return not self.recorder.is_on and self.recorder.seconds >= SHORTEST_S

    def _end(self) -> None:
        self.recorder.stop()
        self._player.stop()
        self.hide()

    def _stop_or_again(self) -> None:
        if self.recorder.is_on:
            self.recorder.stop()
        else:
            self._player.stop()
            self.begin()

    def _hear(self) -> None:
        if self._player.is_playing:
            self._player.stop()
        else:
            self._player.play(self._written("listen.wav"))

    def _keep_it(self) -> None:
        self._player.stop()
        path = self._written("Recording.wav")
        self.hide()
        self.kept.emit(path)

    def _written(self, name: str) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kling-studio-")
        path = Path(self._folder.name) / name
        self.recorder.write(path)
        return path

    def _fail(self, error: KnownError) -> None:
        self._notice.tell(error)
        self._show_state()

    def _show_count(self, left: int) -> None:
        self._time.setText(f"In {left} …" if left else "0.0 s")
        self._time.setAccessibleName(f"Recording begins in {left} s" if left else "Recording")

    def _show_heard(self, level: float, seconds: float) -> None:
        self._meter.show_level(level)
        if seconds:
            self._time.setText(f"{seconds:.1f} s of {LONGEST_S:.0f}")

    def _show_state(self) -> None:
        is_on, seconds = self.recorder.is_on, self.recorder.seconds
        has = not is_on and seconds > 0
        self._main.setText("Stop" if is_on else "Record again" if has else "Try again")
        self._main.setToolTip("Stop recording" if is_on else "Record once more")
        self._meter.setVisible(is_on)
        self._hint.setVisible(is_on)
        self._time.setVisible(is_on or has)
        self._listen.setVisible(has)
        self._keep.setVisible(has)
        self._keep.setEnabled(self._can_be_kept)
        self._discard.setText("Discard" if has or is_on else "Close")
        if has:
            self._time.setText(f"{seconds:.1f} s recorded")
            if seconds < SHORTEST_S:
                self._notice.say(f"A voice needs {SHORTEST_S:.0f} s at least; this is {seconds:.1f} s.")
            else:
                self._notice.say("")
                if self._main.hasFocus():
                    # A key that comes a moment too late must not throw away what was just said.
                    self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for widget in (self._time, self._meter, self._hint, self._notice):
            column.addWidget(widget)
        for pair in ((self._main, self._listen), (self._discard, self._keep)):
            row = QHBoxLayout()
            row.setSpacing(GRID_PX)
            for button in pair:
                row.addWidget(button, 1)
            column.addLayout(row)
        self.setStyleSheet(f"QLabel#recordingTime {{ color: {DARK.text1}; }}")
        self.hide()

    def _connect(self) -> None:
        recorder = self.recorder
        recorder.counted.connect(self._show_count)
        recorder.heard.connect(self._show_heard)
        recorder.ended.connect(self._show_state)
        recorder.failed.connect(self._fail)
        self._main.clicked.connect(self._stop_or_again)
        self._listen.clicked.connect(self._hear)
        self._keep.clicked.connect(self._keep_it)
        self._discard.clicked.connect(self.close_recording)
        self._player.playing_changed.connect(lambda on: self._listen.setText("Stop" if on else "Listen"))
        self._player.failed.connect(self._notice.say)
