"""References by hand: folders, many files, pictures from the web, and pictures dragged between members."""

import io
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, Look, View, ViewKind
from kling_studio.ui.adding import MediaAdder
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.landing import gift_of
from kling_studio.ui.cast.naming import member_is_named
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import VIEW_MIME, drop_of_paths, view_mime
from kling_studio.ui.notice import Notice
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from tests.media.corpus import GOOD, REFUSED
from tests.ui.dropping import drop, files, hover

BELOW = QPoint(130, 680)


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


def member(session: Session, name: str) -> CastMember:
    found = session.project.member(name)
    assert found is not None
    return found


def names(session: Session) -> list[str]:
    return [each.name for each in session.project.cast]


def card(panel: CastPanel, session: Session, name: str) -> QPoint:
    return panel.cards.visualRect(panel.cards.members.index_of(member(session, name).id)).center()


def notice(panel: CastPanel) -> str:
    found = panel.findChild(Notice, "castNotice")
    assert found is not None
    return found.text()


def bubble(panel: CastPanel) -> str:
    found = panel.cards.findChild(DropBubble)
    assert found is not None
    return found.text() if found.isVisible() else ""


def picture(path: Path, seed: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise((64, 64), 40 + seed).save(path)
    return path


class TestFolders:
    def test_a_folder_on_a_member_gives_it_the_pictures_in_it(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        folder = tmp_path / "Fitting"
        for number, name in enumerate(("b_side.png", "a_back.jpg", "more/c.webp", ".hidden/d.png", ".e.png")):
            picture(folder / name, number)
        (folder / "notes.txt").write_text("words")
        place, before = card(panel, session, "Mira"), session.project
        assert hover(panel.cards.viewport(), place, files([folder]))
        assert bubble(panel) == "Mira gets the pictures in Fitting"
        assert drop(panel.cards.viewport(), place, files([folder]))
        qtbot.waitUntil(lambda: session.project is not before)
        added = member(session, "Mira").images[4:]
        assert [view.view for view in added] == [ViewKind.BACK, ViewKind.SIDE, ViewKind.FRONT]
        session.undo()
        assert session.project is before

    def test_beside_the_cards_names_decide_and_else_the_folder(
        self, qtbot: QtBot, panel: CastPanel, session: Session, tmp_path: Path
    ) -> None:
        for number, name in enumerate(
            ("Otto/front.jpg", "Otto/IMG_0001.jpg", "all/lena_front.jpg", "all/lena_back.jpg")
        ):
            picture(tmp_path / name, number)
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
            picture(folder / f"IMG_{number:03}.png", number % 60)
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


@pytest.mark.parametrize(
    ("name", "named"),
    [("front.png", False), ("side-2.png", False), ("0001.jpg", False), ("mira_front.png", True)],
)
def test_whether_a_name_says_whose_it_is(name: str, named: bool) -> None:
    assert member_is_named(name) is named


class TestBetweenMembers:
    def test_a_picture_moves_to_the_member_it_is_dropped_on(self, panel: CastPanel, session: Session) -> None:
        mira, place, before = member(session, "Mira"), card(panel, session, "Marco"), session.project
        mime = view_mime(mira.id, 1)
        assert hover(panel.cards.viewport(), place, mime)
        assert bubble(panel) == "Moves Mira's side view to Marco (Ctrl copies)"
        assert drop(panel.cards.viewport(), place, mime)
        assert [view.path for view in member(session, "Marco").images][-1] == mira.images[1].path
        assert mira.images[1] not in member(session, "Mira").images
        assert session.history.undo_label == "Move picture"
        session.undo()
        assert session.project is before

    def test_with_ctrl_both_have_it(self, panel: CastPanel, session: Session) -> None:
        mira, place = member(session, "Mira"), card(panel, session, "Marco")
        viewport, mime = panel.cards.viewport(), view_mime(mira.id, 1)
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        mouse, ctrl = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
        QApplication.sendEvent(viewport, QDragEnterEvent(place, actions, mime, mouse, ctrl))
        QApplication.sendEvent(viewport, QDragMoveEvent(place, actions, mime, mouse, ctrl))
        assert bubble(panel) == "Marco gets Mira's side view too"
        QApplication.sendEvent(viewport, QDropEvent(QPointF(place), actions, mime, mouse, ctrl))
        assert mira.images[1] in member(session, "Mira").images
        assert mira.images[1] in member(session, "Marco").images

    @pytest.mark.parametrize(
        ("name", "index", "why"),
        [
            ("Mira", 0, "It is a picture of Mira already."),
            ("Marco", 99, "That picture is no longer there."),
            ("", 0, "Drop it on a member."),
        ],
    )
    def test_where_it_has_no_place_it_is_refused_before(
        self, panel: CastPanel, session: Session, name: str, index: int, why: str
    ) -> None:
        mime, before = view_mime(member(session, "Mira").id, index), session.project
        if name:
            place = card(panel, session, name)
            assert not hover(panel.cards.viewport(), place, mime)
            assert bubble(panel) == why
            assert not drop(panel.cards.viewport(), place, mime)
        else:
            assert not drop(panel, BELOW, mime)
        assert notice(panel) == why
        assert session.project is before

    def test_who_has_it_already_does_not_get_it_twice(self, panel: CastPanel, session: Session) -> None:
        mira, marco = member(session, "Mira"), member(session, "Marco")
        session.dispatch(edits.give_view, mira.id, 0, marco.id, keep=True)
        assert not hover(panel.cards.viewport(), card(panel, session, "Marco"), view_mime(mira.id, 0))
        assert bubble(panel) == "Marco has this picture already."


class TestOutOfALook:
    """A look's picture is copied: the look keeps its own."""

    @pytest.fixture
    def coat(self, panel: CastPanel, session: Session) -> QMimeData:
        """The second picture of Mira's coat, as it is dragged out of the strip of the look."""
        images = (View("coat_front.jpg"), View("coat_back.jpg", ViewKind.BACK))
        session.dispatch(edits.add_look, member(session, "Mira").id, Look("Winter coat", images=images))
        panel.select_member(member(session, "Mira").id)
        return panel.details.looks.strip.mime_for(1)

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Marco", "Marco gets the back view of Mira's Winter coat too"),
            ("Mira", "Mira gets the back view of the look Winter coat too"),
        ],
    )
    def test_a_member_gets_it_as_a_view_of_its_own(
        self, panel: CastPanel, session: Session, coat: QMimeData, name: str, words: str
    ) -> None:
        before, place = session.project, card(panel, session, name)
        assert hover(panel.cards.viewport(), place, coat)
        assert bubble(panel) == words
        assert drop(panel.cards.viewport(), place, coat)
        assert member(session, name).images[-1] == View("coat_back.jpg", ViewKind.BACK)
        assert len(member(session, "Mira").looks[0].images) == 2
        assert session.history.undo_label == "Copy picture"
        assert not hover(panel.cards.viewport(), place, coat)
        assert bubble(panel) == f"{name} has this picture already."
        session.undo()
        assert session.project is before

    def test_the_details_take_it_too(self, panel: CastPanel, session: Session, coat: QMimeData) -> None:
        assert drop(panel.details, QPoint(30, 20), coat)
        assert member(session, "Mira").images[-1].path == "coat_back.jpg"

    def test_where_the_look_is_gone_it_is_refused(
        self, panel: CastPanel, session: Session, coat: QMimeData
    ) -> None:
        session.dispatch(edits.delete_look, member(session, "Mira").id, "Winter coat")
        before = session.project
        assert not drop(panel.cards.viewport(), card(panel, session, "Marco"), coat)
        assert notice(panel) == "That picture is no longer there."
        assert session.project is before

    def test_within_the_look_it_changes_places(
        self, panel: CastPanel, session: Session, coat: QMimeData
    ) -> None:
        strip = panel.details.looks.strip
        first = strip.visualRect(strip.model().index(0, 0))
        assert drop(strip.viewport(), QPoint(first.left() + 4, first.center().y()), coat)
        paths = [view.path for view in member(session, "Mira").looks[0].images]
        assert paths == ["coat_back.jpg", "coat_front.jpg"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[1, 2]", b"7", b'["a", "b", "c"]'])
def test_what_another_program_calls_a_picture_of_the_cast_is_refused(
    panel: CastPanel, session: Session, data: bytes
) -> None:
    mime, before = QMimeData(), session.project
    mime.setData(VIEW_MIME, data)
    assert not drop(panel.cards.viewport(), card(panel, session, "Mira"), mime)
    assert notice(panel) == "There is no picture, film or sound in it."
    assert session.project is before


Answer = tuple[int, str, bytes]


@pytest.fixture
def web() -> Iterator[Callable[[str, Answer], str]]:
    """A server of this machine; it gives what it was told to under a path, whose address is returned."""
    pages: dict[str, Answer] = {}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = pages[self.path]
            self.send_response(status)
            self.send_header("Location" if 300 <= status < 400 else "Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def give(path: str, answer: Answer) -> str:
        pages[path] = answer
        return f"http://127.0.0.1:{server.server_port}{path}"

    yield give
    server.shutdown()
    thread.join()
    server.server_close()


def png() -> bytes:
    data = io.BytesIO()
    Image.effect_noise((320, 320), 60).save(data, "PNG")
    return data.getvalue()


def address(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(text)])
    return mime


class TestFromTheWeb:
    def test_an_address_becomes_a_file_of_the_project(
        self, qtbot: QtBot, panel: CastPanel, session: Session, web: Callable[[str, Answer], str]
    ) -> None:
        data = png()
        url = web("/img/mira_back?id=4", (200, "image/png", data))
        before = session.project
        assert drop(panel.cards.viewport(), card(panel, session, "Mira"), address(url))
        qtbot.waitUntil(lambda: session.project is not before)
        view = member(session, "Mira").images[-1]
        path = session.path_of(view.path)
        assert view.view is ViewKind.BACK
        assert view.path.startswith("media/mira_back-")
        assert view.path.endswith(".png")
        assert path is not None
        assert path.read_bytes() == data

    def test_pixels_from_a_browser_need_no_address(
        self, qtbot: QtBot, panel: CastPanel, session: Session
    ) -> None:
        mime = address("https://pictures.test/a.png")
        image = QImage(320, 320, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkCyan)
        mime.setImageData(image)
        before = session.project
        drop(panel.cards.viewport(), card(panel, session, "Mira"), mime)
        qtbot.waitUntil(lambda: session.project is not before)
        assert member(session, "Mira").images[-1].path.startswith("media/Pasted_picture-")

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ((404, "text/plain", b"no"), "has no picture at this address"),
            ((403, "text/plain", b"no"), "does not show this picture"),
            ((500, "text/plain", b"no"), "answers with an error (500)"),
            ((200, "text/html", b"<!doctype html>"), "is not a picture"),
            ((200, "image/png", b"<!doctype html>"), "is not a picture"),
            ((200, "image/png", b""), "is empty"),
            ((302, "http://pictures.test/a.png", b""), "pictures.test is not an https address"),
        ],
    )
    def test_what_is_no_picture_is_refused_in_words(
        self,
        qtbot: QtBot,
        panel: CastPanel,
        session: Session,
        web: Callable[[str, Answer], str],
        answer: Answer,
        words: str,
    ) -> None:
        before = session.project
        drop(panel.cards.viewport(), card(panel, session, "Mira"), address(web("/a.png", answer)))
        qtbot.waitUntil(lambda: bool(notice(panel)))
        assert words in notice(panel)
        assert session.project is before
