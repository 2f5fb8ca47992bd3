"""Addresses that lead elsewhere, and keys where they do not belong: the loopback servers see both."""

import httpx
import pytest

from tests.asking_fal import BODY, TEXT, fal, http, submit
from tests.servers import FalServer, Fault

__all__ = ["fal", "http"]


@pytest.mark.parametrize(
    ("to", "begin"),
    [("http", "http://files.example.invalid/"), ("file", "file:///etc/"), ("stranger", "http://localhost:")],
)
def test_addresses_that_lead_elsewhere(fal: FalServer, http: httpx.Client, to: str, begin: str) -> None:
    fal.faults.add("submit", Fault.foreign(to))
    accepted = submit(fal, http).json()
    assert all(accepted[name].startswith(begin) for name in ("status_url", "response_url", "cancel_url"))


def test_the_stranger_sees_a_key_that_follows_a_redirect(fal: FalServer, http: httpx.Client) -> None:
    fal.faults.add("submit", Fault.redirect(status=307))
    answer = submit(fal, http)
    assert answer.status_code == 307
    assert fal.account.of_kind("stranger") == []
    httpx.post(answer.headers["Location"], headers={"Authorization": f"Key {fal.key}"})
    assert [leak.kind for leak in fal.account.leaks] == ["stranger"]


def test_leaks_are_found_wherever_they_are() -> None:
    with FalServer(secrets=("wsk_other",)) as fal:
        good = {"Authorization": f"Key {fal.key}"}
        httpx.post(f"{fal.queue_url}/{TEXT}", json=BODY, headers=good)
        assert fal.account.leaks == []
        httpx.post(f"{fal.queue_url}/{TEXT}", json={"prompt": fal.key}, headers=good)
        httpx.get(f"{fal.queue_url}/x?key={fal.key}")
        httpx.post(f"{fal.queue_url}/{TEXT}", json=BODY, headers={"Authorization": "Bearer wsk_other"})
        httpx.get(f"{fal.files_url}/files/b/a.mp4", headers=good)
        found = [(leak.where, leak.kind) for leak in fal.account.leaks]
        assert found == [
            ("body", "submit"),
            ("address", "unknown"),
            ("header authorization", "submit"),
            ("header authorization", "download"),
        ]


def test_a_key_that_is_revoked_midway(fal: FalServer, http: httpx.Client) -> None:
    accepted = submit(fal, http).json()
    fal.faults.add("status", Fault.revoke_key())
    assert http.get(accepted["status_url"]).status_code == 401
    assert http.get(accepted["status_url"]).status_code == 401
    fal.restore_keys()
    assert http.get(accepted["status_url"]).status_code in {200, 202}
