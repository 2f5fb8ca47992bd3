"""Each fault, seen from the client's side, and what the server has done meanwhile."""

import io
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import av
import httpx
import pytest

from tests.servers import Failure, FalServer, Fault, Pace, WaveSpeedServer
from tests.servers.waiting import until

TEXT = "fal-ai/kling-video/o3/standard/text-to-video"
BODY = {"prompt": "A quiet street.", "duration": "3"}


@pytest.fixture
def fal() -> Iterator[FalServer]:
    with FalServer(pace=Pace(0, 0)) as server:
        yield server
        assert server.faults.unused == []


@pytest.fixture
def http(fal: FalServer) -> Iterator[httpx.Client]:
    with httpx.Client(headers={"Authorization": f"Key {fal.key}"}, timeout=5) as client:
        yield client


def submit(fal: FalServer, http: httpx.Client) -> httpx.Response:
    return http.post(f"{fal.queue_url}/{TEXT}", json=BODY)


def rendered(fal: FalServer, http: httpx.Client) -> dict[str, Any]:
    """A finished render's output."""
    accepted = submit(fal, http).json()
    fal.account.wait_for(lambda account: account.charges)
    output: dict[str, Any] = http.get(accepted["response_url"]).json()["video"]
    return output


@pytest.mark.parametrize(
    ("fault", "accepted"),
    [
        (Fault.close_unread(), 0),
        (Fault.close_unread(reset=True), 0),
        (Fault.drop_unaccepted(), 0),
        (Fault.drop_after_accept(), 1),
        (Fault.drop_after_accept(reset=True), 1),
        (Fault.cut_reply(), 1),
        (Fault.cut_reply(0), 1),
    ],
)
def test_a_submit_without_a_whole_answer(
    fal: FalServer, http: httpx.Client, fault: Fault, accepted: int
) -> None:
    fal.faults.add("submit", fault)
    with pytest.raises(httpx.TransportError) as caught:
        submit(fal, http)
    assert not isinstance(caught.value, httpx.ConnectError)
    assert len(fal.account.accepted) == accepted
    assert len(fal.account.submits) == (0 if fault.unread else 1)
    assert submit(fal, http).status_code == 200


@pytest.mark.parametrize("accept", [False, True])
def test_a_server_that_never_answers(fal: FalServer, http: httpx.Client, accept: bool) -> None:
    fal.faults.add("submit", Fault.hang(accept=accept))
    with pytest.raises(httpx.ReadTimeout):
        http.post(f"{fal.queue_url}/{TEXT}", json=BODY, timeout=0.2)
    assert len(fal.account.accepted) == (1 if accept else 0)


def test_a_hanging_server_ends_with_its_test() -> None:
    started = time.monotonic()
    with FalServer() as fal:
        fal.faults.add("submit", Fault.hang())
        asked = threading.Thread(target=_ask_and_be_left, args=(f"{fal.queue_url}/{TEXT}",))
        asked.start()
        fal.account.wait_for(lambda account: account.requests)
    asked.join()
    assert time.monotonic() - started < 10


def _ask_and_be_left(address: str) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.post(address, json=BODY, timeout=30)


def test_connections_are_refused_until_the_port_opens(fal: FalServer, http: httpx.Client) -> None:
    fal.shut_part("queue")
    with pytest.raises(httpx.ConnectError):
        httpx.post(f"{fal.queue_url}/{TEXT}", json=BODY)
    fal.open_part("queue")
    fal.faults.add("submit", Fault.close_port_after("queue"))
    assert submit(fal, http).status_code == 200
    with pytest.raises(httpx.ConnectError):
        submit(fal, http)
    fal.open_part("queue")
    assert submit(fal, http).status_code == 200


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504])
def test_refusals(fal: FalServer, http: httpx.Client, status: int) -> None:
    fal.faults.add("submit", Fault.status(status, retry_after=7))
    answer = submit(fal, http)
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "7")
    assert fal.account.accepted == []
    if status == 502:
        assert answer.headers["Content-Type"].startswith("text/html")
    else:
        assert answer.json()["detail"]
    if status == 403:
        assert answer.json()["detail"].startswith("User is locked. Reason: Exhausted balance")
    fal.faults.add("submit", Fault.status(status, accept=True))
    answer = submit(fal, http)
    assert "Retry-After" not in answer.headers
    assert len(fal.account.accepted) == 1


