"""A member's looks in its details, where it is used, and what a gesture would make stale."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.project import CastMember, Look, View, ViewKind
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.details import MemberDetails
from kling_studio.ui.cast.model import CastRole
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import view_mime
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.app.test_current import add_done
from tests.ui.cast_hand import bubble, card, child, member, opened, picture, read_files
from tests.ui.dropping import drop, files, hover, leave


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection, height_px=1400) as made:
        yield made


@pytest.fixture
def details(panel: CastPanel, session: Session) -> MemberDetails:
    panel.select_member(mira(session).id)
    for part in ("looks", "used"):
        panel.details.folds[part].open()
    return panel.details


def mira(session: Session) -> CastMember:
    return member(session, "Mira")


def only(session: Session) -> Look:
    (look,) = mira(session).looks
    return look


def worn(session: Session) -> list[tuple[str, str]]:
    """The looks of the second episode."""
    return list(session.project.episodes[1].looks)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_look_is_added_named_described_and_deleted(details: MemberDetails, session: Session) -> None:
    click(child(details, QPushButton, "addLook"))
    assert only(session) == Look("New look")
    name = child(details, QLineEdit, "lookName")
    QTest.keyClicks(name, "Winter coat")
    QTest.keyClick(name, Qt.Key.Key_Return)
    QTest.keyClicks(child(details, QLineEdit, "lookWords"), "in a long coat")
    assert only(session) == Look("Winter coat", "in a long coat")
    session.undo()
    assert only(session) == Look("Winter coat"), "what is typed at once is one step"
    session.undo()
    session.redo()
    click(child(details, QPushButton, "addLook"))
    QTest.keyClicks(name, "Winter coat")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert [look.name for look in mira(session).looks] == ["Winter coat", "New look"]
    assert details.looks.notice.text().startswith("There is already a look called Winter coat")
    QTest.keyClick(details.looks.list, Qt.Key.Key_Delete)
    assert only(session).name == "Winter coat"
    session.undo()
    assert len(mira(session).looks) == 2


def test_a_look_takes_the_good_ones_of_a_drop(
    qtbot: QtBot, details: MemberDetails, session: Session, tmp_path: Path
) -> None:
    session.dispatch(edits.add_look, mira(session).id, Look("coat"))
    looks, place = details.looks, details.looks.list.geometry().center()
    (tmp_path / "fake.png").write_text("no picture")
    mime = files([tmp_path / "fake.png", picture(tmp_path / "coat_back.png"), tmp_path / "notes.txt"])
    assert hover(looks, place, mime)
    told = looks.findChild(DropBubble)
    assert told is not None
    why = "notes.txt is no picture, film or sound."
    assert told.text() == f"coat of Mira gets 2 pictures\n1 left out: {why}"
    assert drop(looks, place, mime)
    words = f"1 added, 2 not: {why} fake.png is not a picture that can be read."
    qtbot.waitUntil(lambda: looks.notice.text() == words)
    assert [view.view for view in only(session).images] == [ViewKind.BACK]


def test_a_look_gets_pictures_by_drop(
    qtbot: QtBot, details: MemberDetails, session: Session, tmp_path: Path
) -> None:
    session.dispatch(edits.add_look, mira(session).id, Look("coat"))
    looks, place = details.looks, details.looks.list.geometry().center()
    mime = files([picture(tmp_path / name) for name in ("coat_back.png", "coat_front.png")])
    assert hover(looks, place, mime)
    told = looks.findChild(DropBubble)
    assert told is not None
    assert told.text() == "coat of Mira gets 2 pictures"
    assert drop(looks, place, mime)
    qtbot.waitUntil(lambda: len(only(session).images) == 2)
    assert [view.view for view in only(session).images] == [ViewKind.BACK, ViewKind.FRONT]
    assert drop(looks, place, view_mime(mira(session).id, 1))
    assert only(session).images[2] == mira(session).images[1]
    assert not hover(looks, place, view_mime(mira(session).id, 1))
    assert told.text() == "coat has this picture already."
    (tmp_path / "notes.txt").write_text("no picture")
    assert not hover(looks, place, files([tmp_path / "notes.txt"]))
    assert told.text() == "notes.txt is no picture, film or sound."
    leave(looks)
    looks.strip.kind_chosen.emit(0, ViewKind.OUTFIT)
    looks.strip.moved.emit(0, 1)
    assert [view.view for view in only(session).images[:2]] == [ViewKind.FRONT, ViewKind.OUTFIT]
    looks.strip.select(0)
    QTest.keyClick(looks.strip, Qt.Key.Key_Delete)
    assert len(only(session).images) == 2
    for _ in range(5):
        session.undo()
    assert only(session).images == ()


def test_a_picture_of_a_look_is_cropped_in_place(
    qtbot: QtBot, details: MemberDetails, session: Session
) -> None:
    session.dispatch(edits.add_look, mira(session).id, Look("coat", images=(View("mira_back.jpg"),)))
    details.looks.strip.edit_wanted.emit(0)
    assert details.editor.view == only(session).images[0]
    qtbot.waitUntil(details.editor.isVisible)


def test_the_episodes_of_a_look_are_checked(details: MemberDetails, session: Session) -> None:
    for name in ("coat", "gown"):
        session.dispatch(edits.add_look, mira(session).id, Look(name))
    first, second = session.project.episodes
    boxes = [child(details, QCheckBox, f"wear_{episode.id}") for episode in (first, second)]
    QTest.keyClick(boxes[1], Qt.Key.Key_Space)
    assert worn(session) == [("Mira", "coat")]
    details.looks.list.setCurrentRow(1)
    assert boxes[1].text() == f"{second.title}  (coat)"
    QTest.keyClick(boxes[1], Qt.Key.Key_Space)
    assert worn(session) == [("Mira", "gown")]
    session.undo()
    session.undo()
    assert worn(session) == []
    assert not any(box.isChecked() for box in boxes)


def test_a_chip_says_the_look(qtbot: QtBot, session: Session, selection: Selection) -> None:
    thumbnails = Thumbnails(session.path_of)
    inspector = InspectorPanel(session, selection, thumbnails)
    qtbot.addWidget(inspector)
    session.dispatch(edits.add_look, mira(session).id, Look("coat", "in a long coat"))
    session.dispatch(edits.wear, session.project.episodes[0].id, mira(session).id, "coat")
    tips = [widget.toolTip() for widget in inspector.findChildren(QWidget)]
    assert f"Look: coat\n{mira(session).description} in a long coat" in tips
    thumbnails.stop()


def test_a_card_says_the_look_that_holds(panel: CastPanel, session: Session, selection: Selection) -> None:
    first, second = session.project.episodes
    pictures = tuple(View(f"coat_{n}.png", ViewKind.OUTFIT) for n in range(2))
    session.dispatch(edits.add_look, mira(session).id, Look("Coat", "grey", pictures))
    cards = panel.cards.members
    own = cards.index_of(mira(session).id).data(CastRole.REFERENCES_LINE)

    def line(role: CastRole = CastRole.REFERENCES_LINE) -> str:
        return str(cards.index_of(mira(session).id).data(role))

    session.dispatch(edits.wear, second.id, mira(session).id, "Coat")
    assert line() == own
    selection.select_scene(second.scenes[0].id)
    count = 2 + sum(view.view is not ViewKind.OUTFIT for view in mira(session).images)
    assert line() == f"Coat · 2 of {count} views its own"
    assert line(CastRole.SHORT_REFERENCES_LINE) == f"Coat · {count} views"
    assert "Coat" in cards.index_of(mira(session).id).data(Qt.ItemDataRole.AccessibleTextRole)
    session.dispatch(edits.set_look, mira(session).id, "Coat", images=())
    assert line() == f"Coat · {len(mira(session).images)} views"
    selection.select_scene(first.scenes[0].id)
    assert line() == own


def test_the_card_is_told_of_a_look_put_on(
    qtbot: QtBot, panel: CastPanel, session: Session, selection: Selection
) -> None:
    session.dispatch(edits.add_look, mira(session).id, Look("Coat"))
    cards = panel.cards.members
    for act in (
        lambda: session.dispatch(edits.wear, session.project.episodes[0].id, mira(session).id, "Coat"),
        lambda: selection.select_scene(session.project.episodes[1].scenes[0].id),
    ):
        with qtbot.waitSignal(cards.dataChanged) as told:
            act()
        assert told.args[0].data() == "Mira"


def test_scenes_and_takes_lead_there(
    qtbot: QtBot, details: MemberDetails, panel: CastPanel, session: Session, selection: Selection
) -> None:
    scenes = [scene for scene in session.project.scenes() if "Mira" in scene.cast]
    read_files(session)
    add_done(session, scenes[0], 1)
    used, wanted = details.used, []
    panel.take_wanted.connect(lambda *take: wanted.append(take))
    head = details.folds["used"].head
    qtbot.waitUntil(lambda: head.value == f"{len(scenes)} scenes, 1 take")
    model = used.list.model()
    rows = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert rows[:4] == ["Pilot", "1  Warehouse", "Take 1", "2  Forklift"]
    said = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(2, 0).data(said) == "Take 1, $1.40"
    QTest.mouseClick(
        used.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=used.list.visualRect(model.index(3, 0)).center(),
    )
    assert selection.scene == scenes[1]
    used.list.setCurrentIndex(model.index(2, 0))
    QTest.keyClick(used.list, Qt.Key.Key_Return)
    assert wanted == [(scenes[0].id, 1)]
    session.dispatch(edits.remove_view, mira(session).id, 0)
    assert model.index(2, 0).data(said) == "Take 1, picture changed"
    assert model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole).startswith("Done. Mira's pictures changed")


def test_a_gesture_says_what_becomes_stale(
    qtbot: QtBot, details: MemberDetails, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    scene = next(scene for scene in session.project.scenes() if "Marco" in scene.cast)
    read_files(session)
    add_done(session, scene, 1, ANIMATIC)
    add_done(session, scene, 2)
    marco = member(session, "Marco")
    panel.select_member(marco.id)
    lines = list(details.findChildren(QLabel, "foretold"))
    name = child(details, QLineEdit, "memberName")
    name.setFocus()
    QTest.keyClicks(name, "s")
    qtbot.waitUntil(lambda: any(line.text().startswith("Renaming makes 1 take stale") for line in lines))
    QTest.keyClick(name, Qt.Key.Key_Escape)
    assert not any(line.text() for line in lines)
    mime = files([picture(tmp_path / "marco_side.png")])
    assert hover(panel.cards.viewport(), card(panel, session, "Marco"), mime)
    qtbot.waitUntil(lambda: "stale, renewing costs $" in bubble(panel))
    assert bubble(panel).startswith("Marco gets a side view; makes ")
    leave(panel.cards.viewport())
    assert hover(details, QPoint(30, 30), mime)
    own = next(one for one in details.findChildren(DropBubble) if one.parent() is details)
    qtbot.waitUntil(lambda: "stale, renewing costs $" in own.text())
    leave(details)
    assert not own.isVisible()
    assert member(session, "Marco") == marco, "nothing was changed by being told"
