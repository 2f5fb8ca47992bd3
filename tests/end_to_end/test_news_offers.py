"""What the news offers to do, in the real window: to watch what is ready, to see what failed, to open the settings."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kling_studio.core import edits
from kling_studio.core.job import JobState
from kling_studio.core.ledger import takes_of_scene
from kling_studio.providers.renderer import KeyWanted
from kling_studio.ui.window import MainWindow
from tests.end_to_end.test_window import run
from tests.end_to_end.window import home, until

__all__ = ["home"]


def offer(window: MainWindow, name: str) -> QPushButton:
    found = window.news.findChild(QPushButton, name)
    assert found is not None
    return found


def news(window: MainWindow) -> str:
    label = window.news.findChild(QLabel, "news")
    assert label is not None
    return label.text() if label.isVisible() else ""


def test_a_take_that_is_ready_is_watched_from_where_it_is_told(qapp: QApplication, home: Path) -> None:
    def journey(window: MainWindow) -> None:
        first, other = list(window.session.project.scenes())[:2]
        window.selection.select_scene(first.id)
        window.rendering.render_animatic()
        window.selection.select_scene(other.id)
        until(lambda: news(window) == f"Take 1 of {first.title} is ready. Free.", 120)
        window.session.dispatch(edits.set_title, "Another title")
        assert offer(window, "watch_take").isVisible()
        QTest.mouseClick(offer(window, "watch_take"), Qt.MouseButton.LeftButton)
        (take,) = takes_of_scene(window.session.ledger, first.id)
        assert window.selection.scene is not None
        assert window.selection.scene.id == first.id
        assert window.preview.programme.key == take.job
        until(lambda: window.preview.deck.is_playing)
        assert news(window) == ""

    run(qapp, journey)


def test_a_take_that_failed_is_seen_in_the_queue(qapp: QApplication, home: Path) -> None:
    def journey(window: MainWindow) -> None:
        first, other = list(window.session.project.scenes())[:2]
        window.selection.select_scene(first.id)
        (window.session.folder.root / "takes").write_text("in the way")
        window.rendering.render_animatic()
        window.selection.select_scene(other.id)
        until(lambda: "failed" in news(window), 120)
        (take,) = takes_of_scene(window.session.ledger, first.id)
        assert take.state is JobState.FAILED
        assert offer(window, "show_job").text() == "Show"
        QTest.mouseClick(offer(window, "show_job"), Qt.MouseButton.LeftButton)
        queue = window.spending.queue.panel
        until(queue.list.hasFocus)
        assert queue.list.isVisible()

    run(qapp, journey)


def test_what_the_settings_mend_leads_there(qapp: QApplication, home: Path) -> None:
    def journey(window: MainWindow) -> None:
        window.say_error(OSError("The disk is full."))
        assert window.news.findChild(QPushButton, "open_settings") is None
        window.say_error(KeyWanted("There is no key for fal.ai.", "Set FAL_KEY."))
        assert news(window) == "There is no key for fal.ai. Set FAL_KEY."
        QTest.mouseClick(offer(window, "open_settings"), Qt.MouseButton.LeftButton)
        assert window.spending.sheet is not None
        until(window.spending.sheet.isVisible)
        window.spending.sheet.close()

    run(qapp, journey)
