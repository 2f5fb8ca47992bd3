"""A hand on the cast panel: opening it, and finding what it shows."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session
from kling_studio.core.project import CastMember
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.notice import Notice
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails

W = TypeVar("W", bound=QWidget)
BELOW = QPoint(130, 680)
"""A place of a panel of the usual height that is below its cards."""


@contextmanager
def opened(
    qtbot: QtBot, session: Session, selection: Selection, *, height_px: int = 700
) -> Iterator[CastPanel]:
    """The panel as wide as its dock is at first."""
    thumbnails = Thumbnails(session.path_of)
    panel = CastPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(264, height_px)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    panel.stop()
    thumbnails.stop()


def member(session: Session, name: str) -> CastMember:
    found = session.project.member(name)
    assert found is not None
    return found


def names(session: Session) -> list[str]:
    return [each.name for each in session.project.cast]


def child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None
    return found


def card(panel: CastPanel, session: Session, name: str) -> QPoint:
    """The middle of a member's card, in the viewport of the cards."""
    return panel.cards.visualRect(panel.cards.members.index_of(member(session, name).id)).center()


def bubble(panel: CastPanel) -> str:
    """What a drag over the cards says it would do."""
    found = panel.cards.findChild(DropBubble)
    assert found is not None
    return found.text() if found.isVisible() else ""


def notice(panel: CastPanel) -> str:
    """What the panel says of a drop that was refused or went wrong."""
    found = child(panel, Notice, "castNotice")
    return found.text() if found.isVisible() else ""


def picture(path: Path) -> Path:
    """A small picture unlike any other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise((64, 64), 40).convert("RGB").save(path)
    return path


def read_files(session: Session) -> None:
    """What a render knows of the files that it sends."""
    names = [view.path for each in session.project.cast for view in each.images]
    names += [scene.start_frame for scene in session.project.scenes() if scene.start_frame]
    facts = measure_all(names, session.path_of)
    for name, fact in facts.items():
        path = session.path_of(name)
        assert path is not None
        facts[name] = replace(fact, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    session.add_measured(facts)
