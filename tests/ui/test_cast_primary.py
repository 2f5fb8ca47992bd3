"""The primary picture of a member: seen in the strip, and chosen by key and menu."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Look, View, ViewKind
from kling_studio.core.sending import ordered_views
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.view_cells import IS_PRIMARY
from kling_studio.ui.cast.view_changes import primary_index, promotion
from kling_studio.ui.cast.views import ViewStrip
from kling_studio.ui.selection import Selection
from tests.ui.cast_hand import member, opened

VIEWS = st.lists(st.sampled_from(ViewKind), min_size=1, max_size=6).map(
    lambda kinds: tuple(View(f"{number}.jpg", kind) for number, kind in enumerate(kinds))
)


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection) as made:
        made.select_member(member(session, "Mira").id)
        yield made


def starred(strip: ViewStrip) -> list[int]:
    model = strip.model()
    return [row for row in range(model.rowCount()) if model.index(row, 0).data(IS_PRIMARY)]


def test_the_star_is_on_the_first_front_view(panel: CastPanel, session: Session) -> None:
    strip, mira = panel.details.strip, member(session, "Mira")
    assert starred(strip) == [0]
    session.dispatch(edits.move_view, mira.id, 0, 2)
    assert starred(strip) == [2]
    tip = strip.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Primary picture" in tip
    assert "P makes it the primary picture" in strip.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    spoken = strip.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "front view, picture 3 of 4, primary"


def test_p_makes_a_picture_the_primary_one_in_one_step(panel: CastPanel, session: Session) -> None:
    heard: list[str] = []
    QShortcut(QKeySequence("P"), panel, lambda: heard.append("P"))
    strip, before = panel.details.strip, member(session, "Mira")
    strip.select(2)
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_P)
    images = member(session, "Mira").images
    assert images[0] == View(before.images[2].path, ViewKind.FRONT)
    assert [view.path for view in images[1:]] == [before.images[at].path for at in (0, 1, 3)]
    assert starred(strip) == [0]
    assert strip.currentIndex().row() == 0
    assert session.history.undo_label == "Make primary"
    QTest.keyClick(strip, Qt.Key.Key_P)
    session.undo()
    assert member(session, "Mira") == before
    assert heard == []


def test_the_menu_tells_the_key_and_has_nothing_to_do_on_the_primary_one(
    panel: CastPanel, session: Session
) -> None:
    strip = panel.details.strip
    texts = {action.text(): action for action in strip.menu_for(0).actions()}
    assert not texts["Make primary\tP"].isEnabled()
    texts = {action.text(): action for action in strip.menu_for(3).actions()}
    path = member(session, "Mira").images[3].path
    texts["Make primary\tP"].trigger()
    assert member(session, "Mira").images[0] == View(path, ViewKind.FRONT)


def test_a_look_has_a_primary_picture_of_its_own(panel: CastPanel, session: Session) -> None:
    mira = member(session, "Mira")
    coat = Look("coat", images=(View("a.jpg"), View("b.jpg", ViewKind.BACK)))
    session.dispatch(edits.add_look, mira.id, coat)
    panel.show_part(mira.id, "looks")
    strip = panel.details.looks.strip
    assert starred(strip) == [0]
    strip.promoted.emit(1)
    assert member(session, "Mira").looks[0].images == (View("b.jpg"), View("a.jpg"))
    assert starred(strip) == [0]


@given(VIEWS, st.data())
def test_the_primary_picture_is_the_one_that_is_sent_first(
    views: tuple[View, ...], data: st.DataObject
) -> None:
    assert views[primary_index(views)] == ordered_views(CastMember("m", "Mira", images=views))[0]
    chosen = data.draw(st.integers(0, len(views) - 1))
    promoted = promotion(chosen).of(views)
    assert promoted[primary_index(promoted)].path == views[chosen].path
    assert {view.path for view in promoted} == {view.path for view in views}
