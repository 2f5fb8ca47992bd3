"""The catalog: what each model can do and what it costs, as data.

The files of ``resources/catalog`` (and a user's own) hold families of modes, the models of each family, and price
lists. This module turns their parsed contents into values; it reads no file itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from kling_studio.core.errors import BadInput
from kling_studio.core.project import ModeName

ANIMATIC = "animatic:preview"


class Sound(StrEnum):
    """Whether a mode makes sound: as the scene says, always, never, or only by keeping the clip's own."""

    OPTIONAL = "optional"
    ALWAYS = "always"
    NEVER = "never"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Mode:
    """What one mode of a model takes. A count of 0 means that the endpoint has no such input.

    Lengths are in whole seconds, texts in characters. ``follows`` names what the picture's ratio comes from
    ("picture", "source") where ``aspects`` does not decide it.
    """

    name: ModeName
    endpoint: str
    shots: int = 1
    joins_shots: bool = False
    min_seconds: int = 3
    max_seconds: int = 15
    only_seconds: tuple[int, ...] = ()
    seconds_from_source: bool = False
    prompt_required: bool = True
    prompt_chars: int = 2500
    shot_chars: int = 512
    shot_chars_hard: bool = False
    aspects: tuple[str, ...] = ()
    follows: str = ""
    sound: Sound = Sound.OPTIONAL
    automatic_cuts: bool = False
    start_frame: bool = False
    end_frame: bool = False
    images: int = 0
    elements: int = 0
    element_clip: bool = False
    elements_made_before: bool = False
    references: int = 0
    references_with_clip: int = 0
    video: bool = False
    voices: int = 0
    voice_needs_clip: bool = False
    negative_prompt: bool = False
    guidance: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A model: provider, family and tier. ``languages`` are spoken well, ``fair_languages`` with doubts.

    A forgiving model (the animatic) draws what it is given: nothing missing keeps it from rendering.
    """

    id: str
    provider: str
    name: str
    family: str
    tier: str
    picture: str
    summary: str
    modes: tuple[Mode, ...]
    maker: str = ""
    since: str = ""
    note: str = ""
    draft: bool = False
    forgiving: bool = False
    languages: tuple[str, ...] = ()
    fair_languages: tuple[str, ...] = ()

    def mode(self, name: ModeName) -> Mode | None:
        """The mode with this name, if the model has it."""
        return next((mode for mode in self.modes if mode.name == name), None)


@dataclass(frozen=True, slots=True)
class Rate:
    """Price per second of some modes of a model, by column; a column that is not there has no known price."""

    model: str
    modes: tuple[ModeName, ...]
    silent: Decimal | None = None
    audio: Decimal | None = None
    voice: Decimal | None = None
    video_input: Decimal | None = None
    min_seconds: int = 0
    max_seconds: int = 0
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PriceList:
    """A dated list of prices of one provider, with the source it was read from."""

    name: str
    provider: str
    as_of: date
    currency: str
    source: str
    rates: tuple[Rate, ...] = ()
    extras: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))

    def rate(self, model_id: str, mode: ModeName) -> Rate | None:
        """The rate of a model in a mode; never that of another."""
        return next((rate for rate in self.rates if rate.model == model_id and mode in rate.modes), None)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All models and price lists that the program knows."""

    models: Mapping[str, Model]
    price_lists: Mapping[str, PriceList]

    def lists_of(self, provider: str) -> tuple[PriceList, ...]:
        """The price lists of a provider, newest first."""
        lists = (entry for entry in self.price_lists.values() if entry.provider == provider)
        return tuple(sorted(lists, key=lambda entry: (entry.as_of, entry.name), reverse=True))

    def price_list(self, provider: str, chosen: Iterable[str] = ()) -> PriceList | None:
        """The chosen list of a provider (the last one named), else its newest."""
        lists = {entry.name: entry for entry in self.lists_of(provider)}
        wanted = [lists[name] for name in chosen if name in lists]
        return wanted[-1] if wanted else next(iter(lists.values()), None)


def merged_catalog(documents: Iterable[tuple[str, Mapping[str, Any]]]) -> Catalog:
    """The catalog of all documents, given as (file name, parsed TOML); a later one adds to and overrides an earlier.

    Raises ``BadInput`` that names the file and the entry.
    """
    models: dict[str, Model] = {}
    lists: dict[str, PriceList] = {}
    families: dict[str, Mapping[str, Any]] = {}
    for source, document in documents:
        _known(source, "", document, {"family", "model", "price_list"})
        for index, table in enumerate(document.get("family", ())):
            families[_text(source, f"family[{index}]", table, "id")] = table
        for index, table in enumerate(document.get("model", ())):
            model = _model(source, f"model[{index}]", table, families)
            models[model.id] = model
        for index, table in enumerate(document.get("price_list", ())):
            entry = _price_list(source, f"price_list[{index}]", table)
            lists[entry.name] = entry
    return Catalog(MappingProxyType(models), MappingProxyType(lists))


_FAMILY_KEYS = {
    "id",
    "provider",
    "name",
    "mode",
    "maker",
    "since",
    "languages",
    "fair_languages",
    "draft",
    "forgiving",
}
_MODEL_KEYS = {"id", "family", "tier", "path", "picture", "summary", "note", "mode", "without"}


