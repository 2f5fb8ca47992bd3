"""The catalog as read from the program's resources and from the user's own folder."""

import tomllib
from pathlib import Path
from typing import Any

from kling_studio.core.catalog import Catalog, merged_catalog
from kling_studio.core.errors import BadInput
from kling_studio.resources import resource

USER_FOLDER = "catalog"


def load_catalog(settings_folder: Path | None = None) -> Catalog:
    """The shipped catalog with the files of ``settings_folder/catalog`` laid over it.

    Raises ``BadInput`` that names a file of the user's which cannot be used.
    """
    files = sorted(resource("catalog").glob("*.toml"))
    if settings_folder is not None:
        files += sorted((settings_folder / USER_FOLDER).glob("*.toml"))
    return merged_catalog((path.name, _parsed(path)) for path in files)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path}: expected a catalog in TOML; {error}.") from error
