"""The price sheet as values: what is sent, what it costs, what keeps it back."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kling_studio.app.price_sheet import Budget, PriceSheet, SheetLine, Wanted, lists_of, sheet_line
from kling_studio.core.facts import Fact, FactKind
from kling_studio.core.ledger import NO_FACTS, fold
from kling_studio.core.project import CastMember, Episode, Project, Scene, View, ViewKind
from kling_studio.render.budget import Caps
from tests.core.building import a_shot, catalog
from tests.ledgers import charge, planned, sent

MIRA = CastMember("m1", "Mira", images=(View("front.png"), View("back.png", ViewKind.BACK)))
WAVESPEED = "wavespeed:o3-pro"


def a_scene(scene_id: str, model_id: str = "fal:o3-pro", **fields: Any) -> Scene:
    return Scene(
        scene_id, f"Title of {scene_id}", model_id, audio=True, shots=(a_shot(f"{scene_id}1"),), **fields
    )


def a_project(*scenes: Scene) -> Project:
    return Project("Film", (MIRA,), (Episode("e1", "Pilot", scenes),))


def a_sheet(
    project: Project, facts: Iterable[Fact] = (), lists: tuple[str, ...] = (), **about: Any
) -> PriceSheet:
    ledger = fold(NO_FACTS, facts)
    lines = [
        sheet_line(project, Wanted(scene.id, scene.model), catalog(), ledger, {}, lists)
        for scene in project.scenes()
    ]
    kept = tuple(line for line in lines if line is not None)
    return PriceSheet(project, ledger, {}, kept, lists_of(kept, catalog()), **about)


TWO = a_project(a_scene("one"), a_scene("two", "fal:v3-pro"))


def test_a_line_tells_what_is_rendered_and_for_how_much() -> None:
    sheet = a_sheet(TWO)
    first, second = sheet.lines
    assert (first.number, first.title, second.number) == (1, "Title of one", 2)
    assert first.quote is not None
    assert first.quote.total == Decimal("0.70")
    assert [prices.name for prices in sheet.lists] == ["fal-2026-09"]
    assert sheet.offered == {"one", "two"}
    assert sheet.total(sheet.offered) == Decimal("1.54")
    assert sheet.total({"two"}) == Decimal("0.84")
    assert sheet.total(()) == 0
    assert [agreed.total for agreed in (first.agreed, second.agreed)] == [Decimal("0.70"), Decimal("0.84")]
    assert sheet.may_be_sent(sheet.offered)
    assert not sheet.may_be_sent(())


def test_another_model_may_render_the_scene() -> None:
    line = sheet_line(TWO, Wanted("one", "fal:v3-turbo-pro", "Because."), catalog(), NO_FACTS, {})
    assert line is not None
    assert line.model is not None
    assert (line.model.name, line.why) == ("Kling 3.0 Turbo Pro", "Because.")


def test_a_scene_that_is_gone_has_no_line() -> None:
    assert sheet_line(TWO, Wanted("three", "fal:o3-pro"), catalog(), NO_FACTS, {}) is None


def test_errors_forbid_a_scene_and_a_model_that_is_not_there_is_one() -> None:
    nobody = replace(a_scene("one"), shots=(a_shot(prompt="@Nobody waits."),))
    sheet = a_sheet(a_project(nobody, a_scene("two", "fal:v9")))
    assert [len(line.errors) for line in sheet.lines] == [1, 1]
    assert not any(line.can_be_sent for line in sheet.lines)
    assert sheet.sent({"one", "two"}) == ()
    assert not sheet.may_be_sent({"one", "two"})
    assert sheet.lines[1].agreed.total is None


def test_warnings_are_counted_and_forbid_nothing() -> None:
    unlisted = replace(a_scene("one"), shots=(a_shot(prompt="@Mira waits."),))
    [line] = a_sheet(a_project(unlisted)).lines
    assert (line.warnings, line.is_offered) == (1, True)


def test_what_is_there_already_or_on_its_way_is_sent_only_if_somebody_says_so() -> None:
    ledger = fold(NO_FACTS, sent("a", "one"))
    going = sheet_line(TWO, Wanted("one", "fal:o3-pro"), catalog(), ledger, {})
    there = sheet_line(TWO, Wanted("one", "fal:o3-pro"), catalog(), NO_FACTS, {}, identical=ledger.takes["a"])
    other = sheet_line(TWO, Wanted("one", "fal:v3-pro"), catalog(), ledger, {})
    assert going is not None
    assert there is not None
    assert other is not None
    assert going.on_its_way is ledger.takes["a"]
    assert [line.is_offered for line in (going, there, other)] == [False, False, True]
    assert going.can_be_sent
    assert there.can_be_sent


def test_what_is_made_once_counts_once() -> None:
    cast = {"cast": ("Mira",)}
    sheet = a_sheet(a_project(a_scene("one", WAVESPEED, **cast), a_scene("two", WAVESPEED, **cast)))
    alone = [line.quote.total for line in sheet.lines if line.quote]
    assert alone[0] == alone[1]
    assert alone[0] is not None
    assert sheet.total({"two"}) == alone[0]
    assert sheet.total({"one", "two"}) == 2 * alone[0] - Decimal("0.01")
    exactly = Caps(per_project=2 * alone[0] - Decimal("0.01"))
    assert replace(sheet, caps=exactly).may_be_sent({"one", "two"})


def test_an_unknown_price_is_sent_only_if_somebody_says_so_and_never_under_a_cap() -> None:
    # The list of the launch does not know the 4K tier.
    sheet = a_sheet(a_project(a_scene("one", "fal:v3-4k"), a_scene("two")), lists=("fal-2026-02",))
    assert sheet.offered == {"two"}
    both = {"one", "two"}
    assert sheet.total(both) is None
    assert sheet.unknown(both) == 1
    assert not sheet.may_be_sent(both)
    assert sheet.may_be_sent(both, unknown_agreed=True)
    capped = replace(sheet, caps=Caps(per_project=Decimal(100)))
    assert not capped.may_be_sent(both, unknown_agreed=True)
    assert "not known" in capped.over_budget(both)
    assert capped.budgets(both)[0].left is None
    assert capped.budgets(both)[0].more_runs is None


def test_without_a_key_nothing_goes_to_that_provider() -> None:
    sheet = a_sheet(a_project(a_scene("one"), a_scene("two", WAVESPEED)), keyless={"wavespeed": "No key."})
    assert sheet.missing_keys({"one"}) == {}
    assert sheet.missing_keys({"one", "two"}) == {"wavespeed": "No key."}
    assert sheet.may_be_sent({"one"})
    assert not sheet.may_be_sent({"one", "two"})


def test_the_caps_with_what_is_spent_and_on_its_way() -> None:
    facts = [
        *sent("a", "one", quoted="1.00"),
        charge("a", "actual", "2.00"),
        planned("b", "two", take=2, quoted="0.50"),
        *sent("c", "gone", quoted="0.25", at="2020-01-01T00:00:00.000000Z"),
    ]
    caps = Caps(
        per_day=Decimal(10),
        per_episode=Decimal(5),
        per_project=Decimal(4),
        since="2026-11-21T00:00:00.000000Z",
    )
    sheet = a_sheet(TWO, facts, caps=caps)
    budgets = {budget.name: budget for budget in sheet.budgets({"one"})}
    assert list(budgets) == ["project", "Pilot", "today"]
    assert {name: budget.spent for name, budget in budgets.items()} == {
        "project": Decimal("2.75"),
        "Pilot": Decimal("2.50"),
        "today": Decimal("2.50"),
    }
    assert budgets["project"].left == Decimal("0.55")
    assert budgets["Pilot"].left == Decimal("1.80")
    assert budgets["Pilot"].more_runs == 2
    assert sheet.may_be_sent({"one"})
    assert not sheet.may_be_sent({"one", "two"})
    assert "above the cap of $4.00 on the project" in sheet.over_budget({"one", "two"})
    assert sheet.budgets(())[0].more_runs is None


def test_a_cap_of_one_render_and_caps_that_the_run_does_not_touch() -> None:
    sheet = a_sheet(TWO, caps=Caps(per_render=Decimal("0.75"), per_episode=Decimal(9)))
    assert sheet.may_be_sent({"one"})
    assert not sheet.may_be_sent({"one", "two"})
    assert sheet.budgets(()) == ()


@pytest.mark.parametrize(("left", "runs"), [("0.00", 0), ("0.69", 0), ("0.70", 1), ("-0.01", None)])
def test_how_many_more_like_it(left: str, runs: int | None) -> None:
    cost, cap = Decimal("0.70"), Decimal(5)
    assert Budget("project", cap, cap - cost - Decimal(left), cost).more_runs == runs


def test_facts_of_a_take_that_was_not_sent_after_all_count_as_planned() -> None:
    unsent = Fact(
        "2026-11-21T09:30:01.000000Z", FactKind.UNSENT, "a", {"what_happened": "", "what_to_do": ""}
    )
    facts = [
        planned("a", "one", quoted="0.50"),
        Fact("2026-11-21T09:30:00.000000Z", FactKind.SENDING, "a"),
        unsent,
    ]
    sheet = a_sheet(TWO, facts, caps=Caps(per_project=Decimal(1)))
    assert sheet.budgets({"two"})[0].spent == Decimal("0.50")


def test_lines_are_values() -> None:
    [line, _] = a_sheet(TWO).lines
    assert isinstance(line, SheetLine)
    assert line == a_sheet(TWO).lines[0]
