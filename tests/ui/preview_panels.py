"""A preview panel over the sample, and what can be read from it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.project import Scene
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.preview.take_card import TakeCard
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails


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


@pytest.fixture
def scene(selection: Selection) -> Scene:
    assert selection.scene is not None
    return selection.scene


def card(panel: PreviewPanel, key: str) -> TakeCard:
    found = panel.strip.card(key)
    assert found is not None
    return found


def notice(panel: PreviewPanel) -> str:
    shown = panel.theatre.screen_view.notice
    return f"{shown.headline} {shown.advice}" if shown else ""


def chosen(panel: PreviewPanel) -> list[str]:
    """The keys of the cards that have the frame."""
    return [key for key in panel.strip.keys if card(panel, key).isChecked()]
