"""What the ledger says of charges and sums."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from kling_studio.app.ledger_table import LedgerRow, Sum
from kling_studio.app.price_sheet import Budget
from kling_studio.core.facts import ChargeKind
from kling_studio.core.ledger import FILM
from kling_studio.core.pricing import exact, shown
from kling_studio.ui.queue.telling import time_of

KINDS: Mapping[ChargeKind, str] = {
    ChargeKind.ACTUAL: "actual",
    ChargeKind.DERIVED: "derived",
    ChargeKind.ESTIMATE: "estimate",
}
KIND_TIPS: Mapping[ChargeKind, str] = {
    ChargeKind.ACTUAL: "Actual: the provider says that it charged this.",
    ChargeKind.DERIVED: "Derived: from what the provider measured, and its price list.",
    ChargeKind.ESTIMATE: "Estimate: the price before the render; nothing better is known.",
}


def time_words(row: LedgerRow) -> str:
    """When, by this machine's clock."""
    return f"{time_of(row.at).astimezone():%Y-%m-%d %H:%M}"


def scene_words(row: LedgerRow) -> str:
    """Which scene, with its number over the project; for a voice or an element, whose."""
    if row.what is None:
        return "Unknown job"
    name = row.title or "Untitled"
    if row.what != FILM:
        name = f"{row.what.capitalize()} of {name}"
    return f"{row.scene} {name}" if row.scene else name


def amount_words(amount: Decimal | None, currency: str) -> str:
    """An amount to be read, whole; its currency stands beside it where it is not the dollar."""
    if amount is None:
        return shown(None)
    return f"${exact(amount)}" if currency == "USD" else exact(amount)


def sum_words(total: Sum) -> str:
    """``$12.30 and 1 of unknown price``, exact as the rows that it sums up; each currency for itself."""
    known = [
        f"${exact(amount)}" if currency == "USD" else f"{exact(amount)} {currency}"
        for currency, amount in sorted(total.known.items(), key=lambda entry: entry[0] != "USD")
    ]
    words = " + ".join(known) or "$0.00"
    return f"{words} and {total.unknown} of unknown price" if total.unknown else words


def budget_words(budget: Budget) -> str:
    """How many more takes of a price a budget pays for, rounded down."""
    whose = {"project": "for the project", "today": "for today"}.get(budget.name, f"for {budget.name}")
    cap = f"Your budget of {shown(budget.cap)} {whose}"
    if budget.cost is None:
        return f"{cap} forbids a take of unknown price."
    if not budget.cost:
        return ""
    more = int(((budget.cap - budget.spent) / budget.cost).to_integral_value(ROUND_FLOOR))
    if more < 1:
        return f"{cap} does not pay for another take like this scene."
    return f"{cap} pays for {more:,} more take{'' if more == 1 else 's'} like this scene."
