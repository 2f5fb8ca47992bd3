"""fal on loopback does what its documents say."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import av
import httpx
import pytest
from PIL import Image

from tests.servers import FalServer, Fault, Pace
from tests.servers.waiting import until

O3 = "fal-ai/kling-video/o3/pro"
TEXT = f"{O3}/text-to-video"
VOICE = "fal-ai/kling-video/create-voice"


@pytest.fixture
def fal() -> Iterator[FalServer]:
    with FalServer(pace=Pace(0, 0)) as server:
        yield server


@pytest.fixture
def http(fal: FalServer) -> Iterator[httpx.Client]:
    with httpx.Client(headers={"Authorization": f"Key {fal.key}"}, timeout=10) as client:
        yield client


def submit(fal: FalServer, http: httpx.Client, endpoint: str = TEXT, **body: Any) -> dict[str, Any]:
    answer = http.post(f"{fal.queue_url}/{endpoint}", json={"prompt": "A street.", **body})
    assert answer.status_code == 200, answer.text
    accepted: dict[str, Any] = answer.json()
    return accepted


def ended(http: httpx.Client, accepted: dict[str, Any]) -> httpx.Response:
    until(lambda: http.get(accepted["status_url"]).status_code != 202)
    return http.get(accepted["response_url"])


def uploaded(fal: FalServer, http: httpx.Client, name: str, content: bytes, content_type: str) -> str:
    about = {"content_type": content_type, "file_name": name}
    address = f"{fal.rest_url}/storage/upload/initiate?storage_type=fal-cdn-v3"
    ticket = http.post(address, json=about).json()
    put = httpx.put(ticket["upload_url"], content=content, headers={"Content-Type": content_type})
    assert put.status_code == 200
    return str(ticket["file_url"])


def film_of(result: httpx.Response) -> tuple[int, int, bool, float]:
    content = httpx.get(result.json()["video"]["url"]).content
    with av.open(io.BytesIO(content), "r") as container:
        video = container.streams.video[0]
        seconds = (container.duration or 0) / av.time_base
        return video.width, video.height, bool(container.streams.audio), round(seconds, 1)


def picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def test_the_key(fal: FalServer) -> None:
    for header in ("", "Bearer " + fal.key, "Key nonsense"):
        answer = httpx.post(
            f"{fal.queue_url}/{TEXT}", json={"prompt": "a"}, headers={"Authorization": header}
        )
        assert answer.status_code == 401
    assert len(fal.account.submits) == 3
    assert fal.account.accepted == []


def test_states_and_their_numbers(fal: FalServer, http: httpx.Client) -> None:
    fal.hold("waiting")
    first, second = submit(fal, http), submit(fal, http)
    waiting = http.get(second["status_url"])
    assert (waiting.status_code, waiting.json()["status"], waiting.json()["queue_position"]) == (
        202,
        "IN_QUEUE",
        1,
    )
    early = http.get(second["response_url"])
    assert (early.status_code, early.json()["detail"]) == (400, "Request is still in progress")
    assert http.put(first["cancel_url"]).json() == {"status": "OK"}
    fal.pace.held = {"running"}
    until(lambda: http.get(second["status_url"]).json()["status"] != "IN_QUEUE")
    running = http.get(second["status_url"] + "?logs=1")
    assert (running.status_code, running.json()["status"]) == (202, "IN_PROGRESS")
    assert running.json()["logs"][0]["message"] == "Rendering has begun."
    assert http.get(second["status_url"]).json()["logs"] is None
    fal.release()
    result = ended(http, second)
    assert result.headers["x-fal-request-id"] == second["request_id"]
    assert http.put(second["cancel_url"]).status_code == 400
    unknown = second["status_url"].replace(second["request_id"], "nobody")
    assert (http.get(unknown).status_code, http.get(unknown).json()) == (404, {"status": "NOT_FOUND"})


@pytest.mark.parametrize(("finishes", "charges"), [(False, 0), (True, 1)])
def test_a_running_render_is_cancelled(
    fal: FalServer, http: httpx.Client, finishes: bool, charges: int
) -> None:
    fal.finishes_after_cancel = finishes
    fal.hold("running")
    accepted = submit(fal, http)
    until(lambda: http.get(accepted["status_url"]).json()["status"] != "IN_QUEUE")
    cancelled = http.put(accepted["cancel_url"])
    assert (cancelled.status_code, cancelled.json()) == (202, {"status": "CANCELLATION_REQUESTED"})
    fal.release()
    assert ended(http, accepted).status_code == (200 if finishes else 499)
    assert len(fal.account.charges) == charges


def test_only_the_root_knows_a_request(fal: FalServer, http: httpx.Client) -> None:
    accepted = submit(fal, http)
    assert accepted["status_url"] == (
        f"{fal.queue_url}/fal-ai/kling-video/requests/{accepted['request_id']}/status"
    )
    longer = accepted["status_url"].replace("fal-ai/kling-video", TEXT)
    assert (http.get(longer).status_code, http.get(longer).content) == (200, b"")
    assert http.put(longer.replace("/status", "/cancel")).status_code == 405
    assert http.get(accepted["status_url"].replace("fal-ai/kling-video", "kling/v4")).status_code == 404


def test_the_stream_tells_until_the_end(fal: FalServer, http: httpx.Client) -> None:
    accepted = submit(fal, http)
    lines = http.get(accepted["status_url"] + "/stream?logs=1").text.split("\n\n")
    assert '"COMPLETED"' in lines[-2]


@pytest.mark.parametrize(
    ("endpoint", "body", "expected", "cost"),
    [
        (TEXT, {"duration": "4", "aspect_ratio": "1:1"}, (1440, 1440, False, 4.0), "0.448"),
        (TEXT, {"duration": "3", "generate_audio": True}, (1920, 1080, True, 3.0), "0.42"),
        ("fal-ai/kling-video/v3/standard/text-to-video", {"duration": "3"}, (1280, 720, True, 3.0), "0.378"),
        ("fal-ai/kling-video/v3/turbo/pro/text-to-video", {"duration": "3"}, (1920, 1080, True, 3.0), "0.42"),
        ("fal-ai/kling-video/v2.5-turbo/pro/text-to-video", {}, (1920, 1080, False, 5.0), "0.35"),
    ],
)
def test_films_are_what_was_asked_for(
    fal: FalServer,
    http: httpx.Client,
    endpoint: str,
    body: dict[str, Any],
    expected: tuple[Any, ...],
    cost: str,
) -> None:
    result = ended(http, submit(fal, http, endpoint, **body))
    assert film_of(result) == pytest.approx(expected, abs=0.1)
    assert str(fal.account.charged) == cost
    unit_price = fal.unit_price(endpoint)
    assert float(result.headers["X-Fal-Billable-Units"]) * float(unit_price) == pytest.approx(float(cost))


def test_image_mode_keeps_the_ratio_and_a_voice_costs(fal: FalServer, http: httpx.Client) -> None:
    start = uploaded(fal, http, "start.png", picture(400, 500), "image/png")
    made = ended(http, submit_voice(fal, http, start)).json()
    element = {"frontal_image_url": start, "reference_image_urls": [start], "voice_id": made["voice_id"]}
    body = {"start_image_url": start, "elements": [element], "duration": "3"}
    result = ended(http, submit(fal, http, "fal-ai/kling-video/v3/pro/image-to-video", **body))
    width, height, sound, _ = film_of(result)
    assert width / height == pytest.approx(0.8, abs=0.01)
    assert sound
    assert [str(charge.amount) for charge in fal.account.charges] == ["0.007", "0.588"]


def submit_voice(fal: FalServer, http: httpx.Client, sample: str) -> dict[str, Any]:
    accepted: dict[str, Any] = http.post(f"{fal.queue_url}/{VOICE}", json={"voice_url": sample}).json()
    return accepted


def test_an_edit_is_as_long_as_its_source(fal: FalServer, http: httpx.Client) -> None:
    source = ended(http, submit(fal, http, duration="4", aspect_ratio="9:16", generate_audio=True))
    content = httpx.get(source.json()["video"]["url"]).content
    url = uploaded(fal, http, "source.mp4", content, "video/mp4")
    result = ended(http, submit(fal, http, f"{O3}/video-to-video/edit", video_url=url))
    assert film_of(result) == pytest.approx((1080, 1920, True, 4.1), abs=0.1)
    silent = ended(http, submit(fal, http, f"{O3}/video-to-video/edit", video_url=url, keep_audio=False))
    assert not film_of(silent)[2]


def test_inputs_that_are_not_there(fal: FalServer, http: httpx.Client) -> None:
    accepted = submit(fal, http, f"{O3}/image-to-video", image_url=f"{fal.files_url}/files/b/none/a.png")
    result = ended(http, accepted)
    assert (result.status_code, result.json()["detail"][0]["type"]) == (422, "file_download_error")
    shots = [{"prompt": "a", "duration": "3"}, {"prompt": "b", "duration": "4"}]
    answer = http.post(f"{fal.queue_url}/{TEXT}", json={"multi_prompt": shots, "duration": "5"})
    assert ended(http, answer.json()).json()["detail"][0]["loc"] == ["body", "multi_prompt"]
    assert fal.account.charges == []


def test_runners_may_be_the_ones_who_refuse(fal: FalServer, http: httpx.Client) -> None:
    fal.validates_at = "result"
    result = ended(http, submit(fal, http, duration="99"))
    assert (result.status_code, result.json()["detail"][0]["loc"]) == (422, ["body", "duration"])


def test_an_empty_purse(fal: FalServer, http: httpx.Client) -> None:
    fal.balance = fal.account.charged
    answer = http.post(f"{fal.queue_url}/{TEXT}", json={"prompt": "a"})
    assert (answer.status_code, answer.json()["detail"][:15]) == (403, "User is locked.")


def test_uploads_need_their_content_type_and_no_key(fal: FalServer, http: httpx.Client) -> None:
    about = {"content_type": "image/png", "file_name": "a.png"}
    address = f"{fal.rest_url}/storage/upload/initiate?storage_type=fal-cdn-v3"
    ticket = http.post(address, json=about).json()
    assert httpx.put(ticket["upload_url"], content=b"x").status_code == 403
    http.put(ticket["upload_url"], content=b"x", headers={"Content-Type": "image/png"})
    assert [leak.kind for leak in fal.account.leaks] == ["put"]
    assert len(fal.account.uploads_of(b"x")) == 1
    assert http.post(address, json={"file_name": "a.png"}).status_code == 422


def test_large_files_come_in_pieces(fal: FalServer, http: httpx.Client) -> None:
    about = {"content_type": "video/mp4", "file_name": "a.mp4"}
    address = f"{fal.rest_url}/storage/upload/initiate-multipart?storage_type=fal-cdn-v3"
    ticket = http.post(address, json=about).json()
    path, query = ticket["upload_url"].split("?")
    parts = [
        httpx.put(f"{path}/{number}?{query}", content=piece).json()
        for number, piece in ((1, b"one"), (2, b"two"))
    ]
    backwards = httpx.post(f"{path}/complete?{query}", json={"parts": parts[::-1]})
    assert backwards.status_code == 400
    assert httpx.get(ticket["file_url"]).status_code == 404
    assert httpx.post(f"{path}/complete?{query}", json={"parts": parts}).status_code == 200
    assert httpx.get(ticket["file_url"]).content == b"onetwo"


def test_prices(fal: FalServer, http: httpx.Client) -> None:
    pricing = f"{fal.api_url}/v1/models/pricing"
    named = http.get(pricing, params={"endpoint_id": [TEXT, VOICE]}).json()["prices"]
    assert [(price["unit_price"], price["unit"]) for price in named] == [(0.112, "seconds"), (0.007, "units")]
    assert http.get(pricing).status_code == 400
    body = {"estimate_type": "unit_price", "endpoints": {TEXT: {"unit_quantity": 5}}}
    assert http.post(f"{pricing}/estimate", json=body).json()["total_cost"] == pytest.approx(0.56)
    assert http.post(f"{pricing}/estimate", json={"endpoints": {}}).status_code == 400


def test_the_history_lists_what_has_started(fal: FalServer, http: httpx.Client) -> None:
    address = f"{fal.api_url}/v1/models/requests/by-endpoint"
    window = {
        "endpoint_id": TEXT,
        "start": (datetime.now(UTC) - timedelta(minutes=2)).isoformat(),
        "end": (datetime.now(UTC) + timedelta(minutes=1)).isoformat(),
        "expand": "payloads",
        "limit": "100",
    }
    fal.hold("waiting")
    accepted = submit(fal, http, duration="3")
    assert http.get(address, params=window).json()["items"] == []
    fal.release()
    ended(http, accepted)
    (item,) = http.get(address, params=window).json()["items"]
    assert item["request_id"] == accepted["request_id"]
    assert item["json_input"] == {"prompt": "A street.", "duration": "3"}
    assert http.get(address, params={**window, "endpoint_id": VOICE}).json()["items"] == []
    assert http.get(address, params={**window, "status": "error"}).json()["items"] == []
    assert http.get(address, params={**window, "end": window["start"]}).json()["items"] == []
    fal.faults.add("list", Fault.doubled_list())
    twins = http.get(address, params=window).json()["items"]
    assert len({twin["request_id"] for twin in twins}) == 2
    fal.faults.add("list", Fault.empty_list())
    assert http.get(address, params=window).json()["items"] == []
    http.post(f"{fal.queue_url}/{TEXT}", json={"prompt": "b"}, headers={"X-Fal-Store-IO": "0"})
    fal.account.wait_for(lambda account: len(account.charges) == 2)
    assert len(http.get(address, params=window).json()["items"]) == 1


def test_bills_are_for_the_admin_key(fal: FalServer, http: httpx.Client) -> None:
    fal.late_events = 1
    accepted = submit(fal, http, duration="3")
    ended(http, accepted)
    address = f"{fal.api_url}/v1/models/billing-events"
    params = {"request_id": accepted["request_id"]}
    assert http.get(address, params=params).status_code == 403
    admin = {"Authorization": f"Key {fal.admin_keys[0]}"}
    assert httpx.get(address, params=params, headers=admin).json()["billing_events"] == []
    (event,) = httpx.get(address, params=params, headers=admin).json()["billing_events"]
    assert event["cost_total"] == pytest.approx(0.336)
    billing = httpx.get(f"{fal.api_url}/v1/account/billing?expand=credits", headers=admin).json()
    assert billing["credits"]["current_balance"] == pytest.approx(99.664)


def test_models_tell_their_schema_without_a_key(fal: FalServer) -> None:
    params = {"endpoint_id": [TEXT, "fal-ai/nobody"], "expand": "openapi-3.0"}
    (model,) = httpx.get(f"{fal.api_url}/v1/models", params=params).json()["models"]
    assert "prompt" in model["openapi"]["components"]["schemas"]["Input"]["properties"]
