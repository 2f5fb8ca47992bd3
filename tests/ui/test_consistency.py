"""The consistency sheet in its window: frames of real films, scrubbed, hidden, gone to and saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.app.consistency import FrameCache
from kling_studio.app.opening import open_project
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Scene
from kling_studio.ui.consistency.cells import CELL
from kling_studio.ui.consistency.coming import FramesToCome
from kling_studio.ui.consistency.sheet import ConsistencyDialog
from kling_studio.ui.library.pictures import PictureRows
from kling_studio.ui.thumbnails import Thumbnails
from tests.app.test_current import add_done
from tests.ui.preview_films import film_in, number_in

FRAMES = 72


@pytest.fixture
def scene(session: Session) -> Scene:
    """The first scene, of which there is a take of three seconds."""
    found = next(session.project.scenes())
    film_in(session, "one.mp4", frames=FRAMES)
    for shot in found.shots[1:]:
        session.dispatch(edits.delete_shot, shot.id)
    session.dispatch(edits.set_shot, found.shots[0].id, prompt="@Mira waits.")
    session.dispatch(edits.trim_shot, found.shots[0].id, seconds=3)
    found = next(session.project.scenes())
    add_done(session, found, 1)
    return found


def mira(session: Session) -> CastMember:
    member = session.project.member("Mira")
    assert member is not None
    return member


@contextmanager
def opened(qtbot: QtBot, session: Session, thumbnails: Thumbnails) -> Iterator[ConsistencyDialog]:
    """Mira's sheet."""
    made = ConsistencyDialog(session, mira(session), thumbnails, FrameCache(session.path_of))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.stop()


@pytest.fixture
def dialog(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene
) -> Iterator[ConsistencyDialog]:
    """The sheet with one frame."""
    with opened(qtbot, session, thumbnails) as made:
        yield made


def count(dialog: ConsistencyDialog) -> int:
    return len(dialog.sheet.frames)


def words(dialog: ConsistencyDialog) -> list[str]:
    """What stands in the sheet beside its pictures, from the top."""
    shown = (label for label in dialog.findChildren(QLabel) if label.isVisible() and label.text())
    return [label.text() for label in sorted(shown, key=lambda label: label.mapTo(dialog, QPoint(0, 0)).y())]


def times(dialog: ConsistencyDialog) -> list[float]:
    return [frame.time_s for frame in dialog.sheet.frames]


def shown(dialog: ConsistencyDialog) -> int:
    """The number that the first frame carries, -1 while it is not there."""
    frames = dialog.sheet.frames
    pixmap = dialog.source.pixmap(frames[0]) if frames else None
    return number_in(pixmap.toImage()) if pixmap is not None else -1


