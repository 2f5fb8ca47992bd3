"""The catalog: what the providers publish is what the files say, and what is wrong in a file is told with its place."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kling_studio.core.catalog import NO_LIMITS, Catalog, FileLimits, FileUse, Sound, merged_catalog
from kling_studio.core.errors import BadInput
from kling_studio.core.project import ModeName
from tests.core.building import catalog

DATA = Path(__file__).parent.parent / "data"
ENDPOINTS: dict[str, dict[str, str]] = json.loads((DATA / "endpoints.json").read_text())
RATES: dict[str, Any] = json.loads((DATA / "rates.json").read_text())
COLUMNS = ("silent", "audio", "voice", "video_input")
UNPROVEN = ("fal:o3-4k", "video-reference")
"""No answer of the provider proves this endpoint, so it is not offered."""


def test_the_models_are_those_of_the_providers_and_the_animatic() -> None:
    assert set(catalog().models) == {*ENDPOINTS, "animatic:preview"}


@pytest.mark.parametrize("model_id", ENDPOINTS)
def test_each_mode_leads_to_its_endpoint(model_id: str) -> None:
    published = {mode: path for mode, path in ENDPOINTS[model_id].items() if (model_id, mode) != UNPROVEN}
    model = catalog().models[model_id]
    assert {mode.name.value: mode.endpoint for mode in model.modes} == published
    assert model.provider == model_id.partition(":")[0]


@pytest.mark.parametrize("published", RATES["lists"], ids=lambda entry: entry["name"])
def test_each_rate_is_the_published_one(published: dict[str, Any]) -> None:
    entry = catalog().price_lists[published["name"]]
    assert (entry.provider, entry.currency) == (published["provider"], published["currency"])
    assert entry.as_of == date.fromisoformat(published["as_of"])
    assert entry.source
    assert entry.extras == {action: Decimal(price) for action, price in published["extras"].items()}
    priced = {}
    for rate in published["rates"]:
        for mode in rate["modes"]:
            found = entry.rate(rate["model"], ModeName(mode))
            columns = {column: rate[column] and Decimal(rate[column]) for column in COLUMNS}
            if any(columns.values()):
                assert found is not None, (rate["model"], mode)
                assert {column: getattr(found, column) for column in COLUMNS} == columns, (
                    rate["model"],
                    mode,
                )
                assert found.min_seconds == rate.get("min_seconds", 0)
                assert found.max_seconds == rate.get("max_seconds", 0)
                priced[rate["model"], ModeName(mode)] = True
    offered = {(rate.model, mode) for rate in entry.rates for mode in rate.modes if any_price(rate)}
    assert offered == set(priced)


def any_price(rate: Any) -> bool:
    return any(getattr(rate, column) is not None for column in COLUMNS)


def test_the_newest_list_of_a_provider_is_the_default() -> None:
    for provider, name in RATES["default"].items():
        chosen = catalog().price_list(provider)
        assert chosen is not None
        assert chosen.name == name
        assert [entry.as_of for entry in catalog().lists_of(provider)] == sorted(
            (entry.as_of for entry in catalog().lists_of(provider)), reverse=True
        )
    assert catalog().price_list("nobody") is None


def test_a_chosen_list_holds_for_its_own_provider_and_the_last_named_wins() -> None:
    def name(provider: str, *chosen: str) -> str:
        entry = catalog().price_list(provider, chosen)
        assert entry is not None
        return entry.name

    assert name("fal", "wavespeed-2026-04") == "fal-2026-09"
    assert name("wavespeed", "wavespeed-2026-04", "fal-2026-02") == "wavespeed-2026-04"
    assert name("fal", "fal-2026-09", "fal-2026-02") == "fal-2026-02"
    assert name("fal", "no-such-list") == "fal-2026-09"


def test_the_animatic_is_free_whatever_it_is_given() -> None:
    entry = catalog().price_list("animatic")
    assert entry is not None
    rate = entry.rate("animatic:preview", ModeName.TEXT)
    assert rate is not None
    assert {getattr(rate, column) for column in COLUMNS} == {Decimal(0)}
    assert catalog().models["animatic:preview"].forgiving


def test_a_list_has_no_rate_for_a_model_or_a_mode_it_does_not_name() -> None:
    launch = catalog().price_lists["fal-2026-02"]
    assert launch.rate("fal:v3-4k", ModeName.TEXT) is None
    assert launch.rate("fal:o3-pro", ModeName.EDIT) is None


FAMILY: dict[str, Any] = {
    "id": "f",
    "provider": "fal",
    "name": "Kling 9",
    "languages": ["en"],
    "mode": {
        "text": {"endpoint": "a/{path}/text", "shots": 6, "aspects": ["16:9"]},
        "image": {"start_frame": True},
    },
}
MODEL: dict[str, Any] = {"id": "fal:nine", "family": "f", "tier": "Pro", "path": "nine"}
RATE: dict[str, Any] = {"model": "fal:nine", "modes": ["text"], "silent": "0.10"}
LIST: dict[str, Any] = {"name": "l", "provider": "fal", "as_of": date(2026, 12, 1), "rate": [RATE]}


def read(*documents: dict[str, Any]) -> Catalog:
    return merged_catalog(
        (f"file{number}.toml", document) for number, document in enumerate(documents, start=1)
    )


def test_a_model_is_its_family_with_what_it_says_of_itself() -> None:
    own = {
        "mode": {"text": {"shots": 2, "sound": "always"}, "edit": {"video": True, "only_seconds": [5, 10]}}
    }
    model = read({"family": [FAMILY], "model": [MODEL | own]}).models["fal:nine"]
    assert (model.name, model.provider, model.languages) == ("Kling 9 Pro", "fal", ("en",))
    text, image, edit = model.modes
    assert (text.endpoint, text.shots, text.sound, text.aspects) == (
        "a/nine/text",
        2,
        Sound.ALWAYS,
        ("16:9",),
    )
    assert (image.name, image.start_frame) == (ModeName.IMAGE, True)
    assert (edit.name, edit.video, edit.only_seconds) == (ModeName.EDIT, True, (5, 10))
    assert model.mode(ModeName.IMAGE) is image
    assert model.mode(ModeName.REFERENCE) is None


def test_a_familys_files_have_limits() -> None:
    files = {"source_clip": {"least_px": 720, "most_seconds": 15, "sure_seconds": 9.5, "endings": ["mp4"]}}
    model = read({"family": [FAMILY | {"files": files}], "model": [MODEL]}).models["fal:nine"]
    limits = model.limits(FileUse.SOURCE_CLIP)
    assert limits == FileLimits(least_px=720, most_seconds=15.0, sure_seconds=9.5, endings=("mp4",))
    assert model.limits(FileUse.PICTURE) == NO_LIMITS


def test_texts_of_elements_are_cut_where_a_family_says_so() -> None:
    cut = {"element_name_chars": 3, "element_description_chars": 4}
    model = read({"family": [FAMILY | cut], "model": [MODEL]}).models["fal:nine"]
    assert (model.element_name("Mira"), model.element_description("A manager")) == ("Mir", "A ma")
    free = read({"family": [FAMILY], "model": [MODEL]}).models["fal:nine"]
    assert (free.element_name("Mira"), free.element_description("A manager")) == ("Mira", "A manager")


def test_a_model_can_lack_a_mode_of_its_family() -> None:
    model = read({"family": [FAMILY], "model": [MODEL | {"without": ["image"]}]}).models["fal:nine"]
    assert [mode.name for mode in model.modes] == [ModeName.TEXT]


def test_a_later_document_overrides_a_model_and_adds_a_list() -> None:
    ours = {"family": [FAMILY], "model": [MODEL, MODEL | {"id": "fal:ten"}], "price_list": [LIST]}
    users = {
        "model": [MODEL | {"tier": "Mine"}],
        "price_list": [LIST | {"name": "m", "rate": [RATE | {"silent": "0.05"}]}],
    }
    merged = read(ours, users)
    assert [model.name for model in merged.models.values()] == ["Kling 9 Mine", "Kling 9 Pro"]
    assert list(merged.price_lists) == ["l", "m"]
    rate = merged.price_lists["m"].rate("fal:nine", ModeName.TEXT)
    assert rate is not None
    assert (rate.silent, rate.audio) == (Decimal("0.05"), None)


def test_a_family_of_the_users_own_holds_for_every_model_of_it() -> None:
    ours = {"family": [FAMILY], "model": [MODEL]}
    model = read(ours, {"family": [FAMILY | {"name": "Kling 10"}]}).models["fal:nine"]
    assert model.name == "Kling 10 Pro"


def edited(table: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {key: value for key, value in (table | changes).items() if value is not ...}


def with_family(**changes: Any) -> dict[str, Any]:
    return {"family": [edited(FAMILY, **changes)], "model": [MODEL]}


def with_model(**changes: Any) -> dict[str, Any]:
    return {"family": [FAMILY], "model": [edited(MODEL, **changes)]}


def with_list(**changes: Any) -> dict[str, Any]:
    return {"price_list": [edited(LIST, **changes)]}


def with_rate(**changes: Any) -> dict[str, Any]:
    return with_list(rate=[edited(RATE, **changes)])


BAD = [
    ({"modell": []}, "file1.toml: modell: this key is not known here; known are family, model, price_list."),
    ({"model": "nine"}, "file1.toml: model: expected a list of tables, found 'nine'."),
    ({"model": ["nine"]}, "file1.toml: model: expected a list of tables, found ['nine']."),
    ({"model": [{}]}, "file1.toml: model[0].id: expected text, found nothing."),
    (with_model(family="g"), "file1.toml: model[0].family: expected one of f, found 'g'."),
    (with_model(tier=...), "file1.toml: model[0].tier: expected text, found nothing."),
    (with_model(without=["txt"]), "file1.toml: model[0].without: expected some of text, image, reference"),
    (with_model(without="text"), "file1.toml: model[0].without: expected a list of texts, found 'text'."),
    (with_model(mode={"imagee": {}}), "file1.toml: model[0].mode.imagee: this key is not known here"),
    (
        with_model(mode={"text": {"shot": 1}}),
        "file1.toml: model[0].mode.text.shot: this key is not known here",
    ),
    (with_model(mode={"text": 6}), "file1.toml: model[0].mode.text: expected a table, found 6."),
    (
        with_model(mode={"text": {"shots": "6"}}),
        "file1.toml: model[0].mode.text.shots: expected a whole number",
    ),
    (
        with_model(mode={"text": {"shots": True}}),
        "file1.toml: model[0].mode.text.shots: expected a whole number",
    ),
    (
        with_model(mode={"text": {"shots": -1}}),
        "file1.toml: model[0].mode.text.shots: expected a whole number",
    ),
    (with_model(mode={"text": {"video": 1}}), "file1.toml: model[0].mode.text.video: expected true or false"),
    (with_model(mode={"text": {"follows": 1}}), "file1.toml: model[0].mode.text.follows: expected text"),
    (with_model(mode={"text": {"endpoint": 1}}), "file1.toml: model[0].mode.text.endpoint: expected text"),
    (
        with_model(mode={"text": {"aspects": [1]}}),
        "file1.toml: model[0].mode.text.aspects: expected a list of texts",
    ),
    (
        with_model(mode={"text": {"only_seconds": ["5"]}}),
        "file1.toml: model[0].mode.text.only_seconds: expected a list of whole numbers",
    ),
    (
        with_model(mode={"text": {"sound": "loud"}}),
        "file1.toml: model[0].mode.text.sound: expected one of optional, always, never, kept, found 'loud'.",
    ),
    (with_family(name=...), "file1.toml: family[0].name: expected text, found nothing."),
    (with_family(draft="yes"), "file1.toml: family[0].draft: expected true or false, found 'yes'."),
    (with_family(languages="en"), "file1.toml: family[0].languages: expected a list of texts, found 'en'."),
    (
        with_family(mode={"text": {"shots": 1.5}}),
        "file1.toml: family[0].mode.text.shots: expected a whole number",
    ),
    (with_family(colour="red"), "file1.toml: family[0].colour: this key is not known here"),
    (with_family(files={"film": {}}), "file1.toml: family[0].files.film: this key is not known here"),
    (with_family(files={"picture": {"px": 1}}), "file1.toml: family[0].files.picture.px: this key is not"),
    (
        with_family(files={"picture": {"most_ratio": "2.5"}}),
        "file1.toml: family[0].files.picture.most_ratio: expected a number, found '2.5'.",
    ),
    (
        with_family(files={"picture": {"most_ratio": float("inf")}}),
        "file1.toml: family[0].files.picture.most_ratio: expected a number, found inf.",
    ),
    (with_list(as_of="2026-12-01"), "file1.toml: price_list[0].as_of: expected a date such as 2026-09-04"),
    (with_list(as_of=datetime(2026, 12, 1)), "file1.toml: price_list[0].as_of: expected a date"),  # noqa: DTZ001
    (
        with_list(extra={"create-voice": 0.035}),
        "file1.toml: price_list[0].extra.create-voice: expected an amount",
    ),
    (with_list(extra=[]), "file1.toml: price_list[0].extra: expected a table, found []."),
    (with_rate(modes=["txt"]), "file1.toml: price_list[0].rate[0].modes: expected some of text"),
    (with_rate(silent=0.1), "file1.toml: price_list[0].rate[0].silent: expected an amount as text such as"),
    (with_rate(silent="ten"), "file1.toml: price_list[0].rate[0].silent: expected an amount as text such as"),
    (with_rate(silent="-1"), "file1.toml: price_list[0].rate[0].silent: expected an amount as text such as"),
    (with_rate(silent="NaN"), "file1.toml: price_list[0].rate[0].silent: expected an amount as text such as"),
    (with_rate(min_seconds="3"), "file1.toml: price_list[0].rate[0].min_seconds: expected a whole number"),
    (with_rate(price="1"), "file1.toml: price_list[0].rate[0].price: this key is not known here"),
]


@pytest.mark.parametrize(("document", "complaint"), BAD, ids=[complaint for _, complaint in BAD])
def test_what_is_wrong_names_the_file_and_the_place(document: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(document)
    assert str(caught.value).startswith(complaint)


def test_a_fault_in_a_second_file_names_that_file() -> None:
    with pytest.raises(BadInput, match=r"^file2\.toml: model\[0\]\.tier"):
        read(with_model(), {"model": [edited(MODEL, tier=...)]})
