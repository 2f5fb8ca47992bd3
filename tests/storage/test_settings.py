"""Settings that survive anything."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.storage import places
from kling_studio.storage.settings import MAX_RECENT, Settings, Theme, load, save


def test_settings_come_back(tmp_path: Path) -> None:
    settings = Settings(
        recent_projects=("/a", "/b"),
        last_project="/a",
        window_geometry="AbC=",
        window_state="x",
        price_lists=(("fal", "fal-2026-02"),),
        theme=Theme.DARK,
        volume=0.5,
        loop=True,
    )
    save(settings, tmp_path / "below" / "settings.json")
    assert load(tmp_path / "below" / "settings.json") == settings


def test_they_lie_in_the_home_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path))
    save(Settings(loop=True))
    assert (tmp_path / "settings.json").is_file()
    assert load().loop


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize("text", ["{torn", "[]", "", '"x"', "\0"])
def test_a_bad_file_is_moved_aside(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    assert load(file) == Settings()
    (aside,) = tmp_path.glob("settings.unreadable-*.json")
    assert aside.read_text() == text
    assert not file.exists()


def test_a_wrong_value_takes_its_default_alone(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"volume": 7, "theme": "neon", "loop": True, "recent_projects": [3]}))
    assert load(file) == Settings(loop=True)


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"jog_wheel": {"speed": 3}, "loop": False}))
    save(Settings(loop=True, other=load(file).other), file)
    data = json.loads(file.read_text())
    assert (data["jog_wheel"], data["loop"]) == ({"speed": 3}, True)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KnownError, match="could not be written"):
        save(Settings(), tmp_path / "file" / "settings.json")


def test_a_project_that_was_opened_comes_first() -> None:
    settings = Settings()
    for number in range(MAX_RECENT + 5):
        settings = settings.with_project(Path(f"/p{number}"))
    settings = settings.with_project(Path("/p10"))
    assert settings.recent_projects[:2] == ("/p10", f"/p{MAX_RECENT + 4}")
    assert len(settings.recent_projects) == len(set(settings.recent_projects)) == MAX_RECENT
    assert settings.last_project == "/p10"
    gone = settings.without_project(Path("/p10"))
    assert (gone.last_project, "/p10" in gone.recent_projects) == (None, False)


def test_one_variable_stands_for_all_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path / "home"))
    folders = [places.config_folder(), places.cache_folder(), places.data_folder()]
    assert all(folder.is_relative_to(tmp_path / "home") for folder in folders)


def test_without_the_variable_the_platform_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLING_STUDIO_HOME")
    folders = [places.config_folder(), places.cache_folder(), places.data_folder()]
    assert all(folder.is_absolute() and "kling-studio" in folder.parts for folder in folders)
    assert len(set(folders)) == 3


def test_caps_and_counts_come_back_and_wrong_ones_are_the_default(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    chosen = Settings(
        cap_per_render=Decimal("1.50"),
        cap_per_day=Decimal(0),
        renders_at_once=5,
        wavespeed_submits_a_minute=0,
    )
    save(chosen, file)
    assert json.loads(file.read_text())["cap_per_render"] == "1.50"
    assert load(file) == chosen
    wrong = {"cap_per_day": 1.5, "cap_per_episode": "NaN", "cap_per_project": "-1", "cap_per_render": "much"}
    file.write_text(json.dumps({**wrong, "renders_at_once": 0, "wavespeed_submits_a_minute": True}))
    assert load(file) == Settings()
