"""Caps per render, day, episode and project, over what is spent and what is on its way."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.core.ledger import NO_FACTS, LedgerState, fold
from kling_studio.core.pricing import Quote, quote_scene
from kling_studio.core.project import Episode, Project, Scene
from kling_studio.render.budget import Caps, OverBudget, check_caps
from tests.small_projects import short_scene

NOON, YESTERDAY = "2026-11-21T12:00:00.000000Z", "2026-11-20T12:00:00.000000Z"
ONE, TWO = (short_scene(name, (5,), "fal:o3-pro") for name in ("one", "two"))
PROJECT = Project("P", (), (Episode("a", "Pilot", (ONE,)), Episode("b", "", (TWO,))))


def priced(*scenes: Scene, total: str | None = None) -> list[tuple[Scene, Quote]]:
    found = [(scene, quote_scene(PROJECT, scene, load_catalog())) for scene in scenes]
    amount = None if total is None else Decimal(total)
    return [(scene, replace(quote, total=amount or quote.total)) for scene, quote in found if quote]


def spent(scene: Scene, amount: str, at: str = NOON, *, sent: bool = True) -> LedgerState:
    data: dict[str, Json] = {
        "scene_id": scene.id,
        "scene": 1,
        "title": "",
        "take": 1,
        "model": scene.model,
        "mode": "text",
        "endpoint": "e",
        "seconds": 5,
        "quoted": amount,
        "price_list": "",
        "fingerprint": "",
        "sent": {},
    }
    facts = [Fact(at, FactKind.PLANNED, "j", data)]
    if sent:
        facts.append(Fact(at, FactKind.SENDING, "j", {}))
    return fold(NO_FACTS, facts)


def over(caps: Caps, *scenes: Scene, ledger: LedgerState = NO_FACTS) -> str:
    try:
        check_caps(priced(*scenes, total="0.70"), caps, ledger, PROJECT)
    except OverBudget as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", ["per_render", "per_day", "per_episode", "per_project"])
def test_equal_is_allowed_and_more_is_not(name: str) -> None:
    assert over(Caps(**{name: Decimal("0.70")}), ONE) == ""  # type: ignore[arg-type]
    assert "$0.70" in over(Caps(**{name: Decimal("0.69")}), ONE)  # type: ignore[arg-type]


@pytest.mark.parametrize("sent", [True, False])
def test_what_is_spent_or_on_its_way_counts(sent: bool) -> None:
    ledger = spent(ONE, "0.50", sent=sent)
    assert over(Caps(per_project=Decimal("1.20")), TWO, ledger=ledger) == ""
    assert "besides $0.50 on the project" in over(Caps(per_project=Decimal("1.19")), TWO, ledger=ledger)
    assert "besides $0.50 on Pilot" in over(Caps(per_episode=Decimal("1.19")), ONE, ledger=ledger)
    assert over(Caps(per_episode=Decimal("0.70")), TWO, ledger=ledger) == ""


def test_a_day_begins_anew() -> None:
    caps = Caps(per_day=Decimal("0.70"), since="2026-11-21T00:00:00")
    assert over(caps, ONE, ledger=spent(ONE, "0.50", YESTERDAY)) == ""
    assert "besides $0.50 today" in over(caps, ONE, ledger=spent(ONE, "0.50"))


def test_a_render_has_a_cap_of_its_own_and_a_run_has_the_others() -> None:
    assert over(Caps(per_render=Decimal("0.70")), ONE, TWO) == ""
    assert "$1.40" in over(Caps(per_day=Decimal("1.39")), ONE, TWO)


def test_an_unknown_price_is_under_no_cap() -> None:
    unknown = [(scene, replace(quote, total=None)) for scene, quote in priced(ONE)]
    check_caps(unknown, Caps(), NO_FACTS, PROJECT)
    with pytest.raises(OverBudget, match="not known"):
        check_caps(unknown, Caps(per_project=Decimal(9)), NO_FACTS, PROJECT)


def test_what_is_free_is_under_every_cap() -> None:
    free = [(scene, replace(quote, total=Decimal(0))) for scene, quote in priced(ONE)]
    check_caps(free, Caps(per_project=Decimal(0)), spent(ONE, "5"), PROJECT)
