"""Caps on spending, asked before anything is sent. One place for the window and the commands."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kling_studio.core.errors import KnownError
from kling_studio.core.job import BEFORE_THE_SUBMIT
from kling_studio.core.ledger import LedgerState, spent
from kling_studio.core.pricing import Quote, exact
from kling_studio.core.project import Project, Scene


class OverBudget(KnownError):
    """A render that a cap forbids, or whose price nobody knows while there is a cap."""

    settings = "budget"


@dataclass(frozen=True, slots=True)
class Caps:
    """What may be spent at most, in dollars; ``None`` for no cap. ``since`` is when the day began, as in facts."""

    per_render: Decimal | None = None
    per_day: Decimal | None = None
    per_episode: Decimal | None = None
    per_project: Decimal | None = None
    since: str = ""


def check_cap(quotes: Iterable[Quote], cap: Decimal | None) -> None:
    """Refuse a run whose quotes are together above ``cap``; equal is allowed, an unknown price is not.

    Raises:
        OverBudget: with the sum and the cap in words.
    """
    if cap is None:
        return
    total = sum((_known(quote) for quote in quotes), start=Decimal(0))
    if total > cap:
        raise OverBudget(
            f"The run would cost ${exact(total)}, above the cap of ${exact(cap)}.",
            "Raise the cap or render fewer scenes.",
        )


def check_caps(
    priced: Sequence[tuple[Scene, Quote]], caps: Caps, ledger: LedgerState, project: Project
) -> None:
    """Refuse a run that would go over a cap together with what is spent or on its way; equal is allowed.

    Raises:
        OverBudget: with the sums and the cap in words; or a price or a charge is not known.
    """
    costly = [(scene, quote) for scene, quote in priced if quote.total != 0]
    if not costly:
        return
    if caps.per_render is not None:
        for _, quote in costly:
            _check("This render", _known(quote), Decimal(0), caps.per_render)
    if caps.per_day is not None:
        _check("The run", _sum(costly), committed(ledger, since=caps.since), caps.per_day, "today")
    if caps.per_episode is not None:
        for episode in project.episodes:
            scenes = {scene.id for scene in episode.scenes}
            own = [(scene, quote) for scene, quote in costly if scene.id in scenes]
            if own:
                before = committed(ledger, scenes=scenes)
                _check("The run", _sum(own), before, caps.per_episode, f"on {episode.title or 'the episode'}")
    if caps.per_project is not None:
        _check("The run", _sum(costly), committed(ledger), caps.per_project, "on the project")


def committed(ledger: LedgerState, *, scenes: Container[str] | None = None, since: str = "") -> Decimal:
    """What is spent, and what was agreed to and is not sent yet."""
    amount = spent(ledger, scene_ids=scenes, since=since).known
    for take in (*ledger.takes.values(), *ledger.makings.values()):
        if take.state in BEFORE_THE_SUBMIT and (scenes is None or take.scene_id in scenes):
            amount += take.quoted or Decimal(0)
    return amount


def _check(what: str, cost: Decimal, before: Decimal, cap: Decimal, where: str = "") -> None:
    if cost + before <= cap:
        return
    already = f" besides ${exact(before)} {where}" if before else ""
    raise OverBudget(
        f"{what} would cost ${exact(cost)}{already}, above the cap of ${exact(cap)}{_kind(where)}.",
        "Raise the cap in the settings or render less.",
    )


def _kind(where: str) -> str:
    return f" {where}" if where else " for a render"


def _sum(priced: Iterable[tuple[Scene, Quote]]) -> Decimal:
    return sum((_known(quote) for _, quote in priced), start=Decimal(0))


def _known(quote: Quote) -> Decimal:
    if quote.total is None:
        raise OverBudget(
            f"The price of a render on {quote.model} is not known, so it cannot be kept under a cap.",
            "Choose a model with a price, or leave the cap away.",
        )
    return quote.total
