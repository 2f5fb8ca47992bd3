"""Pictures that come to the cast from the web."""

import io
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core.project import ViewKind
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.selection import Selection
from tests.ui.cast_hand import card, member, notice, opened
from tests.ui.dropping import drop

Answer = tuple[int, str, bytes]


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    with opened(qtbot, session, selection) as made:
        yield made


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
