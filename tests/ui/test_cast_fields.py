"""What is typed and done in the details of a member."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.project import MemberKind, ViewKind, Voice
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.model import CastRole
from kling_studio.ui.selection import Selection
from tests.ui.cast_hand import child, member, names, opened
from tests.ui.dropping import drop


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection) as made:
        yield made


def shown(panel: CastPanel, row: int) -> tuple[str, str, str]:
    index = panel.cards.members.index(row)
    return index.data(), index.data(CastRole.REFERENCES_LINE), index.data(CastRole.VOICE_LINE)


def test_a_member_is_renamed_everywhere_and_a_taken_name_is_refused_in_place(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    panel.select_member(member(session, "Mira").id)
    name = child(panel, QLineEdit, "memberName")
    refusal = child(panel, QLabel, "memberRefusal")
    name.selectAll()
    QTest.keyClicks(name, "Marco")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert refusal.isVisible()
    assert refusal.text().startswith("There is already a Marco in the cast.")
    assert names(session)[0] == "Mira"
    QTest.keyClick(name, Qt.Key.Key_Escape)
    assert name.text() == "Mira"
    assert not refusal.isVisible()
    name.selectAll()
    QTest.keyClicks(name, "Ana Lima")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert names(session)[0] == "Ana Lima"
    scenes = list(session.project.scenes())
    assert any("Ana Lima" in scene.cast for scene in scenes)
    assert all("@Mira" not in shot.prompt for scene in scenes for shot in scene.shots)
    assert shown(panel, 0)[0] == "Ana Lima"
    session.undo()
    assert name.text() == "Mira"


def test_the_fields_change_the_member(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    before = session.project
    panel.select_member(member(session, "Marco").id)
    words = child(panel, QPlainTextEdit, "memberDescription")
    words.selectAll()
    QTest.keyClicks(words, "driver, 40s")
    assert member(session, "Marco").description == "driver, 40s"
    session.undo()
    assert session.project is before
    assert words.toPlainText() == member(session, "Marco").description

    voice = child(panel, QLineEdit, "voiceName")
    QTest.keyClicks(voice, "low, dry")
    QTest.keyClick(voice, Qt.Key.Key_Return)
    assert member(session, "Marco").voice == Voice("low, dry")
    assert shown(panel, 1)[2] == "♪ low, dry"
    voice.clear()
    QTest.keyClick(voice, Qt.Key.Key_Return)
    assert member(session, "Marco").voice is None

    kind = child(panel, QComboBox, "memberKind")
    kind.setCurrentIndex(kind.findData(MemberKind.PROP))
    kind.activated.emit(kind.currentIndex())
    assert member(session, "Marco").kind is MemberKind.PROP


def test_views_are_named_moved_and_removed(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    panel.select_member(member(session, "Mira").id)
    strip = panel.details.strip
    first = member(session, "Mira").images
    menu = strip.menu_for(3)
    texts = {action.text(): action for action in menu.actions()}
    assert [text for text, action in texts.items() if action.isChecked()] == ["Outfit"]
    texts["Detail"].trigger()
    assert member(session, "Mira").images[3].view is ViewKind.DETAIL
    strip.select(0)
    QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert [view.path for view in member(session, "Mira").images[:2]] == [first[1].path, first[0].path]
    assert strip.currentIndex().row() == 1
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert first[0].path not in [view.path for view in member(session, "Mira").images]
    for _ in range(3):
        session.undo()
    assert member(session, "Mira").images == first


def test_a_view_is_dragged_to_another_place(panel: CastPanel, session: Session) -> None:
    panel.select_member(member(session, "Mira").id)
    strip = panel.details.strip
    first = [view.path for view in member(session, "Mira").images]
    last = strip.visualRect(strip.model().index(3, 0))
    assert drop(strip.viewport(), QPoint(last.right() - 4, last.center().y()), strip.mime_for(0))
    assert [view.path for view in member(session, "Mira").images] == [*first[1:], first[0]]
