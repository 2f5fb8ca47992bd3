"""The render buttons, what they say of a render on its way, and notes of its end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.facts import ChargeKind
from kling_studio.core.job import JobState
from kling_studio.core.ledger import VOICE, Take
from kling_studio.render.journal import Journal
from kling_studio.ui import job_words
from kling_studio.ui.header import Header
from kling_studio.ui.meter import Meter
from kling_studio.ui.notifying import DesktopNotes
from kling_studio.ui.render_buttons import RenderButtons
from kling_studio.ui.selection import Selection
from kling_studio.ui.status import StatusLine
from tests.ledgers import sent

AT = "2026-11-21T09:30:00.000000Z"


def a_take(state: JobState, model: str = "fal:o3-pro", **fields: object) -> Take:
    values: dict[str, object] = {
        "job": "a",
        "scene_id": "one",
        "scene_number": 2,
        "scene_title": "Warehouse",
        "number": 3,
        "model": model,
        "mode": "reference",
        "endpoint": "e",
        "seconds": 5,
        "quoted": Decimal("1.82"),
        "price_list": "fal-2026-09",
        "fingerprint": "f",
        "sent": {},
        "planned_at": AT,
        "state": state,
        "changed_at": AT,
        **fields,
    }
    return Take(**values)  # type: ignore[arg-type]


@pytest.fixture
def buttons(qtbot: QtBot, session: Session) -> RenderButtons:
    made = RenderButtons()
    qtbot.addWidget(made)
    made.show()
    return made


def press(qtbot: QtBot, buttons: RenderButtons, signal: str) -> None:
    with qtbot.waitSignal(getattr(buttons, signal), timeout=500):
        QTest.mouseClick(buttons.main, Qt.MouseButton.LeftButton)


def test_a_paid_scene_asks_and_its_animatic_is_one_click_away(buttons: RenderButtons, qtbot: QtBot) -> None:
    buttons.set_price("$1.82")
    assert buttons.main.text() == "Render $1.82"
    press(qtbot, buttons, "sheet_wanted")
    assert buttons.animatic.isVisible()
    with qtbot.waitSignal(buttons.animatic_wanted, timeout=500):
        QTest.mouseClick(buttons.animatic, Qt.MouseButton.LeftButton)


def test_a_price_that_nobody_knows_is_no_number(buttons: RenderButtons, qtbot: QtBot) -> None:
    buttons.set_price("price unknown")
    assert buttons.main.text() == "Render…"
    press(qtbot, buttons, "sheet_wanted")


def test_a_free_scene_renders_at_once(buttons: RenderButtons, qtbot: QtBot) -> None:
    buttons.set_price(None)
    assert buttons.main.text() == "Render animatic"
    assert not buttons.animatic.isVisible()
    press(qtbot, buttons, "animatic_wanted")


def test_what_runs_can_be_cancelled_whatever_the_price_does(buttons: RenderButtons, qtbot: QtBot) -> None:
    buttons.set_price("$1.82")
    buttons.show_progress(30, 120)
    assert buttons.main.text() == "Cancel 25 %"
    assert buttons.progress.isVisible()
    buttons.show_paid("in line, 3rd", "Nothing is paid.", 0, 0)
    buttons.set_price("$2.10")
    assert buttons.main.text() == "Cancel · in line, 3rd"
    assert "Nothing is paid." in buttons.main.toolTip()
    press(qtbot, buttons, "cancel_wanted")
    buttons.show_idle()
    assert buttons.main.text() == "Render $2.10"
    assert not buttons.progress.isVisible()


def test_what_is_paid_and_on_its_way_here_cannot_be_cancelled(buttons: RenderButtons) -> None:
    buttons.show_fetching("It is paid.", 1, 2)
    assert buttons.main.text() == "Downloading"
    assert not buttons.main.isEnabled()
    buttons.show_idle()
    assert buttons.main.isEnabled()


def test_what_waits_for_a_person_says_so(buttons: RenderButtons, qtbot: QtBot) -> None:
    buttons.show_held("The balance is exhausted.")
    assert (buttons.main.text(), buttons.main.toolTip()) == ("Needs you", "The balance is exhausted.")
    press(qtbot, buttons, "attention_wanted")


def test_nothing_moves_when_a_render_begins(buttons: RenderButtons) -> None:
    widths = set()
    ways: list[Callable[[], None]] = [
        lambda: buttons.set_price("$1.82"),
        lambda: buttons.show_paid("in line, 3rd", "", 0, 0),
        lambda: buttons.show_fetching("", 0, 0),
        lambda: buttons.show_held(""),
    ]
    for show in ways:
        show()
        widths.add(buttons.sizeHint().width())
        assert buttons.main.sizeHint().width() <= buttons.main.width()
    assert len(widths) == 1


def test_the_header_follows_the_model_of_the_scene(
    session: Session, selection: Selection, qtbot: QtBot
) -> None:
    header = Header(session, selection)
    qtbot.addWidget(header)
    scene = selection.scene
    assert scene is not None
    assert header.buttons.main.text() == "Render $1.82"
    session.dispatch(edits.set_scene, scene.id, model="animatic:preview")
    assert header.buttons.main.text() == "Render animatic"
    session.dispatch(edits.set_scene, scene.id, model="fal:v9")
    assert header.buttons.main.text() == "Render…"
    assert header.minimumSizeHint().width() < 1280


@pytest.mark.parametrize(
    ("state", "ahead", "words"),
    [
        (JobState.PLANNED, None, "waiting"),
        (JobState.UPLOADING, None, "uploading"),
        (JobState.SENDING, None, "sending"),
        (JobState.QUEUED, None, "in line"),
        (JobState.QUEUED, 0, "in line, 1st"),
        (JobState.QUEUED, 1, "in line, 2nd"),
        (JobState.QUEUED, 2, "in line, 3rd"),
        (JobState.QUEUED, 10, "in line, 11th"),
        (JobState.QUEUED, 20, "in line, 21st"),
        (JobState.RENDERING, None, "1:07"),
        (JobState.CANCELLING, None, "cancelling"),
    ],
)
def test_where_a_render_stands(state: JobState, ahead: int | None, words: str) -> None:
    now = datetime.fromisoformat(AT) + timedelta(seconds=67)
    assert job_words.standing(a_take(state), ahead, now) == words


def test_a_clock_that_was_set_back_counts_from_nothing() -> None:
    before = datetime.fromisoformat(AT) - timedelta(hours=1)
    assert job_words.standing(a_take(JobState.RENDERING), None, before) == "0:00"


@pytest.mark.parametrize(
    ("state", "model", "says"),
    [
        (JobState.PLANNED, "fal:o3-pro", "nothing is paid"),
        (JobState.SENDING, "fal:o3-pro", "may have been accepted already; then $1.82 will be paid"),
        (JobState.QUEUED, "fal:o3-pro", "While it waits in line nothing is paid"),
        (JobState.RENDERING, "fal:o3-pro", "may be finished all the same; then $1.82 is paid"),
        (JobState.CANCELLING, "fal:o3-pro", "If it is done first, $1.82 is paid"),
        (JobState.DOWNLOADING, "fal:o3-pro", "$1.82 is paid"),
        (
            JobState.QUEUED,
            "wavespeed:o3-pro",
            "WaveSpeed cannot end a render once it was sent: $1.82 will be paid",
        ),
        (JobState.UPLOADING, "wavespeed:o3-pro", "Nothing is sent yet"),
    ],
)
def test_cancelling_says_what_is_paid(state: JobState, model: str, says: str) -> None:
    assert says in job_words.cancel_words(a_take(state, model))


@pytest.mark.parametrize(
    ("take", "news"),
    [
        (a_take(JobState.DONE), ("Take 3 of Warehouse is ready.", "$1.82, estimate.")),
        (
            a_take(JobState.DONE, charged=Decimal("1.40"), charge_kind=ChargeKind.ACTUAL),
            ("Take 3 of Warehouse is ready.", "$1.40, actual."),
        ),
        (
            a_take(JobState.DONE, quoted=None, scene_title=""),
            ("Take 3 of scene 2 is ready.", "Price unknown, estimate."),
        ),
        (a_take(JobState.DONE, "animatic:preview"), ("Take 3 of Warehouse is ready.", "Free.")),
        (a_take(JobState.FAILED, error="Too dark."), ("Take 3 of Warehouse failed.", "Too dark.")),
        (a_take(JobState.CANCELLED), ("Take 3 of Warehouse was cancelled.", "")),
        (
            a_take(JobState.FAILED, what=VOICE, scene_title="Mira", error="Too short."),
            ("The voice of Mira failed.", "Too short."),
        ),
    ],
)
def test_the_news_of_an_end(take: Take, news: tuple[str, str]) -> None:
    assert job_words.ended(take) == news


def test_the_desktop_is_told_only_behind_other_windows_and_where_it_listens(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    notes = DesktopNotes(window)
    listens = QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
    assert notes.tell("Take 3 is ready.", "$1.82.") is listens
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert not notes.tell("Take 3 is ready.", "$1.82.")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_models_of_the_header_stand_under_who_runs_them_at_the_price_they_would_ask(
    qtbot: QtBot, session: Session, selection: Selection
) -> None:
    header = Header(session, selection)
    qtbot.addWidget(header)
    button = header.findChild(QPushButton, "model_choice")
    assert button is not None
    assert button.text().startswith("Kling O3 Pro   fal.ai · reference")
    button.click()
    menu = button.findChild(QMenu)
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    headings = [action.text() for action in menu.actions() if action.text() and not action.isEnabled()]
    assert headings == ["This machine", "fal.ai", "WaveSpeed"]
    assert words[1] == "Animatic\tfree"
    assert words.index("fal.ai") < words.index("Kling O3 Pro\t$1.82") < words.index("WaveSpeed")
    # It takes one shot, and this scene has four: a price would be none.
    assert "Kling 2.6 Pro\tcannot render it" in words
    menu.close()


def test_the_status_line_says_what_runs_and_what_needs_a_person(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    assert not line.running.isVisible()
    line.show_running("2 rendering · 1 needs you", needs_you=True)
    assert line.running.isVisible()
    with qtbot.waitSignal(line.running.clicked):
        QTest.mouseClick(line.running, Qt.MouseButton.LeftButton)
    line.show_running("", needs_you=False)
    assert not line.running.isVisible()


def test_what_is_on_its_way_is_not_called_spent(qtbot: QtBot, session: Session, selection: Selection) -> None:
    meter = Meter(session, selection)
    qtbot.addWidget(meter)
    assert meter.accessibleName().endswith("spent $0.00")
    session.journal = Journal(lambda _fact: None, sent("j", "one", quoted="1.82"))
    session.facts_changed.emit(frozenset({"j"}))
    assert meter.accessibleName().endswith("spent or open $1.82")
