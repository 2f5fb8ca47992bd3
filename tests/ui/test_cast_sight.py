"""What the cast panel keeps in sight, and what it no longer says."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import Look, View
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.notice import Notice
from kling_studio.ui.selection import Selection
from kling_studio.ui.sight import seen_part
from kling_studio.ui.stale_news import StaleNews
from tests.app.test_current import add_done
from tests.ui.cast_hand import card, child, member, notice, opened, picture, read_files
from tests.ui.dropping import drop, files


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection, height_px=486) as made:
        made.select_member(member(session, "Mira").id)
        yield made


def test_another_member_is_shown_from_its_name_on(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    panel.show_part(member(session, "Mira").id, "used")
    name = child(panel.details, QLineEdit, "memberName")
    qtbot.waitUntil(lambda: seen_part(name).isEmpty())
    QTest.mouseClick(
        panel.cards.viewport(), Qt.MouseButton.LeftButton, pos=card(panel, session, "Marco") - QPoint(0, 20)
    )
    assert name.text() == "Marco"
    qtbot.waitUntil(lambda: seen_part(name) == name.rect())


def test_a_change_of_the_same_member_scrolls_nothing(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    mira = member(session, "Mira")
    panel.show_part(mira.id, "used")
    name = child(panel.details, QLineEdit, "memberName")
    qtbot.waitUntil(lambda: seen_part(name).isEmpty())
    session.dispatch(edits.set_member, mira.id, description="older")
    assert seen_part(name).isEmpty()


@pytest.mark.parametrize("in_look", [False, True])
def test_a_cropped_picture_is_seen_where_it_stands(
    qtbot: QtBot, panel: CastPanel, session: Session, in_look: bool
) -> None:
    mira, details = member(session, "Mira"), panel.details
    for number in range(12):
        session.dispatch(edits.add_views, mira.id, (View(f"https://pictures.test/{number}.jpg"),), 0)
    if in_look:
        look = Look("coat", images=(View("mira_side.jpg"), View("mira_back.jpg")))
        session.dispatch(edits.add_look, mira.id, look)
        panel.show_part(mira.id, "looks")
    for part in ("voice", "about"):
        details.folds[part].open()
    strip = details.looks.strip if in_look else details.strip
    row = 1 if in_look else 13
    strip.select(row)
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Return)
    done = child(details, QPushButton, "takeCrop")
    qtbot.waitUntil(done.isEnabled)
    details.editor.turn(90)
    QTest.keyClick(details.editor.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: details.editor.view is None)

    def is_seen() -> bool:
        cell = strip.visualRect(strip.model().index(row, 0))
        return seen_part(strip.viewport()).contains(cell)

    qtbot.waitUntil(is_seen)
    assert strip.hasFocus()
    assert strip.currentIndex().row() == row


def test_a_refused_name_is_told_once_where_it_was_typed(panel: CastPanel, session: Session) -> None:
    elsewhere: list[EditRejected] = []
    session.refused.connect(elsewhere.append)
    name, refusal = (
        child(panel.details, QLineEdit, "memberName"),
        child(panel.details, Notice, "memberRefusal"),
    )
    for typed in ("Marco", "M@ra"):
        name.setFocus()
        name.selectAll()
        QTest.keyClicks(name, typed)
        QTest.keyClick(name, Qt.Key.Key_Return)
        assert refusal.text()
    name.selectAll()
    QTest.keyClicks(name, "Mara")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert refusal.text() == ""
    assert member(session, "Mara").id == panel.selected_id
    assert session.history.undo_label == "Rename member"
    assert elsewhere == []


@pytest.fixture
def refused(panel: CastPanel) -> Notice:
    """Words on the clipboard were pasted, which are no picture."""
    mime = QMimeData()
    mime.setText("no picture")
    QGuiApplication.clipboard().setMimeData(mime)
    panel.paste()
    assert notice(panel) == "There is no picture, film or sound in it."
    return child(panel, Notice, "castNotice")


def test_a_refusal_goes_with_another_member(panel: CastPanel, session: Session, refused: Notice) -> None:
    panel.cards.select(member(session, "Marco").id)
    assert not refused.isVisible()


def test_a_refusal_goes_with_what_is_done_next(panel: CastPanel, session: Session, refused: Notice) -> None:
    session.dispatch(edits.set_member, panel.selected_id, description="typed meanwhile")
    assert refused.isVisible(), "words may be typed while it comes"
    session.dispatch(edits.rename_member, panel.selected_id, "Mara")
    assert not refused.isVisible()


def test_a_refusal_goes_after_some_seconds(panel: CastPanel, refused: Notice) -> None:
    end = refused.findChild(QTimer, "noticeEnd")
    assert end is not None
    assert 5_000 <= end.remainingTime() <= 20_000
    end.timeout.emit()
    assert notice(panel) == ""


def test_what_a_drop_has_to_tell_stays_though_it_changed_the_cast(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    picture(tmp_path / "more" / "mira_a.png")
    (tmp_path / "more" / "mira_b.png").write_bytes(hashlib.sha256(b"no picture").digest())
    assert drop(panel.cards.viewport(), card(panel, session, "Mira"), files([tmp_path / "more"]))
    qtbot.waitUntil(lambda: notice(panel).startswith("1 added, 1 not:"))


def test_the_news_of_a_deleted_member_names_it(qtbot: QtBot, session: Session) -> None:
    scene = next(scene for scene in session.project.scenes() if "Marco" in scene.cast)
    read_files(session)
    add_done(session, scene, 1, ANIMATIC)
    add_done(session, scene, 2)
    news = StaleNews(session)
    told: list[tuple[object, ...]] = []
    news.told.connect(lambda *words: told.append(words))
    session.dispatch(edits.delete_member, member(session, "Marco").id)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert str(told[0][0]).startswith("Marco was deleted. It makes ")
    assert told[0][1] == "", "there is nobody to be shown"
    news.stop()
