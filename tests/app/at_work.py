"""A workspace of two paid scenes, and services on loopback."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kling_studio.app.opening import create_project, open_project
from kling_studio.app.price_sheet import Agreed, PriceSheet, Wanted
from kling_studio.app.renderers import renderers
from kling_studio.app.workspace import Workspace
from kling_studio.core.ledger import Take
from tests.end_to_end.pace import QUICK
from tests.servers import FalServer, WaveSpeedServer
from tests.small_projects import put_picture, short_project, short_scene

FAL, WAVESPEED = "fal:o3-standard", "wavespeed:o3-pro"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def fal(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalServer]:
    with FalServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def wavespeed(monkeypatch: pytest.MonkeyPatch) -> Iterator[WaveSpeedServer]:
    with WaveSpeedServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@asynccontextmanager
async def at_work(folder: Path, model: str) -> AsyncIterator[Workspace]:
    """A project of two scenes with one face on a model, open."""
    root = folder / "project"
    if not root.exists():
        put_picture(folder, size=(400, 400))
        scenes = (short_scene("one", (3,), model), short_scene("two", (4,), model))
        create_project(root, short_project(*scenes), media_from=folder).session.folder.close()
    errors: list[BaseException] = []
    workspace = Workspace(
        open_project(root), errors.append, providers=lambda chosen: renderers(QUICK, chosen)
    )
    workspace.start()
    try:
        yield workspace
    finally:
        await workspace.close()
    assert errors == []


def wanted(workspace: Workspace) -> list[Wanted]:
    return [Wanted(scene.id, scene.model) for scene in workspace.session.project.scenes()]


def agreed(sheet: PriceSheet) -> list[Agreed]:
    return [line.agreed for line in sheet.lines]


def takes(workspace: Workspace) -> list[Take]:
    return list(workspace.session.ledger.takes.values())


def lose_film(workspace: Workspace, take: Take) -> None:
    assert take.video is not None
    (workspace.session.folder.root / take.video).unlink()
