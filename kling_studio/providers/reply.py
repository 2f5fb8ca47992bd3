"""A provider's answer as it came, and what can be read off it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

_NO_JSON = object()


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. ``headers`` have names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status is one of 2xx."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body as JSON; ``None`` where it is none."""
        value = _parsed(self.content)
        return None if value is _NO_JSON else value

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        return _parsed(self.content) is not _NO_JSON

    @property
    def object(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one where it is none."""
        value = self.json
        return value if isinstance(value, dict) else {}

    def wait_s(self) -> float | None:
        """What ``Retry-After`` asks for, in seconds; ``None`` without one."""
        text = self.headers.get("retry-after", "").strip()
        try:
            return max(0.0, float(text)) if text else None
        except ValueError:
            return _seconds_until(text, self.headers.get("date", ""))


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content) if content else _NO_JSON
    except (ValueError, RecursionError):
        return _NO_JSON


def _seconds_until(text: str, date: str) -> float | None:
    """What a ``Retry-After`` that is a date means, by the server's own clock."""
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(date)
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None
