"""Pictures from the web that do not come, come slowly, or are none."""

import base64
import io
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from PIL import Image

from kling_studio.app import remote_pictures
from kling_studio.app.remote_pictures import Waiting, fetch_picture, may_be_fetched
from kling_studio.core.errors import KnownError
from tests.media.corpus import GOOD, REFUSED

HURRY = Waiting(answer_s=0.3, whole_s=0.3)


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that lets ``answer`` speak to who comes."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                visitor, _ = listener.accept()
            except OSError:
                return
            with visitor:
                try:
                    visitor.recv(65_536)
                    answer(visitor)
                except OSError:
                    continue

    thread = Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def says(body: bytes, head: str = "HTTP/1.1 200 OK") -> Callable[[socket.socket], None]:
    return lambda visitor: visitor.sendall(
        f"{head}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    )


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (320, 320), "teal").save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/mira_front.png?size=2", "mira_front.png"),
        ("/mira.jpg", "mira.png"),
        ("/a/b/%F0%9F%A6%8A%20fox.webp/", "🦊 fox.png"),
        ("/..%2F..%2Fsecret", "secret.png"),
        ("/", "127.0.0.1.png"),
        ("/%2E%2E.png", "picture.png"),
        ("/con%3Fa%2A.png", "cona.png"),
    ],
)
def test_the_file_has_the_name_of_the_address_and_the_ending_of_what_it_is(
    tmp_path: Path, path: str, name: str
) -> None:
    with serving(says(png())) as server:
        assert fetch_picture(server + path, tmp_path) == tmp_path / name
    assert (tmp_path / name).read_bytes() == png()


def test_a_photograph_of_a_telephone_is_one(tmp_path: Path) -> None:
    GOOD["photo.heic"](tmp_path / "photo.heic")
    (tmp_path / "to").mkdir()
    with serving(says((tmp_path / "photo.heic").read_bytes())) as server:
        assert fetch_picture(f"{server}/photo", tmp_path / "to").name == "photo.heic"


def test_silence_is_not_waited_for(tmp_path: Path) -> None:
    over = Event()

    def sleep(_visitor: socket.socket) -> None:
        over.wait(10)

    with serving(sleep) as server:
        try:
            with pytest.raises(KnownError, match=r"127\.0\.0\.1 does not answer in time"):
                fetch_picture(f"{server}/a.png", tmp_path, HURRY)
        finally:
            over.set()


def test_a_picture_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    over = Event()

    def drip(visitor: socket.socket) -> None:
        visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90000000\r\n\r\n")
        while not over.wait(0.01):
            visitor.sendall(bytes(300_000))

    with serving(drip) as server:
        try:
            with pytest.raises(KnownError, match="does not answer in time"):
                fetch_picture(f"{server}/a.png", tmp_path, HURRY)
        finally:
            over.set()


def test_nobody_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(KnownError, match="could not be reached"):
        fetch_picture(f"http://127.0.0.1:{port}/a.png", tmp_path)
    for address in ("https://[bad/a.png", "http://pictures.test/a.png"):
        with pytest.raises(KnownError, match="is not an https address"):
            fetch_picture(address, tmp_path)


def test_a_connection_that_breaks(tmp_path: Path) -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + bytes(100)
    with serving(lambda visitor: visitor.sendall(half)) as server, pytest.raises(KnownError, match="reached"):
        fetch_picture(f"{server}/a.png", tmp_path)


def test_circles(tmp_path: Path) -> None:
    answer = says(b"", "HTTP/1.1 302 Found\r\nLocation: /a.png")
    with serving(answer) as server, pytest.raises(KnownError, match="leads in circles"):
        fetch_picture(f"{server}/a.png", tmp_path)


@pytest.mark.parametrize("told", [True, False])
def test_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    monkeypatch.setattr(remote_pictures, "_MOST_BYTES", 1000)
    length = "Content-Length: 2000\r\n" if told else ""
    answer = f"HTTP/1.1 200 OK\r\n{length}\r\n".encode() + bytes(2000)
    page = serving(lambda visitor: visitor.sendall(answer))
    with page as server, pytest.raises(KnownError, match="larger than"):
        fetch_picture(f"{server}/a.png", tmp_path)


@pytest.mark.parametrize("name", ["cut.jpg", "bomb.png", "svg.png", "film.jpg"])
def test_what_is_no_usable_picture_says_why(tmp_path: Path, name: str) -> None:
    write, words = REFUSED[name]
    write(tmp_path / name)
    (tmp_path / "to").mkdir()
    page = serving(says((tmp_path / name).read_bytes()))
    with page as server, pytest.raises(KnownError) as caught:
        fetch_picture(f"{server}/a.png", tmp_path / "to")
    assert words in str(caught.value)
    assert "What 127.0.0.1 sends" in str(caught.value)


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://pictures.test/a.png", True),
        ("http://localhost:8000/a.png", True),
        ("http://127.0.0.1/a.png", True),
        ("http://pictures.test/a.png", False),
        ("ftp://pictures.test/a.png", False),
        ("file:///etc/passwd", False),
        ("https:///a.png", False),
        ("https://[bad/a.png", False),
    ],
)
def test_which_addresses_may_be_asked(address: str, may: bool) -> None:
    assert may_be_fetched(address) is may


def written_out(data: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"


def test_a_picture_that_is_written_out_in_its_address_is_a_file_of_what_it_is(tmp_path: Path) -> None:
    path = fetch_picture(written_out(png()), tmp_path)
    assert path == tmp_path / "Pasted picture.png"
    assert path.read_bytes() == png()
    quoted = "".join(f"%{byte:02x}" for byte in png())
    assert fetch_picture(f"data:image/png,{quoted}", tmp_path).read_bytes() == png()


@pytest.mark.parametrize("address", [written_out(b"words"), "data:image/png;base64,x", "data:image/png"])
def test_what_is_written_out_may_be_no_picture(tmp_path: Path, address: str) -> None:
    with pytest.raises(KnownError, match="What is written in the address is not a picture"):
        fetch_picture(address, tmp_path)


def test_what_is_written_out_may_be_too_much(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="larger than 30 MB"):
        fetch_picture("data:image/png;base64," + "A" * 41_000_000, tmp_path)
    assert not [*tmp_path.iterdir()]
