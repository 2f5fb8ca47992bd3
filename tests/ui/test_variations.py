"""The sheet that puts one clip into several settings."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import ModeName, Scene
from kling_studio.storage.media_files import sha256_of
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.variations import VariationsSheet
from tests.ui.preview_films import add_take, end_take, film_in, make_film, plan_take


@pytest.fixture
def scene(session: Session) -> Scene:
    return next(session.project.scenes())


@pytest.fixture
def job(session: Session, scene: Scene) -> str:
    job = plan_take(session, scene, 1, "fal:o3-pro", seconds=9)
    end_take(session, job, film_in(session, "T1.mp4"))
    return job


def opened(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene, job: str = ""
) -> VariationsSheet:
    sheet = VariationsSheet(session, thumbnails, scene.id, job)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(sheet)
    sheet.open()
    return sheet


def planned(sheet: VariationsSheet) -> list[str]:
    found = sheet.rows.findChildren(QFrame, "planned_scene")
    return [row.accessibleName() for row in found]


def test_a_take_becomes_a_scene_for_each_setting_in_one_step(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene, job: str
) -> None:
    sheet = opened(qtbot, session, thumbnails, scene, job)
    before = session.project
    assert not sheet.make_button.isEnabled()
    QTest.keyClicks(sheet.settings, "an office")
    QTest.keyClick(sheet.settings, Qt.Key.Key_Return)
    QTest.keyClicks(sheet.settings, "a factory")
    # The film is shorter than the 9 s that were asked for, and is billed by its own length.
    made = ["Warehouse: an office, 2 s, $0.34", "Warehouse: a factory, 2 s, $0.34"]
    qtbot.waitUntil(lambda: planned(sheet) == made)
    assert sheet.make_button.text() == "Make 2 scenes"
    assert session.project is before
    with qtbot.waitSignal(sheet.made) as told:
        QTest.mouseClick(sheet.make_button, Qt.MouseButton.LeftButton)
    ids = told.args[0]
    first, office, factory, *_ = session.project.episodes[0].scenes
    assert (first, [office.id, factory.id]) == (scene, ids)
    assert choose_mode(session.project, office, session.catalog.models[office.model]).name is ModeName.EDIT
    clip = session.path_of(office.source_video or "")
    assert clip is not None
    assert clip.parent.name == "media"
    assert sha256_of(clip) == sha256_of(session.folder.root / "takes" / "T1.mp4")
    assert office.source_video == factory.source_video
    assert office.keep_sound
    quote = session.quote(office)
    assert quote is not None
    assert quote.total == Decimal("0.336")
    assert sheet.render_button.text() == "Render them… $0.68"
    with qtbot.waitSignal(sheet.render_wanted) as asked:
        QTest.mouseClick(sheet.render_button, Qt.MouseButton.LeftButton)
    assert asked.args[0] == ids
    assert session.history.undo_label == "Add variations"
    session.undo()
    assert session.project == before


def test_a_file_is_taken_and_measured(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene, tmp_path: Path, job: str
) -> None:
    sheet = opened(qtbot, session, thumbnails, scene, job)
    sheet.settings.setPlainText("an office\n\n  an office \n")
    reference = session.folder.add_media(make_film(tmp_path / "talent.mp4", 24 * 4, (64, 48)))
    sheet.source.clip.chosen.emit(scene.id, reference)
    qtbot.waitUntil(lambda: planned(sheet) == ["Warehouse: an office, 4 s, $0.68"])
    card = sheet.source.takes.card(job)
    assert card is not None
    assert not card.isChecked()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert planned(sheet) == ["Warehouse: an office, 2 s, $0.34"]
    assert sheet.source.clip.tile.reference == ""
    sheet.source.use_file(reference)
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made = session.project.episodes[0].scenes[1]
    assert (made.source_video, made.seconds) == (reference, 4)


def test_only_films_of_models_can_be_edited_and_only_by_models_that_can(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene
) -> None:
    add_take(session, scene, 1)
    session.dispatch(edits.set_scene, scene.id, model="wavespeed:v3.0-std")
    sheet = opened(qtbot, session, thumbnails, scene)
    assert sheet.source.takes.keys == ()
    assert sheet.source.takes.isHidden()
    combo = sheet.findChild(QWidget, "variations_model")
    models = [combo.itemData(row) for row in range(combo.count())]  # type: ignore[union-attr]
    assert combo.currentData() == "wavespeed:o3-std"  # type: ignore[union-attr]
    assert not {"animatic:preview", "fal:v3-pro"} & set(models)


def test_a_film_that_is_gone_makes_nothing(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene
) -> None:
    job = plan_take(session, scene, 1, "fal:o3-pro")
    end_take(session, job, None)
    before = session.project
    sheet = opened(qtbot, session, thumbnails, scene, job)
    sheet.settings.setPlainText("an office")
    sheet.make()
    qtbot.waitUntil(lambda: "not in the project folder" in sheet.notice.text())
    assert session.project is before
    assert sheet.make_button.isEnabled()


def test_closing_while_it_copies_makes_nothing(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene, job: str
) -> None:
    before = session.project
    sheet = opened(qtbot, session, thumbnails, scene, job)
    sheet.settings.setPlainText("an office")
    sheet.make()
    assert sheet.make_button.text() == "Making…"
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    QTest.qWait(0)
    assert session.project is before


def test_a_scene_that_edits_a_clip_offers_it(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene, tmp_path: Path
) -> None:
    reference = session.folder.add_media(make_film(tmp_path / "talent.mp4", 24, (64, 48)))
    session.dispatch(edits.set_scene, scene.id, source_video=reference)
    sheet = opened(qtbot, session, thumbnails, scene)
    assert sheet.source.clip.tile.reference == reference
    sheet.source.use_file("")
    sheet.settings.setPlainText("an office")
    assert planned(sheet) == []
    assert "Choose a clip" in sheet.rows.findChildren(QLabel)[0].text()


def test_everything_a_person_acts_on_has_a_name(
    qtbot: QtBot, session: Session, thumbnails: Thumbnails, scene: Scene
) -> None:
    sheet = opened(qtbot, session, thumbnails, scene)
    for name in (
        "variations_clip",
        "variations_settings",
        "variations_model",
        "variations_cancel",
        "variations_make",
        "variations_later",
        "variations_render",
    ):
        widget = sheet.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName()
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
