"""The queue: what is listed after any past, what each state says, and what a click on each word asks for."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.providers.renderer import Held, KeyWanted
from kling_studio.render.journal import Journal
from kling_studio.ui.queue import QueuePanel
from kling_studio.ui.queue.layout import parts_of
from kling_studio.ui.queue.rows import QueueRows, told
from kling_studio.ui.queue.telling import (
    News,
    Row,
    Verb,
    elapsed_words,
    mark_of,
    price_words,
    request_id_in,
    sentence_of,
    state_words,
    verb_words,
    verbs,
)
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.ledgers import charge, planned, sent

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
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


def row(*facts: Fact, held: str = "") -> Row:
    journal = Journal(lambda _fact: None, facts)
    [take] = journal.ledger.takes.values()
    return Row(take, "Pilot · 1 Warehouse, take 1", "Kling O3 Pro", held=held)


def test_every_state_has_words_a_shape_and_no_verb_too_many() -> None:
    accepted = sent("j", "s", at=at(12))
    cases: list[tuple[list[Fact], str, str, set[Verb]]] = [
        ([planned("j", "s")], "Planned", "waits", {Verb.CANCEL}),
        ([planned("j", "s"), Fact(at(1), FactKind.UPLOADING, "j")], "Uploading", "waits", {Verb.CANCEL}),
        (list(accepted[:2]), "Sending 0:12", "waits", {Verb.CANCEL}),
        (list(accepted), "In line 0:12", "waits", {Verb.CANCEL}),
        (rendering("j", "s"), "Rendering 0:48", "works", {Verb.CANCEL}),
        (
            unclear("j", "s"),
            "Needs you, for 1:10",
            "needs you",
            {Verb.LOOK_UP, Verb.GIVE_ID, Verb.NOT_ACCEPTED},
        ),
        ([*accepted, Fact(at(5), FactKind.CANCELLING, "j")], "Cancelling 0:05", "works", set()),
        ([*accepted, Fact(at(5), FactKind.FINISHED, "j", {"answer": {}})], "Downloading", "works", set()),
        (stored("j", "s", 0), "Done in 2:10, at ", "done", set()),
        (failed("j", "s"), "Failed at ", "failed", {Verb.RETRY}),
        ([*accepted, Fact(at(5), FactKind.CANCELLED, "j")], "Cancelled at ", "cancelled", {Verb.RETRY}),
    ]
    for facts, words, mark, able in cases:
        listed = row(*facts)
        said = state_words(listed, NOON)
        assert said.startswith(words), said
        assert said == words or words.endswith("at "), said
        assert mark_of(listed) == mark
        assert set(verbs(listed)) == able | {Verb.SHOW}


def test_a_film_without_the_sound_it_was_to_have_says_so() -> None:
    end: dict[str, Json] = {"video": "takes/j.mp4", "bytes": 1, "sha256": "", "has_sound": False}
    finished = Fact(at(5), FactKind.FINISHED, "j", {"answer": {}, "unknown_fields": ["x"]})
    rest = (finished, Fact(at(0), FactKind.STORED, "j", end))
    assert sentence_of(row(*sent("j", "s"), rest[1])) == ""
    said = sentence_of(row(*sent("j", "s", sound_on=True), *rest))
    assert said.startswith("The film has no sound, although sound was on.")
    assert "a field that this version does not know: x." in said


def test_a_place_in_line_is_told_where_the_provider_tells_it(
    desk: Desk, shown: Callable[..., QueuePanel]
) -> None:
    panel = shown(*sent("job", desk.scenes[0], at=at(12)))
    panel.show_news("job", "Waiting at fal.ai, 2 in front", ahead=2)
    assert state_words(panel.rows[0], NOON) == "In line, 3rd, 0:12"
    panel.show_news("job", "Waiting at fal.ai")
    assert state_words(panel.rows[0], NOON) == "In line 0:12"


def test_what_nobody_knows_of_says_why_it_is_not_sent_again(
    desk: Desk, shown: Callable[..., QueuePanel]
) -> None:
    panel = shown(*unclear("job", desk.scenes[0]))
    panel.show_news("job", "Looking for it in the list of fal.ai")
    assert sentence_of(panel.rows[0]) == (
        "It may have been accepted: it is not sent again by itself, so that nothing is paid twice."
        " Looking for it in the list of fal.ai."
    )


def test_cancelling_says_what_it_may_cost_all_the_same() -> None:
    cancel = [
        verb_words(row(*facts), Verb.CANCEL)
        for facts in (
            [planned("j", "s")],
            sent("j", "s"),
            rendering("j", "s"),
            rendering("j", "s", quoted=None),
            sent("j", "s", model="wavespeed:o3-pro", quoted="0.56"),
            [*rendering("j", "s"), charge("j", "derived", "0.7")],
            [planned("j", "s"), Fact(at(1), FactKind.UPLOADING, "j"), Fact(at(2), FactKind.SENDING, "j")],
            [planned("j", "s", model="animatic:preview"), Fact(at(1), FactKind.RENDERING, "j")],
        )
    ]
    assert cancel == [
        "Cancel",
        "Cancel",
        "Cancel, may still cost $0.84",
        "Cancel, may still cost an unknown amount",
        "Cancel, already paid $0.56",
        "Cancel, already paid $0.70",
        "Cancel, may have cost $0.84",
        "Cancel",
    ]


def test_a_price_says_how_it_is_known() -> None:
    def price(*facts: Fact) -> tuple[str, str, bool]:
        return price_words(row(*facts).take)

    assert price(planned("j", "s")) == ("$0.84", "estimate", False)
    assert price(planned("j", "s", quoted=None)) == ("price unknown", "", False)
    assert price(*sent("j", "s"), charge("j", "derived", "0.7")) == ("$0.70", "derived", False)
    assert price(*sent("j", "s"), charge("j", "actual", "0.7")) == ("$0.70", "", True)
    assert price(*failed("j", "s")) == ("", "not charged", False)
    assert price(*failed("j", "s"), charge("j", "actual", "0.10")) == ("$0.10", "", True)


def test_time_that_passed_is_told_also_where_the_clock_was_set_back() -> None:
    assert elapsed_words(at(48), NOON) == "0:48"
    assert elapsed_words(at(3727), NOON) == "1:02:07"
    assert elapsed_words(at(-500), NOON) == "0:00"
    assert elapsed_words("", NOON) == "0:00"


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        (" 764cabcf-b745 \n", "764cabcf-b745"),
        ("https://queue.fal.run/fal-ai/kling-video/requests/abc/status", "abc"),
        ("https://api.wavespeed.ai/api/v3/predictions/p1/result", "p1"),
        ("https://fal.ai/dashboard", ""),
        ("two words", ""),
        ("", ""),
        ("/", ""),
    ],
)
def test_an_id_is_found_in_what_was_pasted(pasted: str, found: str) -> None:
    assert request_id_in(pasted) == found


@pytest.mark.parametrize("width", [200, 312, 640, 700, 1440])
def test_no_parts_of_a_row_lie_on_each_other(width: int, qtbot: QtBot) -> None:
    for facts in (unclear("j", "s"), rendering("j", "s", quoted=None), failed("j", "s")):
        parts = parts_of(row(*facts), width)
        links = [rect for _, rect in parts.links]
        assert all(rect.right() <= width and rect.bottom() < parts.height_px for rect in links)
        boxes = [parts.picture, parts.name, parts.price, parts.sentence, *links]
        lapping = [
            (one, other) for n, one in enumerate(boxes) for other in boxes[n + 1 :] if one.intersects(other)
        ]
        assert lapping == []


def test_the_model_keeps_its_promises(qtbot: QtBot) -> None:
    rows = QueueRows()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    one, two, three = (row(*sent(job, "s")) for job in ("one", "two", "three"))
    for listed in ((one, two, three), (three, two, one), (two,), (), (one, three), (three, one, two)):
        rows.set_rows(listed)
        assert rows.rows == listed
        assert [rows.place_of(entry.job) for entry in listed] == list(range(len(listed)))
