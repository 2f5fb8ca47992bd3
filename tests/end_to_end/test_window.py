"""A director's first hour in the real window, without a screen: every step by mouse, keys or a real drop."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from kling_studio.core.job import JobState
from kling_studio.core.ledger import takes_of_scene
from kling_studio.core.project import Project, Scene, Shot
from kling_studio.ui.program import Program
from kling_studio.ui.window import MainWindow
from tests.end_to_end.window import home, run_program, until

__all__ = ["home"]

Journey = Callable[[MainWindow], None]


def run(qapp: QApplication, journey: Journey, path: Path | None = None) -> None:
    def steps(program: Program) -> None:
        assert program.window is not None
        journey(program.window)

    run_program(qapp, steps, path)


def price(window: MainWindow) -> str:
    label = window.findChild(QLabel, "scene_price")
    assert label is not None
    return label.text()


def scene_of(window: MainWindow) -> Scene:
    scene = window.selection.scene
    assert scene is not None
    return scene


def shot(window: MainWindow, number: int) -> Shot:
    return scene_of(window).shots[number - 1]


def edge(window: MainWindow, number: int) -> QPoint:
    """Where the right edge of a shot is, in the timeline's viewport."""
    layout = window.timeline.layout_now()
    assert layout is not None
    return QPoint(round(layout.edge_x(number - 1)), round(layout.shots_row.center().y()))


def drag(widget: QWidget, start: QPoint, end: QPoint, steps: int = 8) -> None:
    QTest.mouseMove(widget, start)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, steps + 1):
        QTest.mouseMove(widget, start + (end - start) * step / steps)
        QApplication.processEvents()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def drop(widget: QWidget, place: QPoint, files: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, QDragEnterEvent(place, *rest))
    QApplication.sendEvent(widget, QDragMoveEvent(place, *rest))
    QApplication.sendEvent(widget, QDropEvent(QPointF(place), *rest, QEvent.Type.Drop))


def settled(window: MainWindow) -> None:
    """Until everything is on the disk."""
    until(lambda: not window.workspace.autosave.status.waiting)
    assert not window.workspace.autosave.status.problem


def test_the_first_start_opens_the_sample_and_says_what_it_costs(qapp: QApplication, home: Path) -> None:
    def journey(window: MainWindow) -> None:
        assert window.session.project.title == "Night Shift"
        assert "Night Shift" in window.windowTitle()
        assert price(window) == "$1.82"
        window.series.panel.show()
        QTest.keyClick(window, Qt.Key.Key_PageDown)
        assert scene_of(window).title == "Forklift"
        assert price(window) == "$2.10"

    run(qapp, journey)


def test_a_directors_hour(qapp: QApplication, home: Path) -> None:
    picture = home / "lena_front.png"
    Image.new("RGB", (640, 800), "#7a3b2e").save(picture)
    kept: list[Project] = []

    def first_hour(window: MainWindow) -> None:
        _drop_and_type(window, picture)
        _trim(window)
        _render_and_watch(window)
        _take_ten_steps_back(window)
        kept.append(window.session.project)
        settled(window)

    def next_morning(window: MainWindow) -> None:
        assert window.session.project == kept[0]
        takes = takes_of_scene(window.session.ledger, scene_of(window).id)
        assert [take.state for take in takes] == [JobState.DONE]
        window.preview.choose_take(1)
        _sees_frames(window)

    run(qapp, first_hour)
    run(qapp, next_morning)


def _drop_and_type(window: MainWindow, picture: Path) -> None:
    """A picture dropped on the cast makes a member; the name completes in the words."""
    window.docks.focus("cast")
    panel = window.cast.panel
    drop(panel, QPoint(40, panel.height() - 20), [picture])
    until(lambda: window.session.project.member("Lena"))
    member = window.session.project.cast[-1]
    file = window.session.path_of(member.images[0].path)
    assert file is not None
    assert file.read_bytes() == picture.read_bytes()
    window.selection.select_shot(shot(window, 1).id)
    window.inspector.panel.focus_field(shot(window, 1).id, "prompt")
    words = QApplication.focusWidget()
    assert words is not None
    QTest.keyClick(words, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(words, " A door opens.")
    assert shot(window, 1).prompt.endswith(" A door opens.")
    assert window.session.history.undo_label is not None


def _trim(window: MainWindow) -> None:
    """By mouse and by keys; the price follows while the hand is still down."""
    seen: list[str] = []
    window.timeline.preview_changed.connect(lambda _: seen.append(price(window)))
    before, seconds = price(window), shot(window, 1).seconds
    layout = window.timeline.layout_now()
    assert layout is not None
    second_px = round(layout.x_of(1) - layout.x_of(0))
    start = edge(window, 1)
    drag(window.timeline.viewport(), start, start + QPoint(second_px, 0))
    assert shot(window, 1).seconds == seconds + 1
    assert price(window) != before
    assert len(set(seen)) > 1
    for key in (Qt.Key.Key_Comma, Qt.Key.Key_Period, Qt.Key.Key_Period):
        window.timeline.setFocus()
        QTest.keyClick(window.timeline, key)
    assert shot(window, 1).seconds == seconds + 2
    for _ in range(6):
        QTest.keyClick(window.timeline, Qt.Key.Key_Comma)
        if shot(window, 1).seconds == 1:
            break


def _render_and_watch(window: MainWindow) -> None:
    button = window.findChild(QPushButton, "render_button")
    free = window.findChild(QPushButton, "animatic_button")
    assert button is not None
    assert free is not None
    offer = button.text()
    assert offer == f"Render {price(window)}"
    QTest.mouseClick(free, Qt.MouseButton.LeftButton)
    until(lambda: window.workspace.open_jobs_of(scene_of(window)))
    assert button.text().startswith("Cancel")
    until(lambda: not window.workspace.open_jobs_of(scene_of(window)), 80)
    assert button.text() == offer
    take = takes_of_scene(window.session.ledger, scene_of(window).id)[-1]
    assert take.state is JobState.DONE
    assert take.video is not None
    assert (window.session.folder.root / take.video).exists()
    _sees_frames(window)


def _sees_frames(window: MainWindow) -> None:
    """Different pictures at different times: the film is there, not a still."""
    pictures: set[bytes] = set()

    def look() -> None:
        image = window.preview.theatre.screen_view.grab().toImage().scaled(64, 36)
        pictures.add(bytes(image.constBits()))

    until(lambda: window.preview.deck.cached > 60, 60)
    for second in (0.5, 1.5, 2.5):
        window.selection.move_playhead(second)
        QTest.qWait(300)
        look()
    assert len(pictures) == 3


def _take_ten_steps_back(window: MainWindow) -> None:
    before = window.session.project
    for _ in range(10):
        window.timeline.duplicate_selected()
        window.selection.select_shot(shot(window, 1).id)
    assert len(scene_of(window).shots) == len(before.episodes[0].scenes[0].shots) + 10
    window.timeline.setFocus()
    for _ in range(10):
        QTest.keyClick(window.timeline, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.project == before
