"""What the comparison says of a model."""

from decimal import Decimal

from kling_studio.app.comparing import Row
from kling_studio.core.checks import Severity
from kling_studio.core.pricing import shown
from kling_studio.ui.model_names import provider_name


def under_name(row: Row) -> str:
    """Provider and kind, in the line under the model's name."""
    provider = provider_name(row.model)
    return f"{provider} · for drafts" if row.model.draft else provider


def verdict(row: Row) -> str:
    """In a few words, whether the model takes the scene: the gravest that there is to say."""
    errors = sum(finding.severity is Severity.ERROR for finding in row.findings)
    if errors:
        return "Cannot render it" if errors == 1 else f"Cannot render it, {errors} errors"
    lost = len(row.unsent)
    if lost:
        return f"{lost} thing{'s' if lost > 1 else ''} not sent"
    warnings = sum(finding.severity is Severity.WARNING for finding in row.findings)
    if warnings:
        return f"All is sent, {warnings} warning{'s' if warnings > 1 else ''}"
    return "All is sent"


def severity(row: Row) -> Severity | None:
    """The gravest of the findings, advice aside."""
    kinds = {finding.severity for finding in row.findings} - {Severity.ADVICE}
    return next((kind for kind in (Severity.ERROR, Severity.WARNING) if kind in kinds), None)


def prices(row: Row) -> tuple[str, str]:
    """What the scene and the episode cost on it."""
    if row.model.forgiving:
        return "Free", "Free"
    if not row.works:
        return "–", "–"
    return _amount(row.quote.total), _amount(row.episode_total)


def card(row: Row) -> str:
    """Who made the model, since when, what picture it makes, how long it takes."""
    model = row.model
    parts = [
        model.family,
        model.tier,
        f"{model.picture} picture" if model.picture else "",
        f"by {model.maker}" if model.maker else "",
        f"since {model.since}" if model.since else "",
        speed(row),
    ]
    return " · ".join(part for part in parts if part)


def speed(row: Row) -> str:
    """How long it takes, by the takes that were made here."""
    if row.took_s is None or not row.quote.seconds:
        return ""
    minute, second = divmod(round(row.took_s * row.quote.seconds), 60)
    return f"takes about {minute}:{second:02}, by your own takes"


def _amount(amount: Decimal | None) -> str:
    return "unknown" if amount is None else shown(amount)
