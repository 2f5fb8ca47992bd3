"""The cast panel: cards, drops, pastes and the editor, each as one undo step."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, MemberKind, Project, ViewKind, Voice
from kling_studio.resources import resource
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.model import CastRole
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import member_mime
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.dropping import drop, files, hover, leave
from tests.ui.preview_films import make_film

W = TypeVar("W", bound=QWidget)
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    thumbnails = Thumbnails(session.path_of)
    made = CastPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(264, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.stop()
    thumbnails.stop()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A second of film."""
    return make_film(tmp_path / "foreman_turn.mp4", frames=24)


def member(session: Session, name: str) -> CastMember:
    found = session.project.member(name)
    assert found is not None
    return found


def names(session: Session) -> list[str]:
    return [each.name for each in session.project.cast]


def picture(path: Path, size: tuple[int, int] = (400, 500)) -> Path:
    """A picture unlike any other of that name."""
    Image.effect_noise(size, 40).convert("RGB").save(path)
    return path


def card(panel: CastPanel, session: Session, name: str) -> QPoint:
    return panel.cards.visualRect(panel.cards.members.index_of(member(session, name).id)).center()


def words_of_bubble(panel: CastPanel) -> str:
    bubble = panel.cards.findChild(DropBubble)
    assert bubble is not None
    return bubble.text() if bubble.isVisible() else ""


def field(panel: CastPanel, kind: type[W], name: str) -> W:
    found = panel.findChild(kind, name)
    assert found is not None
    return found


def notice(panel: CastPanel) -> str:
    label = field(panel, QLabel, "castNotice")
    return label.text() if label.isVisible() else ""


def shown(panel: CastPanel, row: int) -> tuple[str, str, str]:
    index = panel.cards.members.index(row)
    return index.data(), index.data(CastRole.REFERENCES_LINE), index.data(CastRole.VOICE_LINE)


def test_cards_tell_what_there_is_of_each_member(panel: CastPanel) -> None:
    assert shown(panel, 0) == ("Mira", "front, side, back, outfit · 4 scenes", "♪ warm mid")
    assert shown(panel, 1)[2] == "no voice"
    assert shown(panel, 3)[1].startswith("product · front, side, back, detail")
    assert shown(panel, 3)[2] == ""


def test_cards_follow_the_scenes(panel: CastPanel, session: Session) -> None:
    scene = next(scene for scene in session.project.scenes() if "Foreman" in scene.cast)
    session.dispatch(edits.uncast_from_scene, scene.id, "Foreman")
    assert shown(panel, 2)[1] == "front, side"
    session.undo()
    assert shown(panel, 2)[1] == "front, side · 1 scene"


