"""What the queue says of each state, and how a row is laid out."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.render.journal import Journal
from kling_studio.ui.queue import QueuePanel
from kling_studio.ui.queue.layout import parts_of
from kling_studio.ui.queue.rows import QueueRows
from kling_studio.ui.queue.telling import (
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
from tests.ledgers import charge, planned, sent
from tests.ui.queue_desk import NOON, Desk, at, desk, failed, rendering, shown, stored, unclear

__all__ = ["desk", "shown"]

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


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
