"""The folders of the program outside of projects. ``KLING_STUDIO_HOME`` stands for all of them where it is set."""

import os
from pathlib import Path

HOME_VARIABLE = "KLING_STUDIO_HOME"
_NAME = "kling-studio"


def config_folder() -> Path:
    """Settings and the user's own catalog."""
    home = _home()
    if home is not None:
        return home
    from platformdirs import user_config_path

    return user_config_path(_NAME, appauthor=False, roaming=True)


def cache_folder() -> Path:
    """What can be made again, such as thumbnails."""
    home = _home()
    if home is not None:
        return home / "cache"
    from platformdirs import user_cache_path

    return user_cache_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """What the user keeps across projects: the shared library, the sample project."""
    home = _home()
    if home is not None:
        return home / "data"
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False)


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() if home else None
