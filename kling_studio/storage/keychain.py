"""Keys of the providers: from the environment, from memory or from the system's keychain; never in a file of ours."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kling_studio.core.errors import BadInput, KnownError

VARIABLES = {"fal": "FAL_KEY", "wavespeed": "WAVESPEED_API_KEY"}
_SERVICE = "kling-studio"
_SHOWN_AT_MOST = 4
# Given where there is no keychain; they go with the process.
_for_this_run: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Key:
    """A provider's key. ``origin`` says in words where it came from; the secret is in no text made of this."""

    secret: str = field(repr=False)
    origin: str


def key_of(provider: str) -> Key | None:
    """The key for ``provider``: of the environment, else of this run, else of the keychain.

    Raises:
        BadInput: there is no such provider.
        KnownError: there is a keychain, and it refuses.
    """
    variable = _variable_of(provider)
    secret = os.environ.get(variable, "").strip()
    if secret:
        return Key(secret, f"the environment variable {variable}")
    if provider in _for_this_run:
        return Key(_for_this_run[provider], "this run only")
    kept = _kept(provider)
    return Key(kept, "the keychain") if kept else None


def set_key(provider: str, secret: str) -> None:
    """Keep a key in the keychain.

    Raises:
        BadInput: there is no such provider, or the key cannot be one.
        KnownError: there is no keychain, or it refuses.
    """
    secret = _checked(provider, secret)
    variable = _variable_of(provider)
    with _sentences(variable):
        import keyring

        keyring.set_password(_SERVICE, provider, secret)
        kept = keyring.get_password(_SERVICE, provider)
    if kept != secret:
        raise _no_keychain(variable)  # a backend that takes everything and keeps nothing
    _for_this_run.pop(provider, None)


def remember_for_this_run(provider: str, secret: str) -> None:
    """Hold a key in memory until the program ends; it stands before the keychain's.

    Raises:
        BadInput: there is no such provider, or the key cannot be one.
    """
    _variable_of(provider)
    _for_this_run[provider] = _checked(provider, secret)


def forget_for_this_run(provider: str) -> bool:
    """Let go of a key that is held for this run; whether there was one."""
    return _for_this_run.pop(provider, None) is not None


def clear_key(provider: str) -> bool:
    """Remove a key from the keychain; whether there was one. Errors as :func:`set_key`."""
    with _sentences(_variable_of(provider)):
        import keyring

        if keyring.get_password(_SERVICE, provider) is None:
            return False
        keyring.delete_password(_SERVICE, provider)
    return True


def hint(secret: str) -> str:
    """The last characters of a key, enough to know it by: four, and never more than a quarter of it."""
    shown = min(_SHOWN_AT_MOST, len(secret) // 4)
    return secret[len(secret) - shown :]


def _checked(provider: str, secret: str) -> str:
    secret = secret.strip()
    if not secret:
        raise BadInput(f"The key for {provider} is empty.")
    if not (secret.isascii() and secret.isprintable()) or " " in secret:
        raise BadInput(f"The key for {provider} holds characters that no key has; copy it once more.")
    return secret


def _variable_of(provider: str) -> str:
    variable = VARIABLES.get(provider)
    if variable is None:
        raise BadInput(f'There is no provider "{provider}"; expected one of {", ".join(VARIABLES)}.')
    return variable


def _kept(provider: str) -> str | None:
    import keyring
    from keyring.errors import NoKeyringError

    with _sentences(VARIABLES[provider]):
        try:
            return keyring.get_password(_SERVICE, provider)
        except NoKeyringError:
            return None


@contextmanager
def _sentences(variable: str) -> Iterator[None]:
    from keyring.errors import KeyringError, NoKeyringError

    try:
        yield
    except NoKeyringError:
        raise _no_keychain(variable) from None
    except (KeyringError, OSError, RuntimeError) as error:
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise KnownError(
            f"The keychain refuses: {reason}.", f"Unlock it, or set the environment variable {variable}."
        ) from None


def _no_keychain(variable: str) -> KnownError:
    return KnownError(
        "There is no keychain on this system.",
        f"Put the key into the environment variable {variable} instead.",
    )
