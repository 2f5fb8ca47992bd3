"""Keys, in a keychain of the test's own."""

import io

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from tests.cli.conftest import Run
from tests.keychains_for_tests import Chain, chain

__all__ = ["chain"]

SECRET = "fk-0123456789abcdef:wxyz7890"


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_key_is_set_shown_by_its_end_and_cleared(
    run: Run, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("key", "show", "fal").out == "fal: no key is set\n"
    typed(monkeypatch, f"{SECRET}\n")
    results = [run("key", "set", "fal")]
    assert list(chain.kept.values()) == [SECRET]
    results.append(run("key", "show", "fal"))
    assert results[-1].out == "fal: from the keychain, ends in 7890\n"
    assert run("key", "show", "wavespeed").out == "wavespeed: no key is set\n"
    results.append(run("key", "clear", "fal"))
    assert chain.kept == {}
    assert run("key", "show", "fal").out == "fal: no key is set\n"
    assert run("key", "clear", "fal").code == 0
    for result in results:
        assert result.code == 0
        assert SECRET not in result.out + result.err
        assert SECRET[:8] not in result.out + result.err


def test_the_environment_wins(run: Run, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, SECRET)
    run("key", "set", "wavespeed")
    monkeypatch.setenv("WAVESPEED_API_KEY", "from-the-environment-1234")
    shown = run("key", "show", "wavespeed").out
    assert shown == "wavespeed: from the environment variable WAVESPEED_API_KEY, ends in 1234\n"


@pytest.mark.parametrize(("text", "word"), [("", "empty"), ("\n", "empty"), ("two words\n", "no key has")])
def test_what_is_no_key(run: Run, monkeypatch: pytest.MonkeyPatch, text: str, word: str) -> None:
    typed(monkeypatch, text)
    result = run("key", "set", "fal")
    result.says(2, word)
    assert "two words" not in result.err


def test_a_key_on_the_command_line_is_not_taken(run: Run, chain: Chain) -> None:
    run("key", "set", "fal", SECRET).says(2)
    assert chain.kept == {}


def test_a_provider_that_nobody_knows(run: Run) -> None:
    run("key", "show", "acme").says(2, "acme", "fal", "wavespeed")
    run("key", "steal", "fal").says(2, "steal")


def test_without_a_keychain(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    typed(monkeypatch, SECRET)
    run("key", "set", "fal").says(2, "no keychain", "FAL_KEY")
    assert run("key", "show", "fal").out == "fal: no key is set\n"
