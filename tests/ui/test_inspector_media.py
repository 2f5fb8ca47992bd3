"""Files for a scene: dropped, pasted, chosen, refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session
from kling_studio.core.project import Scene
from kling_studio.ui.drops import drop_of_paths
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.inspector.scene_page import ScenePage
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.dropping import drop, files, hover, leave

CENTRE = QPoint(30, 20)


@pytest.fixture
def page(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[ScenePage]:
    thumbnails = Thumbnails(session.path_of)
    panel = InspectorPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(312, 1200)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel.scene_page
    panel.close()
    thumbnails.stop()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "dawn.png"
    Image.new("RGB", (640, 360), "#804020").save(path)
    return path


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Half a second of film."""
    import av

    path = tmp_path / "walk.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 128, 72, "yuv420p"
        for number in range(12):
            picture = Image.new("RGB", (128, 72), (number * 8, 60, 90))
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def scene(session: Session) -> Scene:
    return next(session.project.scenes())


def test_a_dropped_picture_is_copied_and_becomes_the_frame(
    qtbot: QtBot, page: ScenePage, session: Session, picture: Path
) -> None:
    assert drop(page.frames.end.tile, CENTRE, files([picture]))
    qtbot.waitUntil(lambda: scene(session).end_frame is not None)
    reference = scene(session).end_frame
    assert reference is not None
    copied = session.path_of(reference)
    assert copied is not None
    assert copied.read_bytes() == picture.read_bytes()
    assert page.frames.end.tile.reference == reference
    assert session.history.undo_label == "Set end frame"


def test_a_drop_says_beforehand_what_it_will_do(page: ScenePage, picture: Path, film: Path) -> None:
    tile = page.frames.end.tile
    assert hover(tile, CENTRE, files([picture]))
    assert tile.hover_words == "Drop to use as the end frame"
    leave(tile)
    assert tile.hover_words == ""
    assert not hover(tile, CENTRE, files([film]))
    assert "walk.mp4 is a film" in tile.hover_words
    leave(tile)
    assert not hover(tile, CENTRE, files([picture, picture.with_name("b.png")]))
    assert "Only one fits here" in tile.hover_words


def test_a_file_that_cannot_be_read_is_refused_under_its_place(
    qtbot: QtBot, page: ScenePage, session: Session, tmp_path: Path, picture: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture at all")
    drop(page.frames.end.tile, CENTRE, files([broken]))
    qtbot.waitUntil(lambda: page.frames.end.hint != "")
    assert "broken.png is not a picture" in page.frames.end.hint
    assert scene(session).end_frame is None
    drop(page.frames.end.tile, CENTRE, files([picture]))
    qtbot.waitUntil(lambda: scene(session).end_frame is not None)
    assert page.frames.end.hint == ""


def test_a_dropped_clip_leads_to_its_mode_and_shows_its_length(
    qtbot: QtBot, page: ScenePage, session: Session, film: Path
) -> None:
    drop(page.clips.reference.tile, CENTRE, files([film]))
    qtbot.waitUntil(lambda: scene(session).reference_video is not None)
    reference = scene(session).reference_video
    assert reference is not None
    assert page.mode.combo.currentText() == "Automatic: video-reference"
    assert page.clips.keep_sound.isVisible()
    session.add_measured(measure_all([reference], session.path_of))
    assert page.clips.reference.tile._lines[1] == "0.5 s · 128 × 72"


def test_a_picture_for_a_clip_is_refused(page: ScenePage, session: Session, picture: Path) -> None:
    page.clips.source.tile.take(drop_of_paths([str(picture)]))
    assert "dawn.png is a picture" in page.clips.source.hint
    assert scene(session).source_video is None


def test_a_file_that_was_brought_for_one_scene_does_not_go_to_the_next(
    qtbot: QtBot, page: ScenePage, session: Session, selection: Selection, picture: Path
) -> None:
    first, second = list(session.project.scenes())[:2]
    drop(page.frames.end.tile, CENTRE, files([picture]))
    selection.select_scene(second.id)
    qtbot.waitUntil(lambda: scene(session).end_frame is not None)
    after = session.project.find_scene(second.id)
    assert after is not None
    assert after.end_frame is None
    assert first.end_frame is None


def test_a_picture_is_pasted(qtbot: QtBot, page: ScenePage, session: Session) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    mime = QMimeData()
    mime.setImageData(image)
    QGuiApplication.clipboard().setMimeData(mime)
    page.frames.end.tile.setFocus()
    QTest.keyClick(page.frames.end.tile, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: scene(session).end_frame is not None)
    copied = session.path_of(scene(session).end_frame or "")
    assert copied is not None
    with Image.open(copied) as saved:
        assert saved.size == (400, 300)


def test_pasted_words_are_refused_with_a_sentence(page: ScenePage) -> None:
    QGuiApplication.clipboard().setText("just words")
    page.frames.end.tile.setFocus()
    QTest.keyClick(page.frames.end.tile, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.frames.end.hint == "There is no picture, film or sound in it."


def test_an_address_is_kept_as_it_is(qtbot: QtBot, page: ScenePage, session: Session) -> None:
    QGuiApplication.clipboard().setText("https://example.org/dawn.jpg")
    page.frames.end.tile.paste()
    qtbot.waitUntil(lambda: scene(session).end_frame == "https://example.org/dawn.jpg")


def test_a_click_and_enter_open_the_dialog(
    qtbot: QtBot, page: ScenePage, session: Session, picture: Path
) -> None:
    tile = page.frames.end.tile
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Return)
    dialog = page.frames.end.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.filesSelected.emit([str(picture)])
    dialog.close()
    qtbot.waitUntil(lambda: scene(session).end_frame is not None)


def test_delete_stays_in_the_place_that_has_the_focus(page: ScenePage) -> None:
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Space):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(page.frames.start.tile, event)
        assert event.isAccepted()


def test_several_pictures_are_added_in_their_order_and_once(
    qtbot: QtBot, page: ScenePage, session: Session, picture: Path
) -> None:
    other = picture.with_name("dusk.png")
    Image.new("RGB", (400, 400), "#203050").save(other)
    drop(page.pictures.add_tile, CENTRE, files([picture, other]))
    qtbot.waitUntil(lambda: len(scene(session).images) == 2)
    assert [name.split("/")[-1].split("-")[0] for name in scene(session).images] == ["dawn", "dusk"]
    drop(page.pictures._tiles[0], CENTRE, files([other]))
    qtbot.waitUntil(lambda: not page.pictures._adder._busy)
    assert len(scene(session).images) == 2
    assert session.undo()
    assert scene(session).images == ()


def test_a_thumbnail_is_painted(qtbot: QtBot, page: ScenePage) -> None:
    tile = page.frames.start.tile
    qtbot.waitUntil(lambda: tile.grab() is not None and tile._picture is not None)
    image = tile.grab().toImage()
    colours = {image.pixel(x, 30) for x in range(10, 90, 8)}
    assert len(colours) > 3
