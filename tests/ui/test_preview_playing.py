"""A film in the preview: the hand on its bar, the playhead, what is told, and the full screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.preview_films import FRAMES, RATE, add_take, number_in
from tests.ui.preview_panels import thumbnails

__all__ = ["thumbnails"]

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

# What QtMultimedia says on a machine without sound or graphics hardware.
pytestmark = pytest.mark.qt_log_ignore(
    "pipewire", "PulseAudio", "No audio device", "No RHI backend", "propagateSizeHints"
)


@pytest.fixture
def panel(
    qtbot: QtBot, session: Session, selection: Selection, thumbnails: Thumbnails
) -> Iterator[PreviewPanel]:
    scene = selection.scene
    assert scene is not None
    add_take(session, scene, 1, FRAMES)
    panel = PreviewPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(820, 600)
    panel.show()
    qtbot.waitUntil(lambda: panel.deck.is_cached)
    yield panel
    panel.stop()


def test_dragging_on_the_bar_scrubs(panel: PreviewPanel, selection: Selection) -> None:
    bar = panel.theatre.bar
    y = bar.height() // 2
    QTest.mousePress(bar, LEFT, NONE, QPoint(0, y))
    for index in (5, 40, 17):
        QTest.mouseMove(bar, QPoint(round((index + 0.5) / FRAMES * bar.width()), y))
        assert number_in(panel.theatre.screen_view.image) == index
        assert bar.value() == index
        assert selection.playhead_s == pytest.approx(index / RATE, abs=1e-4)
    QTest.mouseRelease(bar, LEFT, NONE, QPoint(0, y))
    assert number_in(panel.theatre.screen_view.image) == 17


def test_keys_on_the_bar_step(panel: PreviewPanel) -> None:
    panel.setFocus()
    assert panel.theatre.bar.hasFocus()
    for key, index in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, FRAMES - 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageUp, 24),
    ):
        QTest.keyClick(panel.theatre.bar, key)
        assert (panel.deck.index, number_in(panel.theatre.screen_view.image)) == (index, index)


def test_the_playhead_and_the_picture_are_one(panel: PreviewPanel, selection: Selection) -> None:
    told: list[float] = []
    selection.playhead_changed.connect(told.append)
    selection.move_playhead(1.01)
    assert number_in(panel.theatre.screen_view.image) == 24
    assert told == [1.01]
    selection.move_playhead(12.5)
    assert number_in(panel.theatre.screen_view.image) == FRAMES - 1
    assert told == [1.01, 12.5]
    panel.step(-1)
    assert told[2:] == [pytest.approx((FRAMES - 2) / RATE, abs=1e-4)]


def test_the_playhead_goes_along_while_it_plays(
    qtbot: QtBot, panel: PreviewPanel, selection: Selection
) -> None:
    panel.play_pause()
    qtbot.waitUntil(lambda: selection.playhead_s > 0.3, timeout=10_000)
    panel.play_pause()
    assert not panel.deck.is_playing
    assert (
        panel.deck.index_at(selection.playhead_s)
        == panel.deck.index
        == number_in(panel.theatre.screen_view.image)
    )


def test_somebody_who_moves_the_playhead_stops_the_film(
    qtbot: QtBot, panel: PreviewPanel, selection: Selection
) -> None:
    panel.play_pause()
    qtbot.waitUntil(lambda: panel.deck.index > 1, timeout=10_000)
    selection.move_playhead(0.5)
    assert not panel.deck.is_playing
    assert number_in(panel.theatre.screen_view.image) == 12


def test_the_time_is_told_in_frames(panel: PreviewPanel) -> None:
    panel.deck.seek(38)
    words = [label.text() for label in (panel.theatre.transport._place, panel.theatre.transport._total)]
    assert words == ["00:00:01:14", "/ 00:00:02:00"]
    panel.step_seconds(-1)
    assert panel.theatre.transport._place.text() == "00:00:00:14"


def test_sound_and_loop_are_told_for_the_settings(panel: PreviewPanel) -> None:
    told: list[object] = []
    for signal in (panel.muted_changed, panel.loop_changed, panel.volume_changed):
        signal.connect(told.append)
    panel.toggle_mute()
    panel.toggle_loop()
    panel.theatre.transport._volume.setValue(40)
    assert told == [True, True, 0.4]
    panel.set_muted(False)
    panel.set_loop(False)
    panel.set_volume(0.8)
    assert not panel.theatre.transport._mute.isChecked()
    assert panel.theatre.transport._volume.value() == 80


def test_full_screen_and_back(panel: PreviewPanel) -> None:
    panel.toggle_full_screen()
    view = panel.theatre.screen_view.window()
    assert view is not panel
    assert view.isFullScreen()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert panel.theatre.screen_view.window() is panel
    assert panel.theatre.screen_view.isVisible()


def test_the_keys_of_the_window_work_on_the_full_screen(
    qtbot: QtBot, session: Session, selection: Selection, thumbnails: Thumbnails
) -> None:
    panel = PreviewPanel(session, selection, thumbnails)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(panel)
    action = QAction("Frame forward", window)
    action.setShortcut(QKeySequence("Right"))
    action.triggered.connect(lambda: panel.step(1))
    window.addAction(action)
    window.show()
    panel.toggle_full_screen()
    view = panel.theatre.screen_view.window()
    qtbot.waitUntil(view.isActiveWindow)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert panel.deck.index == 1
    view.close()
    assert panel.theatre.screen_view.window() is window
    panel.stop()
