"""Takes found good, with the key, in the menu and on the card."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.project import Scene
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.preview.programme import Programme
from kling_studio.ui.preview.take_card import TakeCard
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.preview_films import end_take, film_in, plan_take


@pytest.fixture
def scene(selection: Selection) -> Scene:
    assert selection.scene is not None
    return selection.scene


@pytest.fixture
def jobs(session: Session, scene: Scene) -> list[str]:
    """Two takes that are done."""
    made = []
    for number in (1, 2):
        job = plan_take(session, scene, number, scene.model)
        end_take(session, job, film_in(session, f"T{number}.mp4"))
        made.append(job)
    return made


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection, jobs: list[str]) -> Iterator[PreviewPanel]:
    thumbnails = Thumbnails(session.path_of)
    panel = PreviewPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(820, 600)
    panel.show()
    yield panel
    panel.stop()
    thumbnails.stop()


def card(panel: PreviewPanel, job: str) -> TakeCard:
    found = panel.strip.card(job)
    assert found is not None
    return found


def goods(session: Session, scene: Scene) -> tuple[str, ...]:
    now = session.project.find_scene(scene.id)
    assert now is not None
    return now.good_takes


def good_action(panel: PreviewPanel, session: Session, job: str) -> QAction:
    menu = panel.verbs.menu(session.ledger.takes[job], panel)
    return next(action for action in menu.actions() if action.text().startswith("This take is good"))


def test_the_take_that_is_on_is_marked_and_unmarked(
    panel: PreviewPanel, session: Session, scene: Scene, jobs: list[str]
) -> None:
    panel.choose_take(1)
    assert not card(panel, jobs[0]).facts.good
    panel.toggle_good()
    assert goods(session, scene) == (jobs[0],)
    assert [card(panel, job).facts.good for job in jobs] == [True, False]
    assert "good" in card(panel, jobs[0]).accessibleName()
    assert session.history.undo_label == "Mark take 1 as good"
    panel.toggle_good()
    assert goods(session, scene) == ()
    session.undo()
    assert card(panel, jobs[0]).facts.good


def test_the_mark_is_seen_on_the_card(panel: PreviewPanel, session: Session, jobs: list[str]) -> None:
    panel.choose_take(2)
    unmarked = card(panel, jobs[0]).grab().toImage()
    good_action(panel, session, jobs[0]).trigger()
    assert card(panel, jobs[0]).grab().toImage() != unmarked


def test_the_menu_says_whether_a_take_is_good(
    panel: PreviewPanel, session: Session, scene: Scene, jobs: list[str]
) -> None:
    assert not good_action(panel, session, jobs[1]).isChecked()
    good_action(panel, session, jobs[1]).trigger()
    assert goods(session, scene) == (jobs[1],)
    assert good_action(panel, session, jobs[1]).isChecked()


def test_a_scene_opens_on_its_good_take(
    session: Session, selection: Selection, scene: Scene, jobs: list[str]
) -> None:
    assert Programme(session, selection).key == jobs[1]
    session.dispatch(edits.mark_good, scene.id, jobs[0])
    assert Programme(session, selection).key == jobs[0]


def test_what_has_no_film_cannot_be_good(
    panel: PreviewPanel, session: Session, scene: Scene, jobs: list[str]
) -> None:
    said: list[str] = []
    session.refused.connect(lambda refusal: said.append(str(refusal)))
    panel.choose_take(0)
    panel.toggle_good()
    going = plan_take(session, scene, 3, scene.model)
    panel.choose_take(3)
    panel.toggle_good()
    plan_take(session, scene, 4, ANIMATIC)
    panel.choose_take(4)
    panel.toggle_good()
    assert said == [
        "The storyboard is no take that could be good. Choose a take with its number.",
        "Take 3 has no film to be good. Choose one that is done.",
        "An animatic is drawn, not filmed. Find a take good that was filmed.",
    ]
    assert not good_action(panel, session, going).isEnabled()
    assert goods(session, scene) == ()
