"""The sample project, open as the window has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import apply_theme
from kling_studio.ui.thumbnails import Thumbnails


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    apply_theme(qapp)
    opened = create_sample(tmp_path / "Night Shift").session
    yield opened
    opened.folder.close()


@pytest.fixture
def selection(session: Session) -> Selection:
    return Selection(session)


@pytest.fixture
def thumbnails(session: Session) -> Iterator[Thumbnails]:
    made = Thumbnails(session.path_of)
    yield made
    made.stop()