def test_the_platform_refuses_in_its_own_shape(fal: FalServer, http: httpx.Client) -> None:
    fal.faults.add("price", Fault.status(429))
    answer = http.get(f"{fal.api_url}/v1/models/pricing", params={"endpoint_id": TEXT})
    assert answer.json() == {"error": {"type": "rate_limited", "message": "Too many requests"}}


@pytest.mark.parametrize("fault", [Fault.empty(), Fault.not_json()])
def test_a_body_that_says_nothing(fal: FalServer, http: httpx.Client, fault: Fault) -> None:
    fal.faults.add("submit", fault)
    answer = submit(fal, http)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()
    assert len(fal.account.accepted) == 1


def test_a_flood_is_made_as_it_is_read(fal: FalServer, http: httpx.Client) -> None:
    fal.faults.add("submit", Fault.huge())
    with http.stream("POST", f"{fal.queue_url}/{TEXT}", json=BODY) as answer:
        assert answer.headers["Content-Length"] == str(200 * 1024 * 1024)
        first = next(answer.iter_bytes(1000))
    assert first == bytes(1000)
    assert fal.account.of_kind("submit")[0].sent_bytes < 50 * 1024 * 1024


def test_bent_replies(fal: FalServer, http: httpx.Client) -> None:
    fal.faults.add("submit", Fault.without_id())
    assert "request_id" not in submit(fal, http).json()
    fal.faults.add("submit", Fault.without("status_url"))
    assert set(submit(fal, http).json()) >= {"request_id", "cancel_url"}
    fal.faults.add("submit", Fault.extra_fields())
    accepted = submit(fal, http).json()
    assert "x_new_field" in accepted
    fal.faults.add("status", Fault.unknown_status())
    assert http.get(accepted["status_url"]).json()["status"] == "SIMMERING"


@pytest.mark.parametrize(
    ("to", "begin"),
    [("http", "http://files.example.invalid/"), ("file", "file:///etc/"), ("stranger", "http://localhost:")],
)
def test_addresses_that_lead_elsewhere(fal: FalServer, http: httpx.Client, to: str, begin: str) -> None:
    fal.faults.add("submit", Fault.foreign(to))
    accepted = submit(fal, http).json()
    assert all(accepted[name].startswith(begin) for name in ("status_url", "response_url", "cancel_url"))


def test_the_stranger_sees_a_key_that_follows_a_redirect(fal: FalServer, http: httpx.Client) -> None:
    fal.faults.add("submit", Fault.redirect(status=307))
    answer = submit(fal, http)
    assert answer.status_code == 307
    assert fal.account.of_kind("stranger") == []
    httpx.post(answer.headers["Location"], headers={"Authorization": f"Key {fal.key}"})
    assert [leak.kind for leak in fal.account.leaks] == ["stranger"]


def test_a_redirect_back_to_the_service(fal: FalServer, http: httpx.Client) -> None:
    video = rendered(fal, http)
    fal.faults.add("download", Fault.redirect("own"))
    answer = httpx.get(video["url"], follow_redirects=True)
    assert len(answer.content) == video["file_size"]
    assert len(answer.history) == 1


def test_leaks_are_found_wherever_they_are() -> None:
    with FalServer(secrets=("wsk_other",)) as fal:
        good = {"Authorization": f"Key {fal.key}"}
        httpx.post(f"{fal.queue_url}/{TEXT}", json=BODY, headers=good)
        assert fal.account.leaks == []
        httpx.post(f"{fal.queue_url}/{TEXT}", json={"prompt": fal.key}, headers=good)
        httpx.get(f"{fal.queue_url}/x?key={fal.key}")
        httpx.post(f"{fal.queue_url}/{TEXT}", json=BODY, headers={"Authorization": "Bearer wsk_other"})
        httpx.get(f"{fal.files_url}/files/b/a.mp4", headers=good)
        found = [(leak.where, leak.kind) for leak in fal.account.leaks]
        assert found == [
            ("body", "submit"),
            ("address", "unknown"),
            ("header authorization", "submit"),
            ("header authorization", "download"),
        ]


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


