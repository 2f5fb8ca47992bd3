"""Which addresses are asked, and which only by whom."""

import pytest

from kling_studio.core.errors import BadInput
from kling_studio.providers.addresses import Base, base_of, may_fetch

OWN = Base("https://queue.fal.run", overridden=False)
HERE = Base("http://127.0.0.1:8123", overridden=True)


@pytest.mark.parametrize(
    "given", ["https://fal.example/queue", "http://127.0.0.1:8000", "http://localhost:1", "http://[::1]:5"]
)
def test_a_variable_leads_elsewhere(given: str) -> None:
    assert base_of("X", "https://a.b", {"X": f" {given}/ "}) == Base(given, overridden=True)


def test_without_a_variable_the_default_holds() -> None:
    assert (
        base_of("X", "https://a.b", {})
        == base_of("X", "https://a.b", {"X": " "})
        == Base("https://a.b", False)
    )


@pytest.mark.parametrize(
    "given",
    [
        "http://fal.example",
        "http://127.0.0.1.evil.example",
        "ftp://127.0.0.1",
        "file:///etc",
        "queue.fal.run",
        "https://",
        "https://a:b@c.d",
        "https://a.b?x=1",
        "https://a.b:port",
    ],
)
def test_a_variable_that_must_not_be_followed(given: str) -> None:
    with pytest.raises(BadInput, match="X: expected"):
        base_of("X", "https://a.b", {"X": given})


@pytest.mark.parametrize(
    ("address", "with_loopback"),
    [
        ("https://v3b.fal.media/a.mp4", (True, True)),
        ("http://127.0.0.1:9/a.mp4", (False, True)),
        ("http://localhost:9/a.mp4", (False, False)),
        ("http://v3b.fal.media/a.mp4", (False, False)),
        ("file:///etc/passwd", (False, False)),
        ("ftp://127.0.0.1/a", (False, False)),
        ("//127.0.0.1/a", (False, False)),
        ("", (False, False)),
        ("https://", (False, False)),
        ("http://[::1", (False, False)),
    ],
)
def test_files_go_over_https_or_on_the_same_host_of_this_machine(
    address: str, with_loopback: tuple[bool, bool]
) -> None:
    assert (may_fetch(address, [OWN]), may_fetch(address, [OWN, HERE])) == with_loopback


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://queue.fal.run/fal-ai/x", True),
        ("https://queue.fal.run:443/x", True),
        ("http://queue.fal.run/x", False),
        ("https://queue.fal.run:444/x", False),
        ("https://queue.fal.run.evil.example/x", False),
        ("https://queue.fal.run@evil.example/x", False),
        ("https://[", False),
    ],
)
def test_an_address_is_the_providers_own_only_in_scheme_host_and_port(address: str, own: bool) -> None:
    assert OWN.owns(address) is own
