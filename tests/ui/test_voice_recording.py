"""Recording a sample: counted down, heard, stopped, and only kept if somebody says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QIODevice, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.project import Voice
from kling_studio.media.sounds import listen
from kling_studio.ui.sample_player import SamplePlayer
from kling_studio.ui.voice import VoiceSection
from kling_studio.ui.voice.aside import FOLDER
from kling_studio.ui.voice.microphone import SystemMicrophone
from kling_studio.ui.voice.recorder import Recorder
from kling_studio.ui.voice.recording import RecordingPanel
from tests.sounds_for_tests import RATE_HZ, tone
from tests.ui.cast_hand import member


class Line(QIODevice):
    """A sound as it comes in: what was said to it can be read once."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = b""
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def say(self, pcm: bytes) -> None:
        self._waiting += pcm
        self.readyRead.emit()

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self._waiting) + super().bytesAvailable()

    def readData(self, most: int) -> bytes:
        taken, self._waiting = self._waiting[:most], self._waiting[most:]
        return taken

    def writeData(self, _data: bytes, _length: int) -> int:  # type: ignore[override]
        return -1


class LineIn:
    """A microphone with somebody at it."""

    def __init__(self) -> None:
        self.line: Line | None = None
        self.closed = 0

    def open(self) -> tuple[QIODevice, int]:
        self.line = Line()
        return self.line, RATE_HZ

    def close(self) -> None:
        self.closed += 1

    def say(self, pcm: bytes) -> None:
        assert self.line is not None
        self.line.say(pcm)


@pytest.fixture
def line_in() -> LineIn:
    return LineIn()


@pytest.fixture
def panel(qtbot: QtBot, line_in: LineIn) -> Iterator[RecordingPanel]:
    made = RecordingPanel(Recorder(line_in, count_ms=5), SamplePlayer())
    qtbot.addWidget(made)
    made.resize(240, 220)
    yield made
    made.remove_files()


