"""What the facts amount to: takes, open jobs, money spent. Nothing here is stored; it follows from the facts."""

from kling_studio.core.ledger.folding import IllegalStep, checked, fold
from kling_studio.core.ledger.spending import Spent, charges, spent
from kling_studio.core.ledger.values import (
    ELEMENT,
    FILM,
    NO_FACTS,
    VOICE,
    Charge,
    LedgerState,
    Take,
    making_of,
    next_take_number,
    open_jobs,
    open_makings,
    takes_of_scene,
)

__all__ = [
    "ELEMENT",
    "FILM",
    "NO_FACTS",
    "VOICE",
    "Charge",
    "IllegalStep",
    "LedgerState",
    "Spent",
    "Take",
    "charges",
    "checked",
    "fold",
    "making_of",
    "next_take_number",
    "open_jobs",
    "open_makings",
    "spent",
    "takes_of_scene",
]
