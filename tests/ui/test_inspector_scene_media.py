"""What a mode takes of a scene beside its words: guidance, frames, clips and pictures."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import ModeName
from kling_studio.ui.inspector.scene_page import ScenePage
from tests.ui.inspector_scenes import page, panel, scene, use

__all__ = ["page", "panel"]

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_what_to_avoid_and_guidance_are_there_where_the_mode_takes_them(
    page: ScenePage, session: Session
) -> None:
    assert not page.avoid.isVisible()
    assert not page.guidance.isVisible()
    use(session, "fal:v3-pro")
    assert page.avoid.isVisible()
    QTest.keyClicks(page.avoid, "blur")
    page.guidance.setFocus()
    page.guidance.stepUp()
    page.guidance.stepUp()
    assert scene(session).negative_prompt == "blur"
    assert scene(session).cfg_scale == pytest.approx(0.1)
    use(session, "fal:v2.6-pro", ModeName.IMAGE)
    assert page.avoid.isVisible()
    assert page.guidance.isVisible()
    hints = [label.text() for label in page.findChildren(QLabel, "hint") if label.isVisible()]
    assert any(text.startswith("Guidance is not sent: Kling 2.6 Pro") for text in hints)
    page.guidance.setValue(page.guidance.minimum())
    assert scene(session).cfg_scale is None
    assert not page.guidance.isVisible()


def test_places_for_files_are_those_of_the_model(page: ScenePage, session: Session) -> None:
    assert page.frames.isVisible()
    assert page.pictures.isVisible()
    assert page.clips.reference.isVisible()
    assert not page.clips.keep_sound.isVisible()
    use(session, "fal:v3-turbo-pro")
    assert page.frames.start.isVisible()
    assert not page.frames.end.isVisible()
    assert not page.pictures.isVisible()
    assert not page.clips.isVisible()


def test_what_is_held_and_not_taken_stays_with_a_word(page: ScenePage, session: Session) -> None:
    session.dispatch(
        edits.set_scene,
        scene(session).id,
        model="fal:v3-turbo-pro",
        images=("dock.jpg",),
        source_video="clip.mp4",
        end_frame="dock.jpg",
    )
    assert page.pictures.isVisible()
    assert page.pictures.hint.startswith("The scene's pictures are not sent")
    assert page.clips.source.hint.startswith("The clip to edit is not sent")
    assert page.frames.end.hint.startswith("The end frame is not sent")
    assert page.frames.start.hint == ""


def test_keep_its_sound_goes_with_a_clip(page: ScenePage, session: Session) -> None:
    session.dispatch(edits.set_scene, scene(session).id, source_video="clip.mp4")
    assert page.clips.keep_sound.isVisible()
    assert page.clips.keep_sound.isChecked()
    QTest.mouseClick(page.clips.keep_sound, Qt.MouseButton.LeftButton)
    assert scene(session).keep_sound is False


def test_frames_are_swapped_and_cleared(page: ScenePage, session: Session) -> None:
    session.dispatch(edits.set_scene, scene(session).id, end_frame="dock.jpg")
    swap = page.findChild(QToolButton, "swap_frames")
    assert swap is not None
    QTest.mouseClick(swap, Qt.MouseButton.LeftButton)
    assert (scene(session).start_frame, scene(session).end_frame) == ("dock.jpg", "warehouse.jpg")
    QTest.mouseClick(page.frames.end.tile.clear_button, Qt.MouseButton.LeftButton)
    page.frames.start.tile.setFocus()
    QTest.keyClick(page.frames.start.tile, Qt.Key.Key_Delete)
    assert (scene(session).start_frame, scene(session).end_frame) == (None, None)
    assert not swap.isEnabled()


def test_pictures_move_and_go_by_keys(page: ScenePage, session: Session) -> None:
    session.dispatch(edits.set_scene, scene(session).id, images=("dock.jpg", "forklift.jpg", "cold_room.jpg"))
    assert page.pictures.findChildren(QLabel, "aside")[0].text() == "5 of 7 references"
    tiles = page.pictures._tiles
    tiles[0].setFocus()
    QTest.keyClick(tiles[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert scene(session).images == ("forklift.jpg", "dock.jpg", "cold_room.jpg")
    assert tiles[1].hasFocus()
    QTest.keyClick(tiles[1], Qt.Key.Key_Delete)
    assert scene(session).images == ("forklift.jpg", "cold_room.jpg")
    QTest.mouseClick(tiles[0].clear_button, Qt.MouseButton.LeftButton)
    assert scene(session).images == ("cold_room.jpg",)
