"""The preview as a whole: what it shows of a scene, what it says, and how takes come and go."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.edits import delete_scene, trim_shot
from kling_studio.core.project import Project, Scene
from kling_studio.core.timeline import cuts
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.selection import Selection
from tests.ui.preview_films import add_take, plan_take
from tests.ui.preview_panels import notice, panel, scene, thumbnails

__all__ = ["panel", "scene", "thumbnails"]

# What QtMultimedia and a machine without sound, graphics hardware or a window manager say.
pytestmark = pytest.mark.qt_log_ignore(
    "pipewire",
    "PulseAudio",
    "No audio device",
    "No RHI backend",
    "propagateSizeHints",
    "Could not open media",
)


def test_without_a_take_the_storyboard_is_shown(
    qtbot: QtBot, panel: PreviewPanel, selection: Selection, scene: Scene
) -> None:
    qtbot.waitUntil(lambda: panel.theatre.screen_view.image is not None)
    count = len(scene.shots)
    assert (
        panel.theatre.screen_view.label
        == f"Storyboard, shot 1 of {count}. Render the animatic to watch it move."
    )
    assert notice(panel) == ""
    first = panel.theatre.screen_view.image
    selection.move_playhead(cuts(scene)[0])
    assert panel.theatre.screen_view.label.startswith(f"Storyboard, shot 2 of {count}.")
    qtbot.waitUntil(lambda: panel.theatre.screen_view.image != first)


def test_a_storyboard_plays_too(
    qtbot: QtBot, panel: PreviewPanel, selection: Selection, scene: Scene
) -> None:
    selection.move_playhead(cuts(scene)[0] - 0.2)
    panel.play_pause()
    qtbot.waitUntil(lambda: selection.playhead_s > cuts(scene)[0], timeout=10_000)
    panel.play_pause()
    assert panel.theatre.screen_view.label.startswith("Storyboard, shot 2")
    panel.to_end()
    assert panel.deck.index == scene.seconds * 24 - 1


def test_the_storyboard_grows_with_its_shots(panel: PreviewPanel, session: Session, scene: Scene) -> None:
    session.dispatch(trim_shot, scene.shots[0].id, scene.shots[0].seconds + 1)
    assert panel.deck.count == (scene.seconds + 1) * 24


def test_an_empty_project_says_what_to_do(
    panel: PreviewPanel, session: Session, selection: Selection
) -> None:
    for one in list(session.project.scenes()):
        session.dispatch(delete_scene, one.id)
    assert selection.scene is None
    assert notice(panel) == "There is no scene to show. Press Ctrl+Shift+N, or add one in the series list."
    assert panel.strip.keys == ()
    panel.play_pause()
    panel.next_cut()
    assert not panel.deck.is_playing
    session.undo()


def test_a_scene_without_shots_says_what_to_do(panel: PreviewPanel, session: Session, scene: Scene) -> None:
    session.apply(lambda project: without_shots(project, scene.id), "Empty the scene")
    assert "no shots yet" in notice(panel)


def without_shots(project: Project, scene_id: str) -> Project:
    from dataclasses import replace

    episodes = tuple(
        replace(
            episode,
            scenes=tuple(
                replace(scene, shots=()) if scene.id == scene_id else scene for scene in episode.scenes
            ),
        )
        for episode in project.episodes
    )
    return replace(project, episodes=episodes)


def test_a_shot_without_a_picture_shows_its_words(
    panel: PreviewPanel, session: Session, scene: Scene
) -> None:
    session.apply(lambda project: Project("Bare", episodes=project.episodes), "Dismiss the cast")
    selection_scene = panel.programme.scene
    assert selection_scene is not None
    panel.next_cut()
    assert notice(panel) == f"Shot 2 {scene.shots[1].prompt}"


def test_a_stopped_panel_listens_to_nobody(panel: PreviewPanel, session: Session, scene: Scene) -> None:
    panel.stop()
    add_take(session, scene, 1)
    session.dispatch(trim_shot, scene.shots[0].id, scene.shots[0].seconds + 1)
    assert panel.strip.keys == ("",)


def is_whole(label: QLabel) -> bool:
    """Whether none of its words are cut off, or none are shown."""
    return not label.isVisible() or label.width() >= label.sizeHint().width()


def test_all_controls_fit_a_narrow_panel(qtbot: QtBot, panel: PreviewPanel) -> None:
    panel.resize(480, 400)
    qtbot.waitUntil(lambda: panel.width() == 480)
    transport = panel.theatre.transport
    assert transport.minimumSizeHint().width() <= 448
    children = [child for child in transport.children() if isinstance(child, QWidget)]
    qtbot.waitUntil(lambda: all(is_whole(child) for child in children if isinstance(child, QLabel)))
    edges = [child.geometry() for child in children if child.isVisible()]
    assert all(edge.right() < transport.width() for edge in edges)
    assert not any(one.intersects(other) for one in edges for other in edges if one != other)


def test_everything_a_person_acts_on_has_a_name(panel: PreviewPanel, session: Session, scene: Scene) -> None:
    plan_take(session, scene, 1)
    controls = [panel.theatre.bar, panel.theatre.transport._volume, *panel.findChildren(QAbstractButton)]
    assert len(controls) >= 12
    for control in controls:
        assert control.objectName()
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.objectName()


PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from kling_studio.app.opening import create_sample
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails

application = QApplication([])
session = create_sample(Path(sys.argv[1])).session
thumbnails = Thumbnails(session.path_of)
panel = PreviewPanel(session, Selection(session), thumbnails)
print(sorted({"PySide6.QtMultimedia", "av", "qtawesome"} & set(sys.modules)))
panel.stop()
thumbnails.stop()
"""


def test_nothing_heavy_is_loaded_before_the_panel_is_seen(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, f"{tmp_path}/Night Shift"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
