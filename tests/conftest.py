"""The ground every test stands on: no screen, a home folder of the run's own, and nobody's keys."""

import gc
import os
import tempfile
from collections.abc import Iterator
from itertools import count

import keyring
import pytest
from hypothesis import settings
from keyring.backends import null

_home = tempfile.TemporaryDirectory(prefix="kling-studio-tests-")

# Before anything imports Qt or reads the settings.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["KLING_STUDIO_HOME"] = _home.name
for _key in ("FAL_KEY", "WAVESPEED_API_KEY"):
    os.environ.pop(_key, None)


_tests = count(1)
_TESTS_TO_A_SWEEP = 20

# How long an example takes says something of the machine, not of the program.
settings.register_profile("kling-studio", deadline=None)
settings.load_profile("kling-studio")


@pytest.fixture(autouse=True)
def nobodys_keychain() -> Iterator[None]:
    """An empty keychain instead of the developer's own; whatever a test puts in its place goes with the test."""
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]


@pytest.fixture(autouse=True)
def garbage_is_collected_on_this_thread() -> Iterator[None]:
    """As in the running program: a widget that another thread collects takes the process with it."""
    gc.disable()
    yield
    gc.disable()  # a test may have run the program, which puts things back
    gc.collect(2 if next(_tests) % _TESTS_TO_A_SWEEP == 0 else 0)


def pytest_unconfigure() -> None:
    _home.cleanup()
