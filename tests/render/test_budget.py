"""Caps."""

from datetime import date
from decimal import Decimal

import pytest

from kling_studio.core.pricing import Quote
from kling_studio.core.project import ModeName
from kling_studio.render.budget import OverBudget, check_cap


def quote(total: str | None) -> Quote:
    amount = None if total is None else Decimal(total)
    return Quote(
        "fal:o3-pro", ModeName.TEXT, "e", 5, "list", date(2026, 9, 4), "USD", "audio", amount, (), (), amount
    )


@pytest.mark.parametrize("totals", [[], ["1.40"], ["0.70", "0.70"], ["0", "1.3999"]])
def test_up_to_the_cap_a_run_may_go(totals: list[str]) -> None:
    check_cap(map(quote, totals), Decimal("1.40"))


def test_the_whole_run_counts() -> None:
    with pytest.raises(OverBudget, match=r"\$1\.4001, above the cap of \$1\.40"):
        check_cap(map(quote, ["0.70", "0.7001"]), Decimal("1.40"))


def test_an_unknown_price_is_under_no_cap() -> None:
    with pytest.raises(OverBudget, match="fal:o3-pro is not known"):
        check_cap([quote("0.10"), quote(None)], Decimal(100))


def test_without_a_cap_anything_goes() -> None:
    check_cap([quote("1000"), quote(None)], None)
