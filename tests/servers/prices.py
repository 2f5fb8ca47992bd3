"""What a service bills, by the price list of its own pages."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parent.parent / "data" / "rates.json"


@dataclass(frozen=True)
class Work:
    """What decides the price of one run."""

    model: str  # "fal:o3-pro"; "" where ``extra`` is named
    mode: str
    seconds: Decimal
    sound: bool
    voice: bool
    extra: str = ""  # "create-voice", "create-element"


class Prices:
    def __init__(self, provider: str) -> None:
        facts = json.loads(FACTS.read_text("utf-8"))
        name = facts["default"][provider]
        self._list: dict[str, Any] = next(item for item in facts["lists"] if item["name"] == name)

    def rate(self, model: str, mode: str) -> dict[str, Any]:
        """The row of the list. KeyError where the model or mode is not sold."""
        for row in self._list["rates"]:
            if row["model"] == model and mode in row["modes"]:
                found: dict[str, Any] = row
                return found
        raise KeyError(f"{model} {mode}")

    def extra(self, action: str) -> Decimal:
        return Decimal(self._list["extras"][action])

    def base(self, model: str, mode: str) -> Decimal:
        """The one price that a price list by endpoint can name: the cheapest column there is."""
        row = self.rate(model, mode)
        columns = ("silent", "audio", "video_input")
        return next((Decimal(row[column]) for column in columns if row[column]), Decimal(0))

    def cost(self, work: Work) -> Decimal:
        if work.extra:
            return self.extra(work.extra)
        row = self.rate(work.model, work.mode)
        seconds = work.seconds
        if "min_seconds" in row:
            seconds = min(max(seconds, Decimal(row["min_seconds"])), Decimal(row["max_seconds"]))
        return Decimal(row[_column(work)] or 0) * seconds


def _column(work: Work) -> str:
    if work.mode in {"edit", "video-reference"}:
        return "video_input"
    if work.voice and work.sound:
        return "voice"
    return "audio" if work.sound else "silent"
