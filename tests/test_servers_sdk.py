"""The public clients of both services talk to the servers as they talk to the services."""

import io
from collections.abc import Iterator
from pathlib import Path

import av
import fal_client
import fal_client.client
import httpx
import pytest
import wavespeed.api  # type: ignore[import-untyped]
from fal_client import Completed, FalClientHTTPError, InProgress, Queued, SyncClient

from tests.servers import Failure, FalServer, Fault, WaveSpeedServer

TEXT = "fal-ai/kling-video/o3/standard/text-to-video"
WAVE = "kwaivgi/kling-video-o3-std/text-to-video"


@pytest.fixture
def fal(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalServer]:
    with FalServer() as server:
        monkeypatch.setattr(fal_client.client, "QUEUE_URL_FORMAT", f"{server.queue_url}/")
        monkeypatch.setattr(fal_client.client, "REST_URL", server.rest_url)
        monkeypatch.setattr(fal_client.client, "CDN_URL", server.files_url)
        yield server


@pytest.fixture
def client(fal: FalServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[SyncClient]:
    client = SyncClient(key=fal.key)
    opened: list[httpx.Client] = []
    open_one = SyncClient._get_cdn_client

    def watched(self: SyncClient) -> httpx.Client:
        opened.append(open_one(self))
        return opened[-1]

    # fal's client leaves those for uploads open, which would be a warning in another test.
    monkeypatch.setattr(SyncClient, "_get_cdn_client", watched)
    yield client
    for one in (client._client, *opened):
        one.close()


@pytest.fixture
def wave() -> Iterator[WaveSpeedServer]:
    with WaveSpeedServer() as server:
        yield server


def wave_client(server: WaveSpeedServer, **options: float) -> wavespeed.api.Client:
    return wavespeed.api.Client(server.key, server.base_url, **options)


def test_fal_renders(fal: FalServer, client: SyncClient) -> None:
    handle = client.submit(TEXT, {"prompt": "A quiet street.", "duration": "3"})
    events = list(handle.iter_events(with_logs=True, interval=0.01))
    assert isinstance(events[-1], Completed)
    assert all(isinstance(event, Queued | InProgress) for event in events[:-1])
    assert events[-1].logs is not None
    assert events[-1].error is None
    video = handle.get()["video"]
    film = httpx.get(video["url"]).content
    assert len(film) == video["file_size"]
    with av.open(io.BytesIO(film), "r") as container:
        assert container.streams.video[0].width == 1280
        assert not container.streams.audio
        assert container.duration == pytest.approx(3.04 * av.time_base, abs=0.01 * av.time_base)
    assert str(fal.account.charged) == "0.252"


def test_fal_is_asked_by_id(fal: FalServer, client: SyncClient) -> None:
    fal.hold("waiting")
    first = client.submit(TEXT, {"prompt": "One."})
    second = client.submit(TEXT, {"prompt": "Two."})
    status = client.status(TEXT, second.request_id)
    assert isinstance(status, Queued)
    assert status.position == 1
    client.cancel(TEXT, first.request_id)
    status = client.status(TEXT, first.request_id)
    assert isinstance(status, Completed)
    assert status.error_type == "client_cancelled"
    with pytest.raises(FalClientHTTPError) as caught:
        client.cancel(TEXT, first.request_id)
    assert caught.value.status_code == 400
    fal.release()
    assert client.result(TEXT, second.request_id)["video"]["url"].endswith(".mp4")
    assert len(fal.account.charges) == 1


def test_fal_names_the_error(fal: FalServer, client: SyncClient) -> None:
    fal.faults.add("render", Failure.unavailable())
    handle = client.submit(TEXT, {"prompt": "A quiet street."})
    with pytest.raises(FalClientHTTPError) as caught:
        handle.get(interval=0.01)
    assert caught.value.status_code == 503
    assert caught.value.error_type == "downstream_service_unavailable"
    with pytest.raises(FalClientHTTPError) as caught:
        client.submit(TEXT, {"prompt": "A quiet street.", "duration": 5})
    assert caught.value.status_code == 422
    assert caught.value.response.json()["detail"][0]["loc"] == ["body", "duration"]
    with pytest.raises(FalClientHTTPError) as caught:
        client.submit("fal-ai/kling-video/o9/text-to-video", {"prompt": "A quiet street."})
    assert caught.value.status_code == 404


def test_the_client_of_fal_pays_twice(fal: FalServer, client: SyncClient) -> None:
    """Its retry of a lost reply makes a second render: what our own program must never do."""
    fal.faults.add("submit", Fault.drop_after_accept())
    client.submit(TEXT, {"prompt": "A quiet street."})
    assert len(fal.account.accepted) == 2


@pytest.mark.parametrize("size", [1000, 25_000_000])
def test_fal_takes_uploads(
    fal: FalServer, client: SyncClient, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(fal_client.client, "MULTIPART_THRESHOLD", 20_000_000)
    content = bytes(range(200)) * (size // 200)
    url = client.upload(content, "image/png", "mira.png")
    assert httpx.get(url).content == content
    assert [upload.url for upload in fal.account.uploads_of(content)] == [url]
    assert fal.account.leaks == []


def test_fal_takes_uploads_by_ticket_and_sees_the_key_leak(fal: FalServer, client: SyncClient) -> None:
    """The fallback of fal's client sends its key along to the upload address; the account shows it."""
    url = client.upload(b"picture", "image/png", "mira.png", repository="fal", fallback_repository=[])
    assert httpx.get(url).content == b"picture"
    assert [(leak.kind, leak.where) for leak in fal.account.leaks] == [("put", "header authorization")]


def test_wavespeed_renders(wave: WaveSpeedServer) -> None:
    body = {"prompt": "A quiet street.", "duration": 4, "sound": True, "aspect_ratio": "9:16"}
    output = wave_client(wave).run(WAVE, body, poll_interval=0.01)
    film = httpx.get(output["outputs"][0]).content
    with av.open(io.BytesIO(film), "r") as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (720, 1280)
        assert container.streams.audio
    assert str(wave.account.charged) == "0.448"
    assert wave.account.refunds == []


def test_wavespeed_fails(wave: WaveSpeedServer) -> None:
    wave.faults.add("render", Failure.content_policy())
    said = wave_client(wave).run_no_throw(WAVE, {"prompt": "A quiet street."}, poll_interval=0.01)
    assert said["status"] == "failed"
    assert "flagged" in said["error"]
    assert wave.account.charges == []
    assert [str(refund.amount) for refund in wave.account.refunds] == ["0.420"]
    with pytest.raises(RuntimeError, match=r"HTTP 400.*duration"):
        wave_client(wave).run(WAVE, {"prompt": "A quiet street.", "duration": "5"})


def test_wavespeed_polls_through_bad_weather(wave: WaveSpeedServer) -> None:
    wave.faults.add("status", Fault.status(503), times=2)
    wave.faults.add("status", Fault.status(429))
    output = wave_client(wave, retry_interval=0.001).run(WAVE, {"prompt": "A street."}, poll_interval=0.01)
    assert len(output["outputs"]) == 1
    assert wave.faults.unused == []


def test_wavespeed_submits_once(wave: WaveSpeedServer) -> None:
    wave.faults.add("submit", Fault.drop_after_accept())
    with pytest.raises(RuntimeError, match="did not return a response"):
        wave_client(wave).run(WAVE, {"prompt": "A quiet street."})
    assert len(wave.account.accepted) == 1


def test_wavespeed_takes_uploads(wave: WaveSpeedServer, tmp_path: Path) -> None:
    path = tmp_path / "mira.png"
    path.write_bytes(b"picture")
    url = wave_client(wave).upload(str(path))
    assert httpx.get(url).content == b"picture"
    assert [upload.url for upload in wave.account.uploads_of(b"picture")] == [url]
    assert wave.account.leaks == []


def test_wavespeed_tells_of_a_task_later(wave: WaveSpeedServer) -> None:
    wave.hold("running")
    with pytest.raises(TimeoutError) as caught:
        wave_client(wave).run(WAVE, {"prompt": "A quiet street."}, timeout=0.05, poll_interval=0.01)
    assert wave.account.accepted[0].request_id in str(caught.value)
    wave.release()
    wave.account.wait_for(lambda account: account.charges)
    data = wave_client(wave).get_result(wave.account.accepted[0].request_id)["data"]
    assert len(data["outputs"]) == 1
