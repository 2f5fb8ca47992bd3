"""One scene on every model."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kling_studio.app.comparing import Comparison, compare
from kling_studio.core.checks import Severity
from kling_studio.core.facts import Fact, FactKind
from kling_studio.core.ledger import NO_FACTS, LedgerState, fold
from kling_studio.core.project import Episode, Project, Scene
from tests.core.building import MARCO, MIRA, SPEAKER, a_shot, catalog
from tests.ledgers import charge, sent


def a_project() -> Project:
    shots = (a_shot("s1", "@Mira waits.", 4), a_shot("s2", "She goes.", 3))
    first = Scene("one", "First", cast=("Mira",), shots=shots)
    second = Scene("two", "Second", shots=(a_shot("s3", seconds=5),))
    return Project("Film", (MIRA, MARCO, SPEAKER), (Episode("e1", "Pilot", (first, second)),))


def compared(project: Project, ledger: LedgerState = NO_FACTS) -> Comparison:
    return compare(project, next(project.scenes()), catalog(), ledger, {})


def test_every_model_has_a_row_with_mode_price_and_what_it_would_not_get() -> None:
    found = compared(a_project())
    rows = {row.model.id: row for row in found.rows}
    assert list(rows) == list(catalog().models)
    assert found.title == "Pilot · First"
    o3, v3, old = rows["fal:o3-pro"], rows["fal:v3-pro"], rows["fal:v2.6-pro"]
    assert (o3.mode, v3.mode) == ("reference", "text")
    assert o3.reason == "because Mira has pictures"
    assert o3.works
    assert o3.unsent == ()
    assert v3.works
    assert [finding.message for finding in v3.unsent] == [
        "Mira's references are not sent: Kling 3.0 Pro takes none in text mode."
    ]
    assert not old.works
    assert {finding.severity for finding in old.findings} >= {Severity.ERROR}
    assert o3.quote.total == 7 * Decimal("0.112")
    assert o3.episode_total == 12 * Decimal("0.112")
    assert rows["animatic:preview"].episode_total == 0


def test_a_price_that_the_chosen_list_does_not_know_stays_unknown() -> None:
    project = a_project()
    found = compare(project, next(project.scenes()), catalog(), NO_FACTS, {}, ["fal-2026-02"])
    rows = {row.model.id: row for row in found.rows}
    assert rows["fal:v3-4k"].quote.total is None
    assert rows["fal:v3-4k"].episode_total is None
    assert rows["fal:o3-pro"].quote.total == 7 * Decimal("0.252")


def test_the_advice_follows_from_the_rows() -> None:
    found = compared(a_project())
    assert [advice.rule for advice in found.advice] == ["one-off", "draft"]
    assert found.advice[0].model_id == "fal:v3-pro"


def test_a_scene_of_no_episode_is_compared_alone() -> None:
    project = a_project()
    stray = replace(next(project.scenes()), id="stray", title="Stray")
    found = compare(project, stray, catalog(), NO_FACTS, {})
    assert found.title == "Stray"
    row = next(row for row in found.rows if row.model.id == "fal:o3-pro")
    assert row.episode_total == row.quote.total


def test_how_long_it_takes_is_known_from_takes_that_are_there() -> None:
    def done(job: str, ended: str) -> list[Fact]:
        stored = {"video": f"takes/{job}.mp4", "bytes": 1, "sha256": "0"}
        return [
            *sent(job, "one"),
            Fact(ended, FactKind.FINISHED, job, {"answer": {}}),
            charge(job, "actual", "0.84"),
            Fact(ended, FactKind.STORED, job, stored),  # type: ignore[arg-type]
        ]

    facts = [
        *done("a", "2026-11-21T09:31:00.000000Z"),
        *done("b", "2026-11-21T09:32:00.000000Z"),
        *sent("c", "one"),
    ]
    rows = {row.model.id: row for row in compared(a_project(), fold(NO_FACTS, facts)).rows}
    assert rows["fal:o3-pro"].took_s == pytest.approx(15)
    assert rows["fal:v3-pro"].took_s is None


def test_what_a_scene_silences_is_told_of_other_models_all_the_same() -> None:
    project = a_project()
    first = replace(next(project.scenes()), silenced=("not-sent",))
    episode = replace(project.episodes[0], scenes=(first, *project.episodes[0].scenes[1:]))
    rows = {row.model.id: row for row in compared(replace(project, episodes=(episode,))).rows}
    assert [finding.rule for finding in rows["fal:v3-pro"].unsent] == ["not-sent"]
