"""Times and amounts as the providers write them."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime

from kling_studio.providers.http import Reply


def ahead_s(reply: Reply) -> float:
    """By how many seconds the clock of who answered is ahead of ours; 0 where it does not tell."""
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return 0.0
    return (theirs - datetime.now(UTC)).total_seconds()


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
