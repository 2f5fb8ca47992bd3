"""The inspector at the second shot of the sample's first scene."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import DialogueLine, Scene, Shot
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.inspector.dialogue import LineCard
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[InspectorPanel]:
    """The inspector at the second shot of the first scene."""
    thumbnails = Thumbnails(session.path_of)
    made = InspectorPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(312, 900)
    with qtbot.waitExposed(made):
        made.show()
    selection.select_shot(scene(session).shots[1].id)
    yield made
    made.close()
    thumbnails.stop()


def scene(session: Session) -> Scene:
    return next(session.project.scenes())


def shot(session: Session) -> Shot:
    return scene(session).shots[1]


def put_lines(session: Session, *lines: DialogueLine) -> None:
    session.dispatch(edits.set_shot, shot(session).id, dialogue=lines)


def cards(panel: InspectorPanel) -> list[LineCard]:
    return panel.shot_page.dialogue.cards


def aside(panel: InspectorPanel) -> QLabel:
    found = panel.shot_page.dialogue.findChild(QLabel, "aside")
    assert found is not None
    return found
