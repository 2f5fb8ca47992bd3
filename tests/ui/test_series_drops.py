"""What is dragged within the series, and what is dropped on its scenes."""

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.ui.drops import member_mime
from kling_studio.ui.series import SeriesPanel
from tests.ui.dropping import drop, files, hover
from tests.ui.series_hand import bubble, notice, panel, place, rows, scenes, titles

__all__ = ["panel"]


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
