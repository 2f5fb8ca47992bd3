"""Keys: where they come from and what is shown of them."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeychain
from keyring.backends.null import Keyring as Forgetful

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.storage.keychain import (
    Key,
    clear_key,
    forget_for_this_run,
    hint,
    key_of,
    remember_for_this_run,
    set_key,
)
from tests.keychains_for_tests import LockedChain, chain

__all__ = ["chain"]


def test_a_key_is_kept_found_and_cleared() -> None:
    assert key_of("fal") is None
    set_key("fal", " abc-123 \n")
    assert key_of("fal") == Key("abc-123", "the keychain")
    assert key_of("wavespeed") is None
    assert clear_key("fal")
    assert not clear_key("fal")
    assert key_of("fal") is None


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    set_key("wavespeed", "from-the-chain")
    monkeypatch.setenv("WAVESPEED_API_KEY", "from-outside")
    assert key_of("wavespeed") == Key("from-outside", "the environment variable WAVESPEED_API_KEY")
    monkeypatch.setenv("WAVESPEED_API_KEY", " ")
    assert key_of("wavespeed") == Key("from-the-chain", "the keychain")


def test_the_secret_is_in_no_text() -> None:
    key = Key("very-secret", "the keychain")
    assert "very-secret" not in f"{key!r} {key} {[key]}"


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("0123456789abcdef", "cdef"),
        ("0123456789ab", "9ab"),
        ("01234567", "67"),
        ("0123", "3"),
        ("012", ""),
        ("", ""),
    ],
)
def test_a_hint_is_never_more_than_a_quarter(secret: str, shown: str) -> None:
    assert hint(secret) == shown


@pytest.mark.parametrize("secret", ["", "  ", "two words", "line\nbreak", "schlüssel", "nul\0"])
def test_what_cannot_be_a_key_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(BadInput) as caught:
        set_key("fal", secret)
    assert len(secret.strip()) < 2 or secret not in str(caught.value)
    assert key_of("fal") is None


def test_an_unknown_provider_is_named() -> None:
    for step in (key_of, clear_key, lambda provider: set_key(provider, "abc")):
        with pytest.raises(BadInput, match='no provider "nal"; expected one of fal, wavespeed'):
            step("nal")


@pytest.mark.parametrize("backend", [NoKeychain, Forgetful])
def test_without_a_keychain_the_variable_is_the_way(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    assert key_of("fal") is None
    with pytest.raises(KnownError, match="FAL_KEY") as caught:
        set_key("fal", "abc-123")
    assert "There is no keychain" in str(caught.value)
    assert "abc-123" not in str(caught.value)


def test_a_locked_keychain_is_a_sentence() -> None:
    keyring.set_keyring(LockedChain())
    with pytest.raises(KnownError, match="The keychain refuses: the collection is locked"):
        key_of("fal")


def test_a_key_for_this_run_needs_no_keychain_and_stands_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    set_key("fal", "from-the-chain")
    remember_for_this_run("fal", " for-this-run\n")
    assert key_of("fal") == Key("for-this-run", "this run only")
    assert key_of("wavespeed") is None
    monkeypatch.setenv("FAL_KEY", "from-outside")
    assert key_of("fal") == Key("from-outside", "the environment variable FAL_KEY")
    monkeypatch.delenv("FAL_KEY")
    assert forget_for_this_run("fal")
    assert not forget_for_this_run("fal")
    assert key_of("fal") == Key("from-the-chain", "the keychain")


def test_a_locked_keychain_is_not_asked_for_a_key_of_this_run() -> None:
    keyring.set_keyring(LockedChain())
    remember_for_this_run("fal", "for-this-run")
    assert key_of("fal") == Key("for-this-run", "this run only")


def test_a_key_that_is_kept_takes_the_place_of_one_for_this_run() -> None:
    remember_for_this_run("fal", "old-one")
    set_key("fal", "new-one")
    assert key_of("fal") == Key("new-one", "the keychain")


@pytest.mark.parametrize("secret", ["", "two words", "schlüssel"])
def test_what_cannot_be_a_key_is_not_held_either(secret: str) -> None:
    with pytest.raises(BadInput):
        remember_for_this_run("fal", secret)
    with pytest.raises(BadInput, match="no provider"):
        remember_for_this_run("nal", "abc-123")
    assert key_of("fal") is None
