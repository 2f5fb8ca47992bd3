"""The sample of a voice: its file, how it looks and sounds, what speaks against it, and recording another."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kling_studio.core.checks import Severity
from kling_studio.core.errors import KnownError
from kling_studio.media.sounds import Sound
from kling_studio.storage.media_names import FILM_ENDINGS, SOUND_ENDINGS
from kling_studio.ui.buttons import push_button
from kling_studio.ui.file_slot import FileSlot
from kling_studio.ui.icons import icon
from kling_studio.ui.notice import Notice
from kling_studio.ui.sample_player import SamplePlayer
from kling_studio.ui.theme import DARK, GRID_PX
from kling_studio.ui.voice.microphone import Microphone, SystemMicrophone
from kling_studio.ui.voice.recorder import Recorder
from kling_studio.ui.voice.recording import RecordingPanel
from kling_studio.ui.voice.waveform import HEIGHT_PX, Waveform

_EARS = "Only your ears can tell: one speaker, no music, no echo."


class SampleView(QWidget):
    """One sample, or the place for it.

    ``chosen`` brings the path of another sample, ``cleared`` that there is to be none, ``trim_wanted`` a part of it.
    """

    chosen = Signal(object)
    cleared = Signal()
    trim_wanted = Signal()

    def __init__(self, microphone: Microphone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self.player = SamplePlayer(self)
        self.recorder = Recorder(microphone or SystemMicrophone(self), self)
        self.recording = RecordingPanel(self.recorder, SamplePlayer(self))
        self.slot_ = FileSlot("voice sample", SOUND_ENDINGS | FILM_ENDINGS)
        self.waveform = Waveform()
        self.notice = Notice("sampleNotice")
        self._play = QToolButton()
        self._play.setObjectName("playSample")
        self._play.setIconSize(QSize(18, 18))
        self._play.setFixedSize(30, HEIGHT_PX)
        tip = "Record the voice here: 5 to 30 s, after a countdown"
        self._record = push_button("recordSample", "Record…", tip, told="Record the voice")
        self._hint = QLabel(_EARS)
        self._hint.setProperty("role", "hint")
        self._hint.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.show_nothing()

    @property
    def replacing_buttons(self) -> tuple[QAbstractButton, ...]:
        """The buttons that lead to another sample."""
        return self.slot_.choose_button, self._record

    def show_file(
        self, reference: str, path: Path | None, *, writable: bool, original: str = "", length: str = ""
    ) -> None:
        """Show which file it is, and what it was cut out of; what is in it follows."""
        self.slot_.show_file(original or reference, length, can_trim=writable and path is not None)
        self._record.setEnabled(writable)
        self.slot_.setEnabled(writable)
        if path != self._path:
            self.player.stop()
            self._path = path
            self.show_nothing()

    def show_nothing(self) -> None:
        """Show that nothing is known of it, or that there is none."""
        self.waveform.show_sound((), 0)
        self.notice.say("")
        self._show_playing(on=False)
        for widget in (self.waveform, self._play, self._hint):
            widget.setVisible(self._path is not None)

    def show_trimming(self, *, on: bool) -> None:
        """Make room while a part of it is chosen, which shows and plays it too."""
        self.player.stop()
        for widget in (self.waveform, self._play, self._hint, self._record):
            widget.setVisible(not on and (self._path is not None or widget is self._record))

    def show_sound(self, sound: Sound) -> None:
        """Show what was heard in it."""
        self.waveform.show_sound(sound.peaks, sound.duration_s)
        is_error = any(remark.severity is Severity.ERROR for remark in sound.remarks)
        self.notice.say(" ".join(remark.sentence for remark in sound.remarks), is_error=is_error)

    def show_error(self, error: KnownError) -> None:
        """Say why it cannot be heard."""
        self.waveform.show_sound((), 0)
        self.notice.tell(error)

    def put_recording_aside(self, path: Path) -> None:
        """End what is being recorded; a recording that could be kept is written to ``path``.

        Raises ``KnownError`` where it cannot be written.
        """
        if not self.recording.isHidden():
            self._record.show()
            self.recording.put_aside(path)

    def show_recording(self, path: Path) -> None:
        """Go on with a recording that was put aside. Raises ``KnownError`` where it cannot be read."""
        self.recording.show_again(path)
        self._record.hide()

    def _toggle(self) -> None:
        if self.player.is_playing:
            self.player.stop()
        elif self._path is not None:
            self.player.play(self._path)

    def _show_playing(self, *, on: bool) -> None:
        text = "Stop the sample" if on else "Play the sample"
        self._play.setIcon(icon("stop" if on else "play", DARK.text1))
        self._play.setAccessibleName(text)
        self._play.setToolTip(text)
        if not on:
            self.waveform.show_place(None)

    def _begin_recording(self) -> None:
        self.player.stop()
        self._record.hide()
        self.recording.begin()

    def _end_recording(self) -> None:
        self._record.show()
        self._record.setFocus()

    def _keep(self, path: Path) -> None:
        self._end_recording()
        self.chosen.emit(path)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.slot_)
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(self._play)
        row.addWidget(self.waveform, 1)
        column.addLayout(row)
        for widget in (self.notice, self._hint, self._record, self.recording):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.slot_.chosen.connect(lambda path: self.chosen.emit(Path(path)))
        self.slot_.cleared.connect(self.cleared)
        self._play.clicked.connect(self._toggle)
        self._record.clicked.connect(self._begin_recording)
        self.slot_.trim_wanted.connect(self.trim_wanted)
        self.player.moved.connect(self.waveform.show_place)
        self.player.playing_changed.connect(lambda on: self._show_playing(on=on))
        self.player.failed.connect(self.notice.say)
        self.recording.kept.connect(self._keep)
        self.recording.closed.connect(self._end_recording)
