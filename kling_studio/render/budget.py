"""Caps on spending, asked before anything is sent. One place for the window and the commands."""

from collections.abc import Iterable
from decimal import Decimal

from kling_studio.core.errors import KnownError
from kling_studio.core.pricing import Quote, exact


class OverBudget(KnownError):
    """A render that a cap forbids, or whose price nobody knows while there is a cap."""


def check_cap(quotes: Iterable[Quote], cap: Decimal | None) -> None:
    """Refuse a run whose quotes are together above ``cap``; equal is allowed, an unknown price is not.

    Raises:
        OverBudget: with the sum and the cap in words.
    """
    if cap is None:
        return
    spent = Decimal(0)
    for quote in quotes:
        if quote.total is None:
            raise OverBudget(
                f"The price of a render on {quote.model} is not known, so it cannot be kept under a cap.",
                "Choose a model with a price, or leave the cap away.",
            )
        spent += quote.total
    if spent > cap:
        raise OverBudget(
            f"The run would cost ${exact(spent)}, above the cap of ${exact(cap)}.",
            "Raise the cap or render fewer scenes.",
        )
