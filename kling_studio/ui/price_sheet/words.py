"""What the price sheet says, from the sheet's values."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_FLOOR

from kling_studio.app.price_sheet import Budget, PriceSheet, SheetLine
from kling_studio.core.catalog import PriceList
from kling_studio.core.checks import Severity
from kling_studio.core.live_prices import OLD_DAYS, days_old
from kling_studio.core.pricing import exact, exactly, in_cents, shown
from kling_studio.storage.keychain import VARIABLES
from kling_studio.ui.model_names import with_provider

_MOST_WARNINGS = 2


def heading(sheet: PriceSheet) -> str:
    """What is about to be rendered."""
    if len(sheet.lines) == 1:
        return f"Render {sheet.lines[0].title}"
    return f"Render {len(sheet.lines)} scenes"


def model_words(line: SheetLine) -> str:
    """The model, its provider and the mode: "Kling O3 Pro · fal.ai · reference · 13 s"."""
    if line.model is None:
        return f"{line.model_id} is not in the catalog"
    seconds = f"{line.quote.seconds if line.quote else line.scene.seconds} s"
    mode = str(line.quote.mode) if line.quote and line.quote.endpoint else "no mode"
    return f"{with_provider(line.model)} · {mode} · {seconds}"


def price_words(line: SheetLine) -> str:
    """The price of a render of this line."""
    return in_cents(line.quote.total if line.quote else None)


def parts_words(line: SheetLine) -> str:
    """What the price is made of."""
    if line.quote is None or line.quote.total is None:
        return ""
    parts = " + ".join(
        part.text if "×" in part.text else f"{part.text} {shown(part.amount)}" for part in line.quote.lines
    )
    rest = exactly(line.quote.total)
    return f"{parts}: {rest}" if rest else parts


def notes(line: SheetLine) -> Iterator[str]:
    """What else is to be known of a line before it is sent."""
    if line.why:
        yield line.why
    if line.identical is not None:
        yield f"Identical to take {line.identical.number}: $0. Tick it to pay for another one."
    if line.on_its_way is not None:
        yield f"Take {line.on_its_way.number} on this model is on its way. Tick it to pay for another one."
    if line.quote is not None and line.quote.note:
        yield line.quote.note


def was_words(line: SheetLine, opened: SheetLine | None) -> Iterator[str]:
    """What a line cost when the sheet was opened; nothing where that holds still."""
    if opened is not None and opened.agreed.total != line.agreed.total:
        was = _was(opened, line)
        yield f"{was[:1].upper()}{was[1:]} before the prices changed."


def changed_words(changed: Sequence[tuple[SheetLine, SheetLine]]) -> str:
    """That prices are others than when the sheet was opened; each line as it was then, and as it is."""
    if len(changed) > 1:
        return f"The prices of {len(changed)} scenes changed while this was open."
    return "".join(f"The price changed while this was open; it was {_was(*pair)}." for pair in changed)


def warnings(line: SheetLine) -> tuple[str, ...]:
    """Why the render may disappoint: the first reasons in words, the others counted."""
    told = [finding.message for finding in line.findings if finding.severity is Severity.WARNING]
    more = len(told) - _MOST_WARNINGS
    counted = [f"And {more} more warning{'s' if more > 1 else ''}."] if more > 0 else []
    return (*told[:_MOST_WARNINGS], *counted)


def origin_words(lists: tuple[PriceList, ...], today: date) -> str:
    """Where the amounts come from, and as of when; with a hint where that is long ago."""
    names = [
        f"list {prices.name} of {prices.as_of.day} {prices.as_of:%B %Y}{_age(prices, today)}"
        for prices in lists
    ]
    return f"Estimate, {' and '.join(names)}" if names else "No price list knows these models"


def _was(opened: SheetLine, line: SheetLine) -> str:
    """What a line cost; in full where cents do not tell it from what it costs now."""
    was = opened.agreed.total
    if was is None or in_cents(was) != in_cents(line.agreed.total):
        return in_cents(was)
    return f"${exact(was)}"


def _age(prices: PriceList, today: date) -> str:
    old = days_old(prices, today)
    if old <= OLD_DAYS or prices.provider not in VARIABLES:
        return ""
    return f" ({old} days old; refresh it in the settings)"


def budget_words(budget: Budget) -> str:
    """What is spent under a cap, and what this leaves: "Project: $3.10 of $40.00 spent; this leaves $35.08"."""
    name = budget.name[:1].upper() + budget.name[1:]
    words = f"{name}: {in_cents(budget.spent)} of ${exact(budget.cap)} spent"
    if budget.left is None:
        return words
    if budget.left < 0:
        return f"{words}; this is {in_cents(-budget.left)} too much"
    more = budget.more_runs
    rest = f", enough for {more} more like it" if more else ""
    return f"{words}; this leaves {in_cents(budget.left, ROUND_FLOOR)}{rest}"
