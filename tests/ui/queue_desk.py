"""A queue over a ledger that the test fills, with a clock that the test sets."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.render.journal import Journal
from kling_studio.ui.queue import QueuePanel
from kling_studio.ui.queue.telling import (
    Verb,
)
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.ledgers import planned, sent

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


GONE: dict[str, Json] = {"what_happened": "fal.ai refused the words.", "what_to_do": "Change shot 2."}


def at(seconds_ago: float = 0) -> str:
    return (NOON - timedelta(seconds=seconds_ago)).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Desk:
    """A queue panel over a ledger, with a clock that the test sets."""

    def __init__(self, session: Session, selection: Selection, thumbnails: Thumbnails) -> None:
        self.session, self.selection = session, selection
        self.thumbnails = thumbnails
        self.now = NOON
        self.held: dict[str, KnownError] = {}
        self.scenes = [scene.id for scene in session.project.scenes()]

    def open(self, *facts: Fact) -> QueuePanel:
        """The panel, as after a start with these facts on the disk."""
        self.session.journal = Journal(lambda _fact: None, facts)
        changed = self.session.facts_changed
        self.session.journal.on_added = lambda fact: changed.emit(frozenset({fact.job}))
        self.panel = QueuePanel(
            self.session, self.selection, self.thumbnails, self.held.get, lambda: self.now
        )
        return self.panel

    def add(self, job: str, kind: FactKind, data: dict[str, Json] | None = None) -> None:
        asyncio.run(self.session.journal.add(job, kind, data))


@pytest.fixture
def desk(session: Session, selection: Selection) -> Iterator[Desk]:
    thumbnails = Thumbnails(session.path_of)
    yield Desk(session, selection, thumbnails)
    thumbnails.stop()


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk) -> Callable[..., QueuePanel]:
    def show(*facts: Fact, width: int = 900) -> QueuePanel:
        panel = desk.open(*facts)
        qtbot.addWidget(panel)
        panel.resize(width, 600)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return show


def label(panel: QWidget, name: str) -> QLabel:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found


def click(panel: QueuePanel, place: int, verb: Verb) -> None:
    where = panel.list.link_rect(place, verb)
    assert where.isValid(), f"no link for {verb}"
    QTest.mouseClick(panel.list.viewport(), LEFT, NO_MODIFIER, where.center())


def rendering(job: str, scene: str, **about: object) -> list[Fact]:
    facts = list(sent(job, scene, at=at(60), **about))
    return [*facts, Fact(at(48), FactKind.RENDERING, job)]


def unclear(job: str, scene: str) -> list[Fact]:
    return [
        planned(job, scene, at=at(90), take=3),
        Fact(at(80), FactKind.SENDING, job),
        Fact(at(70), FactKind.UNCLEAR, job),
    ]


def failed(job: str, scene: str, ago: float = 600) -> list[Fact]:
    return [*sent(job, scene, at=at(ago + 30)), Fact(at(ago), FactKind.FAILED, job, GONE)]


def stored(job: str, scene: str, ago: float) -> list[Fact]:
    end: dict[str, Json] = {"video": f"media/takes/{job}.mp4", "bytes": 1, "sha256": ""}
    return [
        *sent(job, scene, at=at(ago + 130)),
        Fact(at(ago + 5), FactKind.FINISHED, job, {"answer": {}}),
        Fact(at(ago), FactKind.STORED, job, end),
    ]
