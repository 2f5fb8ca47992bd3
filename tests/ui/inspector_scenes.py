"""The inspector at the sample's first scene."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import ModeName, Scene
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.inspector.scene_page import ScenePage
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[InspectorPanel]:
    thumbnails = Thumbnails(session.path_of)
    made = InspectorPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(312, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    thumbnails.stop()


@pytest.fixture
def page(panel: InspectorPanel) -> ScenePage:
    return panel.scene_page


def scene(session: Session) -> Scene:
    return next(session.project.scenes())


def texts(combo: PlainCombo) -> list[str]:
    return [combo.itemText(row) for row in range(combo.count())]


def choose(combo: PlainCombo, text: str) -> None:
    row = texts(combo).index(text)
    combo.setCurrentIndex(row)
    combo.activated.emit(row)


def use(session: Session, model: str, mode: ModeName | None = None) -> None:
    session.dispatch(edits.set_scene, scene(session).id, model=model, mode=mode)
