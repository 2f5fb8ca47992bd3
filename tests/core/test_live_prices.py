"""From what a provider names to a list: what follows from it, what is taken from before, and what changed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.catalog import PriceList, Rate
from kling_studio.core.live_prices import (
    Cell,
    Named,
    PriceChange,
    changes,
    days_old,
    live_list,
    live_name,
    named_columns,
    not_named,
    published,
)
from kling_studio.core.pricing import quote
from kling_studio.core.project import ModeName, Project, Scene, Shot

DAY = date(2026, 11, 21)
CATALOG = load_catalog()
FAL = [model for model in CATALOG.models.values() if model.provider == "fal"]
O3 = CATALOG.models["fal:o3-pro"]
BEFORE = CATALOG.price_lists["fal-2026-09"]
TIERS = "Price by the tiers of fal-2026-09, not named by the provider."
TAKEN = "Price from fal-2026-09, not named by the provider."


def named(rates: Mapping[tuple[str, str, str], str], **extras: str) -> Named:
    cells = {
        Cell(model, ModeName(mode), column): Decimal(text) for (model, mode, column), text in rates.items()
    }
    prices = {action.replace("_", "-"): Decimal(text) for action, text in extras.items()}
    return Named(DAY, "https://api.example.com", cells, prices, len(cells))


def made(
    rates: Mapping[tuple[str, str, str], str], before: PriceList | None = BEFORE, **extras: str
) -> PriceList:
    return live_list("fal", FAL, named(rates, **extras), before)


def rate(prices: PriceList, model: str, mode: ModeName = ModeName.TEXT) -> Rate:
    found = prices.rate(model, mode)
    assert found is not None
    return found


def test_the_list_has_the_name_and_the_day_of_the_answer() -> None:
    prices = made({("fal:o3-pro", "text", "silent"): "0.12"})
    assert (prices.name, prices.as_of) == ("fal-live-2026-11-21", DAY)
    assert (prices.source, prices.currency) == ("https://api.example.com", "USD")


def test_what_stands_on_a_price_goes_with_it_by_the_tiers_and_says_so() -> None:
    found = rate(made({("fal:o3-pro", "text", "silent"): "0.12"}), "fal:o3-pro")
    assert (found.silent, found.audio, found.voice) == (Decimal("0.12"), Decimal("0.15"), Decimal("0.15"))
    assert found.origins == {"audio": TIERS, "voice": TIERS}


def test_a_tier_that_does_not_come_out_even_is_rounded_up() -> None:
    found = rate(made({("fal:v3-standard", "text", "silent"): "0.1"}), "fal:v3-standard")
    assert (found.audio, found.voice) == (Decimal("0.15"), Decimal("0.183334"))


def test_beside_a_price_that_is_the_same_the_others_are_those_of_before() -> None:
    found = rate(made({("fal:v3-pro", "text", "silent"): "0.112"}), "fal:v3-pro")
    assert (found.audio, found.voice) == (Decimal("0.168"), Decimal("0.196"))
    assert found.origins == {"audio": TAKEN, "voice": TAKEN}


def test_a_voice_goes_by_the_price_with_sound_where_both_are_named() -> None:
    found = rate(
        made({("fal:v3-pro", "text", "silent"): "0.112", ("fal:v3-pro", "text", "audio"): "0.336"}),
        "fal:v3-pro",
    )
    assert found.voice == Decimal("0.392")
    assert found.origins == {"voice": TIERS}


def test_what_is_not_named_at_all_is_as_before_and_is_told() -> None:
    prices = made({("fal:o3-pro", "text", "silent"): "0.112"})
    edit = rate(prices, "fal:o3-pro", ModeName.EDIT)
    assert (edit.video_input, edit.origins) == (Decimal("0.168"), {"video_input": TAKEN})
    told = not_named(prices, CATALOG.models)
    assert "Kling O3 Pro edit" in told
    assert "Kling O3 Pro text" not in told


def test_without_a_list_before_nothing_is_guessed() -> None:
    prices = made({("fal:o3-pro", "text", "silent"): "0.12"}, None)
    assert [entry.modes for entry in prices.rates] == [(ModeName.TEXT,)]
    assert (prices.rates[0].audio, prices.rates[0].voice) == (None, None)
    assert prices.extras == {}


def test_a_cell_that_nobody_knew_stays_unknown() -> None:
    found = rate(made({("fal:v3-4k", "text", "silent"): "0.5"}), "fal:v3-4k")
    assert (found.audio, found.voice) == (Decimal("0.5"), None)


def test_what_a_clip_is_charged_from_and_to_is_kept() -> None:
    before = CATALOG.price_lists["wavespeed-2026-09"]
    models = [CATALOG.models["wavespeed:o3-pro"]]
    cells = {Cell("wavespeed:o3-pro", ModeName.EDIT, "video_input"): Decimal("0.2")}
    prices = live_list("wavespeed", models, Named(DAY, "", cells, {}, 1), before)
    edit = rate(prices, "wavespeed:o3-pro", ModeName.EDIT)
    assert (edit.video_input, edit.min_seconds, edit.max_seconds) == (Decimal("0.2"), 3, 10)


def test_what_is_made_once_is_named_or_taken_from_before() -> None:
    prices = made({("fal:o3-pro", "text", "silent"): "0.112"}, create_voice="0.01")
    assert prices.extras == {"create-voice": Decimal("0.01"), "create-element": Decimal(0)}
    assert prices.extra_origins == {"create-element": TAKEN}


def test_modes_that_cost_the_same_are_one_rate() -> None:
    same = {("fal:o3-pro", mode, "silent"): "0.12" for mode in ("text", "image", "reference")}
    assert rate(made(same), "fal:o3-pro").modes == (ModeName.TEXT, ModeName.IMAGE, ModeName.REFERENCE)


def test_the_columns_of_one_price() -> None:
    def columns(model: str, mode: ModeName) -> tuple[str, ...]:
        found = CATALOG.models[model].mode(mode)
        assert found is not None
        return named_columns(found)

    assert columns("fal:o3-pro", ModeName.TEXT) == ("silent",)
    assert columns("fal:o3-pro", ModeName.EDIT) == ("video_input",)
    assert columns("fal:v3-turbo-pro", ModeName.TEXT) == ("silent", "audio")


def test_changes_are_told_once_and_by_mode_only_where_modes_differ() -> None:
    same = {("fal:o3-pro", mode, "silent"): "0.12" for mode in ("text", "image", "reference")}
    assert changes(BEFORE, made(same), FAL) == (
        PriceChange("Kling O3 Pro", Decimal("0.112"), Decimal("0.12")),
        PriceChange("Kling O3 Pro with sound", Decimal("0.14"), Decimal("0.15")),
    )
    differ = made({**same, ("fal:o3-pro", "text", "silent"): "0.224"})
    assert [change.what for change in changes(BEFORE, differ, FAL)][:2] == [
        "Kling O3 Pro (text)",
        "Kling O3 Pro (image, reference)",
    ]


def test_a_voice_that_costs_more_than_sound_and_what_is_made_once_are_told() -> None:
    prices = made({("fal:v3-pro", "text", "silent"): "0.112", ("fal:v3-pro", "text", "audio"): "0.336"})
    assert PriceChange("Kling 3.0 Pro with a voice", Decimal("0.196"), Decimal("0.392")) in changes(
        BEFORE, prices, FAL
    )
    voice = made({("fal:o3-pro", "text", "silent"): "0.112"}, create_voice="0.01")
    assert changes(BEFORE, voice, FAL) == (PriceChange("a new voice", Decimal("0.007"), Decimal("0.01")),)
    assert changes(None, voice, FAL) == ()
    assert changes(voice, voice, FAL) == ()


def test_the_published_list_is_never_one_that_was_asked_for() -> None:
    live = made({("fal:o3-pro", "text", "silent"): "0.12"})
    catalog = CATALOG.with_price_list(live)
    assert catalog.price_list("fal") is live
    assert published(catalog, "fal") is BEFORE
    assert published(catalog, "nobody") is None
    assert live_name("wavespeed", DAY) == "wavespeed-live-2026-11-21"


def test_a_quote_says_which_list_its_price_is_from() -> None:
    live = made({("fal:o3-pro", "text", "silent"): "0.112"})
    scene = Scene("s", model=O3.id, shots=(Shot("a", "Rain.", 5),))
    silent = quote(Project("p"), scene, O3, live)
    assert (silent.price_list, silent.note) == ("fal-live-2026-11-21", "")
    sounding = quote(Project("p"), Scene("s", model=O3.id, audio=True, shots=scene.shots), O3, live)
    assert (sounding.total, sounding.note) == (Decimal("0.70"), TAKEN)


def test_the_age_of_a_list() -> None:
    assert days_old(BEFORE, date(2026, 10, 4)) == 30
    assert days_old(BEFORE, date(2026, 9, 1)) == 0
