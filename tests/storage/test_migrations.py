"""Older forms, brought up to the newest."""

import json
from pathlib import Path
from typing import Any

from kling_studio.storage.codec import encode
from kling_studio.storage.json_text import dumps
from kling_studio.storage.migrations import STEPS, VERSION, migrated
from kling_studio.storage.recovery import read_project

DATA = Path(__file__).parents[1] / "data"


def rename(data: dict[str, Any]) -> dict[str, Any]:
    return {"title": data["name"]}


def mark(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "marked": True}


def test_steps_begin_at_the_version_of_the_file() -> None:
    steps = (rename, mark)
    assert migrated({"name": "x"}, 1, steps) == {"title": "x", "marked": True}
    assert migrated({"title": "x"}, 2, steps) == {"title": "x", "marked": True}
    assert migrated({"title": "x"}, 3, steps) == {"title": "x"}


def test_every_version_has_a_project_that_still_opens() -> None:
    assert len(STEPS) + 1 == VERSION
    for version in range(1, VERSION + 1):
        project = read_project(DATA / f"project-v{version}" / "project.json")
        assert project.title == "Night Shift"
        assert len(list(project.scenes())) == 2


def test_a_project_of_this_version_is_written_as_it_was() -> None:
    file = DATA / f"project-v{VERSION}" / "project.json"
    text = file.read_text(encoding="utf-8")
    assert json.loads(text)["version"] == VERSION
    assert dumps(encode(read_project(file), with_ids=True)) == text
