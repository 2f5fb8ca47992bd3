"""Pictures of the cast that are dragged to other members."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import Look, View, ViewKind
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.drops import VIEW_MIME, view_mime
from kling_studio.ui.selection import Selection
from tests.ui.cast_hand import BELOW, bubble, card, member, notice, opened
from tests.ui.dropping import drop, hover


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection) as made:
        yield made


class TestBetweenMembers:
    def test_a_picture_moves_to_the_member_it_is_dropped_on(self, panel: CastPanel, session: Session) -> None:
        mira, place, before = member(session, "Mira"), card(panel, session, "Marco"), session.project
        mime = view_mime(mira.id, 1)
        assert hover(panel.cards.viewport(), place, mime)
        assert bubble(panel) == "Moves Mira's side view to Marco (Ctrl copies)"
        assert drop(panel.cards.viewport(), place, mime)
        assert [view.path for view in member(session, "Marco").images][-1] == mira.images[1].path
        assert mira.images[1] not in member(session, "Mira").images
        assert session.history.undo_label == "Move picture"
        session.undo()
        assert session.project is before

    def test_with_ctrl_both_have_it(self, panel: CastPanel, session: Session) -> None:
        mira, place = member(session, "Mira"), card(panel, session, "Marco")
        viewport, mime = panel.cards.viewport(), view_mime(mira.id, 1)
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        mouse, ctrl = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
        QApplication.sendEvent(viewport, QDragEnterEvent(place, actions, mime, mouse, ctrl))
        QApplication.sendEvent(viewport, QDragMoveEvent(place, actions, mime, mouse, ctrl))
        assert bubble(panel) == "Marco gets Mira's side view too"
        QApplication.sendEvent(viewport, QDropEvent(QPointF(place), actions, mime, mouse, ctrl))
        assert mira.images[1] in member(session, "Mira").images
        assert mira.images[1] in member(session, "Marco").images

    @pytest.mark.parametrize(
        ("name", "index", "why"),
        [
            ("Mira", 0, "It is a picture of Mira already."),
            ("Marco", 99, "That picture is no longer there."),
            ("", 0, "Drop it on a member."),
        ],
    )
    def test_where_it_has_no_place_it_is_refused_before(
        self, panel: CastPanel, session: Session, name: str, index: int, why: str
    ) -> None:
        mime, before = view_mime(member(session, "Mira").id, index), session.project
        if name:
            place = card(panel, session, name)
            assert not hover(panel.cards.viewport(), place, mime)
            assert bubble(panel) == why
            assert not drop(panel.cards.viewport(), place, mime)
        else:
            assert not drop(panel, BELOW, mime)
        assert notice(panel) == why
        assert session.project is before

    def test_who_has_it_already_does_not_get_it_twice(self, panel: CastPanel, session: Session) -> None:
        mira, marco = member(session, "Mira"), member(session, "Marco")
        session.dispatch(edits.give_view, mira.id, 0, marco.id, keep=True)
        assert not hover(panel.cards.viewport(), card(panel, session, "Marco"), view_mime(mira.id, 0))
        assert bubble(panel) == "Marco has this picture already."


class TestOutOfALook:
    """A look's picture is copied: the look keeps its own."""

    @pytest.fixture
    def coat(self, panel: CastPanel, session: Session) -> QMimeData:
        """The second picture of Mira's coat, as it is dragged out of the strip of the look."""
        images = (View("coat_front.jpg"), View("coat_back.jpg", ViewKind.BACK))
        session.dispatch(edits.add_look, member(session, "Mira").id, Look("Winter coat", images=images))
        panel.select_member(member(session, "Mira").id)
        return panel.details.looks.strip.mime_for(1)

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Marco", "Marco gets the back view of Mira's Winter coat too"),
            ("Mira", "Mira gets the back view of the look Winter coat too"),
        ],
    )
    def test_a_member_gets_it_as_a_view_of_its_own(
        self, panel: CastPanel, session: Session, coat: QMimeData, name: str, words: str
    ) -> None:
        before, place = session.project, card(panel, session, name)
        assert hover(panel.cards.viewport(), place, coat)
        assert bubble(panel) == words
        assert drop(panel.cards.viewport(), place, coat)
        assert member(session, name).images[-1] == View("coat_back.jpg", ViewKind.BACK)
        assert len(member(session, "Mira").looks[0].images) == 2
        assert session.history.undo_label == "Copy picture"
        assert not hover(panel.cards.viewport(), place, coat)
        assert bubble(panel) == f"{name} has this picture already."
        session.undo()
        assert session.project is before

    def test_the_details_take_it_too(self, panel: CastPanel, session: Session, coat: QMimeData) -> None:
        assert drop(panel.details, QPoint(30, 20), coat)
        assert member(session, "Mira").images[-1].path == "coat_back.jpg"

    def test_where_the_look_is_gone_it_is_refused(
        self, panel: CastPanel, session: Session, coat: QMimeData
    ) -> None:
        session.dispatch(edits.delete_look, member(session, "Mira").id, "Winter coat")
        before = session.project
        assert not drop(panel.cards.viewport(), card(panel, session, "Marco"), coat)
        assert notice(panel) == "That picture is no longer there."
        assert session.project is before

    def test_within_the_look_it_changes_places(
        self, panel: CastPanel, session: Session, coat: QMimeData
    ) -> None:
        strip = panel.details.looks.strip
        first = strip.visualRect(strip.model().index(0, 0))
        assert drop(strip.viewport(), QPoint(first.left() + 4, first.center().y()), coat)
        paths = [view.path for view in member(session, "Mira").looks[0].images]
        assert paths == ["coat_back.jpg", "coat_front.jpg"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[1, 2]", b"7", b'["a", "b", "c"]'])
def test_what_another_program_calls_a_picture_of_the_cast_is_refused(
    panel: CastPanel, session: Session, data: bytes
) -> None:
    mime, before = QMimeData(), session.project
    mime.setData(VIEW_MIME, data)
    assert not drop(panel.cards.viewport(), card(panel, session, "Mira"), mime)
    assert notice(panel) == "There is no picture, film or sound in it."
    assert session.project is before
