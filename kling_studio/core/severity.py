"""How grave it is what the checks find."""

from enum import StrEnum


class Severity(StrEnum):
    """Error: cannot or must not be sent. Warning: may disappoint or cost. Advice: craft."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
