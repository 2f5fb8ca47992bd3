"""The import contracts hold on the tree, and each of them turns red where it is broken."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
LINT_IMPORTS = Path(sysconfig.get_path("scripts"), "lint-imports")

LAYERS = "Imports point down only"
QT = "Only the window knows Qt"
QASYNC = "One file joins asyncio and Qt"
CORE = "The core has no disk, clock, chance, network or threads"
MIGRATIONS = "Migrations know nothing of ours, so that they never change"


class Offence(NamedTuple):
    """An import that the contract forbids in a place, which is a package or a single module."""

    contract: str
    place: str
    imported: str


OFFENCES = [
    *(
        Offence(LAYERS, place, f"kling_studio.{above}")
        for place, above in [
            ("cli", "ui"),
            ("ui", "cli"),
            ("app", "ui"),
            ("app", "cli"),
            ("render", "app"),
            ("exchange", "app"),
            ("render", "exchange"),
            ("exchange", "render"),
            ("providers", "render"),
            ("storage", "providers"),
            ("media", "providers"),
            ("storage", "media"),
            ("media", "storage"),
            ("core", "storage"),
            ("core", "media"),
            ("core", "resources"),
            ("core.checks", "ui"),
        ]
    ),
    *(
        Offence(QT, place, "PySide6")
        for place in ["app", "cli", "core", "exchange", "media", "providers", "render", "storage"]
    ),
    Offence(QT, "app", "qasync"),
    Offence(QT, "ui", "qtpy"),
    Offence(QASYNC, "ui", "qasync"),
    *(
        Offence(CORE, "core", module)
        for module in ["asyncio", "time", "random", "os", "pathlib", "sqlite3", "httpx", "PIL", "av", "uuid"]
    ),
    Offence(CORE, "core.checks", "threading"),
    Offence(MIGRATIONS, "storage.migrations", "kling_studio.core"),
    Offence(MIGRATIONS, "storage.migrations", "kling_studio.storage.neighbour"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache"]
    unwrapped = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=unwrapped, capture_output=True, text=True, check=False)


def copy_of_the_package(folder: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignore = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(ROOT / "kling_studio", folder / "kling_studio", ignore=ignore))


def plant(package: Path, index: int) -> None:
    """Put the offence into a module of its own, or at the end of the single module; every other one in a function."""
    offence = OFFENCES[index]
    statement = f"import {offence.imported}\n"
    text = f"\n\ndef late_{index}() -> None:\n    {statement}" if index % 2 else statement
    place = package.joinpath(*offence.place.split("."))
    module = place / f"offence_{index}.py" if place.is_dir() else place.with_suffix(".py")
    with module.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.fixture(scope="module")
def findings_by_contract(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `lint-imports` says of a copy that holds every offence at once."""
    folder = tmp_path_factory.mktemp("broken")
    package = copy_of_the_package(folder)
    (package / "storage" / "neighbour.py").touch()
    for index in range(len(OFFENCES)):
        plant(package, index)
    said = lint_imports(folder).stdout
    _, _, broken = said.partition("Broken contracts")
    parts = re.split(r"^(.+)\n-+$", broken, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_tree_keeps_its_contracts() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("index", range(len(OFFENCES)), ids=["-".join(offence) for offence in OFFENCES])
def test_a_broken_fence_is_found(index: int, findings_by_contract: dict[str, str]) -> None:
    offence = OFFENCES[index]
    line = rf"kling_studio\.{re.escape(offence.place)}(\.offence_{index})? -> {re.escape(offence.imported)} "
    assert re.search(line, findings_by_contract[offence.contract])


def test_a_package_without_a_layer_is_found(tmp_path: Path) -> None:
    elsewhere = copy_of_the_package(tmp_path) / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "__init__.py").touch()
    done = lint_imports(tmp_path)
    assert done.returncode != 0
    assert "elsewhere" in done.stdout


def test_the_one_door_to_the_window_is_open(tmp_path: Path) -> None:
    package = copy_of_the_package(tmp_path)
    (package / "ui" / "main.py").write_text("import PySide6\n", "utf-8")
    (package / "ui" / "event_loop.py").write_text("import qasync\n", "utf-8")
    (package / "cli" / "main.py").write_text("import kling_studio.ui.main\n", "utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 0, done.stdout
