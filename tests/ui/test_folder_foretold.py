"""A folder on the mouse says how many pictures will come of it, and what they make stale, before it is let go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.folders import pictures_in
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.app.test_current import add_done
from tests.ui.cast_hand import read_files
from tests.ui.dropping import files, hover, leave


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    thumbnails = Thumbnails(session.path_of)
    made = CastPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(264, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.stop()
    thumbnails.stop()


def on_mira(panel: CastPanel, session: Session) -> QPoint:
    mira = session.project.member("Mira")
    assert mira is not None
    return panel.cards.visualRect(panel.cards.members.index_of(mira.id)).center()


def bubble(panel: CastPanel) -> str:
    found = panel.cards.findChild(DropBubble)
    assert found is not None
    return found.text() if found.isVisible() else ""


def filled(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"{number // 100}" / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def test_how_many_come_and_what_becomes_stale(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "Fitting"
    (folder / "more").mkdir(parents=True)
    for name in ("a.png", "more/b.png", ".hidden.png"):
        Image.new("RGB", (9, 9)).save(folder / name)
    (folder / "notes.txt").touch()
    scene = next(scene for scene in session.project.scenes() if "Mira" in scene.cast)
    # A mode that takes more pictures than she has.
    session.dispatch(edits.set_scene, scene.id, model="fal:o3-pro", start_frame=None)
    read_files(session)
    mira = session.project.member("Mira")
    assert mira is not None
    session.dispatch(edits.set_member, mira.id, images=mira.images[:1])
    add_done(session, next(one for one in session.project.scenes() if one.id == scene.id), 1)
    before, gets = session.project, "Mira gets the pictures in Fitting"
    assert hover(panel.cards.viewport(), on_mira(panel, session), files([folder]))
    assert bubble(panel) == gets
    qtbot.waitUntil(lambda: bubble(panel).startswith(f"{gets} (2 pictures); makes 1 take stale, renewing"))
    leave(panel.cards.viewport())
    # Nothing in it makes nothing stale, and is told as well.
    (tmp_path / "Empty").mkdir()
    assert hover(panel.cards.viewport(), on_mira(panel, session), files([tmp_path / "Empty"]))
    qtbot.waitUntil(lambda: bubble(panel) == "Mira gets the pictures in Empty (no pictures)")
    leave(panel.cards.viewport())
    assert session.project is before


def test_of_thousands_it_is_said_that_they_are_many(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    folder = filled(tmp_path / "Shoot", 5_001)
    assert hover(panel.cards.viewport(), on_mira(panel, session), files([folder]))
    gets = "Mira gets the pictures in Shoot"
    qtbot.waitUntil(lambda: bubble(panel) == f"{gets} (more than 5,000 pictures)")
    leave(panel.cards.viewport())


def test_nobody_goes_on_looking_once_the_drag_is_gone(tmp_path: Path) -> None:
    found = pictures_in(filled(tmp_path / "Shoot", 300), lambda: len(seen) == 7)
    seen: list[str] = []
    for file, _ in found:
        seen.append(file.name)
    assert len(seen) == 7
