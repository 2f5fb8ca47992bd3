"""The sample project, open as the window has it."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.session import Session, new_id
from kling_studio.resources import resource
from kling_studio.storage.codec import decode
from kling_studio.storage.folder import ProjectFolder
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import apply_theme


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Session:
    apply_theme(qapp)
    source = resource("sample", "project.json")
    text = json.loads(source.read_text(encoding="utf-8"))
    project = decode(text, source=str(source), new_id=new_id)
    folder = ProjectFolder.create(tmp_path / "Night Shift", project)
    project = folder.import_media(project, source.parent)
    folder.save(project)
    return Session(folder, project, load_catalog())


@pytest.fixture
def selection(session: Session) -> Selection:
    return Selection(session)
