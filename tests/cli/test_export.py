"""Projects written for others, by command."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from kling_studio.app.opening import open_project
from tests.cli.conftest import Make, Run, episode, scene
from tests.small_projects import put_picture


def test_json_read_back_is_the_same_project(run: Run, make: Make, tmp_path: Path) -> None:
    put_picture(tmp_path, "mira.png")
    root = make(
        title="夜",
        cast=[
            {"name": "Mira", "images": [{"path": "mira.png", "view": "detail"}], "voice": {"name": "warm"}}
        ],
        episodes=[episode(scene(7, 9, cast=["Mira"], cfg_scale=0.25)), episode(title="Empty")],
    )
    assert run("render", make("other", episodes=[episode(scene(1))])).code == 0
    target = tmp_path / "out" / "story.json"
    exported = run("export", root, "--to", target)
    assert (exported.code, exported.out, exported.err) == (0, f"{target}\n", "")
    assert run("new", tmp_path / "again", "--from", target).code == 0
    assert run("show", tmp_path / "again", "--json").json == run("show", root, "--json").json
    assert (tmp_path / "again" / "mira.png").read_bytes() == (tmp_path / "mira.png").read_bytes()


def test_a_film_of_all_scenes_of_every_shape(run: Run, make: Make, tmp_path: Path) -> None:
    root = make(
        episodes=[episode(scene(1), scene(1, aspect_ratio="9:16")), episode(scene(1, aspect_ratio="1:1"))]
    )
    assert run("render", root, "--scene", 2).code == 0
    target = tmp_path / "film.mp4"
    exported = run("export", root, "--to", target)
    assert (exported.code, exported.out, exported.err) == (0, f"{target}\n", "")
    with av.open(str(target)) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.width, video.height) == (1280, 720)
        assert video.average_rate == 24
        lengths = {Fraction(stream.duration or 0) * (stream.time_base or 0) for stream in (video, audio)}
        assert lengths == {Fraction(3)}
        assert sum(1 for _ in film.decode(video=0)) == 72


def test_one_episode(run: Run, make: Make, tmp_path: Path) -> None:
    root = make(episodes=[episode(scene(1), title="One"), episode(scene(2), title="Two")])
    assert run("export", root, "--to", tmp_path / "two.json", "--episode", 2).code == 0
    assert run("new", tmp_path / "two", "--from", tmp_path / "two.json").code == 0
    shown = run("show", tmp_path / "two", "--json").json
    assert [entry["title"] for entry in shown["episodes"]] == ["Two"]
    run("export", root, "--to", tmp_path / "x.json", "--episode", 3).says(2, "no episode 3", "1 to 2")


@pytest.mark.parametrize("name", ["film.avi", "film", ".mp4"])
def test_an_ending_that_nobody_knows(run: Run, make: Make, tmp_path: Path, name: str) -> None:
    root = make(episodes=[episode(scene(1))])
    run("export", root, "--to", tmp_path / name).says(2, tmp_path / name, ".json", ".mp4")


def test_a_place_that_cannot_be_written(run: Run, make: Make, tmp_path: Path) -> None:
    root = make(episodes=[episode(scene(1))])
    run("export", root, "--to", tmp_path / "nowhere" / "film.mp4").says(2, "film.mp4")
    (tmp_path / "file").touch()
    run("export", root, "--to", tmp_path / "file" / "story.json").says(2, "file")
    run("export", root, "--to", root / "project.json").says(2, root / "project.json", "own file")
    run("export", root).says(2, "--to")


def test_while_a_window_has_the_project(run: Run, make: Make, tmp_path: Path) -> None:
    root = make(episodes=[episode(scene(1))])
    with open_project(root).session.folder:
        assert run("export", root, "--to", tmp_path / "story.json").code == 0
