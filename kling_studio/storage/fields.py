"""Kinds of values in the text form; each reads and writes its own, and a table of them makes a record."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

_MAX_SHOWN = 40


class WrongValue(Exception):
    """A value that does not fit; the path to it grows while the readers unwind."""

    def __init__(self, problem: str, what_to_do: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.what_to_do = what_to_do
        self.path: list[str | int] = []

    @property
    def place(self) -> str:
        """The place in the JSON, such as ``episodes[0].scenes[1].title``; empty for the whole."""
        parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in reversed(self.path)]
        return "".join(parts).removeprefix(".")


def expected(what: str, found: object) -> WrongValue:
    """A value of another type or range than ``what``."""
    return WrongValue(f"expected {what}, found {shown(found)}")


def shown(value: object) -> str:
    """A JSON value in a few words, for a sentence."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


@dataclass(slots=True)
class Reading:
    """One reading of a file. A ``lenient`` one takes the default for what it does not know."""

    new_id: Callable[[], str]
    lenient: bool = False
    ids: set[str] = field(default_factory=set)

    def own_id(self, wanted: object) -> str:
        """``wanted`` where it is an id that was not met before, else a new one."""
        if wanted is not None and not isinstance(wanted, str):
            raise expected("an id in quotes", wanted)
        own = wanted if wanted and wanted not in self.ids else self.new_id()
        self.ids.add(own)
        return own


class Kind(Protocol):
    """How one kind of value is read from JSON and written to it."""

    def decode(self, value: Any, reading: Reading) -> Any:
        """The value of the project; raises :class:`WrongValue`."""

    def encode(self, value: Any, *, with_ids: bool) -> Any:
        """The JSON value."""


class Text(NamedTuple):
    """Text; null stands for None where ``optional``."""

    optional: bool = False
    filled: bool = False

    def decode(self, value: Any, reading: Reading) -> str | None:  # noqa: ARG002
        if value is None and self.optional:
            return None
        if not isinstance(value, str):
            raise expected("text or null" if self.optional else "text", value)
        if self.filled and not value.strip():
            raise expected("text that is not empty", value)
        if not value.isascii():
            _check_characters(value)
        return value

    def encode(self, value: str | None, *, with_ids: bool) -> str | None:  # noqa: ARG002
        return value


