"""The ledger as a table and as CSV: what belongs where, what is unknown, and titles that look like formulas."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from kling_studio.app.ledger_table import LedgerRow, ledger_csv, ledger_rows, start_of_day, sum_of
from kling_studio.core.facts import ChargeKind, Fact
from kling_studio.core.ledger import NO_FACTS, LedgerState, fold
from kling_studio.core.project import Episode, Project
from tests.ledgers import charge, planned, sent
from tests.small_projects import short_project, short_scene


def table(project: Project, *facts: Fact) -> tuple[LedgerRow, ...]:
    return ledger_rows(project, fold(NO_FACTS, facts))


def test_a_row_stands_where_its_scene_stands_today() -> None:
    project = short_project(short_scene("a"), short_scene("b"))
    facts = [*sent("job", "b", quoted="0.84"), charge("job", "derived", "0.80")]
    [row] = table(project, *facts)
    assert (row.scene, row.take, row.episode, row.title) == (2, 1, "Pilot", "Title of b")
    assert (row.kind, row.amount) == (ChargeKind.DERIVED, Decimal("0.80"))
    moved = replace(project, episodes=(Episode("e", "First", project.episodes[0].scenes[::-1]),))
    [row] = table(moved, *facts)
    assert (row.scene, row.episode) == (1, "First")


def test_a_scene_that_is_gone_keeps_the_number_and_title_of_the_planning() -> None:
    [row] = table(short_project(), *sent("job", "gone", number=7, title="Roof", quoted="1"))
    assert (row.scene, row.title, row.episode, row.episode_id) == (7, "Roof", "", "")


def test_a_voice_is_named_after_its_member_and_is_no_take() -> None:
    [row] = table(short_project(), *sent("job", "scene", title="Mira", what="voice", quoted="0.05"))
    assert (row.what, row.title, row.take, row.episode) == ("voice", "Mira", None, "Pilot")


def test_a_charge_of_an_unknown_job_is_not_lost() -> None:
    [row] = table(short_project(), charge("stray", "actual", "3"))
    assert (row.scene, row.model, row.amount) == (None, None, Decimal(3))


def test_what_was_never_sent_is_no_row() -> None:
    assert table(short_project(), planned("job", "scene", quoted="9")) == ()


def test_sums_say_what_is_unknown_and_never_mix_currencies() -> None:
    rows = table(
        short_project(),
        charge("a", "actual", "1.10"),
        charge("b", "actual", "2.20"),
        charge("c", "estimate", None),
        charge("d", "actual", "5", currency="EUR"),
    )
    total = sum_of(rows)
    assert total.known == {"USD": Decimal("3.30"), "EUR": Decimal(5)}
    assert total.unknown == 1


def test_no_cell_of_the_csv_is_a_formula_and_every_title_comes_back() -> None:
    titles = ["=1+1", "+x", "-x", "@x", "\tx", 'say "no", please\nand go', "Ордер №5", ""]
    scenes = [replace(short_scene(f"s{place}"), title=title) for place, title in enumerate(titles)]
    facts = [fact for scene in scenes for fact in sent(f"job {scene.id}", scene.id, quoted="1")]
    rows = table(short_project(*scenes), *facts)
    read = list(csv.DictReader(io.StringIO(ledger_csv(rows, titles=True))))
    shown = [row["title"] for row in read]
    assert shown == ["'=1+1", "'+x", "'-x", "'@x", "'\tx", 'say "no", please\nand go', "Ордер №5", "Scene 8"]
    assert not any(cell.startswith(("=", "+", "@")) for row in read for cell in row.values())


def test_an_unknown_amount_is_an_empty_cell() -> None:
    [row] = csv.DictReader(io.StringIO(ledger_csv(table(short_project(), charge("a", "estimate", None)))))
    assert (row["amount"], row["kind"]) == ("", "estimate")


def test_the_day_begins_at_the_midnight_of_this_place() -> None:
    here = timezone(timedelta(hours=2))
    assert start_of_day(datetime(2026, 11, 21, 1, 30, tzinfo=here)) == "2026-11-20T22:00:00.000000Z"


def test_nothing_happened_nothing_is_listed() -> None:
    assert ledger_rows(short_project(), LedgerState({}, {}, {})) == ()
    assert sum_of(()).known == {}
