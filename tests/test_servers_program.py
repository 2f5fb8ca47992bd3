"""A server as a program: it tells where it is, outlives its clients, and writes down what happened."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.servers import Account

ROOT = Path(__file__).parent.parent
CASES = [
    ("fal", "KLING_STUDIO_FAL_QUEUE_URL", "/fal-ai/kling-video/o3/pro/text-to-video", "Key FAL_KEY"),
    (
        "wavespeed",
        "KLING_STUDIO_WAVESPEED_URL",
        "/api/v3/kwaivgi/kling-video-o3-pro/text-to-video",
        "Bearer WAVESPEED_API_KEY",
    ),
]


@pytest.mark.parametrize(("service", "variable", "path", "key"), CASES)
def test_a_server_as_a_program(tmp_path: Path, service: str, variable: str, path: str, key: str) -> None:
    state = tmp_path / "state.jsonl"
    command = [sys.executable, "-W", "error", "-m", "tests.servers", service, "--state", str(state)]
    command += [
        "--fault",
        "submit:drop_after_accept",
        "--fault",
        "submit:503:2",
        "--fault",
        "render:unavailable",
    ]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    with program, program.stdout:
        environment = json.loads(program.stdout.readline())
        scheme, name = key.split()
        headers = {"Authorization": f"{scheme} {environment[name]}"}
        address = environment[variable] + path
        with pytest.raises(httpx.TransportError):
            httpx.post(
                address, json={"prompt": "a", "duration": "3" if service == "fal" else 3}, headers=headers
            )
        statuses = [httpx.post(address, json={"prompt": "b"}, headers=headers).status_code for _ in range(3)]
        program.terminate()
        assert program.wait(20) == 0
    assert statuses == [503, 503, 200]
    account = Account.read(state)
    assert [submit.body["prompt"] for submit in account.submits] == ["a", "b", "b", "b"]
    assert [accepted.body["prompt"] for accepted in account.accepted] == ["a", "b"]
    assert account.leaks == []