def test_a_key_that_is_revoked_midway(fal: FalServer, http: httpx.Client) -> None:
    accepted = submit(fal, http).json()
    fal.faults.add("status", Fault.revoke_key())
    assert http.get(accepted["status_url"]).status_code == 401
    assert http.get(accepted["status_url"]).status_code == 401
    fal.restore_keys()
    assert http.get(accepted["status_url"]).status_code in {200, 202}


def test_a_clock_that_is_wrong(fal: FalServer, http: httpx.Client) -> None:
    right = submit(fal, http)
    fal.clock_skew_s = -86_400 * 400
    wrong = submit(fal, http)
    assert right.headers["Date"][12:16] != wrong.headers["Date"][12:16]


def test_faults_come_in_order_and_by_choice(fal: FalServer, http: httpx.Client) -> None:
    fal.faults.add("submit", Fault.status(500), when=lambda request: request.json["prompt"] == "Two.")
    fal.faults.add("submit", Fault.status(429), times=2)
    seen = [
        http.post(f"{fal.queue_url}/{TEXT}", json={"prompt": text}).status_code
        for text in ("One.", "Two.", "Three.", "Four.")
    ]
    assert seen == [429, 500, 429, 200]
    assert [request.fault for request in fal.account.of_kind("submit")] == [
        "status 429",
        "status 500",
        "status 429",
        "",
    ]


def test_a_client_that_dies_while_it_sends_is_no_fault_of_the_server(
    fal: FalServer, http: httpx.Client
) -> None:
    for body in (b"", b'{"prompt": "a st'):
        with socket.create_connection(("127.0.0.1", fal.parts["queue"].port)) as line:
            head = f"POST /{TEXT} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
            line.sendall(head.encode() + body)
    assert submit(fal, http).status_code == 200
    assert len(fal.account.accepted) == 1
    assert len(fal.account.submits) == 1


def test_a_test_may_act_in_the_midst(fal: FalServer, http: httpx.Client) -> None:
    seen: list[int] = []
    fal.faults.add("submit", Fault.calling(lambda: seen.append(len(fal.account.accepted)), accept=False))
    submit(fal, http)
    fal.faults.add("submit", Fault.calling(lambda: seen.append(len(fal.account.accepted))))
    submit(fal, http)
    assert seen == [0, 2]


def test_an_upload_that_is_not_read() -> None:
    with WaveSpeedServer() as wave, httpx.Client(headers={"Authorization": f"Bearer {wave.key}"}) as http:
        body = {"filename": "a.mp4", "size": 20_000_000, "content_type": "video/mp4"}
        upload = http.post(f"{wave.base_url}/api/v3/media/uploads", json=body).json()["data"]["upload"]
        wave.faults.add("put", Fault.close_unread(reset=True))
        with pytest.raises(httpx.TransportError):
            httpx.put(upload["url"], headers=upload["headers"], content=bytes(20_000_000))
        assert wave.account.uploads == []
        assert (
            httpx.put(upload["url"], headers=upload["headers"], content=bytes(20_000_000)).status_code == 200
        )


@pytest.mark.parametrize(
    ("failure", "status", "kind"),
    [
        (Failure.content_policy(), 422, "content_policy_violation"),
        (Failure.media_unreadable(), 422, "file_download_error"),
        (Failure.nothing_generated(), 422, "no_media_generated"),
        (Failure.timeout(), 504, "generation_timeout"),
        (Failure(), 500, "internal_server_error"),
    ],
)
def test_renders_that_fail(
    fal: FalServer, http: httpx.Client, failure: Failure, status: int, kind: str
) -> None:
    fal.faults.add("render", failure)
    accepted = submit(fal, http).json()
    until(lambda: http.get(accepted["status_url"]).status_code != 202)
    news = http.get(accepted["status_url"])
    assert news.json()["status"] == "COMPLETED"
    assert ("error_type" in news.json()) is (status != 422)
    result = http.get(accepted["response_url"])
    assert (result.status_code, result.headers["X-Fal-Error-Type"]) == (status, kind)
    assert result.headers["x-fal-request-id"] == accepted["request_id"]
    if status == 422:
        assert result.json()["detail"][0]["type"] == kind
    assert fal.account.charges == []
