"""A member's voice in its details: samples of every kind, their checks, ids typed in, and what each provider has."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from kling_studio.app.cutting import cut_files, make_missing_cuts
from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Cut, ProviderIds, Voice
from kling_studio.core.request import member_fingerprint, sample_of
from kling_studio.media.sounds import listen
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.trimming.span import Span
from kling_studio.ui.trimming.strip import TrimStrip
from kling_studio.ui.voice import VoiceSection
from tests.clips_for_tests import make_clip
from tests.sounds_for_tests import encoded, tone, voice, write_wav
from tests.ui.dropping import drop, files, hover

ENTER = Qt.Key.Key_Return


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    thumbnails = Thumbnails(session.path_of)
    made = CastPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(280, 1000)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.stop()
    thumbnails.stop()


def member(session: Session, name: str = "Mira") -> CastMember:
    found = session.project.member(name)
    assert found is not None
    return found


def voice_of(session: Session, name: str = "Mira") -> Voice:
    return member(session, name).voice or Voice()


@pytest.fixture
def section(qtbot: QtBot, panel: CastPanel, session: Session) -> VoiceSection:
    panel.select_member(member(session).id)
    panel.details.folds["voice"].open()
    section = panel.details.voice
    qtbot.waitUntil(lambda: section.sample.waveform.accessibleDescription() == "6.0 s")
    return section


def words(section: VoiceSection, name: str) -> str:
    label = section.findChild(QLabel, name)
    assert label is not None
    return label.text() if not label.isHidden() else ""


def button(section: VoiceSection, name: str) -> QPushButton:
    found = section.findChild(QPushButton, name)
    assert found is not None
    return found


def brought(qtbot: QtBot, section: VoiceSection, session: Session, path: Path) -> Voice:
    """The voice once a file was dropped on it."""
    before = voice_of(session)
    assert drop(section, QPoint(20, 20), files([path]))
    qtbot.waitUntil(lambda: voice_of(session) != before)
    return voice_of(session)


def refused(qtbot: QtBot, section: VoiceSection, session: Session, path: Path) -> str:
    """What is said to a file that is dropped and is no sample."""
    before = session.project
    drop(section, QPoint(20, 20), files([path]))
    qtbot.waitUntil(lambda: words(section, "sampleNotice") != "")
    assert session.project is before
    return words(section, "sampleNotice")


FORMATS = [("a.mp3", "libmp3lame", 44_100), ("a.m4a", "aac", 44_100), ("a.ogg", "libopus", 48_000)]


@pytest.mark.parametrize(("name", "codec", "rate_hz"), FORMATS, ids=[name for name, _, _ in FORMATS])
def test_a_sound_of_any_format_is_the_sample_and_stays_as_it_is(
    name: str, codec: str, rate_hz: int, qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    memo = encoded(tmp_path / name, codec, 9, rate_hz)
    sample = brought(qtbot, section, session, memo).sample
    path = session.path_of(sample or "")
    assert path is not None
    assert path.read_bytes() == memo.read_bytes()
    qtbot.waitUntil(lambda: section.sample.waveform.accessibleDescription().startswith("9."))
    assert session.history.undo_label == "Set voice sample"
    session.undo()
    qtbot.waitUntil(lambda: section.sample.waveform.accessibleDescription() == "6.0 s")


def test_the_sound_of_a_film_is_a_sample(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    sample = brought(qtbot, section, session, encoded(tmp_path / "memo.mov", "aac", 8, 48_000)).sample
    assert sample is not None
    assert sample.endswith(".wav")
    path = session.path_of(sample)
    assert path is not None
    assert listen(path).duration_s == pytest.approx(8, abs=0.1)


def test_what_is_no_sample_is_refused_in_a_sentence(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    empty, text, mute = tmp_path / "empty.wav", tmp_path / "text.mp3", make_clip(tmp_path / "mute.mp4", 1)
    empty.write_bytes(b"")
    text.write_text("no sound " * 99)
    Image.new("RGB", (9, 9)).save(tmp_path / "picture.wav", "PNG")
    assert refused(qtbot, section, session, empty).startswith("empty.wav is empty (0 bytes).")
    for path, what in (
        (text, "is not a clip"),
        (mute, "has no sound."),
        (tmp_path / "picture.wav", "is not a"),
    ):
        section.sample.notice.say("")
        assert refused(qtbot, section, session, path).startswith(f"{path.name} {what}")


def test_other_things_are_for_the_member_to_take(section: VoiceSection, tmp_path: Path) -> None:
    bubble = section.findChild(DropBubble, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert bubble is not None
    assert hover(section, QPoint(20, 20), files([voice(tmp_path / "a.wav", 5)]))
    assert bubble.text() == "Mira's voice gets this sample"
    assert bubble.isVisible()
    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    assert hover(section, QPoint(20, 20), files([tmp_path / "a.png"]))
    assert not bubble.isVisible()
    two = [voice(tmp_path / name, 5) for name in ("a.wav", "b.wav")]
    assert not hover(section, QPoint(20, 20), files(two))
    assert not bubble.isVisible()


def test_of_a_long_sample_a_part_is_chosen_by_hand(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "long.wav", tone(20, 0.05) + tone(20, 0.5))
    whole = brought(qtbot, section, session, path)
    long = "The sample is 40.0 s long; a voice is made from 5 to 30 s."
    qtbot.waitUntil(lambda: words(section, "sampleNotice") == long)
    button(section, "trimVoiceSample").click()
    editor = section.trimming
    qtbot.waitUntil(lambda: editor.span == Span(0, 30))
    assert section.sample.waveform.isHidden(), "the strip shows it already"
    assert words(section, "trimLength") == "30.0 s, 5 to 30 s"
    _drag(editor.strip, 30, 15)
    assert (editor.span.start_s, editor.span.end_s) == pytest.approx((0, 15), abs=0.3)
    _drag(editor.strip, 8, 28)
    assert editor.span.start_s == pytest.approx(20, abs=0.4)
    start_s = editor.span.start_s
    QTest.keyClick(editor.strip, Qt.Key.Key_Right)
    assert editor.span.start_s == pytest.approx(start_s + 0.1)
    heard: list[float] = []
    editor.player.moved.connect(heard.append)
    QTest.keyClick(editor.strip, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(heard) > 2, timeout=10_000)
    assert min(heard) >= editor.span.start_s - 0.1
    lasts_s = editor.span.length_s
    QTest.keyClick(editor.strip, ENTER)
    qtbot.waitUntil(lambda: voice_of(session).sample != whole.sample)
    cut = voice_of(session).sample_cut
    assert cut is not None
    assert cut.original == whole.sample
    trimmed = session.path_of(voice_of(session).sample or "")
    assert trimmed is not None
    sound = listen(trimmed)
    assert sound.duration_s == pytest.approx(lasts_s, abs=0.01)
    assert max(sound.peaks) > 0.3
    assert sound.remarks == ()
    told = f"{lasts_s:.1f} s"
    qtbot.waitUntil(lambda: section.sample.waveform.accessibleDescription() == told)
    assert section.sample.waveform.isVisible()
    assert words(section, "sampleNotice") == ""
    assert session.path_of(whole.sample or "") is not None
    assert session.history.undo_label == "Trim voice sample"


def test_a_part_that_is_in_the_making_is_heard_once_it_is_there(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    whole = brought(qtbot, section, session, voice(tmp_path / "long.wav", 40))
    session.dispatch(edits.cut_sample, member(session).id, Cut(whole.sample or "", 0, 20))
    make_missing_cuts(cut_files(session.project), session.path_of)
    sample = voice_of(session).sample or ""
    session.add_measured(measure_all([sample], session.path_of))
    qtbot.waitUntil(lambda: section.sample.waveform.accessibleDescription() == "20.0 s")
    assert words(section, "sampleNotice") == ""


def test_a_sample_that_is_taken_away_leaves_no_part_of_it(section: VoiceSection, session: Session) -> None:
    sample = voice_of(session).sample or ""
    session.dispatch(edits.cut_sample, member(session).id, Cut(sample, 0, 5))
    section.sample.slot_.clear_button.click()
    assert (voice_of(session).sample, voice_of(session).sample_cut) == (None, None)


def _drag(strip: TrimStrip, from_s: float, to_s: float) -> None:
    left, middle = Qt.MouseButton.LeftButton, strip.height() // 2
    QTest.mousePress(strip, left, pos=QPoint(round(strip.x_of(from_s)), middle))
    for step in range(1, 6):
        QTest.mouseMove(strip, QPoint(round(strip.x_of(from_s + (to_s - from_s) * step / 5)), middle))
    QTest.mouseRelease(strip, left, pos=QPoint(round(strip.x_of(to_s)), middle))


def test_the_sample_is_heard_and_stopped(qtbot: QtBot, section: VoiceSection) -> None:
    play = section.findChild(QToolButton, "playSample")
    assert play is not None
    heard: list[float] = []
    section.sample.player.moved.connect(heard.append)
    play.click()
    assert play.accessibleName() == "Stop the sample"
    qtbot.waitUntil(lambda: max(heard, default=0) > 0.1, timeout=10_000)
    play.click()
    assert play.accessibleName() == "Play the sample"
    assert not section.sample.player.is_playing


def test_the_language_is_chosen(section: VoiceSection, session: Session) -> None:
    combo = section.findChild(QComboBox, "voiceLanguage")
    assert combo is not None
    assert combo.currentText() == "Language not set"
    combo.setCurrentIndex(combo.findData("ja"))
    combo.activated.emit(combo.currentIndex())
    assert voice_of(session).language == "ja"
    session.dispatch(edits.set_member, member(session).id, voice=replace(voice_of(session), language="cy"))
    assert combo.currentText() == "cy"


def test_an_id_is_typed_in_and_taken_away(section: VoiceSection, session: Session) -> None:
    field = section.findChild(QLineEdit, "voiceIdFal")
    assert field is not None
    assert words(section, "voiceStateFal") == "fal.ai: not made yet"
    QTest.keyClicks(field, " 829877809978941442 ")
    assert voice_of(session).ids == ()
    QTest.keyClick(field, ENTER)
    assert voice_of(session).ids == (("fal", "829877809978941442"),)
    assert words(section, "voiceStateFal") == "fal.ai: id typed in"
    assert button(section, "makeVoiceFal").isHidden()
    QTest.keyClicks(field, "77")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "829877809978941442"
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, ENTER)
    assert voice_of(session).ids == ()


def test_how_it_stands_follows_the_sample(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: sample_of(voice_of(session), session.media) != "")
    first = voice_of(session)
    made = replace(first, ids=(("fal", "1"),), made_from=(("fal", sample_of(first, session.media)),))
    session.dispatch(edits.set_member, member(session).id, voice=made)
    assert words(section, "voiceStateFal") == "fal.ai: made"
    assert button(section, "makeVoiceFal").text() == "Make again $0.007"
    other = brought(qtbot, section, session, voice(tmp_path / "other.wav", 9))
    assert other.ids == (("fal", "1"),)
    qtbot.waitUntil(lambda: words(section, "voiceStateFal") == "fal.ai: made from another sample")
    assert words(section, "voiceStateWavespeed") == "WaveSpeed: not made yet"
    session.undo()
    qtbot.waitUntil(lambda: words(section, "voiceStateFal") == "fal.ai: made")


@pytest.mark.parametrize(
    ("pcm", "reason"),
    [(tone(3), "The sample is 3.0 s long"), (tone(8, 0), "Nothing is heard in the sample.")],
)
def test_a_sample_that_will_not_do_keeps_the_button_shut(
    pcm: bytes, reason: str, qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    brought(qtbot, section, session, write_wav(tmp_path / "a.wav", pcm))
    qtbot.waitUntil(lambda: words(section, "sampleNotice").startswith(reason))
    for name in ("makeVoiceFal", "makeVoiceWavespeed"):
        assert not button(section, name).isEnabled()


def test_a_quiet_one_is_told_and_may_be_used(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    brought(qtbot, section, session, write_wav(tmp_path / "a.wav", tone(8, 0.01)))
    qtbot.waitUntil(lambda: words(section, "sampleNotice").startswith("The voice is very quiet"))


def test_the_element_tells_whether_it_costs(qtbot: QtBot, section: VoiceSection, session: Session) -> None:
    qtbot.waitUntil(lambda: sample_of(voice_of(session), session.media) != "")
    assert words(section, "elementState") == "WaveSpeed element: not made yet, $0.01"
    mira = member(session)
    ids = (ProviderIds("wavespeed", "9", member_fingerprint(mira, "wavespeed", session.media)),)
    session.apply(
        lambda project: replace(
            project, cast=tuple(replace(m, ids=ids) if m.id == mira.id else m for m in project.cast)
        ),
        "Keep",
    )
    assert words(section, "elementState") == "WaveSpeed element: made"
    session.dispatch(edits.set_member, mira.id, description="older now")
    assert words(section, "elementState") == "WaveSpeed element: to be made again, $0.01"
    session.undo()
    assert words(section, "elementState") == "WaveSpeed element: made"


def test_the_sound_of_the_clip_may_be_the_sample(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    clip = session.folder.add_media(encoded(tmp_path / "mira.mov", "aac", 7, 48_000))
    assert button(section, "sampleFromClip").isHidden()
    session.dispatch(edits.set_member, member(session).id, clip=clip, voice=None)
    assert not button(section, "sampleFromClip").isHidden()
    button(section, "sampleFromClip").click()
    qtbot.waitUntil(lambda: voice_of(session).sample is not None)
    assert button(section, "sampleFromClip").isHidden()


def test_another_member_shows_its_own(
    qtbot: QtBot, section: VoiceSection, panel: CastPanel, session: Session
) -> None:
    QTest.keyClicks(section.rows["fal"].field, "1")
    panel.select_member(member(session, "Marco").id)
    assert section.rows["fal"].field.text() == ""
    assert words(section, "voiceStateFal") == "fal.ai: no sample, no id"
    assert section.sample.waveform.isHidden()
    assert button(section, "makeVoiceFal").isHidden()
    assert voice_of(session).ids == ()
