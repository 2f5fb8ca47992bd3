"""Keychains of a test's own."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from kling_studio.storage.keychain import forget_for_this_run


class Chain(KeyringBackend):
    """A keychain in memory, as long as a test lasts."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedChain(Chain):
    """A keychain whose owner does not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the collection is locked")


@pytest.fixture(autouse=True)
def chain() -> Iterator[Chain]:
    """For every test of a file that imports it."""
    made = Chain()
    keyring.set_keyring(made)
    yield made
    for provider in ("fal", "wavespeed"):
        forget_for_this_run(provider)
