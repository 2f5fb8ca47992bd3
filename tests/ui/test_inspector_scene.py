"""The scene's page: built from what the model takes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import ModeName, ShotType
from kling_studio.ui.drops import member_mime
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.inspector.scene_page import ScenePage
from tests.ui.dropping import drop, hover, leave
from tests.ui.inspector_scenes import choose, page, panel, scene, texts, use

__all__ = ["page", "panel"]

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_title_and_words_are_typed_into_the_project(page: ScenePage, session: Session) -> None:
    page.title.selectAll()
    QTest.keyClicks(page.title, "Dawn")
    QTest.keyClicks(page.words, "Fog. ")
    assert scene(session).title == "Dawn"
    assert scene(session).prompt.startswith("Fog. Warehouse")
    session.undo()
    session.undo()
    assert page.title.text() == "Warehouse"
    assert page.words.text().startswith("Warehouse")


def test_models_are_grouped_and_priced_for_this_scene(page: ScenePage, session: Session) -> None:
    combo = page.model.combo
    combo.price_rows()
    model = combo.model()
    assert model is not None
    headings = [text for row, text in enumerate(texts(combo)) if not model.flags(model.index(row, 0))]
    assert headings == ["This machine", "fal.ai", "WaveSpeed"]
    rows = {combo.itemData(row): row for row in range(combo.count()) if combo.itemData(row)}
    assert set(rows) == set(session.catalog.models)

    def words(row: int) -> str:
        return str(combo.itemData(row, Qt.ItemDataRole.AccessibleTextRole))

    for model_id, row in rows.items():
        assert session.catalog.models[model_id].summary in words(row)
    assert "price unknown" in words(rows["wavespeed:o3-4k"])
    prices = {model_id: words(row).split(", ")[1] for model_id, row in rows.items()}
    assert prices["animatic:preview"].startswith("free")
    assert prices["fal:o3-standard"].startswith("$1.46")
    assert prices["fal:v2.5-turbo-pro"].startswith("cannot render it")


def test_a_model_is_chosen_at_once(page: ScenePage, session: Session) -> None:
    choose(page.model.combo, "Kling 3.0 Pro · fal.ai")
    assert scene(session).model == "fal:v3-pro"
    assert page.model.hint == session.catalog.models["fal:v3-pro"].summary
    assert session.history.undo_label == "Choose model"


def test_a_model_that_is_not_in_the_catalog_is_named(page: ScenePage, session: Session) -> None:
    use(session, "fal:v9")
    assert page.model.combo.currentIndex() == -1
    assert page.model.combo.placeholderText() == "fal:v9"
    assert page.model.hint == "This model is not in the catalog."
    assert page.frames.isVisible()


def test_the_mode_is_automatic_with_its_reason_or_chosen(page: ScenePage, session: Session) -> None:
    assert page.mode.combo.currentText() == "Automatic: reference"
    assert page.mode.hint == "Because Mira has pictures."
    choose(page.mode.combo, "Image: from the start frame")
    assert scene(session).mode is ModeName.IMAGE
    assert page.mode.hint == ""
    choose(page.mode.combo, "Automatic")
    assert scene(session).mode is None


def test_a_mode_that_the_model_lacks_is_told(page: ScenePage, session: Session) -> None:
    use(session, "fal:v3-pro", ModeName.EDIT)
    assert page.mode.combo.currentText() == "Edit: a clip is changed (not in this model)"
    assert "has no mode edit" in page.mode.hint


def test_the_ratio_says_what_it_is_made_for(page: ScenePage, session: Session) -> None:
    assert texts(page.aspect.combo) == [
        "16:9, made for YouTube",
        "9:16, made for TikTok, Reels",
        "1:1, made for Instagram",
    ]
    choose(page.aspect.combo, "9:16, made for TikTok, Reels")
    assert scene(session).aspect_ratio == "9:16"


def test_the_ratio_follows_the_picture_where_it_does(page: ScenePage, session: Session) -> None:
    use(session, "fal:o3-pro", ModeName.IMAGE)
    assert page.aspect.combo.currentText() == "Follows the start frame"
    assert not page.aspect.combo.isEnabled()
    session.dispatch(edits.set_scene, scene(session).id, mode=None, aspect_ratio="auto")
    assert page.aspect.combo.currentText() == "auto (not in this model)"
    assert page.aspect.combo.isEnabled()


@pytest.mark.parametrize(
    ("model", "audio", "free", "words"),
    [
        ("fal:o3-pro", True, True, ""),
        ("fal:v3-turbo-pro", True, False, "Kling 3.0 Turbo Pro always makes sound."),
        ("fal:v3-turbo-pro", False, True, "Kling 3.0 Turbo Pro always makes sound."),
        ("fal:v2.5-turbo-pro", False, False, "Kling 2.5 Turbo Pro films without sound."),
        ("fal:v2.5-turbo-pro", True, True, "Kling 2.5 Turbo Pro films without sound."),
    ],
)
def test_sound_is_a_switch_or_explained(
    page: ScenePage, session: Session, model: str, *, audio: bool, free: bool, words: str
) -> None:
    session.dispatch(edits.set_scene, scene(session).id, model=model, audio=audio)
    assert page.sound.switch.isChecked() is audio
    assert page.sound.switch.isEnabled() is free
    assert page.sound.hint == words


def test_the_sound_switch_switches(page: ScenePage, session: Session) -> None:
    QTest.mouseClick(page.sound.switch, Qt.MouseButton.LeftButton)
    assert scene(session).audio is False
    page.sound.switch.setFocus()
    QTest.keyClick(page.sound.switch, Qt.Key.Key_Space)
    assert scene(session).audio is True
    session.undo()
    assert not page.sound.switch.isChecked()


def test_languages_have_names_and_others_can_be_typed(page: ScenePage, session: Session) -> None:
    combo = page.language.combo
    assert combo.currentText() == "English"
    combo.textActivated.emit("Japanese")
    assert scene(session).language == "ja"
    combo.line.selectAll()
    QTest.keyClicks(combo.line, "Tagalog")
    assert scene(session).language == "Tagalog"
    assert combo.currentText() == "Tagalog"
    combo.line.selectAll()
    QTest.keyClick(combo.line, Qt.Key.Key_Delete)
    assert scene(session).language == "Tagalog"
    combo.line.selectAll()
    QTest.keyClicks(combo.line, "spanish")
    assert scene(session).language == "es"
    assert combo.currentText() == "spanish"


def test_cuts_are_mine_or_the_models(page: ScenePage, session: Session) -> None:
    choose(page.cuts.combo, "Automatic")
    assert scene(session).shot_type is ShotType.AUTOMATIC
    assert page.cuts.hint == ""
    use(session, "fal:v3-turbo-pro")
    assert page.cuts.hint.startswith("Automatic cuts are not sent")


def chips(page: ScenePage) -> list[str]:
    return list(page.cast._chips)


def test_members_are_cast_by_the_menu_and_taken_out_by_their_cross(page: ScenePage, session: Session) -> None:
    assert chips(page) == ["Mira", "Crate"]
    QTest.mouseClick(page.cast.add_button, Qt.MouseButton.LeftButton)
    assert page.cast.menu is not None
    offered = {action.text(): action for action in page.cast.menu.actions()}
    assert list(offered) == ["Marco", "Foreman"]
    offered["Foreman"].trigger()
    page.cast.menu.close()
    assert scene(session).cast == ("Mira", "Crate", "Foreman")
    cross = page.cast.findChild(QToolButton, "uncast_Mira")
    assert cross is not None
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert scene(session).cast == ("Crate", "Foreman")
    assert chips(page) == ["Crate", "Foreman"]
    session.undo()
    assert chips(page) == ["Mira", "Crate", "Foreman"]


def test_a_card_dropped_on_the_cast_is_cast(page: ScenePage, session: Session) -> None:
    place = page.cast.rect().center()
    hover(page.cast, place, member_mime("Marco"))
    assert page.cast.hint == "Drop to cast Marco"
    leave(page.cast)
    assert page.cast.hint == ""
    assert drop(page.cast, place, member_mime("Marco"))
    assert scene(session).cast == ("Mira", "Crate", "Marco")
    hover(page.cast, place, member_mime("Marco"))
    assert page.cast.hint == "Marco is cast already."


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "prompt",
        "model",
        "mode",
        "aspect_ratio",
        "audio",
        "language",
        "shot_type",
        "cast",
        "start_frame",
        "end_frame",
        "images",
        "reference_video",
        "source_video",
    ],
)
def test_the_hand_is_put_where_a_finding_is(panel: InspectorPanel, page: ScenePage, field: str) -> None:
    panel.focus_field("", field)
    focused = QApplication.focusWidget()
    target = page.fields[field]
    assert focused is target or (focused is not None and target.isAncestorOf(focused))


def test_the_field_is_scrolled_into_sight(qtbot: QtBot, panel: InspectorPanel, page: ScenePage) -> None:
    panel.resize(312, 300)
    tile = page.clips.source.tile
    assert tile.visibleRegion().isEmpty()
    panel.focus_field("", "source_video")
    qtbot.waitUntil(lambda: not tile.visibleRegion().isEmpty())


def test_every_control_has_names_and_a_tip(page: ScenePage, session: Session) -> None:
    session.dispatch(
        edits.set_scene, scene(session).id, images=("dock.jpg",), negative_prompt="x", cfg_scale=0.5
    )
    for field, control in page.fields.items():
        assert control.objectName(), field
        assert control.accessibleName(), field
        assert control.toolTip(), field
    for tile in page.pictures._tiles:
        assert tile.accessibleName()
        assert tile.toolTip()


def test_a_scene_that_goes_leaves_a_sentence(panel: InspectorPanel, session: Session) -> None:
    for one in list(session.project.scenes()):
        session.dispatch(edits.delete_scene, one.id)
    words = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Select a scene") for text in words)


@pytest.mark.parametrize("width", [300, 312, 400])
def test_nothing_is_wider_than_the_panel(
    qtbot: QtBot, panel: InspectorPanel, page: ScenePage, session: Session, width: int
) -> None:
    panel.resize(width, 900)
    qtbot.waitUntil(lambda: page.width() <= width)
    for label in page.findChildren(QLabel):
        if label.isVisible():
            assert label.mapTo(panel, label.rect().topRight()).x() <= width
            assert label.height() >= label.heightForWidth(label.width())
