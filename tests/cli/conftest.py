"""Commands, run in this process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kling_studio.cli.main import main
from tests.storage.conftest import close_folder, closed_folder, small_disk

__all__ = ["close_folder", "closed_folder", "small_disk"]


@dataclass(frozen=True)
class Result:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    def says(self, code: int, *words: object) -> None:
        """That it ended with this code and one line on standard error that holds all the words."""
        assert (self.code, self.out) == (code, ""), self.err
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("kling-studio: ")
        for word in words:
            assert str(word) in self.err


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own."""
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; whatever it is given becomes text."""

    def command(*arguments: object) -> Result:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return command


Make = Callable[..., Path]


@pytest.fixture
def make(run: Run, tmp_path: Path) -> Make:
    """Makes a project from what its JSON says beside format and version."""

    def made(name: str = "project", **content: Any) -> Path:
        file = tmp_path / f"{name}.json"
        file.write_text(
            json.dumps({"format": "kling-studio/project", "version": 1, **content}), encoding="utf-8"
        )
        result = run("new", tmp_path / name, "--from", file)
        assert (result.code, result.err) == (0, "")
        return tmp_path / name

    return made


def scene(*seconds: int, **content: Any) -> dict[str, Any]:
    """The text form of a scene with shots of so many seconds."""
    shots = [
        {"prompt": f"Shot {number}.", "seconds": length} for number, length in enumerate(seconds, start=1)
    ]
    return {"title": "Scene", "model": "animatic:preview", "shots": shots, **content}


def episode(*scenes: dict[str, Any], title: str = "Pilot") -> dict[str, Any]:
    """The text form of an episode."""
    return {"title": title, "scenes": list(scenes)}
