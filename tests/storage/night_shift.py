"""A closed project folder, saved once, and looks at what is in it."""

import shutil
from pathlib import Path

import pytest

from kling_studio.core.facts import Fact, FactKind
from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot, View
from kling_studio.storage.backups import backup_path
from kling_studio.storage.folder import OpenedProject, ProjectFolder

NOON = "2026-11-21T12:00:00.000000Z"
FACT = Fact(NOON, FactKind.QUEUED, "j1")


def titled(title: str) -> Project:
    scene = Scene("s", "Warehouse", shots=(Shot("h", "@Mira walks in.", 5),))
    return Project(
        title, (CastMember("m", "Mira", images=(View("mira.png"),)),), (Episode("e", "Pilot", (scene,)),)
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A closed project, saved once."""
    root = tmp_path / "Night Shift 夜"
    with ProjectFolder.create(root, titled("first")).folder as folder:
        folder.append(FACT)
    return root


def reopened(path: Path) -> OpenedProject:
    """What is in a project, closed again."""
    opened = ProjectFolder.open(path)
    opened.folder.close()
    return opened


def asides(root: Path) -> list[Path]:
    return sorted(root.glob("*.unreadable-*"))


def put_backup(root: Path, project: Project, at: str) -> None:
    from datetime import datetime

    other = root.parent / "other"
    ProjectFolder.create(other, project).folder.close()
    (root / "backups").mkdir(exist_ok=True)
    shutil.move(other / "project.json", backup_path(root / "backups", datetime.fromisoformat(at)))
    shutil.rmtree(other)