def _check_characters(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise WrongValue(
            f"expected whole characters, found half of one at character {error.start + 1}"
        ) from None


class Whole(NamedTuple):
    """A whole number between -``limit`` and ``limit``."""

    limit: int
    what: str

    def decode(self, value: Any, reading: Reading) -> int:  # noqa: ARG002
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole:
            raise expected(f"whole {self.what}", value)
        if abs(value) > self.limit:
            raise WrongValue(f"expected whole {self.what}, at most {self.limit}")
        return int(value)

    def encode(self, value: int, *, with_ids: bool) -> int:  # noqa: ARG002
        return value


class OneOf(NamedTuple):
    """One of a few whole numbers."""

    numbers: tuple[int, ...]
    what: str

    def decode(self, value: Any, reading: Reading) -> int:  # noqa: ARG002
        if isinstance(value, bool) or value not in self.numbers:
            raise expected(f"{', '.join(map(str, self.numbers))} {self.what}", value)
        return int(value)

    def encode(self, value: int, *, with_ids: bool) -> int:  # noqa: ARG002
        return value


class Number(NamedTuple):
    """A number between ``least`` and ``most``, or null where ``optional``."""

    least: float
    most: float
    optional: bool = False

    def decode(self, value: Any, reading: Reading) -> float | None:  # noqa: ARG002
        if value is None and self.optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise expected("a number or null" if self.optional else "a number", value)
        if not self.least <= value <= self.most:
            raise WrongValue(f"expected a number from {self.least:g} to {self.most:g}")
        return float(value)

    def encode(self, value: float | None, *, with_ids: bool) -> float | None:  # noqa: ARG002
        return value


class Flag:
    """true or false."""

    def decode(self, value: Any, reading: Reading) -> bool:  # noqa: ARG002
        if not isinstance(value, bool):
            raise expected("true or false", value)
        return value

    def encode(self, value: bool, *, with_ids: bool) -> bool:  # noqa: ARG002
        return value


class Word(NamedTuple):
    """One of the words of an enumeration; null stands for None where ``optional``."""

    words: type[StrEnum]
    optional: bool = False

    def decode(self, value: Any, reading: Reading) -> StrEnum | None:  # noqa: ARG002
        if value is None and self.optional:
            return None
        try:
            return self.words(value)
        except ValueError:
            allowed = ", ".join(self.words) + (" or null" if self.optional else "")
            raise expected(f"one of {allowed}", value) from None

    def encode(self, value: StrEnum | None, *, with_ids: bool) -> str | None:  # noqa: ARG002
        return None if value is None else value.value


class Many(NamedTuple):
    """A list, a tuple in the project."""

    item: Kind

    def decode(self, value: Any, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise expected("a list", value)
        items = []
        for index, item in enumerate(value):
            try:
                items.append(self.item.decode(item, reading))
            except WrongValue as wrong:
                wrong.path.append(index)
                raise
        return tuple(items)

    def encode(self, value: tuple[Any, ...], *, with_ids: bool) -> list[Any]:
        return [self.item.encode(item, with_ids=with_ids) for item in value]


class Named(NamedTuple):
    """An object of items by name, a tuple in the project: ``join`` makes an element, ``split`` undoes it."""

    item: Kind
    join: Callable[[str, Any], Any]
    split: Callable[[Any], tuple[str, Any]]

    def decode(self, value: Any, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(value, dict):
            raise expected("an object", value)
        items = []
        for name, item in value.items():
            try:
                items.append(self.join(name, self.item.decode(item, reading)))
            except WrongValue as wrong:
                wrong.path.append(name)
                raise
        return tuple(items)

    def encode(self, value: tuple[Any, ...], *, with_ids: bool) -> dict[str, Any]:
        pairs = map(self.split, value)
        return {name: self.item.encode(item, with_ids=with_ids) for name, item in pairs}


@dataclass(frozen=True, slots=True)
class Record:
    """An object with the keys of ``fields``, in their order; its attributes have the same names.

    ``missing`` makes values for keys that were left out and have no default of ``make``; ``rare`` keys are
    written only when not empty. An ``identified`` record has an id: read where it is, written on demand, and so are
    keys ``by_id``, which hold the ids of other things and mean nothing without them.
    """

    make: Callable[..., Any]
    fields: Mapping[str, Kind]
    required: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()
    by_id: frozenset[str] = frozenset()
    identified: bool = False
    optional: bool = False
    missing: Mapping[str, Callable[[Reading], Any]] = field(default_factory=dict)

    def decode(self, value: Any, reading: Reading) -> Any:
        if value is None and self.optional:
            return None
        if not isinstance(value, dict):
            raise expected("an object or null" if self.optional else "an object", value)
        values: dict[str, Any] = {}
        if self.identified:
            values["id"] = self._under("id", reading.own_id, value.get("id"))
        for key, item in value.items():
            if key != "id" or not self.identified:
                self._read(key, item, reading, values)
        for key in self.required - values.keys():
            raise WrongValue(f'the key "{key}" is missing')
        for key, default in self.missing.items():
            if key not in values:
                values[key] = default(reading)
        return self.make(**values)

    def _read(self, key: str, item: Any, reading: Reading, values: dict[str, Any]) -> None:
        kind = self.fields.get(key)
        if kind is None:
            if reading.lenient:
                return
            raise self._unknown(key)
        try:
            values[key] = kind.decode(item, reading)
        except WrongValue as wrong:
            if reading.lenient and key not in self.required:
                return
            wrong.path.append(key)
            raise

    @staticmethod
    def _under(key: str, read: Callable[[Any], Any], item: Any) -> Any:
        try:
            return read(item)
        except WrongValue as wrong:
            wrong.path.append(key)
            raise

    def _unknown(self, key: str) -> WrongValue:
        from difflib import get_close_matches

        near = get_close_matches(key, self.fields, n=1)
        known = f"Known keys are {', '.join(self.fields)}."
        return WrongValue(f"{shown(key)} is not a known key", f'Did you mean "{near[0]}"?' if near else known)

    def encode(self, value: Any, *, with_ids: bool) -> dict[str, Any] | None:
        if value is None:
            return None
        data: dict[str, Any] = {"id": value.id} if with_ids and self.identified else {}
        for key, kind in self.fields.items():
            item = getattr(value, key)
            if (item or key not in self.rare) and (with_ids or key not in self.by_id):
                data[key] = kind.encode(item, with_ids=with_ids)
        return data
