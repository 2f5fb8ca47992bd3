"""The ground every test stands on: no screen, a home folder of the run's own, and nobody's keys."""

import os
import tempfile

from hypothesis import settings

_home = tempfile.TemporaryDirectory(prefix="kling-studio-tests-")

# Before anything imports Qt or reads the settings.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["KLING_STUDIO_HOME"] = _home.name
for _key in ("FAL_KEY", "WAVESPEED_API_KEY"):
    os.environ.pop(_key, None)


# How long an example takes says something of the machine, not of the program.
settings.register_profile("kling-studio", deadline=None)
settings.load_profile("kling-studio")


def pytest_unconfigure() -> None:
    _home.cleanup()
