"""The series panel: the tree follows the project, and each verb and drop is one undo step."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.pricing import in_cents
from kling_studio.core.project import Episode, Project, Scene, Shot
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import member_mime
from kling_studio.ui.selection import Selection
from kling_studio.ui.series import SeriesPanel
from kling_studio.ui.series.model import SeriesRole
from tests.ui.dropping import drop, files, hover

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[SeriesPanel]:
    made = SeriesPanel(session, selection)
    qtbot.addWidget(made)
    made.resize(264, 600)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.stop()


def scenes(session: Session) -> list[Scene]:
    return list(session.project.scenes())


def titles(session: Session) -> list[list[str]]:
    return [[scene.title for scene in episode.scenes] for episode in session.project.episodes]


def rows(panel: SeriesPanel) -> list[list[str]]:
    """What the tree shows."""
    model = panel.tree.rows
    episodes = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        [model.index(row, 0, episode).data() for row in range(model.rowCount(episode))]
        for episode in episodes
    ]


def place(panel: SeriesPanel, thing_id: str, part: float = 0.5) -> QPoint:
    """A point of a row, from 0 at its upper edge to 1 at its lower one."""
    rect = panel.tree.visualRect(panel.tree.rows.index_of(thing_id))
    assert rect.isValid()
    return QPoint(rect.center().x(), rect.top() + round((rect.height() - 1) * part))


def current(panel: SeriesPanel) -> str:
    return str(panel.tree.currentIndex().data())


def bubble(panel: SeriesPanel) -> str:
    found = panel.tree.findChild(DropBubble)
    assert found is not None
    return found.text() if found.isVisible() else ""


def notice(panel: SeriesPanel) -> str:
    label = panel.findChild(QLabel, "seriesNotice")
    assert label is not None
    return label.text() if label.isVisible() else ""


def focus(qtbot: QtBot, panel: SeriesPanel) -> None:
    panel.tree.setFocus()
    qtbot.waitUntil(panel.tree.hasFocus)


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


def test_a_scene_is_dragged_into_another_episode(panel: SeriesPanel, session: Session) -> None:
    before = session.project
    first, _, third, _ = scenes(session)
    model, viewport = panel.tree.rows, panel.tree.viewport()
    mime = model.mimeData([model.index_of(first.id)])
    assert hover(viewport, place(panel, third.id, 0.9), mime)
    assert bubble(panel) == "Moves Warehouse before Dock four"
    assert drop(viewport, place(panel, third.id, 0.9), mime)
    assert bubble(panel) == ""
    assert titles(session) == [["Forklift"], ["Cold room", "Warehouse", "Dock four"]]
    assert rows(panel) == titles(session)
    session.undo()
    assert session.project is before


def test_a_scene_dropped_where_it_stands_is_no_step(panel: SeriesPanel, session: Session) -> None:
    before, second = session.project, scenes(session)[1]
    model, viewport = panel.tree.rows, panel.tree.viewport()
    mime = model.mimeData([model.index_of(second.id)])
    hover(viewport, place(panel, second.id, 0.1), mime)
    assert bubble(panel) == "Forklift stays where it is"
    drop(viewport, place(panel, second.id, 0.9), mime)
    assert session.project is before


@pytest.mark.parametrize(
    ("part", "expected"), [(0.1, ["Cold Chain", "Pilot"]), (0.9, ["Pilot", "Cold Chain"])]
)
def test_an_episode_is_dragged(
    panel: SeriesPanel, session: Session, part: float, expected: list[str]
) -> None:
    model, viewport = panel.tree.rows, panel.tree.viewport()
    first, second = session.project.episodes
    mime = model.mimeData([model.index_of(second.id)])
    drop(viewport, place(panel, first.id, part), mime)
    assert [episode.title for episode in session.project.episodes] == expected
    assert len(session.history.past) == (part < 0.5)


def test_a_member_dropped_on_a_scene_is_cast_there(panel: SeriesPanel, session: Session) -> None:
    scene = next(scene for scene in scenes(session) if "Foreman" not in scene.cast)
    viewport, mime = panel.tree.viewport(), member_mime("Foreman")
    assert hover(viewport, place(panel, scene.id), mime)
    assert bubble(panel) == f"Casts Foreman in {scene.title}"
    drop(viewport, place(panel, scene.id), mime)
    now = session.project.find_scene(scene.id)
    assert now is not None
    assert now.cast == (*scene.cast, "Foreman")
    assert not hover(viewport, place(panel, scene.id), mime)
    assert bubble(panel) == f"Foreman is in {scene.title} already."
    assert not drop(viewport, place(panel, session.project.episodes[0].id), mime)
    assert notice(panel) == "Drop Foreman on a scene."


def test_pictures_dropped_on_a_scene_are_added_to_it(
    qtbot: QtBot, panel: SeriesPanel, session: Session, tmp_path: Path
) -> None:
    before, scene = session.project, scenes(session)[1]
    paths = [tmp_path / "a.png", tmp_path / "b.jpg"]
    for number, path in enumerate(paths):
        Image.new("RGB", (300, 300), (40, 60, number * 80)).save(path)
    viewport = panel.tree.viewport()
    hover(viewport, place(panel, scene.id), files(paths))
    assert bubble(panel) == "Forklift gets 2 pictures"
    drop(viewport, place(panel, scene.id), files(paths))
    qtbot.waitUntil(lambda: session.project is not before)
    images = scenes(session)[1].images[len(scene.images) :]
    found = [session.path_of(image) for image in images]
    assert [path.name[0] for path in found if path is not None and path.is_file()] == ["a", "b"]
    session.undo()
    assert session.project is before


def test_what_a_scene_cannot_take_is_refused_in_words(
    panel: SeriesPanel, session: Session, tmp_path: Path
) -> None:
    scene, viewport = scenes(session)[0], panel.tree.viewport()
    sound = tmp_path / "voice.wav"
    sound.write_bytes(b"RIFF")
    assert not drop(viewport, place(panel, scene.id), files([sound]))
    assert notice(panel) == "voice.wav is a sound. Only pictures and films can be dropped here."
    session.read_only_reason = "The project is open in another window."
    assert not hover(viewport, place(panel, scene.id), member_mime("Mira"))
    assert bubble(panel) == "The project is open in another window."


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
