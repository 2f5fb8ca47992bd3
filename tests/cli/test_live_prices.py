"""A list that was asked for, in the commands: the default of its provider, and one that can be named."""

import asyncio
from pathlib import Path

import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.refreshing import refresh
from tests.cli.conftest import Make, Run, episode, scene
from tests.end_to_end.conftest import fal
from tests.end_to_end.pace import QUICK
from tests.servers import FalServer

__all__ = ["fal"]


@pytest.fixture
def live(home: Path, fal: FalServer) -> str:
    """The name of a list that was asked for a moment ago, in which O3 Pro is dearer."""
    fal.prices.rate("fal:o3-pro", "text")["silent"] = "0.12"
    result = asyncio.run(refresh("fal", load_catalog(home), home, lambda *_: None, QUICK))
    assert result.prices is not None
    return result.prices.name


def test_the_newest_list_holds_and_any_can_be_named(run: Run, make: Make, live: str) -> None:
    root = make(episodes=[episode(scene(5, model="fal:o3-pro"))])

    def quoted(*names: str) -> tuple[str, str]:
        named = [word for name in names for word in ("--price-list", name)]
        result = run("quote", root, *named, "--json")
        assert (result.code, result.err) == (0, "")
        return result.json["scenes"][0]["price_list"], result.json["total"]

    assert quoted() == (live, "0.60")
    assert quoted("fal-2026-09") == ("fal-2026-09", "0.56")
    assert quoted("fal-2026-09", live) == (live, "0.60")


def test_a_price_that_was_not_named_says_where_it_is_from(run: Run, make: Make, live: str) -> None:
    root = make(
        episodes=[episode(scene(5, model="fal:o3-pro", audio=True), scene(5, model="fal:v3-pro", audio=True))]
    )
    text = run("quote", root).out
    assert "Price by the tiers of fal-2026-09, not named by the provider." in text
    assert "Price from fal-2026-09, not named by the provider." in text
    notes = [entry["note"] for entry in run("quote", root, "--json").json["scenes"]]
    assert [note.split(" fal-")[0] for note in notes] == ["Price by the tiers of", "Price from"]
    assert run("quote", root, "--json").json["scenes"][0]["total"] == "0.75"


def test_an_unknown_list_is_answered_with_the_known_ones(run: Run, make: Make, live: str) -> None:
    root = make(episodes=[episode(scene(5))])
    result = run("quote", root, "--price-list", "fal-live-1999-01-01")
    assert result.code == 2
    assert live in result.err
