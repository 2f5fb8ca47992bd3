"""From the parsed files of a catalog to its values."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from kling_studio.core.catalog.table import Table
from kling_studio.core.catalog.values import (
    Catalog,
    Dialect,
    FileLimits,
    FileUse,
    Mode,
    Model,
    PriceList,
    Rate,
    Sound,
)
from kling_studio.core.project import ModeName

_FAMILY_KEYS = (
    "id", "provider", "name", "mode", "maker", "since", "languages", "fair_languages", "draft", "forgiving",
    "dialect", "files", "element_name_chars", "element_description_chars",
)  # fmt: skip
_MODEL_KEYS = ("id", "family", "tier", "path", "picture", "summary", "note", "mode", "without")
_LIST_KEYS = ("name", "provider", "as_of", "currency", "source", "rate", "extra", "extra_origin")
_RATE_COLUMNS = ("silent", "audio", "voice", "video_input")
_RATE_KEYS = (
    "model", "modes", "min_seconds", "max_seconds", "confidence", "note", "billed_on", "not_offered", "origin",
    *_RATE_COLUMNS,
)  # fmt: skip


def merged_catalog(documents: Iterable[tuple[str, Mapping[str, Any]]]) -> Catalog:
    """The catalog of all documents, given as (file name, parsed TOML); a later one adds to and overrides an earlier.

    A family, a model or a price list is overridden whole. Raises ``BadInput`` that names the file and the place in it.
    """
    families: dict[str, Table] = {}
    models: dict[str, Table] = {}
    lists: dict[str, PriceList] = {}
    for source, values in documents:
        document = Table(source, "", values)
        document.only(("family", "model", "price_list"))
        families |= {table.text("id"): table for table in document.tables("family")}
        models |= {table.text("id"): table for table in document.tables("model")}
        lists |= {entry.name: entry for entry in map(_price_list, document.tables("price_list"))}
    return Catalog(
        MappingProxyType({model_id: _model(table, families) for model_id, table in models.items()}),
        MappingProxyType(lists),
    )


def _model(table: Table, families: Mapping[str, Table]) -> Model:
    table.only(_MODEL_KEYS)
    family = families[table.choice("family", families)]
    family.only(_FAMILY_KEYS)
    name, tier = family.text("name"), table.text("tier")
    return Model(
        id=table.text("id"),
        provider=family.text("provider"),
        name=f"{name} {tier}".strip(),
        family=name,
        tier=tier,
        picture=table.text("picture", ""),
        summary=table.text("summary", ""),
        note=table.text("note", ""),
        maker=family.text("maker", ""),
        since=family.text("since", ""),
        draft=family.flag("draft"),
        forgiving=family.flag("forgiving"),
        languages=family.texts("languages"),
        fair_languages=family.texts("fair_languages"),
        dialect=_dialect(family.table("dialect")),
        files=MappingProxyType(_files(family.table("files"))),
        element_name_chars=family.whole("element_name_chars"),
        element_description_chars=family.whole("element_description_chars"),
        modes=tuple(_modes(table, family)),
    )


_DIALECT_FIELDS = {entry.name: entry.default for entry in fields(Dialect)}


def _dialect(table: Table) -> Dialect:
    table.only(tuple(_DIALECT_FIELDS))
    given: dict[str, Any] = {
        key: table.flag(key) if isinstance(default, bool) else table.text(key)
        for key, default in _DIALECT_FIELDS.items()
        if key in table.values
    }
    return Dialect(**given)


_LIMIT_FIELDS = {entry.name: entry.default for entry in fields(FileLimits)}


def _files(table: Table) -> dict[FileUse, FileLimits]:
    table.only(tuple(FileUse))
    return {FileUse(use): _limits(table.table(use)) for use in table.values}


def _limits(table: Table) -> FileLimits:
    table.only(tuple(_LIMIT_FIELDS))
    given: dict[str, Any] = {key: _value(table, key, _LIMIT_FIELDS[key]) for key in table.values}
    return FileLimits(**given)


def _modes(table: Table, family: Table) -> Iterable[Mode]:
    """The family's modes in its order, each overlaid with what the model says of it, without those it lacks."""
    common, own = family.table("mode"), table.table("mode")
    common.only(tuple(ModeName))
    own.only(tuple(ModeName))
    without = table.choices("without", tuple(ModeName))
    for name in dict.fromkeys([*common.values, *own.values]):
        if name not in without:
            yield _mode(ModeName(name), common.table(name), own.table(name), table.text("path", ""))


_MODE_FIELDS = {entry.name: entry.default for entry in fields(Mode) if entry.name not in {"name", "endpoint"}}


def _mode(name: ModeName, common: Table, own: Table, path: str) -> Mode:
    given: dict[str, Any] = {}
    for table in (common, own):
        table.only(("endpoint", *_MODE_FIELDS))
        given |= {
            key: _value(table, key, default) for key, default in _MODE_FIELDS.items() if key in table.values
        }
    endpoint = own.text("endpoint", common.text("endpoint", ""))
    return Mode(name=name, endpoint=endpoint.replace("{path}", path), **given)


def _value(table: Table, key: str, default: object) -> object:
    """The value of a field, as the type that its default has."""
    match default:
        case Sound():
            return Sound(table.choice(key, tuple(Sound)))
        case bool():
            return table.flag(key)
        case int():
            return table.whole(key)
        case float():
            return table.number(key)
        case str():
            return table.text(key)
        case _:
            return table.wholes(key) if key == "only_seconds" else table.texts(key)


def _price_list(table: Table) -> PriceList:
    table.only(_LIST_KEYS)
    extra = table.table("extra")
    return PriceList(
        name=table.text("name"),
        provider=table.text("provider"),
        as_of=table.day("as_of"),
        currency=table.text("currency", "USD"),
        source=table.text("source", ""),
        rates=tuple(_rate(rate) for rate in table.tables("rate")),
        extras=MappingProxyType({action: extra.amount(action) for action in extra.values}),
        extra_origins=_texts_in(table.table("extra_origin")),
    )


def _rate(table: Table) -> Rate:
    table.only(_RATE_KEYS)
    table.table("origin").only(_RATE_COLUMNS)
    return Rate(
        model=table.text("model"),
        modes=tuple(ModeName(name) for name in table.choices("modes", tuple(ModeName))),
        min_seconds=table.whole("min_seconds"),
        max_seconds=table.whole("max_seconds"),
        confidence=table.text("confidence", ""),
        note=table.text("note", ""),
        origins=_texts_in(table.table("origin")),
        **{column: table.amount(column) for column in _RATE_COLUMNS if column in table.values},
    )


def _texts_in(table: Table) -> Mapping[str, str]:
    return MappingProxyType({key: table.text(key) for key in table.values})
