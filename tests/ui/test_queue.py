"""The queue: what is listed after any past, what each state says, and what a click on each word asks for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from kling_studio.core import edits
from kling_studio.core.facts import Fact, FactKind
from kling_studio.ui.queue import QueuePanel
from kling_studio.ui.queue.rows import told
from kling_studio.ui.queue.telling import (
    News,
    Verb,
    state_words,
    verbs,
)
from tests.ledgers import planned
from tests.ui.queue_desk import (
    GONE,
    NOON,
    Desk,
    at,
    click,
    desk,
    failed,
    label,
    rendering,
    shown,
    stored,
    unclear,
)

__all__ = ["desk", "shown"]

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_an_empty_queue_says_what_will_stand_here(shown: Callable[..., QueuePanel]) -> None:
    panel = shown()
    assert panel.rows == ()
    assert "Nothing is being rendered" in label(panel, "queue_empty").text()
    assert label(panel, "queue_empty").isVisible()


def test_needs_you_stands_first_then_open_then_what_ended_today(
    desk: Desk, shown: Callable[..., QueuePanel]
) -> None:
    a, b = desk.scenes[:2]
    panel = shown(
        *stored("yesterday", a, 86_400 * 2),
        *stored("early", a, 3600),
        *failed("late", b),
        *rendering("open", a),
        *unclear("lost", b),
    )
    assert [row.job for row in panel.rows] == ["lost", "open", "late", "early"]
    assert panel.counts == (2, 1)
    assert label(panel, "queue_summary").text() == "1 under way · 1 needs you · 2 ended today"


def test_a_row_is_named_after_where_its_scene_stands(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(*rendering("job", desk.scenes[1], take=4))
    assert panel.rows[0].name == "Pilot · 2 Forklift, take 4"
    assert panel.rows[0].model == "Kling O3 Pro · fal.ai"
    desk.session.dispatch(edits.set_scene, desk.scenes[1], title="Roof" * 40)
    qtbot.waitUntil(lambda: panel.rows[0].name == f"Pilot · 2 {'Roof' * 40}, take 4")
    assert panel.grab().width() > 0
    desk.session.dispatch(edits.delete_scene, desk.scenes[1])
    qtbot.waitUntil(lambda: panel.rows[0].name == "1 Warehouse, take 4")
    assert verbs(panel.rows[0]) == (Verb.CANCEL,)


def test_a_fact_moves_the_row_on_and_keeps_the_selection(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    a, b = desk.scenes[:2]
    panel = shown(*rendering("one", a), *rendering("two", b))
    panel.list.select(0)
    desk.add("one", FactKind.FAILED, GONE)
    qtbot.waitUntil(lambda: panel.counts == (1, 0))
    selected = panel.list.selected()
    assert selected is not None
    assert selected.job == "one"
    assert told(panel.rows[1]).endswith("fal.ai refused the words. Change shot 2.. not charged")


def test_news_of_a_render_stands_below_its_state_until_it_ends(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(*rendering("job", desk.scenes[0]))
    panel.show_news("job", "Denoising", 3, 10)
    assert state_words(panel.rows[0], NOON) == "Rendering 0:48, 30%"
    assert panel.rows[0].news == News("Denoising", 3, 10)
    panel.show_news("job", "No contact with fal since 11:58:02")
    assert state_words(panel.rows[0], NOON) == "Rendering 0:48"
    assert "No contact with fal since 11:58:02" in told(panel.rows[0])
    desk.add("job", FactKind.FAILED, GONE)
    qtbot.waitUntil(lambda: panel.counts == (0, 0))
    assert "No contact" not in told(panel.rows[0])


def test_news_that_comes_before_the_row_is_not_lost(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown()
    panel.show_news("job", "Uploading mira.png", 1, 4)
    for fact in (planned("job", desk.scenes[0], at=at(1)), Fact(at(0), FactKind.UPLOADING, "job")):
        desk.add("job", FactKind(fact.kind), dict(fact.data))
    qtbot.waitUntil(lambda: len(panel.rows) == 1)
    assert state_words(panel.rows[0], NOON) == "Uploading 25%"


@pytest.mark.parametrize("width", [312, 900, 1440])
def test_each_word_of_a_row_asks_for_its_thing(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot, width: int
) -> None:
    a, b = desk.scenes[:2]
    panel = shown(*unclear("lost", b), *rendering("open", a), *failed("late", b), width=width)
    with qtbot.waitSignal(panel.look_up_requested) as looked:
        click(panel, 0, Verb.LOOK_UP)
    with qtbot.waitSignal(panel.cancel_requested) as cancelled:
        click(panel, 1, Verb.CANCEL)
    with qtbot.waitSignal(panel.retry_requested) as again:
        click(panel, 2, Verb.RETRY)
    with qtbot.waitSignal(panel.show_requested) as showing:
        click(panel, 2, Verb.SHOW)
    assert (looked.args, cancelled.args, again.args, showing.args) == (["lost"], ["open"], ["late"], [b, 1])
    assert desk.selection.scene is not None
    assert desk.selection.scene.id == b


def test_keys_show_and_cancel_the_selected_row(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(*rendering("open", desk.scenes[1]))
    panel.list.setFocus()
    qtbot.waitUntil(lambda: panel.list.selected() is not None)
    with qtbot.waitSignal(panel.show_requested) as showing:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.cancel_requested) as cancelled:
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert (showing.args, cancelled.args) == ([desk.scenes[1], 1], ["open"])


def test_a_job_is_brought_into_sight(desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot) -> None:
    panel = shown(*(fact for n in range(300) for fact in rendering(f"job{n:03}", desk.scenes[0], take=n)))
    panel.show_job("no such job")
    panel.show_job("job299")
    selected = panel.list.selected()
    assert selected is not None
    assert selected.job == "job299"
    qtbot.waitUntil(lambda: panel.list.visualRect(panel.list.currentIndex()).isValid())
    panel.show_job("job299")
    assert panel.list.visualRect(panel.list.currentIndex()).intersects(panel.list.viewport().rect())


def test_the_menu_of_a_row_holds_every_verb(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(*rendering("open", desk.scenes[0]))
    panel.list.menu_wanted.emit(panel.rows[0], QPoint(5, 5))
    assert panel.menu is not None
    cancel, show = panel.menu.actions()
    assert (cancel.text(), show.text()) == ("Cancel, may still cost $0.84\tDel", "Show\tEnter")
    with qtbot.waitSignal(panel.cancel_requested):
        cancel.trigger()
    panel.menu.close()


def test_yesterday_leaves_the_list_at_midnight(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(*failed("job", desk.scenes[0]))
    assert len(panel.rows) == 1
    desk.now = NOON + timedelta(days=1)
    qtbot.waitUntil(lambda: panel.rows == ())


def test_a_thousand_jobs_are_listed_and_each_fact_touches_one_row(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    facts = [fact for n in range(1000) for fact in rendering(f"job{n:04}", desk.scenes[n % 3], take=n)]
    panel = shown(*facts)
    assert len(panel.rows) == 1000
    QAbstractItemModelTester(panel.list.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    touched: list[int] = []
    model = panel.list.model()
    model.dataChanged.connect(lambda first, last, _roles: touched.extend(range(first.row(), last.row() + 1)))
    removed: list[int] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.extend(range(first, last + 1)))
    panel.show_news("job0500", "Denoising")
    assert touched == [500]
    desk.add("job0700", FactKind.CANCELLING)
    qtbot.waitUntil(lambda: touched == [500, 700])
    assert removed == []

    def is_last_seen() -> bool:
        panel.list.scrollToBottom()
        return panel.list.visualRect(model.index(999, 0)).intersects(panel.list.viewport().rect())

    qtbot.waitUntil(is_last_seen)
