"""Where the files that ship with the program lie: catalog, icons, sample project, translations."""

from pathlib import Path

_IN_WHEEL = Path(__file__).with_name("_resources")
_IN_CHECKOUT = Path(__file__).parent.with_name("resources")


def resource(*parts: str) -> Path:
    """The file or folder of that name under `resources/`, in a checkout and in an installed wheel alike.

    The path is not looked at: a name that does not exist shows when it is opened.
    """
    root = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT
    return root.joinpath(*parts)
