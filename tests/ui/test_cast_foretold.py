"""What menus, buttons and drags of the cast would make stale is told beside the hand, before anything is done."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.project import Look, View
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.drops import view_mime
from kling_studio.ui.foretold_bubble import ForetoldBubble, screen_rect
from kling_studio.ui.selection import Selection
from tests.app.test_current import add_done
from tests.ui.cast_hand import child, member, opened, read_files
from tests.ui.dropping import hover, leave

# What a machine without a screen says of windows over others.
pytestmark = pytest.mark.qt_log_ignore(r"raise\(\)", "grabbing the keyboard")


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    """Mira's details as high as the dock is in a window of 1440 by 900, with a take that she is in."""
    scene = next(scene for scene in session.project.scenes() if "Mira" in scene.cast)
    read_files(session)
    add_done(session, scene, 1, ANIMATIC)
    add_done(session, scene, 2)
    with opened(qtbot, session, selection, height_px=486) as made:
        made.select_member(member(session, "Mira").id)
        yield made


def told(panel: CastPanel) -> ForetoldBubble | None:
    """The bubble that is seen."""
    return next((one for one in panel.findChildren(ForetoldBubble) if one.isVisible()), None)


def words(panel: CastPanel) -> str:
    seen = told(panel)
    return seen.text() if seen else ""


def open_menu(qtbot: QtBot, menu: QMenu) -> None:
    with qtbot.waitExposed(menu):
        menu.popup(QPoint(100, 60))


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text().startswith(text)).hover()


@pytest.mark.parametrize(
    ("verb", "begins"),
    [
        ("Remove", "Removing this picture makes "),
        ("Back", "Calling it a back view makes "),
        ("Move right", "Moving it makes "),
        ("Make primary", "Making it the primary picture makes "),
    ],
)
def test_a_verb_of_a_picture_is_foretold_beside_its_menu(
    qtbot: QtBot, panel: CastPanel, session: Session, verb: str, begins: str
) -> None:
    mira = member(session, "Mira")
    second = View("mira_second.jpg")
    session.dispatch(edits.add_views, mira.id, (second,), 1)
    before = session.project
    menu = panel.details.strip.menu_for(1 if verb == "Make primary" else 0)
    open_menu(qtbot, menu)
    choose(menu, verb)
    qtbot.waitUntil(lambda: words(panel).startswith(begins))
    assert "stale, renewing" in words(panel)
    seen = told(panel)
    assert seen is not None
    assert not screen_rect(seen).intersects(screen_rect(menu)), "the menu does not cover it"
    assert seen.screen().geometry().contains(screen_rect(seen))
    choose(menu, "Crop")
    assert told(panel) is None
    menu.close()
    assert session.project is before


def test_what_changes_no_take_is_not_told(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    menu = panel.details.strip.menu_for(0)
    open_menu(qtbot, menu)
    choose(menu, "Remove")
    qtbot.waitUntil(lambda: bool(words(panel)))
    choose(menu, "Front")
    qtbot.wait(300)  # nothing comes: it is a front view already
    assert told(panel) is None
    menu.close()


def test_removing_a_member_is_foretold_in_its_menu(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    menu = panel.menu()
    open_menu(qtbot, menu)
    choose(menu, "Delete")
    qtbot.waitUntil(lambda: words(panel).startswith("Deleting Mira makes "))
    menu.close()
    qtbot.waitUntil(lambda: told(panel) is None)


def test_a_drag_to_another_place_in_the_strip_is_foretold(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    mira, strip = member(session, "Mira"), panel.details.strip
    session.dispatch(edits.add_views, mira.id, (View("mira_second.jpg"),), 1)
    second = strip.visualRect(strip.model().index(0, 0))
    assert hover(strip.viewport(), QPoint(second.left() + 3, second.center().y()), view_mime(mira.id, 1))
    qtbot.waitUntil(lambda: words(panel).startswith("Moving it makes "))
    leave(strip.viewport())
    assert told(panel) is None


def enter(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(place, place, QPointF(widget.mapToGlobal(place.toPoint()))))


def no_clip(panel: CastPanel, session: Session) -> QWidget:
    session.dispatch(
        edits.set_member, panel.selected_id, clip="https://films.test/turn.mp4", images=(), voice=None
    )
    scene = next(scene for scene in session.project.scenes() if "Mira" in scene.cast)
    add_done(session, scene, 3)
    return child(panel.details, QToolButton, "clearClip")


def no_look(panel: CastPanel, session: Session) -> QWidget:
    member_id = panel.selected_id
    session.dispatch(edits.add_look, member_id, Look("coat", "in a long coat", ()))
    for episode in session.project.episodes:
        session.dispatch(edits.wear, episode.id, member_id, "coat")
    scene = next(scene for scene in session.project.scenes() if "Mira" in scene.cast)
    add_done(session, scene, 3)
    panel.show_part(member_id, "looks")
    return child(panel.details, QToolButton, "deleteLook")


@pytest.mark.parametrize(
    ("made", "begins"), [(no_clip, "Taking the clip away makes "), (no_look, "Deleting coat makes ")]
)
def test_a_button_that_takes_something_away_says_what_that_does(
    qtbot: QtBot,
    panel: CastPanel,
    session: Session,
    made: Callable[[CastPanel, Session], QWidget],
    begins: str,
) -> None:
    button = made(panel, session)
    qtbot.waitUntil(button.isVisible)
    enter(button)
    qtbot.waitUntil(lambda: words(panel).startswith(begins))
    seen = told(panel)
    assert seen is not None
    assert not screen_rect(seen).intersects(QRect(screen_rect(button)))
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    assert told(panel) is None


def test_a_crop_says_what_it_makes_stale_before_it_is_taken(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    details = panel.details
    details.strip.edit_wanted.emit(0)
    done = child(details, QPushButton, "takeCrop")
    qtbot.waitUntil(done.isEnabled)
    enter(done)
    details.editor.turn(90)
    enter(done)
    qtbot.waitUntil(lambda: words(panel).startswith("This crop makes "))
