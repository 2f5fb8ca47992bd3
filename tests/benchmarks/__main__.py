"""Prints the speed table. ``python -m tests.benchmarks [NAME ...]`` runs some of the modules only."""

import importlib
import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

Row = tuple[str, float, float, str]


def main(names: list[str]) -> int:
    """Run each benchmark module and print its rows: what, ratio, bar, what was measured."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="kling-studio-bench-") as home:
        os.environ["KLING_STUDIO_HOME"] = home
        print(f"{'what':<58} {'ratio':>8} {'bar':>8}  measured")
        for module in sorted(entry.name for entry in pkgutil.iter_modules([str(Path(__file__).parent)])):
            if module != "__main__" and (not names or module in names):
                measure: Callable[[], list[Row]] | None = getattr(
                    importlib.import_module(f"tests.benchmarks.{module}"), "measure", None
                )
                for what, ratio, bar, note in measure() if measure else ():
                    print(f"{what:<58} {ratio:>8.2f} {bar:>8.2f}  {note}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
