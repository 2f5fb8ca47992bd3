"""The details of a member: what is seen at once, the parts that fold, and the fields."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Look, MemberKind
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.card import CARD_HEIGHT_PX
from kling_studio.ui.cast.fold import Fold
from kling_studio.ui.drops import view_mime
from kling_studio.ui.notice import Notice
from kling_studio.ui.selection import Selection
from kling_studio.ui.sight import seen_part
from tests.ui.cast_hand import child, member, opened
from tests.ui.dropping import drop, hover, leave

LOW_PX = 486
"""How high the dock is in a window of 1440 by 900."""


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection, height_px=LOW_PX) as made:
        made.select_member(member(session, "Mira").id)
        yield made


def is_seen(widget: QWidget) -> bool:
    return widget.isVisible() and seen_part(widget) == widget.rect()


def values(panel: CastPanel) -> dict[str, str]:
    return {part: fold.head.value for part, fold in panel.details.folds.items()}


def fold(panel: CastPanel, part: str) -> Fold:
    return panel.details.folds[part]


def test_all_of_a_member_is_seen_in_a_low_dock_and_no_card_is_cut(qtbot: QtBot, panel: CastPanel) -> None:
    details = panel.details
    first = [
        child(details, QLineEdit, "memberName"),
        details.strip,
        child(details, QToolButton, "chooseClip"),
    ]
    seen = [*first, *(part.head for part in details.folds.values())]
    qtbot.waitUntil(lambda: all(is_seen(widget) for widget in seen))
    qtbot.waitUntil(lambda: panel.cards.viewport().height() == 2 * CARD_HEIGHT_PX)
    rows = [details.strip.visualRect(details.strip.model().index(row, 0)) for row in range(4)]
    assert len({rect.top() for rect in rows}) == 1, "four pictures are one row"
    assert rows[-1].right() < details.strip.viewport().width()


def test_the_heads_tell_what_is_in_the_parts(panel: CastPanel, session: Session) -> None:
    mira = member(session, "Mira")
    known = values(panel)
    assert known == {
        "voice": "♪ warm mid",
        "about": mira.description,
        "looks": "",
        "used": "4 scenes, 0 takes",
    }
    assert fold(panel, "looks").head.accessibleName() == "Looks: none"
    session.dispatch(edits.add_look, mira.id, Look("coat"))
    session.dispatch(edits.add_look, mira.id, Look("gown"))
    session.dispatch(edits.set_member, mira.id, voice=None, kind=MemberKind.PROP, description="")
    assert values(panel) == {**known, "voice": "", "about": "Prop", "looks": "coat, gown"}


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, None])
def test_a_part_is_opened_and_folded_by_keys_and_by_the_mouse(
    qtbot: QtBot, panel: CastPanel, key: Qt.Key | None
) -> None:
    heard: list[str] = []
    for used in ("Space", "Return"):
        QShortcut(QKeySequence(used), panel, lambda used=used: heard.append(used))
    looks = fold(panel, "looks")

    def press() -> None:
        if key is None:
            QTest.mouseClick(looks.head, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(looks.head, key)

    looks.head.setFocus()
    press()
    assert looks.is_open
    add = child(looks, QPushButton, "addLook")
    qtbot.waitUntil(lambda: is_seen(add))
    add.setFocus()
    press()
    assert not add.isVisible()
    assert looks.head.hasFocus(), "the keyboard is not lost with the part"
    assert heard == []


def test_an_open_part_stays_open_for_the_next_member(panel: CastPanel, session: Session) -> None:
    fold(panel, "voice").open()
    panel.select_member(member(session, "Marco").id)
    assert fold(panel, "voice").is_open
    assert fold(panel, "voice").head.value == ""


def test_the_room_for_a_voice_is_folded_where_there_is_none_by_nature(
    panel: CastPanel, session: Session
) -> None:
    mira, crate = member(session, "Mira"), member(session, "Crate")
    assert (crate.kind, crate.voice) == (MemberKind.PRODUCT, None)
    voice = fold(panel, "voice")
    voice.open()
    panel.select_member(crate.id)
    assert not fold(panel, "voice").is_open
    assert voice.isVisible()
    panel.select_member(mira.id)
    assert fold(panel, "voice").is_open
    session.dispatch(edits.set_member, crate.id, voice=mira.voice)
    panel.select_member(crate.id)
    assert fold(panel, "voice").is_open
    voice.fold()
    panel.select_member(mira.id)
    assert not fold(panel, "voice").is_open, "who folds it has it folded"
    panel.show_part(crate.id, "voice")
    assert fold(panel, "voice").is_open


def test_an_error_about_the_voice_is_seen(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    path = session.path_of("noise.wav")
    assert path is not None
    path.write_bytes(b"RIFF of nothing")
    mira = member(session, "Mira")
    assert mira.voice is not None
    assert not fold(panel, "voice").is_open
    session.dispatch(edits.set_member, mira.id, voice=replace(mira.voice, sample="noise.wav"))
    told = child(panel.details, Notice, "sampleNotice")
    qtbot.waitUntil(lambda: fold(panel, "voice").is_open and is_seen(told))
    assert "noise.wav" in told.text()


def test_a_part_that_is_too_high_begins_where_it_can_be_read(qtbot: QtBot, panel: CastPanel) -> None:
    area = panel.details.parentWidget()
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    voice = fold(panel, "voice")
    voice.open()
    viewport = area.viewport()
    qtbot.waitUntil(lambda: voice.height() > viewport.height())
    qtbot.waitUntil(lambda: voice.mapTo(viewport, voice.rect().topLeft()).y() == 0)


def test_uses_are_opened_where_they_are_asked_for(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    panel.show_uses(member(session, "Marco").id)
    qtbot.waitUntil(lambda: is_seen(panel.details.used.list))
    assert panel.details.used.list.hasFocus()


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("views", "memberViews"),
        ("voice", "voiceName"),
        ("clip", "chooseClip"),
        ("looks", "looks"),
        ("about", "memberDescription"),
    ],
)
def test_a_part_of_any_member_is_shown_with_the_keyboard_in_it(
    qtbot: QtBot, panel: CastPanel, session: Session, part: str, field: str
) -> None:
    marco = member(session, "Marco")
    session.dispatch(edits.add_look, marco.id, Look("coat"))
    panel.show_part(marco.id, part)
    assert panel.selected_id == marco.id
    widget = child(panel.details, QWidget, field)
    qtbot.waitUntil(lambda: is_seen(widget))
    assert widget.hasFocus()


def test_where_there_are_no_views_and_looks_the_keyboard_is_on_what_adds_them(
    panel: CastPanel, session: Session
) -> None:
    session.dispatch(edits.add_member, CastMember("bare", "Bare"))
    for part, button in (("views", "addPictures"), ("looks", "addLook")):
        panel.show_part("bare", part)
        assert child(panel.details, QPushButton, button).hasFocus()


def test_a_drag_held_over_a_folded_part_opens_it(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    mira = member(session, "Mira")
    session.dispatch(edits.add_look, mira.id, Look("coat"))
    details, looks = panel.details, fold(panel, "looks")
    qtbot.waitUntil(lambda: is_seen(looks.head))
    place = looks.head.mapTo(details, looks.head.rect().center())
    hover(details, place, view_mime(mira.id, 1))
    leave(details)
    hover(details, place, view_mime(mira.id, 1))
    qtbot.waitUntil(lambda: looks.is_open)
    assert drop(details.looks, details.looks.rect().center(), view_mime(mira.id, 1))
    assert member(session, "Mira").looks[0].images == (mira.images[1],)
