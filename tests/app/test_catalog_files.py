"""The shipped catalog, and the user's own laid over it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.app.catalog_files import load_catalog, save_price_list
from kling_studio.core.catalog import PriceList, Rate
from kling_studio.core.errors import BadInput
from kling_studio.core.project import ModeName

REQUIRED = {
    "animatic:preview",
    *(f"fal:{name}" for name in ("v3-standard", "v3-pro", "v3-4k", "v3-turbo-standard", "v3-turbo-pro")),
    *(f"fal:{name}" for name in ("o3-standard", "o3-pro", "o3-4k", "v2.6-pro", "v2.5-turbo-pro")),
    *(f"wavespeed:{name}" for name in ("o3-std", "o3-pro", "o3-4k", "v3.0-std", "v3.0-pro")),
}

OWN = """
[[family]]
id = "mine"
provider = "fal"
name = "My Model"
[family.mode.text]
endpoint = "{path}/text"
shots = 2

[[model]]
id = "fal:mine"
family = "mine"
tier = "Pro"
path = "my/model"

[[price_list]]
name = "fal-mine"
provider = "fal"
as_of = 2031-01-01
[[price_list.rate]]
model = "fal:mine"
modes = ["text"]
silent = "0.01"
"""


def put(home: Path, name: str, text: str | bytes) -> Path:
    (home / "catalog").mkdir(parents=True, exist_ok=True)
    file = home / "catalog" / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_every_required_model_is_there() -> None:
    assert set(load_catalog().models) >= REQUIRED


def test_without_files_of_the_users_it_is_the_shipped_one(tmp_path: Path) -> None:
    assert load_catalog(tmp_path / "none") == load_catalog()


def test_the_users_file_adds_a_model_and_a_newer_list(tmp_path: Path) -> None:
    put(tmp_path, "mine.toml", OWN)
    put(tmp_path, "notes.txt", "not a catalog")
    catalog = load_catalog(tmp_path)
    assert set(catalog.models) == {*load_catalog().models, "fal:mine"}
    assert catalog.models["fal:mine"].modes[0].endpoint == "my/model/text"
    newest = catalog.price_list("fal")
    assert newest is not None
    assert (newest.name, newest.rates[0].silent) == ("fal-mine", Decimal("0.01"))


def test_the_users_file_overrides_what_is_shipped(tmp_path: Path) -> None:
    put(tmp_path, "a.toml", OWN.replace('"fal:mine"', '"fal:o3-pro"'))
    put(tmp_path, "b.toml", OWN.replace('"fal:mine"', '"fal:o3-pro"').replace("My Model", "The Later"))
    assert load_catalog(tmp_path).models["fal:o3-pro"].name == "The Later Pro"
    assert load_catalog().models["fal:o3-pro"].name != "The Later Pro"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[[model]\n", "line 1"),
        ('[[model]]\nid = "x"\n', "family"),
        (OWN.replace("shots = 2", 'shots = "two"'), "shots"),
        (OWN.replace('"0.01"', "0.01"), "silent"),
        (OWN + "\nsurprise = 1\n", "surprise"),
        (b"\xff\xfe", "utf-8"),
    ],
)
def test_a_file_that_is_no_catalog_is_named_with_the_place(
    tmp_path: Path, text: str | bytes, place: str
) -> None:
    put(tmp_path, "mine.toml", text)
    with pytest.raises(BadInput, match=r"mine\.toml") as told:
        load_catalog(tmp_path)
    assert place in str(told.value)


def test_a_list_that_was_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    told = 'Price from "fal-2026-09"\nand \x7f more.'
    rates = (
        Rate(
            "fal:o3-pro",
            (ModeName.TEXT, ModeName.IMAGE),
            Decimal("0.12"),
            Decimal("0.15"),
            origins={"audio": told},
        ),
        Rate("fal:o3-pro", (ModeName.EDIT,), video_input=Decimal("0.1680001"), min_seconds=3, max_seconds=10),
    )
    extras = {"create-voice": Decimal("0.007"), "create-element": Decimal(0)}
    kept = PriceList(
        "fal-live-2031-02-03",
        "fal",
        date(2031, 2, 3),
        "USD",
        "https://x",
        rates,
        extras,
        {"create-element": told},
    )
    save_price_list(kept, tmp_path)
    catalog = load_catalog(tmp_path)
    assert catalog.price_list("fal") == kept
    bare = PriceList("fal-live-2031-02-04", "fal", date(2031, 2, 4), "USD", "")
    save_price_list(bare, tmp_path)
    assert load_catalog(tmp_path).price_list("fal") == bare


def test_an_origin_of_a_column_that_is_none_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "mine.toml", OWN + 'origin = { sound = "?" }\n')
    with pytest.raises(BadInput, match=r"origin\.sound: this key is not known"):
        load_catalog(tmp_path)
