"""Asking for prices as the program does, and what came of it."""

import asyncio
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.refreshing import Refreshed, refresh, result_words
from kling_studio.core.project import ModeName
from tests.end_to_end.pace import QUICK

PATIENCE = replace(QUICK, read_s=0.5)


def asked(provider: str, home: Path, told: list[tuple[int, int]] | None = None) -> Refreshed:
    steps = [] if told is None else told
    catalog = load_catalog(home)
    return asyncio.run(refresh(provider, catalog, home, lambda *step: steps.append(step), PATIENCE))


def words(result: Refreshed) -> str:
    return result_words(result, result.prices)


def price(home: Path, model: str, mode: ModeName, column: str) -> Decimal | None:
    """What the newest list says that a new start of the program would have."""
    prices = load_catalog(home).price_list(model.partition(":")[0])
    assert prices is not None
    rate = prices.rate(model, mode)
    found: Decimal | None = getattr(rate, column) if rate else None
    return found


def today() -> str:
    return datetime.now().astimezone().date().isoformat()
