"""Folds of facts into takes, open jobs and money."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core.facts import ChargeKind, Fact, FactKind, Json, plain
from kling_studio.core.job import JobState
from kling_studio.core.ledger import (
    NO_FACTS,
    IllegalStep,
    LedgerState,
    Take,
    charges,
    checked,
    fold,
    next_take_number,
    open_jobs,
    spent,
    takes_of_scene,
)

NOON = "2026-11-21T12:00:00.000000Z"


def planned(
    job: str, *, scene_id: str = "s1", take: int = 1, quoted: str | None = "1.40", at: str = NOON
) -> Fact:
    data: dict[str, Json] = {
        "scene_id": scene_id,
        "scene": 2,
        "title": "Warehouse",
        "take": take,
        "model": "fal:o3-pro",
        "mode": "text",
        "endpoint": "fal-ai/kling",
        "seconds": 5,
        "quoted": quoted,
        "price_list": "fal-2026-02",
        "fingerprint": "f00d",
        "sent": {"prompt": "p", "multi_prompt": [{"prompt": "a"}]},
    }
    return Fact(at, FactKind.PLANNED, job, data)


def fact(kind: FactKind | str, job: str = "j1", *, at: str = NOON, **data: Any) -> Fact:
    return Fact(at, kind, job, data)


def charge(kind: str, amount: str | None, job: str = "j1", *, at: str = NOON) -> Fact:
    return Fact(at, FactKind.CHARGE, job, {"kind": kind, "amount": amount, "currency": "USD"})


def folded(*facts: Fact) -> LedgerState:
    return fold(NO_FACTS, facts)


def films(*facts: Fact) -> tuple[Take, ...]:
    return tuple(folded(*facts).takes.values())


WHOLE_RENDER = (
    planned("j1"),
    fact(FactKind.UPLOADED, sha256="ab", address="https://up.test/a"),
    fact(FactKind.SENDING),
    fact(FactKind.ACCEPTED, request_id="r-7", addresses={"status": "https://q.test/7"}),
    fact(FactKind.QUEUED),
    fact(FactKind.RENDERING),
    fact(FactKind.FINISHED, answer={"video": {"url": "https://v.test/7.mp4"}}),
    charge("actual", "1.12"),
    fact(FactKind.STORED, at="2026-11-21T12:05:00Z", video="takes/EP01_SC02_T01.mp4", bytes=9, sha256="cd"),
)


def test_a_whole_render_becomes_a_take() -> None:
    (take,) = films(*WHOLE_RENDER)
    assert (take.job, take.scene_id, take.scene_number, take.scene_title) == ("j1", "s1", 2, "Warehouse")
    assert (take.number, take.model, take.mode, take.seconds) == (1, "fal:o3-pro", "text", 5)
    assert (take.state, take.is_open, take.request_id) == (JobState.DONE, False, "r-7")
    assert take.addresses == {"status": "https://q.test/7"}
    assert take.video == "takes/EP01_SC02_T01.mp4"
    assert (take.quoted, take.charged, take.charge_kind) == (
        Decimal("1.40"),
        Decimal("1.12"),
        ChargeKind.ACTUAL,
    )
    assert (take.planned_at, take.changed_at) == (NOON, "2026-11-21T12:05:00Z")
    assert plain(take.sent) == {"prompt": "p", "multi_prompt": [{"prompt": "a"}]}
    assert plain(take.answer) == {"video": {"url": "https://v.test/7.mp4"}}


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (1, JobState.PLANNED),
        (2, JobState.UPLOADING),
        (3, JobState.SENDING),
        (4, JobState.QUEUED),
        (6, JobState.RENDERING),
        (7, JobState.DOWNLOADING),
        (8, JobState.DOWNLOADING),
    ],
)
def test_a_render_goes_on_from_its_last_fact(count: int, state: JobState) -> None:
    assert [take.state for take in open_jobs(folded(*WHOLE_RENDER[:count]))] == [state]


def test_a_fact_that_lacks_a_part_leaves_it_as_it_was() -> None:
    (take,) = films(planned("j1"), fact(FactKind.ACCEPTED, request_id="r"))
    assert (take.request_id, take.addresses) == ("r", {})


def test_a_failure_keeps_its_sentences() -> None:
    failed = fact(FactKind.FAILED, what_happened="The prompt was refused.", what_to_do="Change it.")
    (take,) = films(planned("j1"), failed)
    assert (take.state, take.error) == (JobState.FAILED, "The prompt was refused. Change it.")


def test_facts_of_a_newer_version_are_passed_over() -> None:
    (take,) = films(planned("j1"), fact("rehearsed", lens=3), fact(FactKind.RENDERING))
    assert take.state is JobState.RENDERING
    assert films(fact("rehearsed"), fact(FactKind.QUEUED, "unknown")) == ()


def test_what_ended_stays_ended() -> None:
    (take,) = films(*WHOLE_RENDER, fact(FactKind.RENDERING), planned("j1", scene_id="s9"))
    assert (take.state, take.scene_id) == (JobState.DONE, "s1")


def test_a_second_plan_of_an_open_job_changes_nothing() -> None:
    (take,) = films(planned("j1"), fact(FactKind.SENDING), planned("j1", scene_id="s9"))
    assert (take.state, take.scene_id) == (JobState.SENDING, "s1")


@given(st.lists(st.integers(0, len(WHOLE_RENDER)), max_size=4))
def test_folding_in_pieces_is_folding_at_once(cuts: Sequence[int]) -> None:
    facts = [
        *WHOLE_RENDER,
        planned("j2", take=2),
        fact(FactKind.SENDING, "j2"),
        charge("estimate", "1.40", "j2"),
    ]
    state = NO_FACTS
    edges = [0, *sorted(cuts), len(facts)]
    for start, end in pairwise(edges):
        state = fold(state, facts[start:end])
    assert state == fold(NO_FACTS, facts)


def test_a_fold_leaves_the_state_before_as_it_was() -> None:
    before = folded(planned("j1"))
    after = fold(before, WHOLE_RENDER[1:])
    assert before.takes["j1"].state is JobState.PLANNED
    assert after.takes["j1"].state is JobState.DONE


@pytest.mark.parametrize(
    ("facts", "wrong", "words"),
    [
        ([], fact(FactKind.SENDING), "from None to sending"),
        ([planned("j1"), fact(FactKind.SENDING)], fact(FactKind.SENDING), "from sending to sending"),
        ([planned("j1")], planned("j1"), "from planned to planned"),
        (list(WHOLE_RENDER), fact(FactKind.DOWNLOADING), "from done to downloading"),
        ([], fact(FactKind.PLANNED, scene_id="s1"), "lacks endpoint, fingerprint"),
        ([planned("j1")], fact("rehearsed"), "no fact of the kind rehearsed"),
    ],
)
def test_a_writer_is_stopped_at_an_illegal_step(facts: list[Fact], wrong: Fact, words: str) -> None:
    with pytest.raises(IllegalStep, match=words):
        checked(fold(NO_FACTS, facts), wrong)


def test_a_writer_goes_on_with_legal_steps_and_late_charges() -> None:
    state = NO_FACTS
    for step in (*WHOLE_RENDER, charge("actual", "1.00")):
        state = checked(state, step)
    assert state == folded(*WHOLE_RENDER, charge("actual", "1.00"))


def test_take_numbers_go_on_from_the_highest_ever_used() -> None:
    state = folded(planned("j1", take=1), planned("j2", take=4), planned("j3", scene_id="s2", take=9))
    assert next_take_number(state, "s1") == 5
    assert next_take_number(state, "s3") == 1
    assert [take.job for take in takes_of_scene(state, "s1")] == ["j1", "j2"]


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ([charge("estimate", "1.40"), charge("derived", "1.30")], "1.30"),
        ([charge("actual", "1.10"), charge("estimate", "1.40"), charge("derived", "1.30")], "1.10"),
        ([charge("actual", "1.10"), charge("actual", "1.05")], "1.05"),
        ([charge("actual", "1.10"), charge("rumoured", "9")], "1.10"),
        ([charge("estimate", "1.40"), charge("actual", "0")], "0"),
    ],
)
def test_the_best_word_on_a_charge_counts_and_the_latest_of_its_kind(facts: list[Fact], amount: str) -> None:
    assert spent(folded(planned("j1"), fact(FactKind.SENDING), *facts)).total == Decimal(amount)


def test_a_sent_job_counts_its_quote_until_something_better_is_known() -> None:
    state = folded(planned("j1"), fact(FactKind.SENDING))
    assert [(line.kind, line.amount) for line in charges(state)] == [(ChargeKind.ESTIMATE, Decimal("1.40"))]


@pytest.mark.parametrize("end", [FactKind.FAILED, FactKind.CANCELLED])
def test_what_ended_without_a_charge_or_was_never_sent_costs_nothing(end: FactKind) -> None:
    state = folded(planned("j1"), planned("j2"), fact(FactKind.SENDING, "j2"), fact(end, "j2"))
    assert charges(state) == ()
    assert spent(state).total == 0


@pytest.mark.parametrize("amount", [None, "much", "NaN"])
def test_an_unknown_amount_stays_in_sight(amount: str | None) -> None:
    state = folded(*WHOLE_RENDER, planned("j2"), charge("actual", amount, "j2"))
    money = spent(state)
    assert (money.known, money.unknown_jobs, money.total) == (Decimal("1.12"), ("j2",), None)


def test_an_unknown_quote_of_a_sent_job_is_unknown() -> None:
    assert spent(folded(planned("j1", quoted=None), fact(FactKind.SENDING))).total is None


def test_money_by_scene_and_by_time() -> None:
    state = folded(
        planned("j1"),
        charge("actual", "1", "j1", at="2026-11-20T23:59:59Z"),
        planned("j2", scene_id="s2"),
        charge("actual", "2", "j2", at="2026-11-21T00:00:00Z"),
        charge("actual", "4", "a voice of nobody's scene", at="2026-11-22T08:00:00Z"),
    )
    assert spent(state).total == 7
    assert spent(state, scene_ids={"s1", "s2"}).total == 3
    assert spent(state, scene_ids={"s2"}).total == 2
    assert spent(state, since="2026-11-21").total == 6
    assert spent(state, since="2026-11-21", before="2026-11-22").total == 2


def test_words_of_an_enumeration_are_text_in_a_fact() -> None:
    assert fact(FactKind.QUEUED, mode=ChargeKind.ACTUAL).data == {"mode": "actual"}


def test_a_fact_cannot_be_changed_through_what_it_was_made_of() -> None:
    addresses: dict[str, Json] = {"status": "a"}
    data: dict[str, Json] = {"addresses": addresses, "request_id": "r"}
    accepted = Fact(NOON, FactKind.ACCEPTED, "j1", data)
    addresses["status"] = "b"
    data["request_id"] = "s"
    assert plain(accepted.data) == {"addresses": {"status": "a"}, "request_id": "r"}
    assert not hasattr(accepted.data, "__setitem__")
