"""The catalog: what each model can do and what it costs, as data.

The files of ``resources/catalog`` (and a user's own) hold families of modes, the models of each family, and price
lists. This package turns their parsed contents into values; it reads no file itself.
"""

from kling_studio.core.catalog.reading import merged_catalog
from kling_studio.core.catalog.values import (
    ANIMATIC,
    NO_LIMITS,
    Catalog,
    Dialect,
    FileLimits,
    FileUse,
    Mode,
    Model,
    PriceList,
    Rate,
    Sound,
)

__all__ = [
    "ANIMATIC",
    "NO_LIMITS",
    "Catalog",
    "Dialect",
    "FileLimits",
    "FileUse",
    "Mode",
    "Model",
    "PriceList",
    "Rate",
    "Sound",
    "merged_catalog",
]
