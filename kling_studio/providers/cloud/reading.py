"""Times and amounts as the providers write them."""

from collections.abc import Container, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime

from kling_studio.providers.reply import Reply

_MOST_FIELDS, _MOST_CHARS = 12, 60


def time_of(reply: Reply) -> datetime | None:
    """The time by the clock of who answered; ``None`` where it does not tell."""
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return theirs if theirs.tzinfo is not None else theirs.replace(tzinfo=UTC)


def unknown_in(value: object, known: Container[str], within: str = "") -> tuple[str, ...]:
    """The fields of an answer, or of an object ``within`` it, that are not among the known ones."""
    names = value if isinstance(value, Mapping) else ()
    found = [str(name)[:_MOST_CHARS] for name in names if name not in known]
    return tuple(f"{within}.{name}" if within else name for name in found[:_MOST_FIELDS])


def iso(moment: datetime) -> str:
    """A time in UTC with milliseconds, such as ``2026-11-21T09:30:00.123Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def amount_in(value: object) -> Decimal | None:
    """An amount of money or of units; ``None`` for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
