"""The takes of a scene in the preview: how they come, what their cards say, and what is on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kling_studio.app.current import sent_today
from kling_studio.app.session import Session
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.edits import set_shot, trim_shot
from kling_studio.core.facts import FactKind
from kling_studio.core.project import Scene
from kling_studio.core.timeline import cuts
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK
from tests.ui.preview_films import add_fact, add_take, end_take, film_in, number_in, plan_take
from tests.ui.preview_panels import card, chosen, notice, panel, scene, thumbnails

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

WORDS_OF_A_GONE_FILE = "is not there"


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
