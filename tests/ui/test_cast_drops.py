"""Files dropped on the cast, pasted or picked: told before, and one undo step."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
)
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import ViewKind, Voice
from kling_studio.resources import resource
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.selection import Selection
from tests.ui.cast_hand import BELOW, bubble, card, child, member, names, notice, opened, picture
from tests.ui.dropping import drop, files, hover, leave
from tests.ui.preview_films import make_film


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection) as made:
        yield made


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A second of film."""
    return make_film(tmp_path / "foreman_turn.mp4", frames=24)


def test_pictures_on_a_card_become_its_views_in_one_step(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    before = session.project
    place = card(panel, session, "Marco")
    mime = files([picture(tmp_path / "marco_back.png"), picture(tmp_path / "marco 7.png")])
    assert hover(panel.cards.viewport(), place, mime)
    assert bubble(panel) == "Marco gets back and detail views"
    assert drop(panel.cards.viewport(), place, mime)
    assert bubble(panel) == ""
    qtbot.waitUntil(lambda: session.project is not before)
    added = member(session, "Marco").images[2:]
    assert [view.view for view in added] == [ViewKind.BACK, ViewKind.DETAIL]
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
    assert bubble(panel) == "Foreman gets a clip and a voice sample"
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
    invitation = child(panel, QLabel, "castInvitation")
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


def test_what_cannot_be_taken_says_why_before_it_is_let_go(
    panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    for name in ("notes.txt", "zip.zip"):
        (tmp_path / name).write_text("words")
    mime = files([tmp_path / "notes.txt", tmp_path / "zip.zip"])
    sentence = "notes.txt is no picture, film or sound. zip.zip is no picture, film or sound."
    place = card(panel, session, "Mira")
    before = session.project
    assert not hover(panel.cards.viewport(), place, mime)
    assert bubble(panel) == sentence
    assert not drop(panel.cards.viewport(), place, mime)
    assert notice(panel) == sentence
    drop(panel, BELOW, mime)
    assert notice(panel) == sentence
    assert session.project is before


def test_bad_files_are_left_out_and_the_good_ones_taken(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path, film: Path
) -> None:
    bad = ["a.txt", "b.zip", "c.pdf"]
    for name in bad:
        (tmp_path / name).write_text("words")
    other = tmp_path / "other.mp4"
    other.write_bytes(film.read_bytes())
    mime = files([picture(tmp_path / "marco_back.png"), *(tmp_path / name for name in bad), film, other])
    place, before = card(panel, session, "Marco"), session.project
    whys = " ".join(f"{name} is no picture, film or sound." for name in bad) + " And 2 more."
    assert hover(panel.cards.viewport(), place, mime)
    assert bubble(panel) == f"Marco gets a back view\n5 left out: {whys}"
    assert drop(panel.cards.viewport(), place, mime)
    qtbot.waitUntil(lambda: notice(panel) == f"1 added, 5 not: {whys}")
    assert len(member(session, "Marco").images) == 3
    assert member(session, "Marco").clip is None
    session.undo()
    assert session.project is before


def test_two_clips_are_too_many_for_a_member(
    panel: CastPanel, session: Session, tmp_path: Path, film: Path
) -> None:
    mime = files([film, tmp_path / "other.mp4"])
    assert not hover(panel.cards.viewport(), card(panel, session, "Marco"), mime)
    assert bubble(panel) == (
        "foreman_turn.mp4 is one of 2 films, and a member has one clip. "
        "other.mp4 is one of 2 films, and a member has one clip."
    )


def test_beside_the_cards_too(qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words")
    mime = files([picture(tmp_path / "otto.png"), tmp_path / "notes.txt"])
    assert hover(panel, BELOW, mime)
    why = "notes.txt is no picture, film or sound."
    assert child(panel, QLabel, "castInvitation").text() == f"Adds Otto to the cast\n1 left out: {why}"
    before = session.project
    drop(panel, BELOW, mime)
    qtbot.waitUntil(lambda: notice(panel) == f"1 added, 1 not: {why}")
    assert names(session)[4:] == ["Otto"]
    session.undo()
    assert session.project is before


def test_a_text_called_png_is_left_out_and_told(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "fake.png").write_text("not a picture")
    before, media = session.project, sorted(session.folder.root.rglob("*"))
    drop(panel.cards.viewport(), card(panel, session, "Mira"), files([tmp_path / "fake.png"]))
    qtbot.waitUntil(lambda: "fake.png is not a picture that can be read." in notice(panel))
    assert session.project is before
    assert sorted(session.folder.root.rglob("*")) == media
    mime = files([picture(tmp_path / "good.png"), tmp_path / "fake.png"])
    drop(panel.cards.viewport(), card(panel, session, "Mira"), mime)
    told = "1 added, 1 not: fake.png is not a picture that can be read."
    qtbot.waitUntil(lambda: notice(panel) == told)
    assert len(member(session, "Mira").images) == 5


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
    assert bubble(panel) == "The project is open in another window."
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
    dialog = child(panel, QFileDialog, "addPicturesDialog")
    dialog.filesSelected.emit([str(picture(tmp_path / "foreman_back.png"))])
    dialog.close()
    qtbot.waitUntil(lambda: len(member(session, "Foreman").images) == 3)
    assert member(session, "Foreman").images[-1].view is ViewKind.BACK


@pytest.mark.parametrize("way", ["a picture in an address", "a path"])
def test_words_that_bring_a_picture(
    qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path, way: str
) -> None:
    path = picture(tmp_path / "crate_back.png")
    data = base64.b64encode(path.read_bytes()).decode()
    panel.cards.select(member(session, "Crate").id)
    QGuiApplication.clipboard().setText(str(path) if way == "a path" else f"data:image/png;base64,{data}")
    before = session.project
    QTest.keyClick(panel.cards, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.project is not before)
    added = session.path_of(member(session, "Crate").images[-1].path)
    assert added is not None
    assert added.read_bytes() == path.read_bytes()