def test_the_middle_of_the_shot_is_shown_and_scrubbed(
    qtbot: QtBot, dialog: ConsistencyDialog, scene: Scene
) -> None:
    (frames,) = dialog.lists
    qtbot.waitUntil(lambda: shown(dialog) == FRAMES // 2)
    frames.setCurrentIndex(frames.model().index(0, 0))
    QTest.keyClick(frames, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown(dialog) == FRAMES // 2 + 6)
    place = frames.visualRect(frames.model().index(0, 0)).center()
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(frames.viewport(), button, none, place)
    QTest.mouseMove(frames.viewport(), place - QPoint(60, 0))
    QTest.mouseMove(frames.viewport(), place - QPoint(104, 0))
    QTest.mouseRelease(frames.viewport(), button, none, place - QPoint(104, 0))
    qtbot.waitUntil(lambda: shown(dialog) == 6)
    wanted: list[tuple[str, int]] = []
    dialog.take_wanted.connect(lambda *take: wanted.append(take))
    QTest.keyClick(frames, Qt.Key.Key_Return)
    assert wanted == [(scene.id, 1)]


def test_a_click_that_trembles_picks_nothing(dialog: ConsistencyDialog, session: Session) -> None:
    (frames,) = dialog.lists
    place = frames.visualRect(frames.model().index(0, 0)).center()
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    before = session.project
    QTest.mousePress(frames.viewport(), button, none, place)
    QTest.mouseMove(frames.viewport(), place + QPoint(1, 0))
    QTest.mouseRelease(frames.viewport(), button, none, place + QPoint(1, 0))
    assert session.project is before


def test_choices_are_steps_that_can_be_undone_in_the_sheet(
    dialog: ConsistencyDialog, session: Session
) -> None:
    (frames,) = dialog.lists
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = frames.visualRect(frames.model().index(0, 0)).center()
    before = session.project
    QTest.mousePress(frames.viewport(), button, none, place)
    QTest.mouseMove(frames.viewport(), place + QPoint(52, 0))
    assert times(dialog) == [2.25]
    assert session.project is before, "nothing is chosen while the hand moves"
    QTest.mouseRelease(frames.viewport(), button, none, place + QPoint(52, 0))
    assert session.history.undo_label == "Pick frame"
    QTest.keyClick(frames, Qt.Key.Key_Delete)
    assert session.history.undo_label == "Hide frame"
    QTest.mouseClick(dialog.hidden_button, button)
    assert session.history.undo_label == "Show hidden frames"
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(dialog, Qt.Key.Key_Z, control)
    assert count(dialog) == 0
    QTest.keyClick(dialog, Qt.Key.Key_Z, control)
    assert times(dialog) == [2.25]
    QTest.keyClick(dialog.lists[0], Qt.Key.Key_Z, control)
    assert times(dialog) == [1.5]
    assert session.project == before
    QTest.keyClick(dialog.lists[0], Qt.Key.Key_Z, control | shift)
    assert times(dialog) == [2.25]


def test_the_keys_stay_with_the_frames(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene
) -> None:
    other = session.project.episodes[1].scenes[0]
    for each in (scene, other):
        add_done(session, each, 2)
    with opened(qtbot, session, thumbnails) as sheet:
        first, second = sheet.lists
        assert sheet.focusWidget() is first
        second.setFocus()
        for frame in sheet.sheet.episodes[1].frames:
            sheet.hide_frame(frame.key)
        (left,) = sheet.lists
        assert sheet.focusWidget() is left, "the episode that was looked at is gone"


def test_presses_of_a_key_are_one_step(dialog: ConsistencyDialog, session: Session) -> None:
    (frames,) = dialog.lists
    frames.setCurrentIndex(frames.model().index(0, 0))
    before = session.project
    for _ in range(3):
        QTest.keyClick(frames, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert times(dialog) == [2.25]
    session.undo()
    assert session.project == before


def test_a_pick_right_after_another_change_shows_both(dialog: ConsistencyDialog, session: Session) -> None:
    add_done(session, next(session.project.scenes()), 2)
    first = dialog.sheet.frames[0]
    dialog.pick(first.key, 0.5)
    assert times(dialog) == [0.5, 1.5], "the take that came meanwhile is there too"
    dialog.pick(first.key, 0.5)
    assert times(dialog) == [0.5, 1.5]


def test_a_project_that_is_read_only_says_why_nothing_is_chosen(
    dialog: ConsistencyDialog, session: Session
) -> None:
    (frames,) = dialog.lists
    frames.setCurrentIndex(frames.model().index(0, 0))
    session.read_only_reason = "Another window has this project open."
    QTest.keyClick(frames, Qt.Key.Key_Delete)
    assert count(dialog) == 1
    notice = dialog.findChild(QLabel, "consistencyNotice")
    assert notice is not None
    assert notice.text() == "Another window has this project open."


def test_the_take_of_a_frame_is_found_good(qtbot: QtBot, dialog: ConsistencyDialog, session: Session) -> None:
    (frames,) = dialog.lists
    (take,) = (frame.take for frame in dialog.sheet.frames)
    qtbot.waitUntil(lambda: shown(dialog) >= 0)
    unmarked = frames.grab().toImage()
    QTest.keyClick(frames, Qt.Key.Key_G)
    assert next(session.project.scenes()).good_takes == (take,)
    (frame,) = dialog.sheet.frames
    assert frame.is_good
    assert frame.label.endswith("take 1 · shot 1 · good")
    marked = frames.grab().toImage()
    assert marked != unmarked
    place = frames.visualRect(frames.model().index(0, 0)).center()
    assert marked.pixel(place) == unmarked.pixel(place), "the picture stays to be seen"
    QTest.keyClick(frames, Qt.Key.Key_G)
    assert not dialog.sheet.frames[0].is_good


def test_a_frame_is_hidden_and_brought_back(dialog: ConsistencyDialog) -> None:
    (frames,) = dialog.lists
    frames.setCurrentIndex(frames.model().index(0, 0))
    QTest.keyClick(frames, Qt.Key.Key_Delete)
    assert count(dialog) == 0
    assert not dialog.save_button.isEnabled()
    assert dialog.hidden_button.text() == "Show 1 hidden"
    QTest.mouseClick(dialog.hidden_button, Qt.MouseButton.LeftButton)
    assert count(dialog) == 1
    assert dialog.hidden_button.isHidden()


def test_before_the_first_take_it_shows_the_references_and_what_will_come(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails
) -> None:
    with opened(qtbot, session, thumbnails) as sheet:
        assert words(sheet)[:2] == [
            "Mira: no takes yet",
            "Every take of these shots brings a frame of Mira, to be seen beside the references.",
        ]
        places = [place.accessibleName() for place in sheet.findChildren(FramesToCome)]
        assert len(places) == len(session.project.episodes)
        assert places[0].startswith("Frames to come: 1 Warehouse · shot 2, 1 Warehouse · shot 4")
        references = sheet.findChildren(PictureRows)
        assert [rows.accessibleName() for rows in references][:1] == ["References in Pilot"]
        assert all(rows.isVisible() for rows in references)
        assert not sheet.save_button.isEnabled()
        film_in(session, "one.mp4", frames=24)
        add_done(session, next(session.project.scenes()), 1)
        qtbot.waitUntil(lambda: count(sheet) == 2)
        assert sheet.findChildren(FramesToCome) == []
        sheet.hide_frame(sheet.sheet.frames[0].key)
        sheet.hide_frame(sheet.sheet.frames[0].key)
        assert words(sheet)[:2] == [
            "Mira: every frame is hidden",
            "Show the 2 hidden, and they stand beside the references again.",
        ]


def test_who_is_cast_nowhere_is_told_so(qtbot: QtBot, session: Session, thumbnails: Thumbnails) -> None:
    for scene in session.project.scenes():
        session.dispatch(edits.uncast_from_scene, scene.id, "Mira")
    with opened(qtbot, session, thumbnails) as sheet:
        assert words(sheet)[1].startswith("No scene casts Mira yet.")
        (references,) = sheet.findChildren(PictureRows)
        assert references.isVisible()
        session.dispatch(edits.set_member, mira(session).id, images=())
        qtbot.waitUntil(lambda: "No references" in words(sheet))


def test_many_shots_to_come_are_counted(qtbot: QtBot) -> None:
    places = FramesToCome(tuple(f"{number} Dock · shot 1" for number in range(1, 1101)))
    qtbot.addWidget(places)
    assert places.accessibleName().endswith("7 Dock · shot 1, and 1,093 more")
    places.resize(4 * CELL.width(), 10)
    places.show()
    assert places.height() >= 2 * CELL.height()
    ground = places.grab().toImage().pixelColor(1, 1)
    dashes = [places.grab().toImage().pixelColor(x, 2) for x in range(20, 60)]
    assert any(colour != ground for colour in dashes)


def test_the_sheet_follows_the_project(qtbot: QtBot, dialog: ConsistencyDialog, session: Session) -> None:
    scene = next(session.project.scenes())
    add_done(session, scene, 2)
    qtbot.waitUntil(lambda: len(dialog.sheet.frames) == 2)
    assert any(label.text() == "Mira through 1 take" for label in dialog.findChildren(QLabel)), "one film"
    session.dispatch(edits.delete_member, mira(session).id)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_it_is_saved_where_the_dialog_says(qtbot: QtBot, dialog: ConsistencyDialog, tmp_path: Path) -> None:
    save = dialog.findChild(QPushButton, "consistencySave")
    assert save is not None
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    chooser = dialog.findChild(QFileDialog, "file_dialog")
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "mira.pdf"))
    chooser.close()
    notice = dialog.findChild(QLabel, "consistencyNotice")
    assert notice is not None
    qtbot.waitUntil(lambda: notice.text() == "Saved as mira.pdf.")
    assert (tmp_path / "mira.pdf").read_bytes().startswith(b"%PDF")
    dialog.save(tmp_path / "mira.gif")
    qtbot.waitUntil(lambda: "ends in .png or .pdf" in notice.text())
    assert dialog.save_button.isEnabled()


def number_on(page: Path) -> int:
    """The number that the one frame on a page carries; right of the references nothing else has its ground."""
    image = QImage(str(page))
    ground = [
        (x, y)
        for y in range(0, image.height(), 2)
        for x in range(image.width() // 5, image.width())
        if _is_ground(image.pixelColor(x, y).getRgb())
    ]
    assert ground, "no frame"
    left, right = min(x for x, _ in ground), max(x for x, _ in ground)
    top, bottom = min(y for _, y in ground), max(y for _, y in ground)
    return number_in(image.copy(QRect(left, top, right - left + 1, bottom - top + 1)))


def _is_ground(colour: object) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(part - wanted) < 10 for part, wanted in zip(colour, (0x20, 0x30, 0x40), strict=False))


def test_choices_hold_when_the_project_is_opened_again_and_in_what_is_saved(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene, tmp_path: Path
) -> None:
    add_done(session, scene, 2)
    with opened(qtbot, session, thumbnails) as sheet:
        first, second = sheet.sheet.frames
        sheet.pick(first.key, 20 / 24 + 0.01)
        sheet.hide_frame(second.key)
    session.folder.save(session.project)
    session.folder.close()
    again = open_project(session.folder.root).session
    with opened(qtbot, again, thumbnails) as sheet:
        assert [frame.key for frame in sheet.sheet.frames] == [first.key]
        assert sheet.hidden_button.text() == "Show 1 hidden"
        qtbot.waitUntil(lambda: shown(sheet) == 20)
        sheet.save(tmp_path / "mira.png")
        notice = sheet.findChild(QLabel, "consistencyNotice")
        assert notice is not None
        qtbot.waitUntil(lambda: notice.text() == "Saved as mira.png.")
        assert number_on(tmp_path / "mira.png") == 20
    again.folder.close()
