"""The addresses in force, as the environment leads them."""

import pytest

from kling_studio.app.addresses import addresses_in_force

VARIABLES = {
    "KLING_STUDIO_FAL_QUEUE_URL": "https://queue.fal.run",
    "KLING_STUDIO_FAL_REST_URL": "https://rest.fal.ai",
    "KLING_STUDIO_FAL_API_URL": "https://api.fal.ai",
    "KLING_STUDIO_WAVESPEED_URL": "https://api.wavespeed.ai",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def test_each_provider_is_asked_at_its_own_address() -> None:
    found = addresses_in_force()
    assert {one.variable: one.address for one in found} == VARIABLES
    assert not any(one.overridden or one.trouble for one in found)


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_leads_its_address_elsewhere(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:8123/")
    changed = [one for one in addresses_in_force() if one.overridden]
    assert [(one.variable, one.address) for one in changed] == [(variable, "http://127.0.0.1:8123")]


def test_what_a_variable_may_not_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_STUDIO_WAVESPEED_URL", "http://example.com")
    [refused] = [one for one in addresses_in_force() if one.trouble]
    assert refused.variable == "KLING_STUDIO_WAVESPEED_URL"
    assert refused.variable in refused.trouble
    assert refused.address == ""
