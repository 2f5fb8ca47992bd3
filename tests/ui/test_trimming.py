"""Trimming the clip of a member where it stands, by mouse and by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Cut
from kling_studio.media.probe import probe
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.clip import ClipPoster, MemberClip
from kling_studio.ui.notice import Notice
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.trimming import TrimEditor
from kling_studio.ui.trimming.span import Handle, Span, Track
from tests.media.clips import write_clip

FRAME_S = 1 / 24
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def film(session: Session, tmp_path: Path) -> str:
    """A clip of twelve seconds, given to the first member."""
    reference = session.folder.add_media(write_clip(tmp_path / "mira walks.mp4", 288, (96, 54), sound=True))
    session.dispatch(edits.set_member, session.project.cast[0].id, clip=reference)
    session.add_measured(measure_all([reference], session.path_of))
    return reference


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection, film: str) -> Iterator[CastPanel]:
    thumbnails = Thumbnails(session.path_of)
    made = CastPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(300, 1000)
    with qtbot.waitExposed(made):
        made.show()
    made.select_member(session.project.cast[0].id)
    yield made
    made.stop()
    thumbnails.stop()


@pytest.fixture
def editor(qtbot: QtBot, panel: CastPanel) -> TrimEditor:
    press(panel, "trimClip")
    opened = clip_of(panel).editor
    qtbot.waitUntil(lambda: opened.span.length_s > 0)
    return opened


def member(session: Session) -> CastMember:
    return session.project.cast[0]


def clip_of(panel: CastPanel) -> MemberClip:
    found = panel.details.findChild(MemberClip)
    assert isinstance(found, MemberClip)
    return found


def press(panel: QWidget, name: str) -> None:
    button = panel.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words(editor: TrimEditor) -> str:
    label = editor.findChild(QLabel, "trimLength")
    assert isinstance(label, QLabel)
    return label.text()


def drag(editor: TrimEditor, from_s: float, to_s: float) -> list[str]:
    """Drag on the strip from one second to another; what was said on the way."""
    strip, said = editor.strip, []
    for kind, second, held in (
        (QEvent.Type.MouseButtonPress, from_s, True),
        (QEvent.Type.MouseMove, (from_s + to_s) / 2, True),
        (QEvent.Type.MouseMove, to_s, True),
        (QEvent.Type.MouseButtonRelease, to_s, False),
    ):
        place = QPointF(strip.x_of(second), strip.height() / 2)
        left = Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else left
        buttons = left if held else Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind, place, strip.mapToGlobal(place), button, buttons, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(strip, event)
        said.append(words(editor))
    return said


def test_a_clip_shows_its_picture_its_name_and_its_length(qtbot: QtBot, panel: CastPanel) -> None:
    poster = panel.findChild(ClipPoster)
    assert isinstance(poster, ClipPoster)
    qtbot.waitUntil(lambda: poster.picture is not None)
    texts = [label.text() for label in clip_of(panel).findChildren(QLabel) if label.isVisible()]
    assert "12.0 s" in texts
    names = [label.accessibleName() for label in clip_of(panel).findChildren(QLabel)]
    assert "mira_walks.mp4" in names


def test_dragging_a_handle_says_how_long_the_part_is_and_may_be(
    qtbot: QtBot, session: Session, editor: TrimEditor, film: str
) -> None:
    assert words(editor) == "8.0 s, 3 to 8 s", "as much as is taken is proposed"
    said = drag(editor, 8, 11)
    assert said[1:] == ["9.5 s, 3 to 8 s", "11.0 s, 3 to 8 s", "11.0 s, 3 to 8 s"]
    drag(editor, 11, 7.5)
    drag(editor, 0, 1)
    assert words(editor) == "6.5 s, 3 to 8 s"
    before = session.folder.root.joinpath(film).read_bytes()
    QTest.keyClick(editor.strip, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: member(session).clip_cut is not None, timeout=20_000)
    cut, clip = member(session).clip_cut, member(session).clip
    assert cut is not None
    assert (cut.original, cut.start_s, cut.end_s) == (film, 1, 7.5)
    path = session.path_of(clip or "")
    assert path is not None
    assert probe(path).frames == 156
    assert session.folder.root.joinpath(film).read_bytes() == before
    assert not editor.isVisible()
    assert session.history.undo_label == "Trim clip"
    session.undo()
    assert (member(session).clip, member(session).clip_cut) == (film, None)


def test_the_whole_part_is_moved_by_its_middle(editor: TrimEditor) -> None:
    drag(editor, 8, 5)
    drag(editor, 2.5, 4.5)
    assert editor.span.start_s == pytest.approx(2, abs=FRAME_S)
    assert editor.span.length_s == pytest.approx(5)
    drag(editor, 4, 30)
    assert editor.span.end_s == pytest.approx(12)
    assert editor.span.length_s == pytest.approx(5)


def test_keys_move_one_handle_then_the_other(editor: TrimEditor) -> None:
    strip = editor.strip
    assert strip.window().focusWidget() is strip
    assert strip.accessibleName() == "Start of the part"
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert editor.span.start_s == pytest.approx(FRAME_S)
    QTest.keyClick(strip, Qt.Key.Key_Right, SHIFT)
    assert editor.span.start_s == pytest.approx(11 * FRAME_S)
    QTest.keyClick(strip, Qt.Key.Key_Tab)
    assert strip.window().focusWidget() is strip
    assert strip.accessibleName() == "End of the part"
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert editor.span.end_s == pytest.approx(8 - FRAME_S)
    QTest.keyClick(strip, Qt.Key.Key_Tab, SHIFT)
    assert strip.held is Handle.START
    assert strip.window().focusWidget() is strip
    QTest.keyClick(strip, Qt.Key.Key_End)
    QTest.keyClick(strip, Qt.Key.Key_Tab)
    assert strip.window().focusWidget() is not strip


def test_the_picture_at_the_handle_is_seen(qtbot: QtBot, editor: TrimEditor) -> None:
    qtbot.waitUntil(lambda: not editor.picture.image.isNull())
    first = editor.picture.image
    QTest.keyClick(editor.strip, Qt.Key.Key_Right, SHIFT)
    qtbot.waitUntil(lambda: editor.picture.image != first)


def test_space_plays_the_part_and_stops_at_its_end(qtbot: QtBot, editor: TrimEditor) -> None:
    drag(editor, 0, 4)
    drag(editor, 8, 5)
    seconds: list[float] = []
    editor.player.moved.connect(seconds.append)
    QTest.keyClick(editor.strip, Qt.Key.Key_Space)
    assert editor.player.is_playing
    qtbot.waitUntil(lambda: not editor.player.is_playing, timeout=20_000)
    assert seconds
    assert seconds[0] >= 3.9
    assert 4.8 <= seconds[-1] <= 5.1


def test_escape_leaves_everything_as_it_was(session: Session, editor: TrimEditor, film: str) -> None:
    project = session.project
    drag(editor, 8, 5)
    QTest.keyClick(editor.strip, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert session.project is project


def test_nothing_cut_away_changes_nothing(session: Session, editor: TrimEditor) -> None:
    project = session.project
    editor.use_all()
    QTest.keyClick(editor.strip, Qt.Key.Key_Return)
    assert not editor.isVisible()
    assert session.project is project


def test_a_part_can_be_another_or_all_of_it_again(
    qtbot: QtBot, session: Session, panel: CastPanel, film: str
) -> None:
    session.dispatch(edits.cut_clip, member(session).id, Cut(film, 2, 6))
    texts = [label.text() for label in clip_of(panel).findChildren(QLabel)]
    assert "4.0 of 12.0 s" in texts
    press(panel, "trimClip")
    editor = clip_of(panel).editor
    qtbot.waitUntil(lambda: editor.span == Span(2, 6))
    press(editor, "untrim")
    assert words(editor) == "12.0 s, 3 to 8 s"
    press(editor, "takeTrim")
    qtbot.waitUntil(lambda: member(session).clip_cut is None)
    assert member(session).clip == film


def test_what_is_being_cut_can_be_given_up(qtbot: QtBot, session: Session, editor: TrimEditor) -> None:
    project = session.project
    drag(editor, 8, 5)
    QTest.keyClick(editor.strip, Qt.Key.Key_Return)
    cancel = editor.findChild(QPushButton, "cancelTrim")
    assert isinstance(cancel, QPushButton)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    editor.stop()
    QApplication.processEvents()
    assert session.project is project
    assert not [path for path in (session.folder.root / "media").rglob("*part*") if path.is_file()]


def test_a_clip_that_is_gone_meanwhile_is_told(
    qtbot: QtBot, session: Session, panel: CastPanel, film: str
) -> None:
    (session.folder.root / film).unlink()
    press(panel, "trimClip")
    refusal = panel.findChild(Notice, "clipRefusal")
    assert isinstance(refusal, Notice)
    qtbot.waitUntil(lambda: "is not there" in refusal.text())
    assert not clip_of(panel).editor.isVisible()


def test_another_member_ends_it(session: Session, panel: CastPanel, editor: TrimEditor) -> None:
    panel.select_member(session.project.cast[1].id)
    assert not editor.is_open


@given(
    st.floats(0.5, 600),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(Handle),
    st.floats(-700, 700),
)
def test_a_part_stays_within_what_is_there(
    duration_s: float, start: float, length: float, handle: Handle, by_s: float
) -> None:
    track = Track(duration_s, FRAME_S)
    start_s = start * (duration_s - FRAME_S)
    span = Span(start_s, start_s + FRAME_S + length * (duration_s - FRAME_S - start_s))
    pulled = track.pulled(span, handle, by_s)
    assert -1e-9 <= pulled.start_s < pulled.end_s <= duration_s + 1e-9
    assert pulled.length_s >= FRAME_S - 1e-9
    if handle is Handle.MIDDLE:
        assert pulled.length_s == pytest.approx(span.length_s)


def test_which_lengths_are_taken() -> None:
    track = Track(12, FRAME_S, 3, 8)
    lengths = {length_s: track.fits(Span(1, 1 + length_s)) for length_s in (2.9, 3, 8, 8.1)}
    assert lengths == {2.9: False, 3: True, 8: True, 8.1: False}
    assert Track(12, FRAME_S).fits(Span(0, 12))
    assert Track(12, FRAME_S).words(Span(0, 6.4)) == "6.4 s"
