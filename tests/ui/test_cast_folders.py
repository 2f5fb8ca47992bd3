"""Folders and many files at once for the cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.project import ViewKind
from kling_studio.ui.adding import MediaAdder
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.landing import gift_of
from kling_studio.ui.drops import drop_of_paths
from kling_studio.ui.selection import Selection
from tests.media.corpus import GOOD, REFUSED
from tests.ui.cast_hand import BELOW, bubble, card, member, names, notice, opened, picture
from tests.ui.dropping import drop, files, hover


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection) as made:
        yield made


class TestFolders:
    def test_a_folder_on_a_member_gives_it_the_pictures_in_it(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        folder = tmp_path / "Fitting"
        for name in ("b_side.png", "a_back.jpg", "more/c.webp", ".hidden/d.png", ".e.png"):
            picture(folder / name)
        (folder / "notes.txt").write_text("words")
        place, before = card(panel, session, "Mira"), session.project
        assert hover(panel.cards.viewport(), place, files([folder]))
        assert bubble(panel) == "Mira gets the pictures in Fitting"
        assert drop(panel.cards.viewport(), place, files([folder]))
        qtbot.waitUntil(lambda: session.project is not before)
        added = member(session, "Mira").images[4:]
        assert [view.view for view in added] == [ViewKind.BACK, ViewKind.SIDE, ViewKind.DETAIL]
        session.undo()
        assert session.project is before

    def test_beside_the_cards_names_decide_and_else_the_folder(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        for name in ("Otto/front.jpg", "Otto/IMG_0001.jpg", "all/lena_front.jpg", "all/lena_back.jpg"):
            picture(tmp_path / name)
        mime = files([tmp_path / "Otto", tmp_path / "all"])
        before = session.project
        assert hover(panel, BELOW, mime)
        words = panel.findChild(QLabel, "castInvitation")
        assert words is not None
        assert words.text() == "Adds the pictures in Otto and all to the cast"
        drop(panel, BELOW, mime)
        qtbot.waitUntil(lambda: session.project is not before)
        assert names(session)[4:] == ["Otto", "Lena"]
        assert len(member(session, "Otto").images) == len(member(session, "Lena").images) == 2
        session.undo()
        assert session.project is before

    def test_what_cannot_be_used_in_a_folder_is_named_and_the_rest_is_taken(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        folder = tmp_path / "Mixed"
        folder.mkdir()
        bad = ("empty.jpg", "text.jpg", "cut.png", "bomb.png")
        for name in bad:
            REFUSED[name][0](folder / name)
        for name in ("photo.heic", "cmyk.jpg", "🦊 fox.jpg", "صورة أمامية.png"):
            GOOD[name](folder / name)
        before = session.project
        drop(panel.cards.viewport(), card(panel, session, "Marco"), files([folder]))
        qtbot.waitUntil(lambda: session.project is not before)
        qtbot.waitUntil(lambda: bool(notice(panel)))
        assert len(member(session, "Marco").images) == 2 + 4
        assert notice(panel).startswith("4 added, 4 not: bomb.png")
        assert notice(panel).endswith("And 1 more.")
        assert session.undo()
        assert session.project is before

    def test_films_and_sounds_in_a_folder_are_told_before_and_after(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        folder = tmp_path / "Bob"
        picture(folder / "bob.png")
        (folder / "bob.mp4").touch()
        (folder / "bob_voice.wav").touch()
        place, gets = card(panel, session, "Marco"), "Marco gets the pictures in Bob"
        hover(panel.cards.viewport(), place, files([folder]))
        qtbot.waitUntil(lambda: bubble(panel) == f"{gets} (1 picture; 2 films and sounds left out)")
        drop(panel.cards.viewport(), place, files([folder]))
        only = "of a folder only the pictures are taken."
        told = f"1 added, 2 not: bob.mp4 is a film; {only} bob_voice.wav is a sound; {only}"
        qtbot.waitUntil(lambda: notice(panel) == told)
        assert len(member(session, "Marco").images) == 3

    @pytest.mark.parametrize("place", ["on a member", "beside the cards"])
    def test_copies_of_a_picture_are_counted(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path, place: str
    ) -> None:
        data = [picture(tmp_path / name).read_bytes() for name in ("a.png", "b.png")]
        folder = tmp_path / "Copies"
        folder.mkdir()
        for number in range(12):
            (folder / f"IMG_{number}.png").write_bytes(data[number % 2])
        if place == "on a member":
            drop(panel.cards.viewport(), card(panel, session, "Marco"), files([folder]))
        else:
            drop(panel, BELOW, files([folder]))
        qtbot.waitUntil(lambda: notice(panel) == "2 added, 10 were the same pictures.")
        name, whole = ("Marco", 4) if place == "on a member" else ("Copies", 2)
        assert len(member(session, name).images) == whole

    @pytest.mark.parametrize("content", ["nothing", "only bad ones"])
    def test_a_folder_without_a_usable_picture_changes_nothing(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path, content: str
    ) -> None:
        folder = tmp_path / "Empty"
        folder.mkdir()
        if content != "nothing":
            REFUSED["cut.jpg"][0](folder / "cut.jpg")
        before = session.project
        drop(panel.cards.viewport(), card(panel, session, "Mira"), files([folder]))
        qtbot.waitUntil(lambda: bool(notice(panel)))
        assert ("no picture in Empty" if content == "nothing" else "cut.jpg is damaged") in notice(panel)
        assert session.project is before

    def test_a_folder_is_picked_in_a_dialog(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        picture(tmp_path / "Props" / "cup.png")
        before = session.project
        panel.cards.setCurrentIndex(QModelIndex())
        panel.add_folder()
        dialog = panel.findChild(QFileDialog, "addFolderDialog")
        assert dialog is not None
        dialog.fileSelected.emit(str(tmp_path / "Props"))
        qtbot.waitUntil(lambda: session.project is not before)
        assert names(session)[4:] == ["Props"]
        dialog.reject()

    def test_five_thousand_pictures_are_one_step_with_progress_and_without_a_wait(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        """Copies are made by a stand-in for the disk, so that it is the window that is tried."""
        folder = tmp_path / "Everything"
        data = picture(tmp_path / "one.png").read_bytes()
        folder.mkdir()
        for number in range(5_000):
            (folder / f"IMG_{number:04}.png").write_bytes(data)
        heard: list[tuple[int, int]] = []
        adder = MediaAdder(lambda path: f"media/{path.name}", panel)
        adder.progress.connect(lambda done, whole: heard.append((done, whole)))
        mira = member(session, "Mira").id
        adder.add_and_prepare(
            drop_of_paths([str(folder)]),
            gift_of,
            lambda gift: session.apply(gift.given_to(mira), "Add pictures"),
        )
        before = session.project
        qtbot.waitUntil(lambda: session.project is not before, timeout=60_000)
        assert len(member(session, "Mira").images) == 5_004
        assert heard[0] == (0, 5_000)
        assert heard == sorted(heard)
        assert len(heard) == 500
        session.undo()
        assert session.project is before

    def test_a_long_drop_can_be_stopped(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        folder = tmp_path / "Many"
        for number in range(400):
            picture(folder / f"IMG_{number:03}.png")
        stop = panel.findChild(QPushButton, "cancelAdding")
        words = panel.findChild(QLabel, "addingWords")
        assert stop is not None
        assert words is not None
        before = session.project
        drop(panel.cards.viewport(), card(panel, session, "Mira"), files([folder]))
        qtbot.waitUntil(lambda: words.isVisible() and "of 400" in words.text())
        QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not stop.isVisible())
        assert session.project is before
        assert notice(panel) == ""
