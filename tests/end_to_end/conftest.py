"""A director with a terminal, and both services on loopback."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kling_studio.cli import driving
from kling_studio.cli.main import main
from tests.clips_for_tests import make_clip, make_sound
from tests.end_to_end.pace import QUICK
from tests.servers import FalServer, WaveSpeedServer
from tests.servers.loopback import LoopbackServer
from tests.small_projects import put_picture
from tests.storage.conftest import small_disk

__all__ = ["small_disk"]

MODELS = {"fal": "fal:o3-standard", "wavespeed": "wavespeed:o3-std"}


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
    def films(self) -> list[Path]:
        return [Path(line) for line in self.out.splitlines()]


@dataclass
class Studio:
    """Commands on one project, and all that they ever said."""

    root: Path
    capfd: pytest.CaptureFixture[str]
    said: list[str] = field(default_factory=list)

    def __call__(self, command: str, *arguments: object) -> Result:
        self.capfd.readouterr()
        code = main([command, str(self.root), *(str(argument) for argument in arguments)])
        out, err = self.capfd.readouterr()
        self.said += [out, err]
        assert "Traceback" not in err
        return Result(code, out, err)

    def write(self, *scenes: dict[str, Any], **project: Any) -> None:
        """Make the project; media named in it lie beside."""
        file = self.root.parent / f"{self.root.name}.json"
        text = {
            "format": "kling-studio/project",
            "version": 1,
            "episodes": [{"scenes": list(scenes)}],
            **project,
        }
        file.write_text(json.dumps(text))
        made = self("new", "--from", file)
        assert (made.code, made.err) == (0, "")

    @property
    def takes(self) -> list[Any]:
        return list(self("takes", "--json").json["takes"])

    @property
    def charged(self) -> Decimal:
        return Decimal(self("ledger", "--json").json["total"])

    @property
    def states(self) -> list[str]:
        return [take["state"] for take in self.takes]


def scene(*seconds: int, **fields: Any) -> dict[str, Any]:
    shots = [
        {"prompt": f"Shot {number}: rain on glass.", "seconds": s}
        for number, s in enumerate(seconds or (3,), 1)
    ]
    return {"title": "Rain", "model": "fal:o3-standard", "shots": shots, **fields}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Time passes faster, and the home is the test's own."""
    monkeypatch.setattr(driving, "patience", QUICK)
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def fal(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalServer]:
    with FalServer() as server:
        _lead_to(server, monkeypatch)
        yield server
        assert server.account.leaks == []
        assert server.account.of_kind("stranger") == []


@pytest.fixture
def wavespeed(monkeypatch: pytest.MonkeyPatch) -> Iterator[WaveSpeedServer]:
    with WaveSpeedServer() as server:
        _lead_to(server, monkeypatch)
        yield server
        assert server.account.leaks == []
        assert server.account.of_kind("stranger") == []


Service = FalServer | WaveSpeedServer


@pytest.fixture(params=["fal", "wavespeed"])
def service(request: pytest.FixtureRequest) -> Service:
    """Either of them."""
    found: Service = request.getfixturevalue(request.param)
    return found


def alternating(cases: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of ``parametrize`` that put every other case to the other service: the weather is the same for both."""
    services = ("fal", "wavespeed")
    values = [
        pytest.param(services[number % 2], case, id=f"{services[number % 2]}-{name}")
        for number, (name, case) in enumerate(cases.items())
    ]
    return {"argnames": ("service", "fault"), "argvalues": values, "indirect": ["service"]}


@pytest.fixture
def model(service: Service) -> str:
    """A cheap model of the service."""
    return MODELS["fal" if isinstance(service, FalServer) else "wavespeed"]


def _lead_to(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def studio(quick: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Studio:
    return Studio(tmp_path / "project", capfd)


@pytest.fixture
def one(studio: Studio, model: str) -> Studio:
    """A project of one scene."""
    studio.write(scene(3, model=model))
    return studio


@pytest.fixture
def media(tmp_path: Path) -> Callable[[], None]:
    """Puts pictures, a clip and a voice beside the project's text."""

    def put() -> None:
        for number, name in enumerate(
            ("mira_front.png", "mira_back.png", "crate.png", "start.png", "end.png")
        ):
            put_picture(tmp_path, name, (400, 400 + 4 * number))
        make_clip(tmp_path / "dance.mp4", seconds=4)
        make_sound(tmp_path / "mira.wav", seconds=6)

    return put
