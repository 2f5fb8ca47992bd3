"""WaveSpeed on loopback does what its documents say."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.servers import Failure, Fault, Pace, WaveSpeedServer
from tests.servers.waiting import until

PRO = "kwaivgi/kling-video-o3-pro"
PICTURE = "https://files.example.org/mira.png"
ELEMENT = {
    "name": "Mira",
    "description": "warehouse manager",
    "reference_type": "image_refer",
    "frontal_image": PICTURE,
    "refer_images": [PICTURE],
}


@pytest.fixture
def wave() -> Iterator[WaveSpeedServer]:
    with WaveSpeedServer(pace=Pace(0, 0)) as server:
        yield server


@pytest.fixture
def http(wave: WaveSpeedServer) -> Iterator[httpx.Client]:
    with httpx.Client(headers={"Authorization": f"Bearer {wave.key}"}, base_url=wave.base_url) as client:
        yield client


def submit(http: httpx.Client, model: str = f"{PRO}/text-to-video", **body: Any) -> dict[str, Any]:
    answer = http.post(f"/api/v3/{model}", json=body).json()
    assert answer["code"] == 200, answer
    data: dict[str, Any] = answer["data"]
    return data


def ended(http: httpx.Client, task: dict[str, Any]) -> dict[str, Any]:
    seen: list[dict[str, Any]] = []

    def is_over() -> bool:
        seen.append(http.get(task["urls"]["get"]).json()["data"])
        return seen[-1]["status"] not in {"created", "processing"}

    until(is_over)
    return seen[-1]


def test_the_key(wave: WaveSpeedServer) -> None:
    answer = httpx.post(f"{wave.base_url}/api/v3/{PRO}/text-to-video", json={"prompt": "a"})
    assert (answer.status_code, answer.json()) == (401, {"code": 401, "message": "invalid authentication"})


def test_states(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.hold("waiting")
    task = submit(http, prompt="A street.", duration=3)
    assert (task["status"], task["code"], task["outputs"]) == ("created", 0, [])
    wave.pace.held = {"running"}
    until(lambda: http.get(task["urls"]["get"]).json()["data"]["status"] != "created")
    assert http.get(task["urls"]["get"]).json()["data"]["status"] == "processing"
    wave.release()
    (address,) = ended(http, task)["outputs"]
    assert httpx.get(address).content[4:8] == b"ftyp"
    assert http.get("/api/v3/predictions/nobody/result").status_code == 404


def test_a_task_may_be_invisible_at_first(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.hidden_polls = 2
    task = submit(http, prompt="A street.")
    assert [http.get(task["urls"]["get"]).status_code for _ in range(3)] == [404, 404, 200]


def test_elements_and_voices_are_objects_and_must_exist(wave: WaveSpeedServer, http: httpx.Client) -> None:
    voice = ended(http, submit(http, "kwaivgi/kling-v2.6/create-voice", audio=PICTURE))["outputs"][0][
        "voice_id"
    ]
    made = ended(http, submit(http, "kwaivgi/kling-elements-advanced", **ELEMENT, voice_id=voice))["outputs"][
        0
    ]
    assert made["element_name"] == "Mira"
    known = [{"element_id": str(made["element_id"])}]
    body = {"prompt": "Mira <<<element_1>>> walks.", "duration": 3, "sound": True}
    assert ended(http, submit(http, f"{PRO}/reference-to-video", **body, element_list=known))["code"] == 0
    other = ended(http, submit(http, f"{PRO}/reference-to-video", **body, element_list=[{"element_id": "7"}]))
    assert (other["status"], other["code"]) == ("failed", 1401)
    assert [str(charge.amount) for charge in wave.account.charges] == ["0.035", "0.01", "0.42"]


def test_a_failure_is_paid_back(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.hold("running")
    wave.faults.add("render", Failure.unavailable())
    task = submit(http, prompt="A street.", duration=5)
    assert http.get("/api/v3/balance").json()["data"]["balance"] == pytest.approx(99.44)
    wave.release()
    failed = ended(http, task)
    assert (failed["status"], failed["code"]) == ("failed", 5003)
    assert http.get("/api/v3/balance").json()["data"]["balance"] == 100
    assert [str(refund.amount) for refund in wave.account.refunds] == ["0.560"]


def test_an_empty_purse(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.balance = Decimal("0.5")
    answer = http.post(f"/api/v3/{PRO}/text-to-video", json={"prompt": "a", "duration": 5})
    assert answer.status_code == 402
    assert "top up" in answer.json()["message"]


@pytest.mark.parametrize(
    ("model", "inputs", "price"),
    [
        (f"{PRO}/text-to-video", {"prompt": "a", "duration": 15, "sound": True}, 2.1),
        (f"{PRO}/reference-to-video", {"prompt": "a", "duration": 5, "video": PICTURE}, 0.84),
        ("kwaivgi/kling-video-o3-4k/text-to-video", {"prompt": "a", "duration": 10, "sound": True}, 4.2),
        ("kwaivgi/kling-video-o3-std/reference-to-video", {"prompt": "a", "duration": 5}, 0.42),
        ("kwaivgi/kling-v3.0-pro/text-to-video", {"prompt": "a", "duration": 5, "sound": True}, 0.84),
        (f"{PRO}/video-edit", {"prompt": "a", "video": PICTURE}, 0.84),
        (f"{PRO}/video-edit", {}, 0.504),
        ("kwaivgi/kling-elements-advanced", ELEMENT, 0.01),
    ],
)
def test_the_price_call(http: httpx.Client, model: str, inputs: dict[str, Any], price: float) -> None:
    answer = http.post("/api/v3/model/price", json={"model_id": model, "inputs": inputs}).json()["data"]
    assert answer["price"] == pytest.approx(price)
    assert answer["discounted_price"] == pytest.approx(price)


def test_prices_and_discounts_may_change(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.price_factor, wave.discount_rate = Decimal(2), Decimal("0.9")
    inputs: dict[str, Any] = {"prompt": "a", "duration": 5}
    body = {"model_id": f"{PRO}/text-to-video", "inputs": inputs}
    answer = http.post("/api/v3/model/price", json=body).json()["data"]
    assert (answer["price"], answer["discounted_price"]) == pytest.approx((1.12, 1.008))
    ended(http, submit(http, **inputs))
    assert wave.account.charged == Decimal("1.008")


def test_the_list_finds_a_lost_submit(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.faults.add("submit", Fault.drop_after_accept())
    body = {"prompt": "A street.", "duration": 3}
    with pytest.raises(httpx.TransportError):
        http.post(f"/api/v3/{PRO}/text-to-video", json=body)
    asked = {
        "page": 1,
        "page_size": 100,
        "model": f"{PRO}/text-to-video",
        "created_after": (datetime.now(UTC) - timedelta(minutes=2)).isoformat(),
        "created_before": (datetime.now(UTC) + timedelta(minutes=1)).isoformat(),
        "include_inputs": True,
    }
    (item,) = http.post("/api/v3/predictions", json=asked).json()["data"]["items"]
    assert item["inputs"] == body
    assert item["id"] == wave.account.accepted[0].request_id
    for change in ({"model": "other"}, {"created_before": asked["created_after"]}, {"page": 2}):
        assert http.post("/api/v3/predictions", json={**asked, **change}).json()["data"]["items"] == []
    assert "inputs" not in http.post("/api/v3/predictions", json={"page": 1, "page_size": 1}).text
    assert http.post("/api/v3/predictions", json={"page": 1}).status_code == 400
    wave.faults.add("list", Fault.doubled_list())
    assert len(http.post("/api/v3/predictions", json=asked).json()["data"]["items"]) == 2
    http.post("/api/v3/predictions/delete", json={"ids": [item["id"]]})
    assert http.post("/api/v3/predictions", json=asked).json()["data"]["items"] == []


def test_uploads_want_exactly_their_headers(wave: WaveSpeedServer, http: httpx.Client) -> None:
    about = {"filename": "a.png", "size": 3, "content_type": "image/png"}
    ticket = http.post("/api/v3/media/uploads", json=about).json()["data"]
    address, headers = ticket["upload"]["url"], ticket["upload"]["headers"]
    assert httpx.put(address, content=b"abc", headers={"Content-Type": "image/png"}).status_code == 403
    assert httpx.put(address, content=b"ab", headers=headers).status_code == 400
    assert httpx.put(address, content=b"abc", headers=headers).status_code == 200
    assert httpx.get(ticket["download_url"]).content == b"abc"
    assert wave.account.leaks == []


def test_the_older_upload(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.old_uploads_only = True
    assert http.post("/api/v3/media/uploads", json={"filename": "a.png", "size": 3}).status_code == 404
    files = {"file": ("a.png", b"abc", "image/png")}
    data = http.post("/api/v3/media/upload/binary", files=files).json()["data"]
    assert httpx.get(data["download_url"]).content == b"abc"
    assert [(upload.name, upload.size) for upload in wave.account.uploads] == [("a.png", 3)]


def test_the_catalogue_has_the_live_words(wave: WaveSpeedServer, http: httpx.Client) -> None:
    models = {model["model_id"]: model for model in http.get("/api/v3/models").json()["data"]}
    (run,) = models[f"{PRO}/text-to-video"]["api_schema"]["api_schemas"]
    assert run["request_schema"]["properties"]["shot_type"]["enum"] == ["customize", "intelligence"]
    assert models[f"{PRO}/text-to-video"]["base_price"] == "112000"


def test_an_envelope_may_refuse_under_200(wave: WaveSpeedServer, http: httpx.Client) -> None:
    wave.faults.add("submit", Fault.envelope(400, "invalid parameter: prompt"))
    answer = http.post(f"/api/v3/{PRO}/text-to-video", json={"prompt": "a"})
    assert (answer.status_code, answer.json()["code"]) == (200, 400)
    assert wave.account.accepted == []
