"""From one take to the next scene, by hand."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.edits import set_scene
from kling_studio.core.project import Scene
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.preview_films import add_take, end_take, film_in, number_in, plan_take

pytestmark = pytest.mark.qt_log_ignore(
    "pipewire",
    "PulseAudio",
    "No audio device",
    "No RHI",
    "propagateSizeHints",
    "does not support (raise|grabbing)",
)


@pytest.fixture
def thumbnails(session: Session) -> Iterator[Thumbnails]:
    made = Thumbnails(session.path_of)
    yield made
    made.stop()


@pytest.fixture
def panel(
    qtbot: QtBot, session: Session, selection: Selection, thumbnails: Thumbnails
) -> Iterator[PreviewPanel]:
    panel = PreviewPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(820, 600)
    panel.show()
    yield panel
    panel.stop()


def add_paid(session: Session, scene: Scene, number: int = 1, *, gone: bool = False) -> str:
    job = plan_take(session, scene, number, "fal:o3-pro")
    end_take(session, job, None if gone else film_in(session, f"paid{number}-{scene.id}.mp4", 24))
    return job


def open_menu(panel: PreviewPanel, job: str) -> QMenu:
    card = panel.strip.card(job)
    assert card is not None
    at = QPoint(10, 10)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, card.mapToGlobal(at))
    QApplication.sendEvent(card, event)
    return panel.findChildren(QMenu, "take_menu")[-1]


def action(menu: QMenu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(words))


def test_a_scene_goes_on_from_the_last_frame_of_a_take(
    qtbot: QtBot, panel: PreviewPanel, session: Session, selection: Selection
) -> None:
    first, second, *_ = session.project.episodes[0].scenes
    menu = open_menu(panel, add_paid(session, first))
    action(menu, "Continue").trigger()
    menu.close()
    qtbot.waitUntil(lambda: selection.scene is not None and selection.scene.id != first.id)
    made = session.project.episodes[0].scenes[1]
    assert selection.scene is made
    assert made.title == f"{first.title}, continued"
    assert made.cast == first.cast
    assert made.start_frame is not None
    assert number_in(QImage(str(session.path_of(made.start_frame)))) == 23
    assert session.history.undo_label == "Continue from take"
    session.undo()
    assert session.project.episodes[0].scenes[1] is second


def test_a_film_that_is_gone_is_told(qtbot: QtBot, panel: PreviewPanel, session: Session) -> None:
    scene = next(session.project.scenes())
    told: list[str] = []
    session.refused.connect(lambda refusal: told.append(str(refusal)))
    job = add_paid(session, scene, gone=True)
    panel.verbs.continue_from(session.ledger.takes[job])
    qtbot.waitUntil(lambda: bool(told))
    assert "not in the project folder" in told[0]


def test_a_take_is_edited_and_an_animatic_is_not(qtbot: QtBot, panel: PreviewPanel, session: Session) -> None:
    scene = next(session.project.scenes())
    job = add_paid(session, scene)
    menu = open_menu(panel, job)
    with qtbot.waitSignal(panel.edit_wanted) as asked:
        action(menu, "Edit this take").trigger()
    assert asked.args == [job]
    menu.close()
    menu = open_menu(panel, add_take(session, scene, 2))
    assert not any(entry.isEnabled() for entry in menu.actions() if not entry.isSeparator())
    menu.close()


def test_a_scene_starts_where_the_one_before_ends(
    qtbot: QtBot, session: Session, selection: Selection, thumbnails: Thumbnails
) -> None:
    first, second, *_ = session.project.episodes[0].scenes
    session.dispatch(set_scene, second.id, start_frame=None)
    selection.select_scene(second.id)
    inspector = InspectorPanel(session, selection, thumbnails)
    qtbot.addWidget(inspector)
    inspector.show()
    frames = inspector.scene_page.findChild(QPushButton, "start_from_take")
    assert frames is not None
    assert frames.isHidden()
    add_paid(session, first)
    assert not frames.isHidden()
    QTest.mouseClick(frames, Qt.MouseButton.LeftButton)

    def frame() -> str | None:
        scene = session.project.find_scene(second.id)
        return scene.start_frame if scene else None

    qtbot.waitUntil(lambda: frame() is not None)
    assert number_in(QImage(str(session.path_of(frame() or "")))) == 23
    assert frames.isHidden()


def test_the_frame_that_is_shown_becomes_a_view_of_whoever_is_chosen(
    qtbot: QtBot, panel: PreviewPanel, session: Session
) -> None:
    scene = next(session.project.scenes())
    job = add_paid(session, scene)
    panel.programme.choose(job)
    qtbot.waitUntil(lambda: panel.deck.path is not None and panel.deck.count == 24)
    panel.deck.seek(7)
    before, mira = session.project, session.project.cast[0]
    menu = open_menu(panel, job)
    grab = menu.findChild(QMenu, "grab_menu")
    assert grab is not None
    named = [entry.text() for entry in grab.actions() if not entry.isSeparator()]
    assert named[0] == f"Of {scene.cast[0]}"
    assert named[-1] == "Of a new member"
    action(grab, f"Of {mira.name}").trigger()
    menu.close()
    qtbot.waitUntil(lambda: session.project is not before)
    view = session.project.cast[0].images[-1]
    assert len(session.project.cast[0].images) == len(mira.images) + 1
    assert number_in(QImage(str(session.path_of(view.path)))) == 7
    assert session.history.undo_label == "Grab frame"
    session.undo()
    assert session.project is before
    panel.verbs.grab(session.ledger.takes[job], 3)
    qtbot.waitUntil(lambda: session.project is not before)
    assert session.project.cast[-1].name == "New member"
    assert number_in(QImage(str(session.path_of(session.project.cast[-1].images[0].path)))) == 3


def test_of_a_take_that_is_not_shown_no_frame_is_grabbed(panel: PreviewPanel, session: Session) -> None:
    scene = next(session.project.scenes())
    job = add_paid(session, scene)
    panel.programme.choose("")
    take = session.ledger.takes[job]
    grab = panel.verbs.menu(take, panel).findChild(QMenu, "grab_menu")
    assert grab is not None
    assert not grab.menuAction().isEnabled()