def _model(
    source: str, place: str, table: Mapping[str, Any], families: Mapping[str, Mapping[str, Any]]
) -> Model:
    _known(source, place, table, _MODEL_KEYS)
    model_id = _text(source, place, table, "id")
    family = families.get(_text(source, place, table, "family"))
    if family is None:
        raise BadInput(f"{source}: {place}.family: expected the id of a family, found {table['family']!r}.")
    _known(source, f"family {family['id']}", family, _FAMILY_KEYS)
    tier = _text(source, place, table, "tier")
    return Model(
        id=model_id,
        provider=_text(source, place, family, "provider"),
        name=f"{family['name']} {tier}".strip(),
        family=family["name"],
        tier=tier,
        picture=table.get("picture", ""),
        summary=table.get("summary", ""),
        note=table.get("note", ""),
        maker=family.get("maker", ""),
        since=family.get("since", ""),
        draft=family.get("draft", False),
        forgiving=family.get("forgiving", False),
        languages=tuple(family.get("languages", ())),
        fair_languages=tuple(family.get("fair_languages", ())),
        modes=tuple(_modes(source, place, table, family)),
    )


def _modes(source: str, place: str, table: Mapping[str, Any], family: Mapping[str, Any]) -> Iterable[Mode]:
    """The family's modes in its order, each overlaid with what the model says of it, without those it lacks."""
    without = set(table.get("without", ()))
    for name, common in family.get("mode", {}).items():
        if name not in without:
            values = {**common, **table.get("mode", {}).get(name, {})}
            yield _mode(source, f"{place}.mode.{name}", name, values, table.get("path", ""))


_MODE_FIELDS = {entry.name: entry for entry in fields(Mode)}


def _mode(source: str, place: str, name: str, values: Mapping[str, Any], path: str) -> Mode:
    _known(source, place, values, set(_MODE_FIELDS) - {"name"})
    try:
        mode = Mode(name=ModeName(name), endpoint=str(values.get("endpoint", "")).replace("{path}", path))
    except ValueError as error:
        raise BadInput(f"{source}: {place}: no mode is called {name!r}.") from error
    given: dict[str, Any] = {key: value for key, value in values.items() if key != "endpoint"}
    for key, value in given.items():
        given[key] = _mode_value(source, f"{place}.{key}", getattr(mode, key), value)
    return replace(mode, **given)


def _mode_value(source: str, place: str, default: object, value: object) -> object:
    """A value of a mode's table as the type its default has."""
    if isinstance(default, Sound):
        if value not in list(Sound):
            raise BadInput(f"{source}: {place}: expected one of {', '.join(Sound)}, found {value!r}.")
        return Sound(str(value))
    if isinstance(value, list):
        value = tuple(value)
    if type(value) is not type(default):
        raise BadInput(f"{source}: {place}: expected {type(default).__name__}, found {value!r}.")
    return value


_RATE_COLUMNS = ("silent", "audio", "voice", "video_input")
_LIST_KEYS = {"name", "provider", "as_of", "currency", "source", "rate", "extra"}
_RATE_KEYS = {
    "model", "modes", "min_seconds", "max_seconds", "confidence", "note", "billed_on", "not_offered", *_RATE_COLUMNS
}  # fmt: skip


def _price_list(source: str, place: str, table: Mapping[str, Any]) -> PriceList:
    _known(source, place, table, _LIST_KEYS)
    as_of = table.get("as_of")
    if not isinstance(as_of, date):
        raise BadInput(f"{source}: {place}.as_of: expected a date such as 2026-09-04, found {as_of!r}.")
    return PriceList(
        name=_text(source, place, table, "name"),
        provider=_text(source, place, table, "provider"),
        as_of=as_of,
        currency=table.get("currency", "USD"),
        source=table.get("source", ""),
        rates=tuple(
            _rate(source, f"{place}.rate[{index}]", rate) for index, rate in enumerate(table.get("rate", ()))
        ),
        extras=MappingProxyType(
            {
                str(action): _amount(source, f"{place}.extra.{action}", price)
                for action, price in table.get("extra", {}).items()
            }
        ),
    )


def _rate(source: str, place: str, table: Mapping[str, Any]) -> Rate:
    _known(source, place, table, _RATE_KEYS)
    try:
        modes = tuple(ModeName(name) for name in table.get("modes", ()))
    except ValueError as error:
        raise BadInput(f"{source}: {place}.modes: {error}.") from error
    return Rate(
        model=_text(source, place, table, "model"),
        modes=modes,
        min_seconds=table.get("min_seconds", 0),
        max_seconds=table.get("max_seconds", 0),
        confidence=table.get("confidence", ""),
        note=table.get("note", ""),
        **{
            column: _amount(source, f"{place}.{column}", table[column])
            for column in _RATE_COLUMNS
            if column in table
        },
    )


def _amount(source: str, place: str, value: object) -> Decimal:
    try:
        amount = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or amount < 0:
        raise BadInput(f'{source}: {place}: expected an amount as text such as "0.14", found {value!r}.')
    return amount


def _text(source: str, place: str, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise BadInput(f"{source}: {place}.{key}: expected text, found {value!r}.")
    return value


def _known(source: str, place: str, table: Mapping[str, Any], keys: set[str]) -> None:
    unknown = sorted(set(table) - keys)
    if unknown:
        raise BadInput(f"{source}: {place}: unknown key {unknown[0]!r}; known are {', '.join(sorted(keys))}.")
