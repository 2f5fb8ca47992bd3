"""Jobs that need a person: what is asked, and where it leads."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kling_studio.core import edits
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.providers.renderer import Held, KeyWanted
from kling_studio.ui.queue import QueuePanel
from kling_studio.ui.queue.rows import told
from kling_studio.ui.queue.telling import (
    Verb,
    verbs,
)
from tests.ledgers import planned, sent
from tests.ui.queue_desk import LEFT, Desk, at, click, desk, label, shown, unclear

__all__ = ["desk", "shown"]

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_person_says_what_became_of_an_unclear_request(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(*unclear("lost", desk.scenes[0]))
    bar = panel.settle
    assert not bar.isVisible()
    click(panel, 0, Verb.GIVE_ID)
    assert bar.isVisible()
    QTest.keyClicks(bar.request_id, "two words")
    QTest.mouseClick(bar.take_over, LEFT)
    assert "no request id" in label(bar, "settle_hint").text()
    assert label(bar, "settle_hint").isVisible()
    bar.request_id.setText(" https://queue.fal.run/fal-ai/kling-video/requests/764c-b7/status?logs=1 ")
    with qtbot.waitSignal(panel.resolved) as resolved:
        QTest.keyClick(bar.request_id, Qt.Key.Key_Return)
    assert resolved.args == ["lost", "764c-b7"]
    assert not bar.isVisible()
    click(panel, 0, Verb.NOT_ACCEPTED)
    with qtbot.waitSignal(panel.resolved) as resolved:
        QTest.mouseClick(bar.not_accepted, LEFT)
    assert resolved.args == ["lost", None]


def test_the_question_goes_once_the_request_was_found(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(*unclear("lost", desk.scenes[0]))
    click(panel, 0, Verb.GIVE_ID)
    desk.add("lost", FactKind.ACCEPTED, {"request_id": "found", "addresses": {}})
    qtbot.waitUntil(lambda: not panel.settle.isVisible())


def test_a_job_that_was_stopped_says_why_and_can_go_on(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(planned("job", desk.scenes[0], at=at(10)))
    assert Verb.GO_ON not in verbs(panel.rows[0])
    desk.held["job"] = KeyWanted("There is no key for fal.", "Set one in the settings.")
    panel.show_news("job", "There is no key for fal. Set one in the settings.")
    qtbot.waitUntil(lambda: panel.counts == (1, 1))
    assert told(panel.rows[0]).count("There is no key for fal.") == 1
    with qtbot.waitSignal(panel.resume_requested) as resumed:
        click(panel, 0, Verb.GO_ON)
    assert resumed.args == ["job"]
    with qtbot.waitSignal(panel.settings_requested) as wanted:
        click(panel, 0, Verb.SETTINGS)
    assert wanted.args == ["keys"]


def test_what_a_provider_did_not_take_leads_to_its_field(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    [scene, *_] = desk.session.project.scenes()
    words: dict[str, Json] = {"what_happened": "fal.ai: too long (the words, entry 2).", "what_to_do": ""}
    refusal = Fact(at(9), FactKind.FAILED, "job", words | {"field": "prompt", "shot": 2})
    panel = shown(*sent("job", scene.id), refusal)
    with qtbot.waitSignal(panel.place_requested) as asked:
        click(panel, 0, Verb.SHOW)
    assert asked.args == [scene.id, scene.shots[1].id, "prompt"]
    # The scene has lost that shot since: it is shown as a whole.
    desk.session.dispatch(edits.delete_shot, scene.shots[1].id)
    for shot in scene.shots[2:]:
        desk.session.dispatch(edits.delete_shot, shot.id)
    with qtbot.waitSignal(panel.place_requested) as asked:
        panel.show_job("job")
        click(panel, 0, Verb.SHOW)
    assert asked.args == [scene.id, "", "prompt"]


def test_what_the_settings_cannot_mend_does_not_lead_there(
    desk: Desk, shown: Callable[..., QueuePanel], qtbot: QtBot
) -> None:
    panel = shown(planned("job", desk.scenes[0], at=at(10)))
    desk.held["job"] = Held("fal.ai says: Exhausted balance.", "Top up.")
    panel.show_news("job", "fal.ai says: Exhausted balance. Top up.")
    qtbot.waitUntil(lambda: panel.counts == (1, 1))
    assert Verb.GO_ON in verbs(panel.rows[0])
    assert Verb.SETTINGS not in verbs(panel.rows[0])
