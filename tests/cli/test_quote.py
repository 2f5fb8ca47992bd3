"""What it would cost."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.conftest import Make, Run, episode, scene
from tests.small_projects import make_film, put_picture

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "price_examples.json").read_text(encoding="utf-8")
)


def content(example: dict[str, Any], folder: Path) -> dict[str, Any]:
    """A project that asks for what the example prices, its media in ``folder``."""
    inputs: dict[str, Any] = {}
    cast: list[dict[str, Any]] = []
    if example["mode"] == "image":
        inputs["start_frame"] = put_picture(folder, "frame.png").name
    elif example["mode"] == "reference":
        inputs["images"] = [put_picture(folder, "frame.png").name]
    elif example["mode"] in {"edit", "video-reference"}:
        key = "source_video" if example["mode"] == "edit" else "reference_video"
        inputs[key] = make_film(folder / "clip.mp4", example["seconds"], rate=24).name
    if example["voice"]:
        clip = make_film(folder / "mira.mp4", 3).name
        cast = [{"name": "Mira", "clip": clip, "voice": {"name": "warm", "ids": {"fal": "1"}}}]
        inputs["cast"] = ["Mira"]
    seconds = 1 if example["mode"] == "edit" else example["seconds"]
    made = scene(seconds, model=example["model"], audio=example["audio"], **inputs)
    return {"cast": cast, "episodes": [episode(made)]}


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda e: f"{e['list']}-{e['model']}-{e['mode']}-{e['seconds']}-{e['exact']}"
)
def test_every_example_comes_out_to_the_cent(
    run: Run, make: Make, tmp_path: Path, example: dict[str, Any]
) -> None:
    root = make(**content(example, tmp_path))
    quoted = run("quote", root, "--price-list", example["list"], "--json")
    assert (quoted.code, quoted.err) == (0, "")
    (only,) = quoted.json["scenes"]
    assert (only["mode"], only["seconds"]) == (example["mode"], example["seconds"])
    whole, _, cents = example["exact"].partition(".")
    exact = f"{whole}.{cents:0<2}"
    assert (only["total"], quoted.json["total"]) == (exact, exact)
    assert only["price_list"] == example["list"]


def test_the_shape_is_the_contracts(run: Run, make: Make) -> None:
    root = make(
        cast=[
            {"name": "Mira", "clip": "mira.mp4", "voice": {"name": "warm", "sample": "mira.wav"}},
        ],
        episodes=[
            episode(scene(5, model="fal:o3-pro", title="Dock", audio=True, cast=["Mira"]), scene(2)),
            episode(scene(4, 3, model="wavespeed:o3-pro")),
        ],
    )
    document = run("quote", root, "--json").json
    assert list(document) == ["currency", "scenes", "total"]
    assert document["currency"] == "USD"
    assert [entry["scene"] for entry in document["scenes"]] == [1, 2, 3]
    first = document["scenes"][0]
    assert {key: type(first[key]) for key in (
        "scene", "title", "model", "mode", "endpoint", "seconds", "price_list", "as_of", "per_second", "once", "total"
    )} == {
        "scene": int, "title": str, "model": str, "mode": str, "endpoint": str, "seconds": int, "price_list": str,
        "as_of": str, "per_second": str, "once": list, "total": str,
    }  # fmt: skip
    assert (first["title"], first["model"], first["mode"]) == ("Dock", "fal:o3-pro", "reference")
    date.fromisoformat(first["as_of"])
    assert [(made["what"], made["name"]) for made in first["once"]] == [("voice", "Mira")]
    assert document["scenes"][1]["total"] == "0.00"
    sums = [Decimal(entry["total"]) for entry in document["scenes"]]
    assert Decimal(document["total"]) == sum(sums)


def test_what_is_made_once_stands_in_once_and_in_the_total(run: Run, make: Make, tmp_path: Path) -> None:
    put_picture(tmp_path, "mira.png")
    member = {"name": "Mira", "images": [{"path": "mira.png"}]}
    there = {**member, "ids": {"wavespeed": {"element": "77"}}}
    scenes = [episode(scene(5, model="wavespeed:o3-pro", cast=["Mira"]))]
    before = run("quote", make("before", cast=[member], episodes=scenes), "--json").json["scenes"][0]
    after = run("quote", make("after", cast=[there], episodes=scenes), "--json").json["scenes"][0]
    assert before["once"] == [{"what": "element", "name": "Mira", "amount": "0.01"}]
    assert after["once"] == []
    assert Decimal(before["total"]) - Decimal(after["total"]) == Decimal("0.01")


def test_several_models_compare(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(5), scene(6))])
    models = ("fal:v3-pro", "wavespeed:o3-std", "animatic:preview")
    asked = [part for model in models for part in ("--model", model)]
    document = run("quote", root, *asked, "--json").json
    assert list(document) == ["quotes"]
    assert [[entry["model"] for entry in quote["scenes"]] for quote in document["quotes"]] == [
        [model, model] for model in models
    ]
    assert document["quotes"][2]["total"] == "0.00"
    for model, quote in zip(models, document["quotes"], strict=True):
        assert run("quote", root, "--model", model, "--json").json == quote


def test_one_scene_alone_and_lists_for_their_own_provider(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(5, model="fal:v3-pro")), episode(scene(5, model="wavespeed:o3-pro"))])
    assert [entry["scene"] for entry in run("quote", root, "--scene", 2, "--json").json["scenes"]] == [2]
    lists = ("--price-list", "wavespeed-2026-04", "--price-list", "fal-2026-02")
    assert [entry["price_list"] for entry in run("quote", root, *lists, "--json").json["scenes"]] == [
        "fal-2026-02",
        "wavespeed-2026-04",
    ]
    newest = run("quote", root, "--json").json["scenes"]
    one = run("quote", root, "--price-list", "fal-2026-02", "--json").json["scenes"]
    assert one[1] == newest[1]
    assert one[0]["price_list"] != newest[0]["price_list"]


def test_what_was_made_of_other_files_is_quoted_again(run: Run, make: Make, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), "navy").save(tmp_path / "mira.png")
    mira: dict[str, Any] = {"name": "Mira", "images": [{"path": "mira.png"}]}
    seen = episode(scene(5, model="wavespeed:o3-pro", cast=["Mira"]))
    request = run("request", make("first", cast=[mira], episodes=[seen]), "--scene", 1, "--json").json
    made = {"element": "77", "of": request["before"][0]["of"]}

    def once(name: str, **changes: Any) -> Any:
        member = {**mira, "ids": {"wavespeed": made}, **changes}
        return run("quote", make(name, cast=[member], episodes=[seen]), "--json").json["scenes"][0]["once"]

    assert once("same") == []
    assert once("described", description="a manager") == [
        {"what": "element", "name": "Mira", "amount": "0.01"}
    ]
    Image.new("RGB", (640, 480), "red").save(tmp_path / "mira.png")
    assert once("painted") == [{"what": "element", "name": "Mira", "amount": "0.01"}]


def test_an_unknown_price_is_null_and_so_is_every_sum_of_it(run: Run, make: Make, home: Path) -> None:
    put_unpriced_model(home)
    root = make(episodes=[episode(scene(5, model="fal:mine"), scene(5, model="fal:v3-pro"))])
    document = run("quote", root, "--json").json
    assert (document["scenes"][0]["per_second"], document["scenes"][0]["total"]) == (None, None)
    assert document["total"] is None
    assert document["scenes"][1]["total"] is not None
    assert "price unknown" in run("quote", root).out


def put_unpriced_model(home: Path) -> None:
    """A model of the user's own of which no list knows the price."""
    (home / "catalog").mkdir(parents=True)
    (home / "catalog" / "mine.toml").write_text(
        '[[family]]\nid = "mine"\nprovider = "fal"\nname = "Mine"\n[family.mode.text]\nendpoint = "x"\n'
        '[[model]]\nid = "fal:mine"\nfamily = "mine"\ntier = ""\n',
        encoding="utf-8",
    )


