"""The shot's page: what is changed in it is changed in the project, and what others change is seen in it."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import DialogueLine
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.selection import Selection
from tests.ui.inspector_shots import panel, put_lines, scene, shot

__all__ = ["panel"]


# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_selecting_a_shot_shows_its_tab_and_none_the_scenes(
    panel: InspectorPanel, selection: Selection
) -> None:
    assert panel.tabs.tabText(panel.tabs.currentIndex()) == "Shot 2"
    assert panel.shot_page.words.text().startswith("@Mira walks in")
    selection.select_shot("")
    assert panel.tabs.tabText(panel.tabs.currentIndex()) == "Scene"
    assert panel.tabs.tabText(0) == "Shot"


def test_without_a_shot_the_tab_says_what_to_do(panel: InspectorPanel, selection: Selection) -> None:
    selection.select_shot("")
    panel.tabs.setCurrentIndex(0)
    words = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Select a shot") for text in words)
    assert not panel.shot_page.isVisible()


def test_a_page_that_was_hidden_catches_up(
    panel: InspectorPanel, session: Session, selection: Selection
) -> None:
    session.dispatch(edits.set_scene, scene(session).id, title="Dawn")
    panel.tabs.setCurrentIndex(1)
    assert panel.scene_page.title.text() == "Dawn"
    session.dispatch(edits.set_shot, shot(session).id, prompt="Rain.")
    panel.tabs.setCurrentIndex(0)
    assert panel.shot_page.words.text() == "Rain."


def test_words_typed_in_one_shot_never_reach_another(
    panel: InspectorPanel, session: Session, selection: Selection
) -> None:
    panel.shot_page.words.setFocus()
    QTest.keyClicks(panel.shot_page.words, "A. ")
    selection.select_shot(scene(session).shots[2].id)
    QTest.keyClicks(panel.shot_page.words, "B. ")
    assert scene(session).shots[1].prompt.startswith("A. @Mira")
    assert scene(session).shots[2].prompt.startswith("B. At the end")
    session.undo()
    assert scene(session).shots[1].prompt.startswith("A. @Mira")


def test_undo_is_seen_in_the_words(panel: InspectorPanel, session: Session) -> None:
    before = panel.shot_page.words.text()
    QTest.keyClicks(panel.shot_page.words, "Now ")
    session.undo()
    assert panel.shot_page.words.text() == before
    assert session.history.redo_label == "Type words"


def test_the_counter_counts_what_is_sent_with_the_scenes_words(
    panel: InspectorPanel, session: Session, selection: Selection
) -> None:
    selection.select_shot(scene(session).shots[0].id)
    counter = panel.shot_page.words.findChild(QLabel, "counter")
    assert counter is not None
    assert not counter.isVisible()
    session.dispatch(edits.set_scene, scene(session).id, prompt="Cold light. " * 34)
    assert counter.isVisible()
    session.dispatch(edits.set_scene, scene(session).id, prompt="Cold light. " * 60)
    found = [f for f in session.findings(scene(session)) if f.rule == "prompt-too-long" and f.shot == 1]
    characters = counter.text().split(" of ", maxsplit=1)[0]
    assert characters in found[0].message
    assert counter.text().endswith(" of 512")
    # A shot that the scene's words leave no room for goes alone, and is counted alone.
    selection.select_shot(scene(session).shots[1].id)
    assert not counter.isVisible()


def test_the_camera_is_searched_chosen_and_typed(
    qtbot: QtBot, panel: InspectorPanel, session: Session
) -> None:
    camera = panel.shot_page.camera
    camera.line.setFocus()
    camera.line.selectAll()
    QTest.keyClicks(camera.line, "zoom")
    assert shot(session).camera == "zoom"
    finder = camera.completer()
    assert finder is not None
    found = [finder.completionModel().index(row, 0).data() for row in range(finder.completionCount())]
    assert "dolly zoom" in found
    assert "pan left" not in found
    finder.activated.emit("dolly zoom")
    popup = finder.popup()
    assert popup is not None
    popup.hide()
    camera.line.selectAll()
    QTest.keyClicks(camera.line, "from a kite")
    popup.hide()
    assert shot(session).camera == "from a kite"
    camera.setCurrentIndex(camera.findText("rack focus"))
    camera.textActivated.emit("rack focus")
    assert shot(session).camera == "rack focus"


def test_the_groups_of_the_camera_cannot_be_chosen(panel: InspectorPanel) -> None:
    model = panel.shot_page.camera.model()
    row = panel.shot_page.camera.findText("Lens")
    assert row >= 0
    assert model.flags(model.index(row, 0)) == Qt.ItemFlag.NoItemFlags


def test_seconds_are_set_at_once_and_undone_as_one(panel: InspectorPanel, session: Session) -> None:
    seconds = panel.shot_page.seconds
    seconds.setFocus()
    for _ in range(3):
        QTest.keyClick(seconds, Qt.Key.Key_Up)
    assert shot(session).seconds == 7
    session.undo()
    assert shot(session).seconds == 4
    assert seconds.value() == 4


def test_the_limit_of_seconds_is_the_models(panel: InspectorPanel, session: Session) -> None:
    assert panel.shot_page.seconds.maximum() == 15
    session.dispatch(edits.set_scene, scene(session).id, model="fal:v2.6-pro")
    assert panel.shot_page.seconds.maximum() == 10
    session.dispatch(edits.trim_shot, shot(session).id, seconds=12)
    assert panel.shot_page.seconds.value() == 12


def test_the_wheel_over_a_field_without_focus_changes_nothing(
    panel: InspectorPanel, session: Session
) -> None:
    panel.shot_page.words.setFocus()
    for field in (panel.shot_page.seconds, panel.shot_page.camera):
        wheel = QWheelEvent(
            QPointF(5, 5),
            QPointF(field.mapToGlobal(QPointF(5, 5))),
            field.pos() * 0,
            field.pos() * 0 + field.rect().bottomRight(),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, wheel)
    assert shot(session).seconds == 4
    assert shot(session).camera == "tracking shot"


def test_notes_are_kept(panel: InspectorPanel, session: Session) -> None:
    QTest.keyClicks(panel.shot_page.notes, "Ask about the lamp")
    assert shot(session).notes == "Ask about the lamp"
    assert panel.shot_page.notes.placeholderText() == "Only for you, never sent"


def test_plain_keys_stay_in_the_fields_and_undo_does_not(
    qtbot: QtBot, panel: InspectorPanel, session: Session
) -> None:
    """The window uses arrows, letters and Space for other things."""
    taken: list[str] = []
    for key in ("Up", "Left", "D", "Space", "Delete", "Ctrl+Return", "Ctrl+Z", "Ctrl+D"):
        action = QAction(key, panel)
        action.setShortcut(key)
        action.triggered.connect(lambda _=False, key=key: taken.append(key))
        panel.addAction(action)
    panel.activateWindow()
    words, seconds, add = panel.shot_page.words, panel.shot_page.seconds, panel.shot_page.dialogue.add_button
    for field, keys in (
        (words, (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_D, Qt.Key.Key_Space, Qt.Key.Key_Delete)),
        (seconds, (Qt.Key.Key_Up,)),
        (panel.shot_page.camera, (Qt.Key.Key_Up, Qt.Key.Key_Left)),
        (add, (Qt.Key.Key_Space,)),
    ):
        field.setFocus()
        for pressed in keys:
            QTest.keyClick(field, pressed)
    words.setFocus()
    QTest.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert taken == []
    assert len(shot(session).dialogue) == 2
    QTest.keyClick(words, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(words, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert taken == ["Ctrl+Z", "Ctrl+D"]


def test_every_control_has_names_and_a_tip(panel: InspectorPanel) -> None:
    put_lines(panel.shot_page._session, DialogueLine("Mira", "", "one"))
    for control in reachable(panel.shot_page):
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()


def test_tab_goes_down_the_page(panel: InspectorPanel, session: Session) -> None:
    put_lines(session, DialogueLine("Mira", "", "one"), DialogueLine("Mira", "", "two"))
    panel.shot_page.words.setFocus()
    seen = ["prompt"]
    for _ in range(13):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(_named(focused))
    assert seen == [
        "prompt",
        "camera",
        "seconds",
        *(f"dialogue_{line}_{part}" for line in (1, 2) for part in ("speaker", "emotion", "words", "more")),
        "dialogue_add",
        "notes",
        seen[-1],
    ]


@pytest.mark.parametrize(("field", "name"), [("prompt", "prompt"), ("camera", "camera"), ("notes", "notes")])
def test_the_hand_is_put_where_a_finding_is(
    panel: InspectorPanel, session: Session, selection: Selection, field: str, name: str
) -> None:
    selection.select_shot("")
    panel.focus_field(scene(session).shots[3].id, field)
    assert selection.shot == scene(session).shots[3]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert _named(focused) == name


def test_the_whole_length_is_mended_at_the_last_shot(
    panel: InspectorPanel, session: Session, selection: Selection
) -> None:
    panel.focus_field("", "seconds")
    assert selection.shot == scene(session).shots[-1]
    assert panel.shot_page.seconds.hasFocus()


def test_a_project_to_read_only_shows_why_and_takes_nothing(
    qtbot: QtBot, panel: InspectorPanel, session: Session
) -> None:
    session.read_only_reason = "The project is open in another window."
    QTest.keyClicks(panel.shot_page.words, "x")
    qtbot.waitUntil(lambda: panel.shot_page.words.text() == shot(session).prompt)
    assert not shot(session).prompt.startswith("x")


def reachable(page: QWidget) -> list[QWidget]:
    """What Tab can stop at; the lines of text inside of combos and spin boxes belong to these."""
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.objectName() != "qt_spinbox_lineedit"
        and not (widget.focusProxy() is not None or _is_inside(widget))
    ]


def _is_inside(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and parent.inherits("QComboBox")


def _named(widget: QWidget) -> str:
    while not widget.objectName() or widget.objectName() == "qt_spinbox_lineedit":
        parent = widget.parentWidget()
        assert parent is not None
        widget = parent
    return widget.objectName()
