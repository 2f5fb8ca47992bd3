"""The series panel over the sample, what can be read from it and pointed at."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.project import Scene
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.selection import Selection
from kling_studio.ui.series import SeriesPanel


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[SeriesPanel]:
    made = SeriesPanel(session, selection)
    qtbot.addWidget(made)
    made.resize(264, 600)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.stop()


def scenes(session: Session) -> list[Scene]:
    return list(session.project.scenes())


def titles(session: Session) -> list[list[str]]:
    return [[scene.title for scene in episode.scenes] for episode in session.project.episodes]


def rows(panel: SeriesPanel) -> list[list[str]]:
    """What the tree shows."""
    model = panel.tree.rows
    episodes = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        [model.index(row, 0, episode).data() for row in range(model.rowCount(episode))]
        for episode in episodes
    ]


def place(panel: SeriesPanel, thing_id: str, part: float = 0.5) -> QPoint:
    """A point of a row, from 0 at its upper edge to 1 at its lower one."""
    rect = panel.tree.visualRect(panel.tree.rows.index_of(thing_id))
    assert rect.isValid()
    return QPoint(rect.center().x(), rect.top() + round((rect.height() - 1) * part))


def current(panel: SeriesPanel) -> str:
    return str(panel.tree.currentIndex().data())


def bubble(panel: SeriesPanel) -> str:
    found = panel.tree.findChild(DropBubble)
    assert found is not None
    return found.text() if found.isVisible() else ""


def notice(panel: SeriesPanel) -> str:
    label = panel.findChild(QLabel, "seriesNotice")
    assert label is not None
    return label.text() if label.isVisible() else ""


def focus(qtbot: QtBot, panel: SeriesPanel) -> None:
    panel.tree.setFocus()
    qtbot.waitUntil(panel.tree.hasFocus)
