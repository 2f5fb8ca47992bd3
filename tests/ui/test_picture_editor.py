"""Cropping and turning a picture where it stands."""

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import Framing, View
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.notice import Notice
from kling_studio.ui.picture_editor import PictureEditor
from kling_studio.ui.picture_editor.canvas import CropCanvas
from kling_studio.ui.picture_editor.cropping import Crop, fitted, moved, stretched
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails

SIDE = 1
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    thumbnails = Thumbnails(session.path_of)
    made = CastPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(300, 1000)
    with qtbot.waitExposed(made):
        made.show()
    made.select_member(session.project.cast[0].id)
    yield made
    made.stop()
    thumbnails.stop()


@pytest.fixture
def editor(qtbot: QtBot, panel: CastPanel) -> PictureEditor:
    """The editor with the side view of the first member in it, as Enter on the picture opens it."""
    strip = panel.details.strip
    strip.select(SIDE)
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Return)
    opened = panel.details.editor
    qtbot.waitUntil(lambda: bool(pixels(opened)))
    return opened


def view(session: Session) -> View:
    return session.project.cast[0].images[SIDE]


def pixels(editor: PictureEditor) -> str:
    label = editor.findChild(QLabel, "cropPixels")
    assert label is not None
    return label.text()


def drag(canvas: CropCanvas, start: QPointF, end: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, place, button, buttons in (
        (QEvent.Type.MouseButtonPress, start, left, left),
        (QEvent.Type.MouseMove, (start + end) / 2, Qt.MouseButton.NoButton, left),
        (QEvent.Type.MouseMove, end, Qt.MouseButton.NoButton, left),
        (QEvent.Type.MouseButtonRelease, end, left, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, buttons, none)
        QApplication.sendEvent(canvas, event)


def press(editor: PictureEditor, name: str) -> None:
    button = editor.findChild(QPushButton, name) or editor.findChild(QToolButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_crop_by_hand_is_one_step_and_the_original_stays(
    qtbot: QtBot, editor: PictureEditor, session: Session
) -> None:
    original = session.path_of(view(session).path)
    assert original is not None
    before, content = session.project, hashlib.sha256(original.read_bytes()).hexdigest()
    canvas = editor.canvas
    whole = canvas.picture_box
    drag(canvas, whole.topLeft(), whole.center())
    assert session.project is before
    assert pixels(editor) == "512 × 640 pixels"
    drag(canvas, canvas.crop_box.center(), canvas.crop_box.center() - QPointF(whole.width() / 4, 0))
    assert editor.draft.left == pytest.approx(0.25, abs=0.01)
    assert editor.draft.right == pytest.approx(0.75, abs=0.01)
    press(editor, "takeCrop")
    qtbot.waitUntil(lambda: session.project is not before)
    assert not editor.isVisible()
    part = view(session)
    assert part.framing is not None
    assert part.framing.original == "mira_side.jpg"
    made = session.path_of(part.path)
    assert made is not None
    with Image.open(made) as image:
        assert image.size == (512, 640)
    assert hashlib.sha256(original.read_bytes()).hexdigest() == content
    assert session.history.undo_label == "Crop picture"
    session.undo()
    assert session.project is before


def test_turning_by_keys_and_buttons(qtbot: QtBot, editor: PictureEditor, session: Session) -> None:
    before = session.project
    QTest.keyClick(editor.canvas, Qt.Key.Key_BracketRight)
    assert pixels(editor) == "1,280 × 1,024 pixels"
    QTest.keyClick(editor.canvas, Qt.Key.Key_BracketLeft)
    assert editor.draft == Framing("mira_side.jpg")
    press(editor, "turnLeft")
    press(editor, "turnLeft")
    press(editor, "turnRight")
    assert editor.draft.turn == 270
    QTest.keyClick(editor.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.project is not before)
    made = session.path_of(view(session).path)
    assert made is not None
    with Image.open(made) as image:
        assert image.size == (1280, 1024)


def test_it_goes_on_from_what_was_cut_and_reset_brings_the_original_back(
    qtbot: QtBot, editor: PictureEditor, panel: CastPanel, session: Session
) -> None:
    editor.turn(90)
    editor.take()
    qtbot.waitUntil(lambda: view(session).framing is not None)
    panel.details.strip.edit_wanted.emit(SIDE)
    qtbot.waitUntil(lambda: bool(pixels(editor)))
    assert editor.draft.turn == 90
    press(editor, "resetCrop")
    assert pixels(editor) == "1,024 × 1,280 pixels"
    editor.take()
    qtbot.waitUntil(lambda: view(session).framing is None)
    assert view(session).path == "mira_side.jpg"


def test_escape_leaves_everything_as_it_was(
    editor: PictureEditor, panel: CastPanel, session: Session
) -> None:
    before = session.project
    editor.turn(90)
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert session.project is before
    assert panel.details.isVisible()


def test_nothing_changed_is_no_step(editor: PictureEditor, session: Session) -> None:
    before = session.project
    editor.take()
    assert not editor.isVisible()
    assert session.project is before


def test_too_few_pixels_are_said(editor: PictureEditor) -> None:
    canvas = editor.canvas
    drag(canvas, canvas.crop_box.bottomRight(), canvas.crop_box.topLeft() + QPointF(40, 60))
    assert "300 are needed" in pixels(editor)
    drag(canvas, canvas.crop_box.bottomRight(), canvas.picture_box.bottomRight())
    assert pixels(editor) == "1,024 × 1,280 pixels"


def test_a_ratio_is_kept_while_pulling(editor: PictureEditor) -> None:
    combo = editor.findChild(QComboBox, "cropRatio")
    assert combo is not None
    combo.setCurrentIndex(combo.findText("16 : 9"))
    combo.activated.emit(combo.currentIndex())
    assert pixels(editor) == "1,024 × 576 pixels"
    canvas = editor.canvas
    box = canvas.crop_box
    drag(canvas, box.bottomRight(), box.topLeft() + QPointF(box.width() * 0.7, box.height()))
    width, height = (int(number.replace(",", "")) for number in pixels(editor).split()[::2][:2])
    assert width / height == pytest.approx(16 / 9, abs=0.02)
    assert 680 < width < 750


def test_arrows_move_and_size_the_part(editor: PictureEditor) -> None:
    canvas = editor.canvas
    for key, keys in ((Qt.Key.Key_Left, SHIFT | CONTROL), (Qt.Key.Key_Up, SHIFT)):
        QTest.keyClick(canvas, key, keys)
    assert [editor.draft.right, editor.draft.bottom] == pytest.approx([0.95, 0.99])
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert [editor.draft.left, editor.draft.right] == pytest.approx([0.01, 0.96])


def test_a_picture_that_goes_away_meanwhile_closes_it(
    editor: PictureEditor, panel: CastPanel, session: Session
) -> None:
    assert editor.isVisible()
    session.dispatch(edits.remove_view, session.project.cast[0].id, SIDE)
    assert not editor.isVisible()


def test_a_damaged_picture_is_named(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    path = session.path_of("mira_side.jpg")
    assert path is not None
    path.write_bytes(path.read_bytes()[:5000])
    panel.details.strip.edit_wanted.emit(SIDE)
    refusal = panel.findChild(Notice, "pictureRefusal")
    assert refusal is not None
    qtbot.waitUntil(lambda: "mira_side.jpg is damaged" in refusal.text())
    assert not panel.details.editor.isVisible()


def test_an_address_cannot_be_cut(panel: CastPanel, session: Session) -> None:
    member = session.project.cast[0].id
    session.dispatch(edits.add_views, member, (View("https://pictures.test/a.png"),))
    menu = panel.details.strip.menu_for(4)
    crop = next(action for action in menu.actions() if action.text().startswith("Crop"))
    assert not crop.isEnabled()


PLACES = st.floats(-2, 3, allow_subnormal=False)
HAIR = 1e-9


@st.composite
def crops(draw: st.DrawFn) -> Crop:
    left, top = draw(st.floats(0, 0.9)), draw(st.floats(0, 0.9))
    return Crop(left, top, draw(st.floats(left + 0.05, 1)), draw(st.floats(top + 0.05, 1)))


def is_inside(crop: Crop) -> bool:
    return -HAIR <= crop.left < crop.right <= 1 + HAIR and -HAIR <= crop.top < crop.bottom <= 1 + HAIR


@given(
    crops(),
    st.sampled_from(["l", "r", "t", "b", "lt", "rt", "lb", "rb"]),
    PLACES,
    PLACES,
    st.none() | st.floats(0.2, 5),
)
def test_whatever_the_hand_does_the_part_stays_inside(
    crop: Crop, handle: str, x: float, y: float, shape: float | None
) -> None:
    pulled = stretched(crop, handle, x, y, shape)
    assert is_inside(pulled)
    assert is_inside(moved(pulled, x, y))
    if shape is not None:
        assert pulled.width / pulled.height == pytest.approx(shape)
        assert fitted(pulled, shape).width == pytest.approx(pulled.width)