def test_for_a_reader(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(5, model="fal:v3-pro", title="Dock", audio=True))])
    quoted = run("quote", root)
    assert (quoted.code, quoted.err) == (0, "")
    assert quoted.lines[0].startswith("1  Dock  $0.84  fal:v3-pro, text, list fal-")
    assert quoted.lines[-1] == "Total  $0.84"


def test_what_is_not_there_is_named(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(5))])
    run("quote", root, "--price-list", "fal-1999-01").says(2, "fal-1999-01", "fal-2026-02")
    run("quote", root, "--model", "fal:o9").says(2, "fal:o9", "fal:o3-pro")
    run("quote", root, "--scene", 2).says(2, root, "no scene 2", "a number from 1 to 1")
    run("quote", root, "--scene", 0).says(2, "no scene 0")
    run("quote", root, "--scene", "two").says(2, "--scene", "two")
    lost = make("lost", episodes=[episode(scene(5, model="fal:gone"))])
    run("quote", lost).says(2, lost, "scene 1", "fal:gone")


def test_a_project_without_scenes_costs_nothing(run: Run, make: Make) -> None:
    root = make(title="Empty")
    assert run("quote", root, "--json").json == {"currency": "USD", "scenes": [], "total": "0.00"}
    assert run("check", root, "--json").json == {"findings": []}
    assert run("render", root).code == 0
