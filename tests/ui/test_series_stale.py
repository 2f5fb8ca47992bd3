"""Scenes that are no longer what their newest paid take shows carry a mark in the series."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kling_studio.app.current import sent_today
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import Scene
from kling_studio.ui.series import SeriesPanel
from kling_studio.ui.series.model import SeriesRole
from tests.ui.preview_films import end_take, plan_take
from tests.ui.series_hand import panel

__all__ = ["panel"]


@pytest.fixture
def scene(session: Session) -> Scene:
    return next(session.project.scenes())


def paid_take(session: Session, scene: Scene, number: int) -> str:
    """A take of the scene as it is now, made by its model."""
    model = session.catalog.models[scene.model]
    sent = sent_today(session.project, scene, model, session.media)
    job = plan_take(session, scene, number, scene.model, sent=dict(sent or {}))
    end_take(session, job, None)
    return job


def mark(panel: SeriesPanel, scene: Scene) -> str:
    return str(panel.tree.rows.index_of(scene.id).data(SeriesRole.STALE))


def test_a_changed_scene_says_what_changed_and_what_renewing_costs(
    qtbot: QtBot, panel: SeriesPanel, session: Session, scene: Scene
) -> None:
    index = panel.tree.rows.index_of(scene.id)
    paid_take(session, scene, 1)
    assert mark(panel, scene) == ""
    session.dispatch(edits.set_shot, scene.shots[0].id, prompt="The aisle burns.")
    qtbot.waitUntil(lambda: mark(panel, scene) != "")
    words = "Take 1 is stale. Shot 1's words changed since. Renewing it costs $1.82."
    assert index.data(Qt.ItemDataRole.ToolTipRole) == words
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith(words)
    session.undo()
    qtbot.waitUntil(lambda: mark(panel, scene) == "")


def test_the_mark_goes_when_a_new_take_comes_without_a_hand_on_the_list(
    qtbot: QtBot, panel: SeriesPanel, session: Session, scene: Scene
) -> None:
    told: list[str] = []
    panel.tree.rows.stale.found.connect(told.append)
    paid_take(session, scene, 1)
    session.dispatch(edits.set_scene, scene.id, prompt="At noon.")
    # The row that is seen asks by itself when it is painted.
    qtbot.waitUntil(lambda: panel.tree.rows.stale.of(scene) is not None)
    now = session.project.find_scene(scene.id)
    assert now is not None
    told.clear()
    paid_take(session, now, 2)
    qtbot.waitUntil(lambda: mark(panel, now) == "")
    assert scene.id in told


def test_a_change_of_a_member_marks_the_scenes_that_it_is_in(
    qtbot: QtBot, panel: SeriesPanel, session: Session, scene: Scene
) -> None:
    paid_take(session, scene, 1)
    mira = session.project.member("Mira")
    assert mira is not None
    session.dispatch(edits.remove_view, mira.id, 0)
    qtbot.waitUntil(lambda: "Mira" in mark(panel, scene))


def test_rows_out_of_sight_are_not_looked_at(
    qtbot: QtBot, panel: SeriesPanel, session: Session, scene: Scene
) -> None:
    panel.tree.collapseAll()
    paid_take(session, scene, 1)
    session.dispatch(edits.set_scene, scene.id, prompt="At noon.")
    told: list[str] = []
    panel.tree.rows.stale.found.connect(told.append)
    panel.tree.viewport().repaint()
    assert told == []
    panel.tree.expandAll()
    qtbot.waitUntil(lambda: scene.id in told)
