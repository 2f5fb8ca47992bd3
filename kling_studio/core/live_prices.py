"""From the prices that a provider names to a price list, and what is other in it than before. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_UP, Decimal
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from kling_studio.core.catalog import Catalog, Mode, Model, PriceList, Rate, Sound
from kling_studio.core.project import ModeName

OLD_DAYS = 30
"""Prices older than this are worth asking for again."""

COLUMNS = ("silent", "audio", "voice", "video_input")
_PLACES = Decimal("0.000001")
_LIVE = "-live-"
# Which named price a column that is not named goes by: the dearest that it stands on comes first.
_STANDS_ON: Mapping[str, tuple[str, ...]] = {
    "silent": ("audio",),
    "audio": ("silent",),
    "voice": ("audio", "silent"),
    "video_input": (),
}


class Cell(NamedTuple):
    """One price per second: of a model in a mode, in one of the four columns."""

    model: str
    mode: ModeName
    column: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a provider named on a day. ``rates`` are per second; ``unclear`` are sentences about what could not be read.

    ``count`` is how many prices it named; one may hold for several cells.
    """

    as_of: date
    source: str
    rates: Mapping[Cell, Decimal]
    extras: Mapping[str, Decimal]
    count: int
    unclear: tuple[str, ...] = ()


class PriceChange(NamedTuple):
    """A price that is another one than before; ``None`` where there was or is none."""

    what: str
    before: Decimal | None
    after: Decimal | None


def live_name(provider: str, day: date) -> str:
    """The name of a provider's list of that day, such as ``fal-live-2026-11-21``."""
    return f"{provider}{_LIVE}{day.isoformat()}"


def published(catalog: Catalog, provider: str) -> PriceList | None:
    """The newest list of a provider that was not asked for by the program."""
    return next((one for one in catalog.lists_of(provider) if _LIVE not in one.name), None)


def days_old(prices: PriceList, today: date) -> int:
    """How old a list is; 0 for one of a day to come."""
    return max(0, (today - prices.as_of).days)


def named_columns(mode: Mode) -> tuple[str, ...]:
    """The columns that one price of an endpoint stands for: the cheapest, and sound where that is always made."""
    if mode.name in (ModeName.EDIT, ModeName.VIDEO_REFERENCE):
        return ("video_input",)
    return ("silent", "audio") if mode.sound is Sound.ALWAYS else ("silent",)


def live_list(provider: str, models: Iterable[Model], named: Named, before: PriceList | None) -> PriceList:
    """The list of what was named, completed from ``before``; each price that was not named says so.

    A price that stands on a named one goes with it, by the tiers of ``before``; any other is that of ``before``, and
    unknown where there is none.
    """
    rates = [
        rate
        for model in models
        for mode in model.modes
        if (rate := _rate(model, mode.name, named.rates, before)) is not None
    ]
    old = dict(before.extras) if before else {}
    return PriceList(
        name=live_name(provider, named.as_of),
        provider=provider,
        as_of=named.as_of,
        currency="USD",
        source=named.source,
        rates=tuple(_together(rates)),
        extras=MappingProxyType({**old, **named.extras}),
        extra_origins=MappingProxyType(
            {action: _taken(before) for action in old if before and action not in named.extras}
        ),
    )


def changes(before: PriceList | None, after: PriceList, models: Iterable[Model]) -> tuple[PriceChange, ...]:
    """What costs another amount than before, in the order of the models; the same change of several modes once."""
    found: dict[tuple[str, Decimal | None, Decimal | None], list[str]] = {}
    for model in models:
        for column in COLUMNS:
            for mode in model.modes:
                old, new = _price(before, model, mode.name, column), _price(after, model, mode.name, column)
                if before is None or old == new:
                    continue
                if column != "voice" or (old, new) != _prices_with_sound(before, after, model, mode.name):
                    found.setdefault((_what(model, column), old, new), []).append(mode.name)
    times = Counter(what for what, _, _ in found)
    rates = [
        PriceChange(f"{what} ({', '.join(modes)})" if times[what] > 1 else what, old, new)
        for (what, old, new), modes in found.items()
    ]
    extras = [
        PriceChange(f"a new {action.removeprefix('create-')}", before.extras[action], amount)
        for action, amount in after.extras.items()
        if before is not None and action in before.extras and before.extras[action] != amount
    ]
    return (*rates, *extras)


def not_named(prices: PriceList, models: Mapping[str, Model]) -> tuple[str, ...]:
    """The models and modes of which the provider named nothing at all."""
    return tuple(
        f"{models[rate.model].name} {mode}"
        for rate in prices.rates
        if all(getattr(rate, column) is None or column in rate.origins for column in COLUMNS)
        for mode in rate.modes
        if rate.model in models
    )


def _rate(
    model: Model, mode: ModeName, named: Mapping[Cell, Decimal], before: PriceList | None
) -> Rate | None:
    old = before.rate(model.id, mode) if before else None
    own: dict[str, Any] = {
        column: named[cell] for column in COLUMNS if (cell := Cell(model.id, mode, column)) in named
    }
    if old is None or before is None:
        return Rate(model.id, (mode,), **own) if own else None
    prices: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for column in COLUMNS:
        if column in own:
            prices[column] = own[column]
        elif (amount := getattr(old, column)) is not None:
            prices[column], origins[column] = _completed(old, column, amount, own, before)
    return Rate(
        model.id,
        (mode,),
        **prices,
        min_seconds=old.min_seconds,
        max_seconds=old.max_seconds,
        note=old.note if not own else "",
        origins=MappingProxyType(origins),
    )


def _completed(
    old: Rate, column: str, amount: Decimal, own: Mapping[str, Decimal], before: PriceList
) -> tuple[Decimal, str]:
    """A price that was not named, and where it comes from."""
    for base in _STANDS_ON[column]:
        was: Decimal | None = getattr(old, base)
        if base in own and was:
            if own[base] == was:
                break
            # Rounded up where it is not exact: what is said before may be too much, not too little.
            reckoned = (amount * own[base] / was).quantize(_PLACES, ROUND_UP).normalize()
            return reckoned, f"Price by the tiers of {before.name}, not named by the provider."
    return amount, _taken(before)


def _taken(before: PriceList | None) -> str:
    return f"Price from {before.name}, not named by the provider." if before else ""


def _together(rates: Iterable[Rate]) -> Iterable[Rate]:
    """Modes of a model that follow each other and cost the same, as one rate."""
    for rate, same in groupby(rates, key=lambda rate: replace(rate, modes=())):
        yield replace(rate, modes=tuple(mode for one in same for mode in one.modes))


def _price(prices: PriceList | None, model: Model, mode: ModeName, column: str) -> Decimal | None:
    rate = prices.rate(model.id, mode) if prices else None
    amount: Decimal | None = getattr(rate, column) if rate else None
    return amount


def _prices_with_sound(
    before: PriceList | None, after: PriceList, model: Model, mode: ModeName
) -> tuple[Decimal | None, Decimal | None]:
    return _price(before, model, mode, "audio"), _price(after, model, mode, "audio")


def _what(model: Model, column: str) -> str:
    words = {"silent": "", "audio": " with sound", "voice": " with a voice", "video_input": " with a clip"}
    return f"{model.name}{words[column]}"
