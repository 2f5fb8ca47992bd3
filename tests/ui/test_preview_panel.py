"""The preview as a whole: what it shows of a scene, what it says, and how takes come and go."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.current import sent_today
from kling_studio.app.session import Session
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.edits import delete_scene, set_shot, trim_shot
from kling_studio.core.facts import FactKind
from kling_studio.core.project import Project, Scene
from kling_studio.core.timeline import cuts
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.preview.take_card import TakeCard
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK
from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.preview_films import add_fact, add_take, end_take, film_in, number_in, plan_take

# What QtMultimedia and a machine without sound, graphics hardware or a window manager say.
pytestmark = pytest.mark.qt_log_ignore(
    "pipewire",
    "PulseAudio",
    "No audio device",
    "No RHI backend",
    "propagateSizeHints",
    "Could not open media",
)

WORDS_OF_A_GONE_FILE = "is not there"


@pytest.fixture
def thumbnails(session: Session) -> Iterator[Thumbnails]:
    made = Thumbnails(session.path_of)
    yield made
    made.stop()


@pytest.fixture
def panel(
    qtbot: QtBot, session: Session, selection: Selection, thumbnails: Thumbnails
) -> Iterator[PreviewPanel]:
    panel = PreviewPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(820, 600)
    panel.show()
    yield panel
    panel.stop()


@pytest.fixture
def scene(selection: Selection) -> Scene:
    assert selection.scene is not None
    return selection.scene


def card(panel: PreviewPanel, key: str) -> TakeCard:
    found = panel.strip.card(key)
    assert found is not None
    return found


def notice(panel: PreviewPanel) -> str:
    shown = panel.theatre.screen_view.notice
    return f"{shown.headline} {shown.advice}" if shown else ""


def chosen(panel: PreviewPanel) -> list[str]:
    """The keys of the cards that have the frame."""
    return [key for key in panel.strip.keys if card(panel, key).isChecked()]


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
    for scene in list(session.project.scenes()):
        session.dispatch(delete_scene, scene.id)
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


def test_a_render_that_ends_is_shown_from_its_first_frame(
    qtbot: QtBot, panel: PreviewPanel, session: Session, selection: Selection, scene: Scene
) -> None:
    selection.move_playhead(3.0)
    job = plan_take(session, scene, 1)
    assert chosen(panel) == [""]
    end_take(session, job, film_in(session, "T1.mp4"))
    assert chosen(panel) == [job]
    assert selection.playhead_s == 0
    qtbot.waitUntil(lambda: number_in(panel.theatre.screen_view.image) == 0)
    qtbot.waitUntil(lambda: panel.theatre.screen_view.label.startswith("Take 1 · Animatic · 180p"))
    assert not panel.deck.is_playing
    panel.step(3)
    qtbot.waitUntil(lambda: number_in(panel.theatre.screen_view.image) == 3)


def test_progress_shows_on_the_card_and_on_the_screen(
    panel: PreviewPanel, session: Session, scene: Scene
) -> None:
    job = plan_take(session, scene, 1, "fal:o3-pro")
    assert card(panel, job).facts.state == "Planned"
    add_fact(session, job, FactKind.RENDERING)
    panel.show_progress(job, 12, 48)
    assert card(panel, job).facts.state == "Rendering 25%"
    assert card(panel, job).facts.progress == 0.25
    assert card(panel, job).facts.price == "$1.40"
    panel.choose_take(1)
    assert notice(panel) == "Take 1: rendering 25% "
    panel.show_progress(job, 24, 48)
    assert notice(panel) == "Take 1: rendering 50% "
    panel.show_progress(job, 0, 0)
    panel.show_progress("nobody", 1, 2)
    assert card(panel, job).facts.progress == 0.5


def test_a_take_that_nobody_knows_of_stands_out_and_says_why(
    panel: PreviewPanel, session: Session, scene: Scene
) -> None:
    job = plan_take(session, scene, 1, "fal:o3-pro")
    add_fact(session, job, FactKind.SENDING)
    assert not card(panel, job).facts.needs_you
    add_fact(session, job, FactKind.UNCLEAR)
    assert card(panel, job).facts.needs_you
    assert "Needs you" in card(panel, job).accessibleName()
    assert "not sent again by itself" in card(panel, job).toolTip()
    coloured = card(panel, job).grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = {coloured.pixelColor(68, y).name() for y in range(20, 40)}
    assert DARK.warning in colours


def test_a_failed_take_says_why(panel: PreviewPanel, session: Session, scene: Scene) -> None:
    job = plan_take(session, scene, 1)
    add_fact(session, job, FactKind.RENDERING)
    why = {"what_happened": "The disk is full.", "what_to_do": "Free some space."}
    add_fact(session, job, FactKind.FAILED, {**why})
    assert card(panel, job).toolTip() == "The disk is full. Free some space."
    assert "Failed" in card(panel, job).accessibleName()
    panel.choose_take(1)
    assert notice(panel) == "Take 1 failed. The disk is full. Free some space."


def test_a_film_that_vanished_is_told_in_place(
    qtbot: QtBot, panel: PreviewPanel, session: Session, scene: Scene
) -> None:
    job = plan_take(session, scene, 1)
    end_take(session, job, None)
    qtbot.waitUntil(lambda: WORDS_OF_A_GONE_FILE in notice(panel))
    assert notice(panel).startswith("Take 1 cannot be shown. nowhere.mp4")
    panel.play_pause()
    panel.step(1)
    panel.shuttle(-1)
    assert card(panel, job).film_mime_data() is None
    panel.choose_take(0)
    assert notice(panel) == ""


def test_a_film_that_vanishes_while_it_is_open_can_still_be_scrubbed(
    qtbot: QtBot, panel: PreviewPanel, session: Session, scene: Scene
) -> None:
    job = add_take(session, scene, 1)
    qtbot.waitUntil(lambda: panel.deck.is_cached)
    film = card(panel, job).facts.film
    assert film is not None
    film.unlink()
    panel.play_pause()
    qtbot.waitUntil(lambda: "cannot be played here" in notice(panel), timeout=10_000)
    assert not panel.deck.is_playing
    panel.step(7)
    assert notice(panel) == ""
    assert number_in(panel.theatre.screen_view.image) == 7


def test_takes_are_compared_at_the_same_place(
    qtbot: QtBot, panel: PreviewPanel, session: Session, selection: Selection, scene: Scene
) -> None:
    first, second = add_take(session, scene, 1), add_take(session, scene, 2)
    assert panel.strip.keys == ("", first, second)
    assert chosen(panel) == [second]
    selection.move_playhead(1.0)
    panel.choose_take(1)
    assert chosen(panel) == [first]
    assert selection.playhead_s == 1.0
    qtbot.waitUntil(lambda: number_in(panel.theatre.screen_view.image) == 24)
    QTest.mouseClick(card(panel, second), Qt.MouseButton.LeftButton)
    assert panel.theatre.screen_view.label.startswith("Take 2")
    panel.choose_take(9)
    assert chosen(panel) == [second]
    panel.choose_take(0)
    assert panel.theatre.screen_view.label == f"Storyboard, shot 1 of {len(scene.shots)}."


def test_each_scene_remembers_what_was_on(
    panel: PreviewPanel, session: Session, selection: Selection, scene: Scene
) -> None:
    other = list(session.project.scenes())[1]
    first, _ = add_take(session, scene, 1), add_take(session, scene, 2)
    panel.choose_take(1)
    selection.select_scene(other.id)
    assert chosen(panel) == [""]
    add_take(session, other, 1)
    selection.select_scene(scene.id)
    assert chosen(panel) == [first]
    new = add_take(session, other, 2)
    assert chosen(panel) == [first]
    selection.select_scene(other.id)
    assert chosen(panel) == [new]


def test_cuts_are_stepped_from_one_to_the_next(
    qtbot: QtBot, panel: PreviewPanel, session: Session, selection: Selection, scene: Scene
) -> None:
    places = [0, *(cut * 24 for cut in cuts(scene)), scene.seconds * 24 - 1]
    visited = [panel.deck.index]
    for _ in places[1:]:
        panel.next_cut()
        visited.append(panel.deck.index)
    assert visited == places
    for place in reversed(places[:-1]):
        panel.previous_cut()
        assert panel.deck.index == place
    panel.previous_cut()
    assert panel.deck.index == 0


def test_the_marks_are_those_of_the_take(panel: PreviewPanel, session: Session, scene: Scene) -> None:
    model = session.catalog.models[ANIMATIC]
    job = plan_take(session, scene, 1, sent=sent_today(session.project, scene, model, {}) or {})
    end_take(session, job, film_in(session, "T1.mp4"))
    assert panel.programme.cuts == cuts(scene)
    assert "changed" not in panel.theatre.screen_view.label
    session.dispatch(trim_shot, scene.shots[0].id, scene.shots[0].seconds + 1)
    assert panel.programme.cuts == cuts(scene)
    assert panel.theatre.screen_view.label.endswith("Shot 1's seconds changed since")
    session.undo()
    assert "changed" not in panel.theatre.screen_view.label


def test_a_card_says_what_changed_in_the_scene_since(
    panel: PreviewPanel, session: Session, scene: Scene
) -> None:
    sent = sent_today(session.project, scene, session.catalog.models[scene.model], session.media)
    job = plan_take(session, scene, 1, scene.model, sent=dict(sent or {}))
    end_take(session, job, film_in(session, "T1.mp4"))
    card = panel.strip.card(job)
    assert card is not None
    assert card.facts.badge == ""
    assert panel.programme.cuts == cuts(scene)
    session.dispatch(set_shot, scene.shots[1].id, prompt="@Mira runs.")
    assert card.facts.badge == "words changed"
    assert card.toolTip().endswith("Shot 2's words changed since.")
    assert "words changed" in card.accessibleName()
    assert panel.theatre.screen_view.label.endswith("Shot 2's words changed since")
    session.undo()
    assert card.facts.badge == ""


def test_a_card_says_that_the_film_lacks_its_sound(
    panel: PreviewPanel, session: Session, scene: Scene
) -> None:
    sent = sent_today(session.project, scene, session.catalog.models[scene.model], session.media)
    job = plan_take(session, scene, 1, scene.model, sent=dict(sent or {}), sound_on=True)
    end_take(session, job, film_in(session, "T1.mp4"), has_sound=False)
    card = panel.strip.card(job)
    assert card is not None
    assert card.facts.badge == "No sound"
    assert "The film has no sound, although sound was on." in card.toolTip()
    assert "No sound" in card.accessibleName()
    session.dispatch(set_shot, scene.shots[1].id, prompt="@Mira runs.")
    assert card.facts.badge == "No sound, words changed"


def test_a_take_is_dragged_out_as_its_file(panel: PreviewPanel, session: Session, scene: Scene) -> None:
    data = card(panel, add_take(session, scene, 1)).film_mime_data()
    assert data is not None
    assert [url.toLocalFile() for url in data.urls()] == [
        str(session.folder.root / "takes" / f"T1-{scene.id}.mp4")
    ]
    assert card(panel, "").film_mime_data() is None


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
