"""A table of a catalog file that knows where it stands, so that every complaint names the file and the place."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, NoReturn

from kling_studio.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Table:
    """Parsed TOML at ``place`` of the file ``source``. Its readers raise ``BadInput`` for a value of another kind."""

    source: str
    place: str
    values: Mapping[str, Any]

    def only(self, keys: Collection[str]) -> None:
        """Refuse keys that have no meaning here: a slip of the pen must not pass for a default."""
        for key in sorted(set(self.values) - set(keys)):
            known = ", ".join(sorted(keys))
            raise BadInput(f"{self.source}: {self._at(key)}: this key is not known here; known are {known}.")

    def text(self, key: str, default: str | None = None) -> str:
        """Text; a key without a default has to be there."""
        value = self.values.get(key, default)
        return value if isinstance(value, str) else self.refuse(key, "text")

    def flag(self, key: str) -> bool:
        """True or false; false if it is not there."""
        value = self.values.get(key, False)
        return value if isinstance(value, bool) else self.refuse(key, "true or false")

    def whole(self, key: str) -> int:
        """A whole number from 0 up; 0 if it is not there."""
        value = self.values.get(key, 0)
        return value if type(value) is int and value >= 0 else self.refuse(key, "a whole number")

    def number(self, key: str) -> float:
        """A number from 0 up; 0 if it is not there."""
        value = self.values.get(key, 0.0)
        fits = type(value) in {int, float} and isfinite(value) and value >= 0
        return float(value) if fits else self.refuse(key, "a number")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty if it is not there."""
        value = self.values.get(key, [])
        fits = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        return tuple(value) if fits else self.refuse(key, "a list of texts")

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty if it is not there."""
        value = self.values.get(key, [])
        fits = isinstance(value, list) and all(type(entry) is int and entry > 0 for entry in value)
        return tuple(value) if fits else self.refuse(key, "a list of whole numbers")

    def day(self, key: str) -> date:
        """A date without a time of day."""
        value = self.values.get(key)
        return value if type(value) is date else self.refuse(key, "a date such as 2026-09-04")

    def amount(self, key: str) -> Decimal:
        """Money: a decimal as text, never below zero."""
        value = self.values.get(key)
        try:
            amount = Decimal(value) if isinstance(value, str) else None
        except InvalidOperation:
            amount = None
        if amount is None or not amount.is_finite() or amount < 0:
            self.refuse(key, 'an amount as text such as "0.14"')
        return amount

    def table(self, key: str) -> "Table":
        """A table inside this one; empty if it is not there."""
        value = self.values.get(key, {})
        return (
            Table(self.source, self._at(key), value)
            if isinstance(value, Mapping)
            else self.refuse(key, "a table")
        )

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
            self.refuse(key, "a list of tables")
        for index, entry in enumerate(value):
            yield Table(self.source, f"{self._at(key)}[{index}]", entry)

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of texts, each one of the ``known``."""
        values = self.texts(key)
        return values if set(values) <= set(known) else self.refuse(key, f"some of {', '.join(known)}")

    def choice(self, key: str, known: Collection[str]) -> str:
        """A text that is one of the ``known``."""
        value = self.text(key)
        return value if value in known else self.refuse(key, f"one of {', '.join(known)}")

    def refuse(self, key: str, expected: str) -> NoReturn:
        """Complain about the value at ``key``."""
        found = f"found {self.values[key]!r}" if key in self.values else "found nothing"
        raise BadInput(f"{self.source}: {self._at(key)}: expected {expected}, {found}.")

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
