"""Commands as a script sees them: processes of their own, that are killed, interrupted and left."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import pytest

from kling_studio.app.opening import open_project
from tests.cli.conftest import episode, scene

ROOT = Path(__file__).parents[2]
SIZES = {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (960, 960)}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    hidden = {"FAL_KEY", "WAVESPEED_API_KEY", "DISPLAY", "WAYLAND_DISPLAY"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "KLING_STUDIO_HOME": str(tmp_path / "home"),
        "PYTHONIOENCODING": "ascii",
    }


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts a command; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def started(*words: object, **options: Any) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "kling_studio", *map(str, words)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.PIPE, **options}
        child = subprocess.Popen(command, env=environment, cwd=tmp_path, text=True, encoding="utf-8", **pipes)
        running.append(child)
        return child

    yield started
    for child in running:
        child.kill()
        child.communicate()


def ended(child: "subprocess.Popen[str]", code: int = 0) -> str:
    """What it printed, once it has ended with this code."""
    out, err = child.communicate(timeout=100)
    assert child.returncode == code, err
    assert "Traceback" not in err
    return out


@pytest.fixture
def make(start: Start, tmp_path: Path) -> Callable[..., Path]:
    def made(*scenes: dict[str, Any]) -> Path:
        file = tmp_path / "story.json"
        content = {"format": "kling-studio/project", "version": 1, "episodes": [episode(*scenes)]}
        file.write_text(json.dumps(content), encoding="utf-8")
        ended(start("new", tmp_path / "project", "--from", file))
        return tmp_path / "project"

    return made


def looked_at(film: Path) -> dict[str, Any]:
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        return {
            "frames": sum(1 for _ in container.decode(video=0)),
            "seconds": float((container.duration or 0) / 1_000_000),
            "rate": video.average_rate,
            "size": (video.width, video.height),
            "codecs": (video.codec_context.name, audio.codec_context.name),
        }


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "takes").glob("*")}


def wait_until(ready: Callable[[], object], child: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 60
    while not ready():
        assert child.poll() is None, child.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.005)  # another process is waited for; it has no way to tell


def draws(root: Path) -> bool:
    """Whether a film is being written just now."""
    return any(part.stat().st_size > 0 for part in (root / "takes").glob(".*.part*"))


def test_the_demo_makes_four_films_and_again_four(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    films = [Path(line) for line in ended(start("demo", folder)).splitlines()]
    assert len(films) == 4
    shown = json.loads(ended(start("show", folder, "--json")))
    scenes = [entry for part in shown["episodes"] for entry in part["scenes"]]
    for film, entry in zip(films, scenes, strict=True):
        seconds = sum(shot["seconds"] for shot in entry["shots"])
        seen = looked_at(film)
        assert seen["frames"] == seconds * 24
        assert seen["seconds"] == pytest.approx(seconds, abs=1 / 24)
        assert seen["rate"] == 24
        assert seen["size"] == SIZES[entry["aspect_ratio"]]
        assert seen["codecs"] == ("h264", "aac")

    # Shorter scenes the second time; what matters is that each gets another take.
    text = json.loads((folder / "project.json").read_text(encoding="utf-8"))
    for part in text["episodes"]:
        for entry in part["scenes"]:
            entry["shots"] = [{**entry["shots"][0], "seconds": 1}]
    (folder / "project.json").write_text(json.dumps(text), encoding="utf-8")
    before = {film: film.stat().st_mtime_ns for film in films}
    again = [Path(line) for line in ended(start("demo", folder)).splitlines()]
    assert [film.name for film in again] == [film.name.replace("T01", "T02") for film in films]
    assert [looked_at(film)["frames"] for film in again] == [24] * 4
    assert {film: film.stat().st_mtime_ns for film in films} == before
    takes = json.loads(ended(start("takes", folder, "--json")))["takes"]
    assert [(take["scene"], take["take"], take["state"]) for take in takes] == [
        (number, take, "done") for take in (1, 2) for number in (1, 2, 3, 4)
    ]


def test_killed_in_the_middle_of_a_render_resume_finishes_it(start: Start, make: Callable[..., Path]) -> None:
    root = make(scene(6), scene(1))
    child = start("render", root)
    wait_until(lambda: draws(root), child)
    child.kill()
    child.communicate()
    assert draws(root)
    (first, second) = json.loads(ended(start("takes", root, "--json")))["takes"]
    assert "rendering" in (first["state"], second["state"])
    assert {first["state"], second["state"]} <= {"planned", "rendering"}
    resumed = ended(start("resume", root)).splitlines()
    assert resumed == [str(root / "takes" / f"EP01_SC0{number}_T01.mp4") for number in (1, 2)]
    assert [looked_at(Path(film))["frames"] for film in resumed] == [144, 24]
    assert names(root) == {"EP01_SC01_T01.mp4", "EP01_SC02_T01.mp4"}
    assert ended(start("resume", root)) == ""


def test_interrupted_it_leaves_no_half_file_and_can_be_resumed(
    start: Start, make: Callable[..., Path]
) -> None:
    root = make(scene(3))
    child = start("render", root)
    wait_until(lambda: draws(root), child)
    child.send_signal(signal.SIGINT)
    assert ended(child, 130) == ""
    assert names(root) == set()
    assert ended(start("resume", root)) == f"{root / 'takes' / 'EP01_SC01_T01.mp4'}\n"


def test_an_export_that_is_interrupted_leaves_nothing(
    start: Start, make: Callable[..., Path], environment: dict[str, str], tmp_path: Path
) -> None:
    root = make(scene(10))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment["TMPDIR"] = str(scratch)
    child = start("export", root, "--to", tmp_path / "film.mp4")
    wait_until(lambda: list(scratch.glob("*/*.part")), child)
    child.send_signal(signal.SIGINT)
    assert ended(child, 130) == ""
    assert not list(tmp_path.glob("*film*"))
    assert not list(scratch.iterdir())


def test_a_reader_who_leaves_early_makes_no_noise(start: Start, make: Callable[..., Path]) -> None:
    root = make(*(scene(1, 1, 1) for _ in range(40)))
    child = start("show", root, "--json")
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    child.wait(timeout=60)
    assert child.stderr.read() == ""
    assert child.returncode == 141


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only some systems have a disk that is always full"
)
def test_a_full_disk_behind_the_output_is_told(start: Start, make: Callable[..., Path]) -> None:
    root = make(scene(1))
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        child = start("show", root, "--json", stdout=full)
        _, err = child.communicate(timeout=60)
    assert child.returncode == 2
    assert err == "kling-studio: The output could not be written: the disk is full.\n"


def test_words_of_every_script_whatever_the_system_speaks(start: Start, make: Callable[..., Path]) -> None:
    root = make(scene(1, title="夜番 – Ночь"))
    shown = json.loads(ended(start("show", root, "--json")))
    assert shown["episodes"][0]["scenes"][0]["title"] == "夜番 – Ночь"
    assert "夜番 – Ночь" in ended(start("show", root))


def test_while_another_process_holds_the_project_it_can_be_looked_at(
    start: Start, make: Callable[..., Path], environment: dict[str, str]
) -> None:
    root = make(scene(1))
    hold = (
        "import sys; from pathlib import Path; from kling_studio.app.opening import open_project;"
        "opened = open_project(Path(sys.argv[1])); print(opened.session.read_only_reason, flush=True);"
        "sys.stdin.readline()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "None\n"
        for command in ("show", "quote", "check", "takes", "ledger"):
            ended(start(command, root, "--json"))
        for command in ("render", "resume"):
            child = start(command, root)
            out, err = child.communicate(timeout=60)
            assert (child.returncode, out) == (2, "")
            assert len(err.splitlines()) == 1
            assert str(root) in err
        holder.communicate("\n", timeout=60)
    assert len(ended(start("render", root)).splitlines()) == 1


def test_who_only_looks_leaves_the_lock_to_a_window(start: Start, make: Callable[..., Path]) -> None:
    root = make(*(scene(1, 1, 1) for _ in range(100)))
    reader = start("show", root, "--json", stdout=subprocess.PIPE)  # stands still once the pipe is full
    assert reader.stdout is not None
    reader.stdout.read(10)
    opened = open_project(root)
    opened.session.folder.close()
    assert opened.session.read_only_reason is None
    ended(reader)


def test_a_key_of_the_environment_never_shows_whole(start: Start, environment: dict[str, str]) -> None:
    environment["FAL_KEY"] = "fk-0123456789abcdef:wxyz7890"
    child = start("key", "show", "fal")
    out, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (0, "")
    assert out == "fal: from the environment variable FAL_KEY, ends in 7890\n"


def test_bad_usage_is_one_line(start: Start, tmp_path: Path) -> None:
    for words in (("quote",), ("quote", "x", "--scene", "two"), ("shwo", "x"), ("show", tmp_path / "gone")):
        child = start(*words)
        out, err = child.communicate(timeout=60)
        assert (child.returncode, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert err.startswith("kling-studio: ")
