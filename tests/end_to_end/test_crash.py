"""The program is killed at each state of a render: the service sees one submit, and the next run has the take."""

import random
from pathlib import Path

import pytest

from tests.end_to_end.crashes import Server, crash_after, crash_at
from tests.servers import FalServer, WaveSpeedServer

MOMENTS = [
    (FalServer, "put", False, {"cancelled"}),
    (FalServer, "submit", False, {"unclear", "done"}),
    (FalServer, "submit", True, {"done"}),
    (FalServer, "status", True, {"done"}),
    (FalServer, "result", True, {"done"}),
    (FalServer, "download", True, {"done"}),
    (WaveSpeedServer, "price", True, {"cancelled"}),
    (WaveSpeedServer, "submit", True, {"cancelled"}),
    (WaveSpeedServer, "status", True, {"cancelled"}),
    (WaveSpeedServer, "download", True, {"done"}),
]


@pytest.mark.parametrize(("make", "kind", "accept", "states"), MOMENTS)
def test_killed_at_a_request(
    tmp_path: Path, make: type[Server], kind: str, accept: bool, states: set[str]
) -> None:
    assert crash_at(kind, make, tmp_path, accept=accept) in states


@pytest.mark.parametrize("make", [FalServer, WaveSpeedServer])
def test_killed_at_any_moment(tmp_path: Path, make: type[Server]) -> None:
    for number, seconds in enumerate((random.uniform(0.3, 0.8), random.uniform(0.8, 1.6))):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert crash_after(seconds, make, folder)