def test_pictures_on_a_card_become_its_views_in_one_step(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    before = session.project
    place = card(panel, session, "Marco")
    mime = files([picture(tmp_path / "marco_back.png"), picture(tmp_path / "marco 7.png")])
    assert hover(panel.cards.viewport(), place, mime)
    assert words_of_bubble(panel) == "Marco gets back and front views"
    assert drop(panel.cards.viewport(), place, mime)
    assert words_of_bubble(panel) == ""
    qtbot.waitUntil(lambda: session.project is not before)
    added = member(session, "Marco").images[2:]
    assert [view.view for view in added] == [ViewKind.BACK, ViewKind.FRONT]
    for view in added:
        path = session.path_of(view.path)
        assert path is not None
        assert path.is_file()
    assert session.history.undo_label == "Add pictures"
    session.undo()
    assert session.project is before


def test_a_clip_and_a_sound_set_what_there_is_one_of(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path, film: Path
) -> None:
    place = card(panel, session, "Foreman")
    sound = resource("sample", "mira_voice.wav")
    mime = files([film, sound])
    hover(panel.cards.viewport(), place, mime)
    assert words_of_bubble(panel) == "Foreman gets a clip and a voice sample"
    before = session.project
    drop(panel.cards.viewport(), place, mime)
    qtbot.waitUntil(lambda: session.project is not before)
    foreman = member(session, "Foreman")
    assert foreman.clip is not None
    assert foreman.voice is not None
    assert foreman.voice.name == "gravel low"
    assert foreman.voice.sample is not None
    session.undo()
    assert session.project is before


def test_another_sample_is_another_voice(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    mira = member(session, "Mira")
    assert mira.voice is not None
    voice = Voice("warm mid", mira.voice.sample, (("fal", "829877809978941442"),))
    session.dispatch(edits.set_member, mira.id, voice=voice)
    other = tmp_path / "other.wav"
    other.write_bytes(resource("sample", "mira_voice.wav").read_bytes()[:-2000])
    drop(panel.cards.viewport(), card(panel, session, "Mira"), files([other]))
    qtbot.waitUntil(lambda: member(session, "Mira").voice != voice)
    new = member(session, "Mira").voice
    assert new is not None
    assert (new.name, new.ids) == ("warm mid", ())


def test_pictures_beside_the_cards_make_members(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    paths = [picture(tmp_path / name) for name in ("dock.png", "mira.png", "otto_front.png", "otto_side.png")]
    invitation = field(panel, QLabel, "castInvitation")
    below = QPoint(130, panel.height() - 20)
    assert hover(panel, below, files(paths))
    assert invitation.text() == "Adds Dock, Mira2 and Otto to the cast"
    leave(panel)
    assert invitation.text().startswith("Drop pictures")
    before = session.project
    drop(panel, below, files(paths))
    qtbot.waitUntil(lambda: session.project is not before)
    assert names(session)[4:] == ["Dock", "Mira2", "Otto"]
    assert [view.view for view in member(session, "Otto").images] == [ViewKind.FRONT, ViewKind.SIDE]
    assert panel.selected_id == member(session, "Dock").id
    session.undo()
    assert session.project is before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("notes.txt", "notes.txt is no picture, film or sound."),
        ("zip.zip", "zip.zip is no picture, film or sound."),
    ],
)
def test_what_cannot_be_taken_says_why_before_it_is_let_go(
    panel: CastPanel, session: Session, tmp_path: Path, name: str, sentence: str
) -> None:
    path = tmp_path / name
    path.write_text("words")
    mime = files([picture(tmp_path / "a.png"), path])
    place = card(panel, session, "Mira")
    before = session.project
    assert not hover(panel.cards.viewport(), place, mime)
    assert words_of_bubble(panel) == sentence
    assert not drop(panel.cards.viewport(), place, mime)
    assert notice(panel) == sentence
    assert session.project is before


def test_a_text_called_png_spoils_the_whole_drop(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "fake.png").write_text("not a picture")
    before, media = session.project, sorted(session.folder.root.rglob("*"))
    mime = files([picture(tmp_path / "good.png"), tmp_path / "fake.png"])
    assert drop(panel.cards.viewport(), card(panel, session, "Mira"), mime)
    qtbot.waitUntil(lambda: "fake.png is not a picture that can be read." in notice(panel))
    assert session.project is before
    assert sorted(session.folder.root.rglob("*")) == media


def test_the_same_picture_twice_is_told(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    before = session.project
    path = session.path_of(member(session, "Mira").images[0].path)
    assert path is not None
    drop(panel.cards.viewport(), card(panel, session, "Mira"), files([path]))
    qtbot.waitUntil(lambda: notice(panel) == "The member has these files already.")
    assert session.project is before


def test_a_project_to_read_only_takes_nothing(panel: CastPanel, session: Session, tmp_path: Path) -> None:
    session.read_only_reason = "The project is open in another window."
    mime = files([picture(tmp_path / "a.png")])
    assert not hover(panel.cards.viewport(), card(panel, session, "Mira"), mime)
    assert words_of_bubble(panel) == "The project is open in another window."
    assert not drop(panel, QPoint(100, 690), mime)
    assert notice(panel) == "The project is open in another window."


def test_a_pasted_picture_goes_to_the_selected_member(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0xFF204080)
    QGuiApplication.clipboard().setImage(image)
    panel.cards.select(member(session, "Crate").id)
    before = session.project
    QTest.keyClick(panel.cards, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.project is not before)
    path = session.path_of(member(session, "Crate").images[-1].path)
    assert path is not None
    with Image.open(path) as stored:
        assert stored.size == (64, 64)
        assert stored.convert("RGB").getpixel((3, 3)) == (0x20, 0x40, 0x80)


def test_pictures_are_picked_in_a_dialog(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    panel.cards.select(member(session, "Foreman").id)
    panel.add_pictures()
    dialog = field(panel, QFileDialog, "addPicturesDialog")
    dialog.filesSelected.emit([str(picture(tmp_path / "foreman_back.png"))])
    dialog.close()
    qtbot.waitUntil(lambda: len(member(session, "Foreman").images) == 3)
    assert member(session, "Foreman").images[-1].view is ViewKind.BACK


def test_a_member_is_renamed_everywhere_and_a_taken_name_is_refused_in_place(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    panel.select_member(member(session, "Mira").id)
    name = field(panel, QLineEdit, "memberName")
    refusal = field(panel, QLabel, "memberRefusal")
    name.selectAll()
    QTest.keyClicks(name, "Marco")
    QTest.keyClick(name, ENTER)
    assert refusal.isVisible()
    assert refusal.text().startswith("There is already a Marco in the cast.")
    assert names(session)[0] == "Mira"
    QTest.keyClick(name, ESCAPE)
    assert name.text() == "Mira"
    assert not refusal.isVisible()
    name.selectAll()
    QTest.keyClicks(name, "Ana Lima")
    QTest.keyClick(name, ENTER)
    assert names(session)[0] == "Ana Lima"
    scenes = list(session.project.scenes())
    assert any("Ana Lima" in scene.cast for scene in scenes)
    assert all("@Mira" not in shot.prompt for scene in scenes for shot in scene.shots)
    assert shown(panel, 0)[0] == "Ana Lima"
    session.undo()
    assert name.text() == "Mira"


def test_the_fields_change_the_member(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    before = session.project
    panel.select_member(member(session, "Marco").id)
    words = field(panel, QPlainTextEdit, "memberDescription")
    words.selectAll()
    QTest.keyClicks(words, "driver, 40s")
    assert member(session, "Marco").description == "driver, 40s"
    session.undo()
    assert session.project is before
    assert words.toPlainText() == member(session, "Marco").description

    voice = field(panel, QLineEdit, "voiceName")
    QTest.keyClicks(voice, "low, dry")
    QTest.keyClick(voice, ENTER)
    assert member(session, "Marco").voice == Voice("low, dry")
    assert shown(panel, 1)[2] == "♪ low, dry"
    voice.clear()
    QTest.keyClick(voice, ENTER)
    assert member(session, "Marco").voice is None

    kind = field(panel, QComboBox, "memberKind")
    kind.setCurrentIndex(kind.findData(MemberKind.PROP))
    kind.activated.emit(kind.currentIndex())
    assert member(session, "Marco").kind is MemberKind.PROP


def test_views_are_named_moved_and_removed(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    panel.select_member(member(session, "Mira").id)
    strip = panel.details.strip
    first = member(session, "Mira").images
    menu = strip.menu_for(3)
    texts = {action.text(): action for action in menu.actions()}
    assert [text for text, action in texts.items() if action.isChecked()] == ["Outfit"]
    texts["Detail"].trigger()
    assert member(session, "Mira").images[3].view is ViewKind.DETAIL
    strip.select(0)
    QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert [view.path for view in member(session, "Mira").images[:2]] == [first[1].path, first[0].path]
    assert strip.currentIndex().row() == 1
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert first[0].path not in [view.path for view in member(session, "Mira").images]
    for _ in range(3):
        session.undo()
    assert member(session, "Mira").images == first


def test_a_view_is_dragged_to_another_place(panel: CastPanel, session: Session) -> None:
    panel.select_member(member(session, "Mira").id)
    strip = panel.details.strip
    first = [view.path for view in member(session, "Mira").images]
    last = strip.visualRect(strip.model().index(3, 0))
    assert drop(strip.viewport(), QPoint(last.right() - 4, last.center().y()), strip.mime_for(0))
    assert [view.path for view in member(session, "Mira").images] == [*first[1:], first[0]]


def test_members_are_added_duplicated_moved_and_deleted(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    before = session.project
    panel.add_member()
    assert names(session)[-1] == "New member"
    name = field(panel, QLineEdit, "memberName")
    assert name.selectedText() == "New member"
    session.undo()

    panel.cards.select(member(session, "Marco").id)
    QTest.keyClick(panel.cards, Qt.Key.Key_D)
    assert names(session) == ["Mira", "Marco", "Marco2", "Foreman", "Crate"]
    QTest.keyClick(panel.cards, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(session)[:3] == ["Mira", "Marco2", "Marco"]
    assert panel.selected_id == member(session, "Marco2").id
    QTest.keyClick(panel.cards, Qt.Key.Key_Delete)
    assert "Marco2" not in names(session)
    for _ in range(3):
        session.undo()
    assert session.project is before


def test_a_card_is_dragged_to_another_place(panel: CastPanel, session: Session) -> None:
    index = panel.cards.members.index(3)
    mime = panel.cards.members.mimeData([index])
    assert mime.text() == "@Crate"
    top = panel.cards.visualRect(panel.cards.members.index(1)).topLeft() + QPoint(50, 4)
    hover(panel.cards.viewport(), top, mime)
    assert words_of_bubble(panel) == "Moves Crate before Marco"
    drop(panel.cards.viewport(), top, mime)
    assert names(session) == ["Mira", "Crate", "Marco", "Foreman"]
    bottom = panel.cards.visualRect(panel.cards.members.index(3)).bottomLeft() + QPoint(50, -4)
    drop(panel.cards.viewport(), bottom, member_mime("Mira"))
    assert names(session) == ["Crate", "Marco", "Foreman", "Mira"]


def test_the_menu_casts_in_the_scene_looked_at(
    panel: CastPanel, session: Session, selection: Selection
) -> None:
    scene = next(scene for scene in session.project.scenes() if "Foreman" not in scene.cast)
    selection.select_scene(scene.id)
    panel.cards.select(member(session, "Foreman").id)
    action = next(action for action in panel.menu().actions() if action.text().startswith("Cast in"))
    assert action.text() == f"Cast in {scene.title}"
    action.trigger()
    now = selection.scene
    assert now is not None
    assert "Foreman" in now.cast


def test_a_large_cast_can_be_filtered(qtbot: QtBot, panel: CastPanel, session: Session) -> None:
    filter_field = field(panel, QLineEdit, "castFilter")
    assert not filter_field.isVisible()

    def crowd(project: Project) -> Project:
        for number in range(20):
            project = edits.add_member(project, CastMember(f"extra{number}", f"Extra {number}"))
        return project

    session.apply(crowd, "Crowd")
    assert filter_field.isVisible()
    QTest.keyClicks(filter_field, "extra 1")
    model = panel.cards.members
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "Extra 1",
        *(f"Extra {number}" for number in range(10, 20)),
    ]
    panel.select_member(member(session, "Mira").id)
    assert panel.selected_id == member(session, "Mira").id
    assert model.rowCount() == 24


def test_the_model_tells_every_change_rightly(panel: CastPanel, session: Session) -> None:
    model: QAbstractItemModel = panel.cards.members
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    cast = session.project.cast
    session.dispatch(edits.move_member, cast[3].id, 0)
    session.dispatch(edits.delete_member, cast[0].id)
    session.dispatch(edits.duplicate_member, cast[2].id, "copy")
    session.dispatch(edits.rename_member, cast[1].id, "Marek")
    panel.cards.members.set_filter("marek")
    assert model.rowCount() == 1
    panel.cards.members.set_filter("")
    for _ in range(4):
        session.undo()
    assert [model.index(row, 0).data() for row in range(4)] == ["Mira", "Marco", "Foreman", "Crate"]
    assert tester.model() is model


def test_an_empty_cast_invites(panel: CastPanel, session: Session) -> None:
    for each in session.project.cast:
        session.dispatch(edits.delete_member, each.id)
    invitation = field(panel, QLabel, "castInvitation")
    assert invitation.isVisible()
    assert invitation.text() == "Drop pictures, clips or sounds\nto add to the cast"
    assert panel.selected_id == ""
    assert not panel.details.isVisible()
