"""The fields of a provider's request, read with a complaint that names the place of what is wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kling_studio.core.errors import BadInput
from kling_studio.core.project import DEFAULT_SHOT_SECONDS
from kling_studio.storage.fields import shown


@dataclass(frozen=True, slots=True)
class Fields:
    """The body of a request. Its readers raise ``BadInput`` for a value of another kind.

    ``source`` names the file in complaints; ``messages`` are sentences about what has no place in a project.
    """

    body: Mapping[str, Any]
    source: str
    messages: list[str] = field(default_factory=list)

    def text(self, *keys: str) -> str | None:
        """The first of the keys that holds something, which has to be text."""
        return self.text_in(self.body, "", *keys)

    def text_in(self, entry: Mapping[str, Any], place: str, *keys: str) -> str | None:
        """As :meth:`text`, in an object that stands at ``place``."""
        for key in keys:
            value = entry.get(key)
            if value is not None and value != "":
                if not isinstance(value, str):
                    raise self.expected(f"{place}.{key}".removeprefix("."), "text", value)
                return value
        return None

    def texts(self, place: str, value: object) -> list[str]:
        """A list of texts; empty where there is none."""
        texts = self.list_of(place, value)
        for index, text in enumerate(texts):
            if not isinstance(text, str):
                raise self.expected(f"{place}[{index}]", "text", text)
        return texts

    def flag(self, *keys: str) -> bool | None:
        """The first of the keys that holds something, which has to be true or false."""
        for key in keys:
            value = self.body.get(key)
            if value is not None:
                if not isinstance(value, bool):
                    raise self.expected(key, "true or false", value)
                return value
        return None

    def number(self, key: str) -> float | None:
        """A number, or nothing."""
        value = self.body.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.expected(key, "a number from 0 to 1", value)
        return float(value)

    def seconds(self, place: str, value: object) -> int:
        """Whole seconds, as a number or a text such as ``"5"`` or ``"5s"``."""
        if value is None:
            return DEFAULT_SHOT_SECONDS
        text = str(value).removesuffix("s")
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,3}(\.0+)?", text):
            raise self.expected(place, "whole seconds", value)
        return int(float(text))

    def list_of(self, place: str, value: object) -> list[Any]:
        """A list; empty where there is none."""
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.expected(place, "a list", value)
        return value

    def leave_out(self, entry: Iterable[str], place: str, known: set[str]) -> None:
        """Name the keys that have no meaning here."""
        for key in sorted(set(entry) - known):
            self.messages.append(f"{place}{key} has no meaning here and is left out.")

    def expected(self, place: str, what: str, found: object) -> BadInput:
        """The complaint that something else than ``what`` was found at ``place``."""
        return BadInput(f"In {self.source} at {place}: expected {what}, found {shown(found)}.")
