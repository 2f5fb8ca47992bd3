"""Each fault, seen from the client's side, and what the server has done meanwhile."""

import socket
import threading
import time

import httpx
import pytest

from tests.asking_fal import BODY, TEXT, fal, http, submit
from tests.servers import Failure, FalServer, Fault, WaveSpeedServer
from tests.servers.waiting import until

__all__ = ["fal", "http"]


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
