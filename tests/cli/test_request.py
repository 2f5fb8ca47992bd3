"""``request``: exactly what would be sent, in one shape for every renderer."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from PIL import Image

from tests.cli.conftest import Make, Run, episode, scene

KEYS = {"provider", "endpoint", "body", "uploads", "before"}


def with_picture(make: Make, folder: Path, **fields: Any) -> Path:
    Image.new("RGB", (640, 480), "navy").save(folder / "mira.png")
    mira = {"name": "Mira", "images": [{"path": "mira.png"}]}
    shown = scene(5, model="fal:o3-pro", cast=["Mira"], **fields)
    return make(cast=[mira], episodes=[episode(shown)])


def test_a_request_names_its_files_by_content(run: Run, make: Make, tmp_path: Path) -> None:
    result = run("request", with_picture(make, tmp_path), "--scene", 1, "--json")
    assert (result.code, result.err) == (0, "")
    assert set(result.json) == KEYS
    assert result.json["provider"] == "fal"
    assert result.json["endpoint"] == "fal-ai/kling-video/o3/pro/reference-to-video"
    [upload] = result.json["uploads"]
    digest = sha256(Path(upload["path"]).read_bytes()).hexdigest()
    assert upload["placeholder"] == f"upload://{digest}"
    assert result.json["body"]["elements"][0]["frontal_image_url"] == upload["placeholder"]


def test_at_wavespeed_the_element_is_made_before(run: Run, make: Make, tmp_path: Path) -> None:
    project = with_picture(make, tmp_path)
    result = run("request", project, "--scene", 1, "--model", "wavespeed:o3-pro", "--json").json
    [made] = result["before"]
    assert (made["placeholder"], made["endpoint"]) == ("element://Mira", "kwaivgi/kling-elements-advanced")
    assert result["body"]["element_list"] == [{"element_id": "element://Mira"}]


def test_the_animatic_has_the_same_shape_and_sends_nothing(run: Run, make: Make, tmp_path: Path) -> None:
    project = with_picture(make, tmp_path)
    result = run("request", project, "--scene", 1, "--model", "animatic:preview", "--json")
    assert set(result.json) == KEYS
    assert (result.json["provider"], result.json["endpoint"]) == ("animatic", "")
    assert (result.json["uploads"], result.json["before"]) == ([], [])
    assert result.json["body"]["scene"]["cast"] == ["Mira"]
    shown = run("request", project, "--scene", 1, "--model", "animatic:preview")
    assert shown.json == result.json["body"]


def test_what_forbids_it_is_said_beside_it(run: Run, make: Make) -> None:
    project = make(episodes=[episode(scene(1, model="fal:o3-pro"))])
    result = run("request", project, "--scene", 1, "--json")
    assert (result.code, result.json["body"]["duration"]) == (0, "1")
    assert result.err == ("scene 1: Kling O3 Pro renders at least 3 s; this scene has 1 s. (too-short)\n")


def test_without_a_mode_there_is_no_request(run: Run, make: Make) -> None:
    project = make(episodes=[episode(scene(5, model="fal:v3-pro", mode="edit"))])
    result = run("request", project, "--scene", 1, "--json")
    assert (result.code, result.out) == (1, "")
    assert "(no-mode)" in result.err
