"""What the schema allows is accepted, what it forbids is refused with the name of the field."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.servers import FalServer, Pace, WaveSpeedServer
from tests.servers.bodies import broken_bodies, valid_bodies
from tests.servers.schemas import Schemas

FAL = Schemas("fal").endpoints
WAVE = Schemas("wavespeed").endpoints
MANY = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
NEVER = Pace(queue_s=3600)


@pytest.fixture(scope="module")
def fal() -> Iterator[tuple[FalServer, httpx.Client]]:
    with (
        FalServer(pace=NEVER) as server,
        httpx.Client(headers={"Authorization": f"Key {server.key}"}) as client,
    ):
        yield server, client


@pytest.fixture(scope="module")
def wave() -> Iterator[tuple[WaveSpeedServer, httpx.Client]]:
    with WaveSpeedServer(pace=NEVER) as server:
        server.balance *= 1000
        with httpx.Client(headers={"Authorization": f"Bearer {server.key}"}) as client:
            yield server, client


@MANY
@given(data=st.data(), endpoint=st.sampled_from(sorted(FAL)))
def test_fal_accepts_what_is_valid(
    fal: tuple[FalServer, httpx.Client], data: st.DataObject, endpoint: str
) -> None:
    server, client = fal
    body = data.draw(valid_bodies(FAL[endpoint]))
    answer = client.post(f"{server.queue_url}/{endpoint}", json=body)
    assert answer.status_code == 200, answer.text
    assert server.account.accepted[-1].body == body
    assert answer.json()["status_url"].startswith(f"{server.queue_url}/fal-ai/kling-video/requests/")


@MANY
@given(data=st.data(), endpoint=st.sampled_from(sorted(FAL)))
def test_fal_names_what_is_not(
    fal: tuple[FalServer, httpx.Client], data: st.DataObject, endpoint: str
) -> None:
    server, client = fal
    broken = data.draw(broken_bodies(FAL[endpoint]))
    before = len(server.account.accepted)
    answer = client.post(f"{server.queue_url}/{endpoint}", json=broken.body)
    assert answer.status_code == 422
    named = {str(step) for item in answer.json()["detail"] for step in item["loc"]}
    assert broken.field in named
    assert len(server.account.accepted) == before


@MANY
@given(data=st.data(), endpoint=st.sampled_from(sorted(WAVE)))
def test_wavespeed_accepts_what_is_valid(
    wave: tuple[WaveSpeedServer, httpx.Client], data: st.DataObject, endpoint: str
) -> None:
    server, client = wave
    body = data.draw(valid_bodies(WAVE[endpoint]))
    answer = client.post(f"{server.base_url}/api/v3/{endpoint}", json=body)
    assert answer.json()["code"] == 200, answer.text
    assert server.account.accepted[-1].body == body


@MANY
@given(data=st.data(), endpoint=st.sampled_from(sorted(WAVE)))
def test_wavespeed_names_what_is_not(
    wave: tuple[WaveSpeedServer, httpx.Client], data: st.DataObject, endpoint: str
) -> None:
    server, client = wave
    broken = data.draw(broken_bodies(WAVE[endpoint]))
    answer = client.post(f"{server.base_url}/api/v3/{endpoint}", json=broken.body)
    assert (answer.status_code, answer.json()["code"]) == (400, 400)
    assert broken.field in answer.json()["message"]


@pytest.mark.parametrize(
    ("change", "field", "kind"),
    [
        ({"prompt": "a", "multi_prompt": [{"prompt": "b"}]}, "prompt", "one_of"),
        ({}, "prompt", "one_of"),
        ({"prompt": "a" * 2501}, "prompt", "string_too_long"),
        ({"prompt": "a", "duration": 5}, "duration", "literal_error"),
        ({"prompt": "a", "image_urls": "https://a.example/b.png"}, "image_urls", "list_type"),
        ({"prompt": "a", "image_urls": ["https://a.example/b.png"] * 8}, "image_urls", "sequence_too_long"),
        ({"prompt": "a", "elements": [{"voice_id": "1"}]}, "elements.0.video_url", "one_of"),
        ({"prompt": "a", "generate_audio": "yes"}, "generate_audio", "bool_type"),
        ({"multi_prompt": [{"duration": "5"}]}, "multi_prompt.0.prompt", "missing"),
        ({"prompt": "a", "seed": 7}, "seed", "extra_forbidden"),
    ],
)
def test_fal_says_what_is_wrong(
    fal: tuple[FalServer, httpx.Client], change: dict[str, object], field: str, kind: str
) -> None:
    server, client = fal
    endpoint = "fal-ai/kling-video/o3/pro/reference-to-video"
    answer = client.post(f"{server.queue_url}/{endpoint}", json=change)
    assert answer.status_code == 422
    said = {(".".join(map(str, item["loc"][1:])), item["type"]) for item in answer.json()["detail"]}
    assert (field, kind) in said


def test_fal_counts_pictures_and_elements_together(fal: tuple[FalServer, httpx.Client]) -> None:
    server, client = fal
    picture = "https://files.example.org/a.png"
    element = {"frontal_image_url": picture, "reference_image_urls": [picture]}
    body = {"prompt": "a", "elements": [element] * 4, "image_urls": [picture] * 3}
    address = f"{server.queue_url}/fal-ai/kling-video/o3/pro/reference-to-video"
    assert client.post(address, json=body).status_code == 200
    body["elements"] = [element] * 3 + [{"video_url": "https://files.example.org/c.mp4"}]
    answer = client.post(address, json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "elements"]


def test_a_service_may_change_its_mind() -> None:
    with FalServer(pace=NEVER) as server:
        endpoint = "fal-ai/kling-video/v3/pro/text-to-video"
        del server.schemas.endpoints[endpoint]["properties"]["cfg_scale"]
        body = {"prompt": "a", "cfg_scale": 0.5}
        answer = httpx.post(
            f"{server.queue_url}/{endpoint}", json=body, headers={"Authorization": f"Key {server.key}"}
        )
        assert answer.json()["detail"][0]["loc"] == ["body", "cfg_scale"]
    assert "cfg_scale" in Schemas("fal").endpoints[endpoint]["properties"]
