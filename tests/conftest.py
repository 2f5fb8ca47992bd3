"""The ground every test stands on: no screen, a home folder of the run's own, and nobody's keys."""

import os
import tempfile

_home = tempfile.TemporaryDirectory(prefix="kling-studio-tests-")

# Before anything imports Qt or reads the settings.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["KLING_STUDIO_HOME"] = _home.name
for _key in ("FAL_KEY", "WAVESPEED_API_KEY"):
    os.environ.pop(_key, None)


def pytest_unconfigure() -> None:
    _home.cleanup()
