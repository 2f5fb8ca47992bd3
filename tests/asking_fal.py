"""fal's loopback server with a plain client: a submit, and a render's output."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.servers import FalServer, Pace

TEXT = "fal-ai/kling-video/o3/standard/text-to-video"
BODY = {"prompt": "A quiet street.", "duration": "3"}


@pytest.fixture
def fal() -> Iterator[FalServer]:
    with FalServer(pace=Pace(0, 0)) as server:
        yield server
        assert server.faults.unused == []


@pytest.fixture
def http(fal: FalServer) -> Iterator[httpx.Client]:
    with httpx.Client(headers={"Authorization": f"Key {fal.key}"}, timeout=5) as client:
        yield client


def submit(fal: FalServer, http: httpx.Client) -> httpx.Response:
    return http.post(f"{fal.queue_url}/{TEXT}", json=BODY)


def rendered(fal: FalServer, http: httpx.Client) -> dict[str, Any]:
    """A finished render's output."""
    accepted = submit(fal, http).json()
    fal.account.wait_for(lambda account: account.charges)
    output: dict[str, Any] = http.get(accepted["response_url"]).json()["video"]
    return output
