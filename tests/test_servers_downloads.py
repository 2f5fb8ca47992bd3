"""Films that break off, are spoiled or come slowly, as a client of the loopback servers sees them."""

import io

import av
import httpx
import pytest

from tests.asking_fal import fal, http, rendered
from tests.servers import FalServer, Fault

__all__ = ["fal", "http"]


def test_a_redirect_back_to_the_service(fal: FalServer, http: httpx.Client) -> None:
    video = rendered(fal, http)
    fal.faults.add("download", Fault.redirect("own"))
    answer = httpx.get(video["url"], follow_redirects=True)
    assert len(answer.content) == video["file_size"]
    assert len(answer.history) == 1


def read_until_it_breaks(address: str) -> tuple[bytes, str]:
    """What came, and its tag."""
    got = b""
    with httpx.stream("GET", address) as answer:
        try:
            for piece in answer.iter_raw():
                got += piece
        except httpx.RemoteProtocolError:
            return got, answer.headers["ETag"]
    raise AssertionError("it did not break")


def test_a_download_that_breaks_goes_on(fal: FalServer, http: httpx.Client) -> None:
    video = rendered(fal, http)
    fal.faults.add("download", Fault.cut_reply(0.4))
    got, etag = read_until_it_breaks(video["url"])
    assert len(got) == int(video["file_size"] * 0.4)
    rest = httpx.get(video["url"], headers={"Range": f"bytes={len(got)}-", "If-Range": etag})
    assert rest.status_code == 206
    assert is_film(got + rest.content)
    changed = httpx.get(video["url"], headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert (changed.status_code, len(changed.content)) == (200, video["file_size"])
    fal.faults.add("download", Fault.ignore_range())
    assert httpx.get(video["url"], headers={"Range": "bytes=5-"}).status_code == 200
    assert httpx.get(video["url"], headers={"Range": "bytes=99999999-"}).status_code == 416


@pytest.mark.parametrize(
    "fault",
    [Fault.corrupt("index"), Fault.corrupt("pictures"), Fault.short_length(), Fault.short_length(30_000)],
)
def test_films_that_are_none(fal: FalServer, http: httpx.Client, fault: Fault) -> None:
    video = rendered(fal, http)
    fal.faults.add("download", fault)
    spoiled = httpx.get(video["url"])
    assert spoiled.headers["Content-Length"] == str(len(spoiled.content))
    assert not is_film(spoiled.content)
    assert is_film(httpx.get(video["url"]).content)


def test_slow_films_are_whole(fal: FalServer, http: httpx.Client) -> None:
    video = rendered(fal, http)
    fal.faults.add("download", Fault.slow(pieces=5, pause_s=0.01))
    assert is_film(httpx.get(video["url"]).content)


def is_film(content: bytes) -> bool:
    """Whether all 73 pictures of the 3 s can be read."""
    try:
        with av.open(io.BytesIO(content), "r") as container:
            return sum(1 for _ in container.decode(video=0)) == 73
    except (av.FFmpegError, IndexError):
        return False
