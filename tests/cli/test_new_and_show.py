"""Making projects, and showing them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Make, Run, episode, scene
from tests.small_projects import put_picture

CONTRACT: dict[str, Any] = {
    "format": "kling-studio/project",
    "version": 1,
    "title": "Night Shift",
    "cast": [
        {
            "name": "Mira",
            "kind": "character",
            "description": "warehouse manager, 30s, red jacket",
            "images": [
                {"path": "mira_front.png", "view": "front"},
                {"path": "mira_back.png", "view": "back"},
            ],
            "clip": None,
            "voice": {"name": "warm mid", "sample": "mira_voice.wav", "ids": {"fal": "829877809978941442"}},
        }
    ],
    "episodes": [
        {
            "title": "Pilot",
            "scenes": [
                {
                    "title": "Warehouse",
                    "model": "fal:o3-pro",
                    "mode": None,
                    "prompt": "Warehouse at dawn, cold light.",
                    "negative_prompt": "",
                    "cfg_scale": None,
                    "aspect_ratio": "16:9",
                    "audio": True,
                    "language": "en",
                    "shot_type": "customize",
                    "cast": ["Mira"],
                    "start_frame": None,
                    "end_frame": None,
                    "images": [],
                    "reference_video": None,
                    "source_video": None,
                    "keep_sound": True,
                    "shots": [
                        {
                            "prompt": "@Mira walks in and inspects a pallet of boxes.",
                            "seconds": 5,
                            "camera": "tracking shot",
                            "dialogue": [
                                {
                                    "character": "Mira",
                                    "emotion": "relieved",
                                    "text": "Shipment came in early.",
                                }
                            ],
                            "notes": "",
                        }
                    ],
                }
            ],
        }
    ],
}


def put(folder: Path, name: str, data: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def test_an_empty_project_has_one_empty_shot(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "My film").code == 0
    shown = run("show", tmp_path / "My film", "--json").json
    assert shown["title"] == "My film"
    (only,) = shown["episodes"][0]["scenes"]
    assert only["model"] == "fal:o3-pro"
    assert [(shot["prompt"], shot["seconds"]) for shot in only["shots"]] == [("", 5)]
    assert run("show", tmp_path / "My film" / "project.json", "--json").json == shown


def test_the_contracts_own_project_comes_back_as_it_is(run: Run, tmp_path: Path) -> None:
    file = put(tmp_path, "night.json", CONTRACT)
    made = run("new", tmp_path / "night", "--from", file)
    assert (made.code, made.out, made.err) == (0, "", "")
    assert run("show", tmp_path / "night", "--json").json == CONTRACT


def test_what_is_left_out_is_the_default(run: Run, make: Make) -> None:
    root = make(episodes=[{"scenes": [{}]}])
    (only,) = run("show", root, "--json").json["episodes"][0]["scenes"]
    assert (only["model"], only["aspect_ratio"], only["audio"]) == ("fal:o3-pro", "16:9", False)
    assert [shot["seconds"] for shot in only["shots"]] == [5]


def test_the_media_beside_the_file_come_along(run: Run, tmp_path: Path) -> None:
    put_picture(tmp_path / "story", "mira_front.png")
    file = put(tmp_path / "story", "night.json", CONTRACT)
    assert run("new", tmp_path / "night", "--from", file).code == 0
    assert (tmp_path / "night" / "mira_front.png").exists()
    assert run("show", tmp_path / "night", "--json").json == CONTRACT


def test_a_request_in_an_old_spelling(run: Run, tmp_path: Path) -> None:
    quarrel = {
        "endpoint": "fal-ai/kling-video/o3/pro/text-to-video",
        "input": {
            "multi_shot_prompts": [
                {"prompt": 'Ana slams the drawer. [Ana, furious]: "You sold the house."', "duration": 5},
                {"prompt": 'Jan does not look up. [Jan]: "I saved it."', "duration": "4"},
            ],
            "aspect_ratio": "16:9",
            "audio_enabled": True,
            "seed": 42,
        },
    }
    made = run("new", tmp_path / "quarrel", "--from", put(tmp_path, "kitchen quarrel.json", quarrel))
    assert (made.code, made.out) == (0, "")
    assert made.err == "seed has no meaning here and is left out.\n"
    shown = run("show", tmp_path / "quarrel", "--json").json
    (only,) = shown["episodes"][0]["scenes"]
    assert shown["title"] == "kitchen quarrel"
    assert (only["model"], only["audio"], only["aspect_ratio"]) == ("fal:o3-pro", True, "16:9")
    assert [(shot["seconds"], shot["dialogue"]) for shot in only["shots"]] == [
        (5, [{"character": "Ana", "emotion": "furious", "text": "You sold the house."}]),
        (4, [{"character": "Jan", "emotion": "", "text": "I saved it."}]),
    ]
    assert run("check", tmp_path / "quarrel").code == 0


def test_for_a_reader(run: Run, make: Make) -> None:
    root = make(
        title="夜 Shift – “quoted”",
        cast=[{"name": "Zoë", "images": [{"path": "z.png", "view": "back"}]}],
        episodes=[episode(scene(2, 3), scene(1)), episode(scene(4), title="")],
    )
    shown = run("show", root)
    assert (shown.code, shown.err) == (0, "")
    assert shown.lines[0] == "夜 Shift – “quoted”"
    assert "Zoë  character, back" in shown.out
    assert "2  Scene  1 shots, 1 s" in shown.out
    assert "3  Scene  1 shots, 4 s" in shown.out


def test_a_place_that_is_taken(run: Run, make: Make, tmp_path: Path) -> None:
    root = make(title="Mine")
    run("new", root).says(2, root, "already holds a project")
    assert run("show", root, "--json").json["title"] == "Mine"
    (tmp_path / "file").write_text("mine")
    run("new", tmp_path / "file").says(2, tmp_path / "file", "expected a folder")


@pytest.mark.parametrize("name", ["gone", "."])
def test_a_project_that_is_not_there(run: Run, tmp_path: Path, name: str) -> None:
    for command in (("show",), ("quote",), ("check",), ("takes",), ("ledger",), ("render",), ("resume",)):
        run(*command, tmp_path / name).says(2, "There is no project", tmp_path / name)
    run("new", tmp_path / "x", "--from", tmp_path / "gone.json").says(2, "gone.json")
    assert not (tmp_path / "x").exists()
