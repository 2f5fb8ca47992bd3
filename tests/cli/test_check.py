"""Every finding at once."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.conftest import Make, Run, episode, scene
from tests.small_projects import put_picture

FAL = "fal:o3-pro"


def rules(result: Any) -> set[str]:
    return {finding["rule"] for finding in result.json["findings"]}


def test_nothing_to_mend(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(5, model=FAL))])
    assert run("check", root, "--json").json == {"findings": []}
    checked = run("check", root)
    assert (checked.code, checked.out, checked.err) == (0, "Nothing to mend.\n", "")


def test_each_finding_has_its_place(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(5, model=FAL), scene(5, 0, model=FAL, title="Second"))])
    checked = run("check", root, "--json")
    assert checked.code == 1
    (finding,) = [entry for entry in checked.json["findings"] if entry["rule"] == "bad-seconds"]
    assert (finding["scene"], finding["shot"], finding["severity"]) == (2, 2, "error")
    assert isinstance(finding["message"], str)
    assert run("check", root, "--scene", 1).code == 0
    assert "error  scene 2, shot 2: " in run("check", root).out
    assert "(bad-seconds)" in run("check", root).out


def test_a_finding_of_the_whole_scene_has_no_shot(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(8, 8, model=FAL))])
    (finding,) = run("check", root, "--json").json["findings"]
    assert (finding["rule"], finding["shot"]) == ("too-long", None)


def test_what_is_no_error_ends_well(run: Run, make: Make) -> None:
    root = make(cast=[{"name": "Mira"}], episodes=[episode(scene(5, model=FAL, cast=["Mira"]))])
    checked = run("check", root, "--json")
    assert (checked.code, rules(checked)) == (0, {"not-mentioned", "one-off-on-o3"})


def test_too_many_shots_and_seconds_are_findings_not_errors_of_the_import(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(1, 1, 1, 1, 1, 1, 10, model=FAL))])
    checked = run("check", root, "--json")
    assert checked.code == 1
    assert rules(checked) >= {"too-many-shots", "too-long"}
    assert len(run("show", root, "--json").json["episodes"][0]["scenes"][0]["shots"]) == 7


def test_on_another_model(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(4, 4, model=FAL))])
    assert run("check", root).code == 0
    checked = run("check", root, "--model", "fal:v2.5-turbo-pro", "--json")
    assert (checked.code, rules(checked) >= {"too-many-shots", "bad-seconds"}) == (1, True)
    assert run("check", root, "--model", "animatic:preview").code == 0


def test_a_model_that_is_gone_is_a_finding_and_one_that_is_asked_for_bad_input(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(5, model="fal:gone"))])
    checked = run("check", root, "--json")
    assert (checked.code, rules(checked)) == (1, {"unknown-model"})
    run("check", root, "--model", "fal:o9").says(2, "fal:o9")
    run("check", root, "--scene", 2).says(2, "no scene 2")


@pytest.mark.parametrize("what", ["missing", "text", "empty", "huge", "folder", "outside", "long"])
def test_pictures_that_cannot_be_used(run: Run, make: Make, tmp_path: Path, what: str) -> None:
    name, rule = "frame.png", "bad-image"
    picture = tmp_path / name
    if what == "text":
        picture.write_text("Dear diary")
    elif what == "empty":
        picture.touch()
    elif what == "huge":
        Image.new("1", (12_000, 12_000)).save(picture)
    elif what == "missing":
        rule = "missing-file"
    root = make(episodes=[episode(scene(5, model=FAL, start_frame=name))])
    if what == "folder":
        (root / name).mkdir()
    elif what in {"outside", "long"}:
        name, rule = (
            ("../frame.png", "missing-file") if what == "outside" else ("n" * 400 + ".png", "missing-file")
        )
        root = make("other", episodes=[episode(scene(5, model=FAL, start_frame=name))])
    checked = run("check", root, "--json")
    assert (checked.code, checked.err) == (1, "")
    (finding,) = checked.json["findings"]
    assert (finding["rule"], finding["severity"]) == (rule, "error")
    assert name.rsplit("/", 1)[-1] in finding["message"]
    rendered = run("render", root, "--yes")
    assert rendered.code == 1
    assert rule in rendered.err


def test_a_good_picture_is_no_finding(run: Run, make: Make, tmp_path: Path) -> None:
    put_picture(tmp_path, "frame.png", (640, 360))
    assert run("check", make(episodes=[episode(scene(5, model=FAL, start_frame="frame.png"))])).code == 0