def button(panel: RecordingPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def words(panel: RecordingPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text() if not label.isHidden() else ""


def begun(qtbot: QtBot, panel: RecordingPanel) -> None:
    counted: list[int] = []
    panel.recorder.counted.connect(counted.append)
    panel.begin()
    qtbot.waitUntil(lambda: counted[-1:] == [0])
    assert counted == [3, 2, 1, 0]


def test_from_the_countdown_to_a_file_that_is_kept(
    qtbot: QtBot, panel: RecordingPanel, line_in: LineIn
) -> None:
    begun(qtbot, panel)
    line_in.say(tone(7))
    qtbot.waitUntil(lambda: panel.recorder.seconds == pytest.approx(7))
    assert words(panel, "recordingTime") == "7.0 s of 30"
    button(panel, "recordStop").click()
    assert words(panel, "recordingTime") == "7.0 s recorded"
    assert line_in.closed == 1
    kept: list[Path] = []
    panel.kept.connect(kept.append)
    assert panel.grab().width() > 0
    button(panel, "recordKeep").click()
    assert panel.isHidden()
    sound = listen(kept[0])
    assert sound.duration_s == pytest.approx(7, abs=0.01)
    assert sound.remarks == ()


def test_what_is_said_during_the_countdown_is_not_recorded(qtbot: QtBot, line_in: LineIn) -> None:
    recorder = Recorder(line_in, count_ms=3_600_000)
    levels: list[float] = []
    recorder.heard.connect(lambda level, _seconds: levels.append(level))
    recorder.start()
    line_in.say(tone(2, 0.5))
    qtbot.waitUntil(lambda: max(levels, default=0) > 0.4)
    assert recorder.seconds == 0
    recorder.stop()
    assert not recorder.is_on


def test_half_a_minute_is_the_end(qtbot: QtBot, panel: RecordingPanel, line_in: LineIn) -> None:
    begun(qtbot, panel)
    line_in.say(tone(5) * 7)
    qtbot.waitUntil(lambda: not panel.recorder.is_on)
    assert panel.recorder.seconds == 30
    assert button(panel, "recordKeep").isEnabled()


def test_too_short_is_not_kept_and_can_be_said_again(
    qtbot: QtBot, panel: RecordingPanel, line_in: LineIn
) -> None:
    begun(qtbot, panel)
    line_in.say(tone(2))
    qtbot.waitUntil(lambda: panel.recorder.seconds > 0)
    button(panel, "recordStop").click()
    assert words(panel, "recordingNotice") == "A voice needs 5 s at least; this is 2.0 s."
    assert not button(panel, "recordKeep").isEnabled()
    assert button(panel, "recordStop").text() == "Record again"
    button(panel, "recordStop").click()
    assert panel.recorder.is_on
    assert panel.recorder.seconds == 0
    panel.close_recording()
    assert line_in.closed == 2


def test_escape_throws_it_away(qtbot: QtBot, panel: RecordingPanel, line_in: LineIn) -> None:
    begun(qtbot, panel)
    line_in.say(tone(6))
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert not panel.recorder.is_on


def test_without_a_microphone_it_says_so_in_place(qtbot: QtBot) -> None:
    from PySide6.QtMultimedia import QMediaDevices

    if not QMediaDevices.defaultAudioInput().isNull():
        pytest.skip("there is a microphone on this machine")
    panel = RecordingPanel(Recorder(SystemMicrophone()), SamplePlayer())
    qtbot.addWidget(panel)
    panel.begin()
    assert words(panel, "recordingNotice") == (
        "There is no microphone on this machine. Connect one, or choose a file with the voice."
    )
    assert not panel.recorder.is_on
    assert button(panel, "recordDiscard").text() == "Close"


def test_a_microphone_that_is_refused_is_told(qtbot: QtBot) -> None:
    class Refused(LineIn):
        def open(self) -> tuple[QIODevice, int]:
            raise KnownError("It cannot be used.", "Let the program use it.")

    panel = RecordingPanel(Recorder(Refused()), SamplePlayer())
    qtbot.addWidget(panel)
    panel.begin()
    assert words(panel, "recordingNotice") == "It cannot be used. Let the program use it."
    button(panel, "recordStop").click()
    assert button(panel, "recordStop").text() == "Try again"


class TestNothingIsLost:
    """A recording that nobody decided about yet stays with its member."""

    @pytest.fixture
    def section(self, qtbot: QtBot, session: Session, line_in: LineIn) -> Iterator[VoiceSection]:
        made = VoiceSection(session, microphone=line_in)
        qtbot.addWidget(made)
        for timer in made.sample.recorder.findChildren(QTimer):
            timer.setInterval(5)
        made.show_member(member(session, "Mira"))
        made.resize(264, 700)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        yield made
        made.stop()

    def recorded(self, qtbot: QtBot, section: VoiceSection, line_in: LineIn, seconds: int) -> RecordingPanel:
        begin = section.findChild(QPushButton, "recordSample")
        assert begin is not None
        counted: list[int] = []
        section.sample.recorder.counted.connect(counted.append)
        begin.click()
        qtbot.waitUntil(lambda: counted[-1:] == [0])
        line_in.say(tone(seconds))
        qtbot.waitUntil(lambda: section.sample.recorder.seconds == pytest.approx(min(30, seconds)))
        return section.sample.recording

    def test_after_half_a_minute_the_keyboard_is_on_keep(
        self, qtbot: QtBot, section: VoiceSection, line_in: LineIn
    ) -> None:
        panel = self.recorded(qtbot, section, line_in, 31)
        assert not panel.recorder.is_on
        assert button(panel, "recordKeep").hasFocus()
        kept: list[Path] = []
        panel.kept.connect(kept.append)
        QTest.keyClick(button(panel, "recordKeep"), Qt.Key.Key_Return)
        assert listen(kept[0]).duration_s == pytest.approx(30, abs=0.01)

    @pytest.mark.parametrize("is_stopped", [True, False], ids=["stopped", "still recording"])
    def test_another_member_and_back(
        self, qtbot: QtBot, section: VoiceSection, session: Session, line_in: LineIn, is_stopped: bool
    ) -> None:
        panel = self.recorded(qtbot, section, line_in, 12)
        if is_stopped:
            button(panel, "recordStop").click()
        section.show_member(member(session, "Marco"))
        assert panel.isHidden()
        assert not panel.recorder.is_on
        section.show_member(member(session, "Mira"))
        assert not panel.isHidden()
        assert words(panel, "recordingTime") == "12.0 s recorded"
        button(panel, "recordKeep").click()
        before = member(session, "Mira").voice
        qtbot.waitUntil(lambda: member(session, "Mira").voice != before)
        path = session.path_of((member(session, "Mira").voice or Voice()).sample or "")
        assert path is not None
        assert listen(path).duration_s == pytest.approx(12, abs=0.01)
        section.show_member(member(session, "Marco"))
        section.show_member(member(session, "Mira"))
        assert panel.isHidden()

    def test_the_project_is_closed_and_opened_again(
        self, qtbot: QtBot, section: VoiceSection, session: Session, line_in: LineIn
    ) -> None:
        panel = self.recorded(qtbot, section, line_in, 30)
        section.stop()
        again = VoiceSection(session, microphone=line_in)
        qtbot.addWidget(again)
        again.show_member(member(session, "Mira"))
        assert words(again.sample.recording, "recordingTime") == "30.0 s recorded"
        again.sample.recording.close_recording()
        again.show_member(member(session, "Marco"))
        again.show_member(member(session, "Mira"))
        assert again.sample.recording.isHidden()
        again.stop()
        assert panel.isHidden()

    def test_what_is_too_short_for_a_voice_is_not_kept_aside(
        self, qtbot: QtBot, section: VoiceSection, session: Session, line_in: LineIn
    ) -> None:
        panel = self.recorded(qtbot, section, line_in, 2)
        section.show_member(member(session, "Marco"))
        section.show_member(member(session, "Mira"))
        assert panel.isHidden()

    def test_a_recording_that_cannot_be_read_any_more_says_so(
        self, qtbot: QtBot, section: VoiceSection, session: Session, line_in: LineIn
    ) -> None:
        self.recorded(qtbot, section, line_in, 6)
        section.show_member(member(session, "Marco"))
        waiting = next((session.folder.root / FOLDER).iterdir())
        waiting.write_bytes(waiting.read_bytes()[:20])
        section.show_member(member(session, "Mira"))
        assert section.sample.recording.isHidden()
        assert section.sample.notice.text() == ("An earlier recording cannot be read any more. Record again.")
