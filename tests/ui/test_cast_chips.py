"""The chips of who is cast: each in a place of its own, whatever scene was shown before."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection, thumbnails: Thumbnails) -> InspectorPanel:
    panel = InspectorPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def chips(panel: InspectorPanel) -> list[QRect]:
    area = panel.scene_page.cast.add_button.parentWidget()
    assert isinstance(area, QWidget)
    shown = (child for child in area.children() if isinstance(child, QWidget) and not child.isHidden())
    return [child.geometry() for child in shown]


def overlaps(panel: InspectorPanel) -> list[tuple[QRect, QRect]]:
    return [pair for pair in combinations(chips(panel), 2) if pair[0].intersects(pair[1])]


def test_no_chip_lies_under_another(
    qtbot: QtBot, panel: InspectorPanel, session: Session, selection: Selection
) -> None:
    for scene in [*session.project.scenes()] * 2:
        selection.select_scene(scene.id)
        qtbot.waitUntil(lambda cast=scene.cast: len(chips(panel)) == len(cast) + 1)  # type: ignore[misc]
        qtbot.waitUntil(lambda: not overlaps(panel))
