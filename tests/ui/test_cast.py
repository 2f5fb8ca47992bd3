"""The cast panel: its cards, and the verbs of a member, each as one undo step."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Project, View, ViewKind
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.model import CastRole
from kling_studio.ui.drops import member_mime
from kling_studio.ui.selection import Selection
from tests.ui.cast_hand import bubble, child, member, names, opened
from tests.ui.dropping import drop, hover


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection) as made:
        yield made


def shown(panel: CastPanel, row: int) -> tuple[str, str, str]:
    index = panel.cards.members.index(row)
    return index.data(), index.data(CastRole.REFERENCES_LINE), index.data(CastRole.VOICE_LINE)


def test_cards_tell_what_there_is_of_each_member(panel: CastPanel) -> None:
    assert shown(panel, 0) == ("Mira", "front, side, back, outfit · 4 scenes", "♪ warm mid")
    assert shown(panel, 1)[2] == "no voice"
    assert shown(panel, 3)[1].startswith("product · front, side, back, detail")
    assert shown(panel, 3)[2] == ""


def test_a_card_counts_the_pictures_where_their_kinds_do_not_tell(panel: CastPanel, session: Session) -> None:
    views = tuple(View(f"{number}.jpg", ViewKind.OUTFIT) for number in range(20))
    session.dispatch(edits.set_member, member(session, "Foreman").id, images=(View("front.jpg"), *views))
    assert shown(panel, 2)[1] == "21 views · front, outfit · 1 scene"
    session.dispatch(edits.set_member, member(session, "Foreman").id, images=views[:2])
    index = panel.cards.members.index(2)
    assert index.data(CastRole.SHORT_REFERENCES_LINE) == "2 views · 1 scene"


def test_cards_follow_the_scenes(panel: CastPanel, session: Session) -> None:
    scene = next(scene for scene in session.project.scenes() if "Foreman" in scene.cast)
    session.dispatch(edits.uncast_from_scene, scene.id, "Foreman")
    assert shown(panel, 2)[1] == "front, side"
    session.undo()
    assert shown(panel, 2)[1] == "front, side · 1 scene"


def test_members_are_added_duplicated_moved_and_deleted(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    before = session.project
    panel.add_member()
    assert names(session)[-1] == "New member"
    name = child(panel, QLineEdit, "memberName")
    assert name.selectedText() == "New member"
    session.undo()

    panel.cards.select(member(session, "Marco").id)
    QTest.keyClick(panel.cards, Qt.Key.Key_D)
    assert names(session) == ["Mira", "Marco", "Marco2", "Foreman", "Crate"]
    QTest.keyClick(panel.cards, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(session)[:3] == ["Mira", "Marco2", "Marco"]
    assert panel.selected_id == member(session, "Marco2").id
    QTest.keyClick(panel.cards, Qt.Key.Key_Delete)
    assert "Marco2" not in names(session)
    for _ in range(3):
        session.undo()
    assert session.project is before


def test_a_card_is_dragged_to_another_place(panel: CastPanel, session: Session) -> None:
    index = panel.cards.members.index(3)
    mime = panel.cards.members.mimeData([index])
    assert mime.text() == "@Crate"
    top = panel.cards.visualRect(panel.cards.members.index(1)).topLeft() + QPoint(50, 4)
    hover(panel.cards.viewport(), top, mime)
    assert bubble(panel) == "Moves Crate before Marco"
    drop(panel.cards.viewport(), top, mime)
    assert names(session) == ["Mira", "Crate", "Marco", "Foreman"]
    bottom = panel.cards.visualRect(panel.cards.members.index(3)).bottomLeft() + QPoint(50, -4)
    drop(panel.cards.viewport(), bottom, member_mime("Mira"))
    assert names(session) == ["Crate", "Marco", "Foreman", "Mira"]


def test_the_menu_casts_in_the_scene_looked_at(
    panel: CastPanel, session: Session, selection: Selection
) -> None:
    scene = next(scene for scene in session.project.scenes() if "Foreman" not in scene.cast)
    selection.select_scene(scene.id)
    panel.cards.select(member(session, "Foreman").id)
    action = next(action for action in panel.menu().actions() if action.text().startswith("Cast in"))
    assert action.text() == f"Cast in {scene.title}"
    action.trigger()
    now = selection.scene
    assert now is not None
    assert "Foreman" in now.cast


def test_a_large_cast_can_be_filtered(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    filter_field = child(panel, QLineEdit, "castFilter")
    assert not filter_field.isVisible()

    def crowd(project: Project) -> Project:
        for number in range(20):
            project = edits.add_member(project, CastMember(f"extra{number}", f"Extra {number}"))
        return project

    session.apply(crowd, "Crowd")
    assert filter_field.isVisible()
    QTest.keyClicks(filter_field, "extra 1")
    model = panel.cards.members
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "Extra 1",
        *(f"Extra {number}" for number in range(10, 20)),
    ]
    panel.select_member(member(session, "Mira").id)
    assert panel.selected_id == member(session, "Mira").id
    assert model.rowCount() == 24


def test_the_model_tells_every_change_rightly(panel: CastPanel, session: Session) -> None:
    model: QAbstractItemModel = panel.cards.members
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    cast = session.project.cast
    session.dispatch(edits.move_member, cast[3].id, 0)
    session.dispatch(edits.delete_member, cast[0].id)
    session.dispatch(edits.duplicate_member, cast[2].id, "copy")
    session.dispatch(edits.rename_member, cast[1].id, "Marek")
    panel.cards.members.set_filter("marek")
    assert model.rowCount() == 1
    panel.cards.members.set_filter("")
    for _ in range(4):
        session.undo()
    assert [model.index(row, 0).data() for row in range(4)] == ["Mira", "Marco", "Foreman", "Crate"]
    assert tester.model() is model


def test_an_empty_cast_invites(panel: CastPanel, session: Session) -> None:
    for each in session.project.cast:
        session.dispatch(edits.delete_member, each.id)
    invitation = child(panel, QLabel, "castInvitation")
    assert invitation.isVisible()
    assert invitation.text() == "Drop pictures, clips or sounds\nto add to the cast"
    assert panel.selected_id == ""
    assert not panel.details.isVisible()
