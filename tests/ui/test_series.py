"""The series panel: the tree follows the project, and each verb and drop is one undo step."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.pricing import in_cents
from kling_studio.core.project import Episode, Project, Scene, Shot
from kling_studio.ui.selection import Selection
from kling_studio.ui.series import SeriesPanel
from kling_studio.ui.series.model import SeriesRole
from tests.ui.series_hand import current, focus, panel, place, rows, scenes, titles

__all__ = ["panel"]

ALT = Qt.KeyboardModifier.AltModifier


def test_rows_tell_number_extent_and_price(panel: SeriesPanel, session: Session) -> None:
    assert rows(panel) == titles(session)
    for number, scene in enumerate(scenes(session), 1):
        index = panel.tree.rows.index_of(scene.id)
        quote = session.quote(scene)
        assert quote is not None
        assert index.data(SeriesRole.NUMBER) == number
        assert index.data(SeriesRole.EXTENT) == f"{len(scene.shots)} shots · {scene.seconds} s"
        assert index.data(SeriesRole.PRICE) == in_cents(quote.total)
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith(f"Scene {number}, {scene.title}, {len(scene.shots)} shots")


def test_a_trimmed_shot_shows_in_its_row_and_its_episode(panel: SeriesPanel, session: Session) -> None:
    scene = scenes(session)[0]
    index = panel.tree.rows.index_of(scene.id)
    price = index.data(SeriesRole.PRICE)
    session.dispatch(edits.trim_shot, scene.shots[0].id, seconds=scene.shots[0].seconds + 1)
    assert index.data(SeriesRole.EXTENT) == f"{len(scene.shots)} shots · {scene.seconds + 1} s"
    assert index.data(SeriesRole.PRICE) != price
    whole = sum(each.seconds for each in session.project.episodes[0].scenes)
    assert index.parent().data(SeriesRole.EXTENT) == f"2 scenes · {whole} s"


def test_the_selection_is_followed_and_led(
    qtbot: QtBot, panel: SeriesPanel, session: Session, selection: Selection
) -> None:
    second, third = scenes(session)[1:3]
    selection.select_scene(third.id)
    assert current(panel) == third.title
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, second.id))
    assert selection.scene is second
    focus(qtbot, panel)
    QTest.keyClick(panel.tree, Qt.Key.Key_Up)
    assert selection.scene is scenes(session)[0]
    QTest.keyClick(panel.tree, Qt.Key.Key_Up)
    assert current(panel) == session.project.episodes[0].title
    assert selection.scene is scenes(session)[0]


def test_a_new_scene_takes_after_the_one_before_it(
    qtbot: QtBot, panel: SeriesPanel, session: Session, selection: Selection
) -> None:
    before, first = session.project, scenes(session)[0]
    session.dispatch(edits.set_scene, first.id, model="wavespeed:o3-pro", language="zh", aspect_ratio="1:1")
    panel.add_scene()
    made = scenes(session)[1]
    assert selection.scene is made
    assert (made.model, made.language, made.aspect_ratio) == ("wavespeed:o3-pro", "zh", "1:1")
    assert made.audio is first.audio
    assert [shot.seconds for shot in made.shots] == [5]
    assert made.cast == ()
    editor = panel.tree.findChild(QLineEdit, "titleEditor")
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Roof")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: scenes(session)[1].title == "Roof")
    assert rows(panel)[0][1] == "Roof"
    for _ in range(3):
        session.undo()
    assert session.project is before


def test_a_new_episode_has_a_scene(panel: SeriesPanel, session: Session, selection: Selection) -> None:
    before = session.project
    panel.add_episode()
    made = session.project.episodes[1]
    assert made.title == "Episode 3"
    assert [len(scene.shots) for scene in made.scenes] == [1]
    assert selection.scene is made.scenes[0]
    assert current(panel) == "Episode 3"
    assert panel.tree.isExpanded(panel.tree.rows.index_of(made.id))
    session.undo()
    assert session.project is before


def test_f2_renames_in_place_and_escape_leaves_it(qtbot: QtBot, panel: SeriesPanel, session: Session) -> None:
    focus(qtbot, panel)
    title = scenes(session)[0].title
    QTest.keyClick(panel.tree, Qt.Key.Key_F2)
    editor = panel.tree.findChild(QLineEdit, "titleEditor")
    assert editor is not None
    assert editor.text() == title
    QTest.keyClicks(editor, "Hangar")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert scenes(session)[0].title == title
    panel.tree.rename(session.project.episodes[1].id)
    editors = panel.tree.findChildren(QLineEdit, "titleEditor")
    QTest.keyClicks(editors[-1], "Ice")
    QTest.keyClick(editors[-1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.project.episodes[1].title == "Ice")


def test_keys_duplicate_move_and_delete_the_scene(
    qtbot: QtBot, panel: SeriesPanel, session: Session, selection: Selection
) -> None:
    before = session.project
    focus(qtbot, panel)
    QTest.keyClick(panel.tree, Qt.Key.Key_D)
    assert titles(session)[0] == ["Warehouse", "Warehouse", "Forklift"]
    assert selection.scene is scenes(session)[1]
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, ALT)
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, ALT)
    assert titles(session) == [["Warehouse", "Forklift"], ["Warehouse", "Cold room", "Dock four"]]
    assert selection.scene is scenes(session)[2]
    assert panel.tree.currentIndex() == panel.tree.rows.index_of(scenes(session)[2].id)
    QTest.keyClick(panel.tree, Qt.Key.Key_Up, ALT)
    assert titles(session)[0] == ["Warehouse", "Forklift", "Warehouse"]
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert titles(session) == [["Warehouse", "Forklift"], ["Cold room", "Dock four"]]
    assert rows(panel) == titles(session)
    for _ in range(5):
        session.undo()
    assert session.project is before
    assert rows(panel) == titles(session)


def test_verbs_act_on_an_episode_while_the_hand_is_on_it(
    qtbot: QtBot, panel: SeriesPanel, session: Session
) -> None:
    before, first = session.project, session.project.episodes[0]
    focus(qtbot, panel)
    panel.tree.select_episode(first.id)
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, ALT)
    assert [episode.title for episode in session.project.episodes] == ["Cold Chain", "Pilot"]
    assert current(panel) == "Pilot"
    QTest.keyClick(panel.tree, Qt.Key.Key_D)
    assert [len(episode.scenes) for episode in session.project.episodes] == [2, 2, 2]
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert [episode.title for episode in session.project.episodes] == ["Cold Chain", "Pilot"]
    session.undo()
    session.undo()
    session.undo()
    assert session.project is before


def test_scenes_are_split_and_merged_from_the_menu(
    panel: SeriesPanel, session: Session, selection: Selection
) -> None:
    scene = scenes(session)[0]
    selection.select_shot(scene.shots[2].id)
    actions = {action.text(): action for action in panel.menu().actions()}
    actions["Split before shot 3"].trigger()
    assert [len(each.shots) for each in session.project.episodes[0].scenes] == [2, 2, 4]
    assert selection.scene is scenes(session)[1]
    selection.select_scene(scenes(session)[0].id)
    {action.text(): action for action in panel.menu().actions()}["Merge with the next scene"].trigger()
    assert scenes(session)[0].shots == scene.shots
    selection.select_scene(scenes(session)[1].id)
    {action.text(): action for action in panel.menu().actions()}["Begin an episode here"].trigger()
    assert [len(episode.scenes) for episode in session.project.episodes] == [1, 1, 2]
    assert rows(panel) == titles(session)


def test_an_episode_is_folded_with_the_mouse(panel: SeriesPanel, session: Session) -> None:
    index = panel.tree.rows.index_of(session.project.episodes[0].id)
    fold = panel.tree.visualRect(index).topLeft() + QPoint(22, 14)
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=fold)
    assert not panel.tree.isExpanded(index)
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=fold)
    assert panel.tree.isExpanded(index)


def test_the_model_tells_every_change_rightly(panel: SeriesPanel, session: Session) -> None:
    model = panel.tree.rows
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first, second, third, fourth = scenes(session)
    pilot, chain = session.project.episodes
    steps = 0

    def make(edit: Callable[..., Project], *args: object) -> None:
        nonlocal steps
        steps += session.dispatch(edit, *args)
        assert rows(panel) == titles(session)

    make(edits.move_scene, first.id, 2, chain.id)
    make(edits.move_episode, chain.id, 0)
    make(edits.add_episode, Episode("e9", "Between", (Scene("s9", "Nine", shots=(Shot("h9"),)),)), 1)
    make(edits.move_scene, fourth.id, 0, "e9")
    make(edits.split_episode, chain.id, 1, "e10", "Ten")
    make(edits.merge_episodes, "e10")
    make(edits.delete_scene, third.id)
    make(edits.delete_episode, pilot.id)
    make(edits.split_scene, first.id, 2, "s10")
    assert steps == 9
    for _ in range(steps):
        session.undo()
        assert rows(panel) == titles(session)
    for _ in range(steps):
        session.redo()
        assert rows(panel) == titles(session)
    assert second.id not in [scene.id for scene in scenes(session)]
    assert tester.model() is model
