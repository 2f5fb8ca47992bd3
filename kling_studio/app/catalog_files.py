"""The catalog as read from the program's resources and from the user's own folder."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from kling_studio.core.catalog import Catalog, PriceList, Rate, merged_catalog
from kling_studio.core.errors import BadInput
from kling_studio.core.pricing import exact
from kling_studio.resources import resource
from kling_studio.storage.atomic import make_folder, write_bytes

USER_FOLDER = "catalog"


def load_catalog(settings_folder: Path | None = None) -> Catalog:
    """The shipped catalog with the files of ``settings_folder/catalog`` laid over it.

    Raises ``BadInput`` that names a file of the user's which cannot be used.
    """
    files = sorted(resource("catalog").glob("*.toml"))
    if settings_folder is not None:
        files += sorted((settings_folder / USER_FOLDER).glob("*.toml"))
    return merged_catalog((path.name, _parsed(path)) for path in files)


def save_price_list(prices: PriceList, settings_folder: Path) -> Path:
    """Keep a list among the user's own files, from where the next start has it; one of the same name gives way.

    Raises ``KnownError`` where the disk refuses.
    """
    folder = settings_folder / USER_FOLDER
    make_folder(folder)
    file = folder / f"prices-{prices.name}.toml"
    write_bytes(file, "\n".join(_lines(prices)).encode())
    return file


def _lines(prices: PriceList) -> Iterator[str]:
    yield "# Asked for by the program. Rates are USD per second of video."
    yield ""
    yield "[[price_list]]"
    yield f"name = {_text(prices.name)}"
    yield f"provider = {_text(prices.provider)}"
    yield f"as_of = {prices.as_of.isoformat()}"
    yield f"currency = {_text(prices.currency)}"
    yield f"source = {_text(prices.source)}"
    for rate in prices.rates:
        yield from ("", *_rate_lines(rate))
    yield from _table("extra", {action: exact(amount) for action, amount in prices.extras.items()})
    yield from _table("extra_origin", prices.extra_origins)


def _rate_lines(rate: Rate) -> Iterator[str]:
    from kling_studio.core.live_prices import COLUMNS

    yield "[[price_list.rate]]"
    yield f"model = {_text(rate.model)}"
    yield f"modes = [{', '.join(_text(mode) for mode in rate.modes)}]"
    for column in COLUMNS:
        amount: Decimal | None = getattr(rate, column)
        if amount is not None:
            yield f"{column} = {_text(exact(amount))}"
    for key in ("min_seconds", "max_seconds"):
        if getattr(rate, key):
            yield f"{key} = {getattr(rate, key)}"
    if rate.origins:
        told = ", ".join(f"{column} = {_text(words)}" for column, words in rate.origins.items())
        yield f"origin = {{ {told} }}"


def _table(name: str, values: Mapping[str, str]) -> Iterator[str]:
    yield from (
        "",
        f"[price_list.{name}]",
        *(f"{_text(key)} = {_text(text)}" for key, text in values.items()),
    )


def _text(text: str) -> str:
    """A basic string of TOML, which JSON's are but for one character."""
    return json.dumps(text).replace("\x7f", "\\u007f")


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path}: expected a catalog in TOML; {error}.") from error
