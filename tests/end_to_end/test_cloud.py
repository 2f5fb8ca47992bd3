"""Journeys through both services by commands: every mode, from the request to the film."""

import hashlib
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import av
import pytest
from PIL import Image

from tests.end_to_end.conftest import Service, Studio, scene
from tests.media import corpus
from tests.servers import FalServer, WaveSpeedServer

MIRA = {
    "name": "Mira",
    "description": "warehouse manager",
    "images": [{"path": "mira_front.png", "view": "front"}, {"path": "mira_back.png", "view": "back"}],
}
CRATE = {"name": "Crate", "kind": "prop", "images": [{"path": "crate.png"}]}
DANCER = {"name": "Dancer", "images": [{"path": "mira_front.png"}], "clip": "dance.mp4"}
SPEAKING = {**DANCER, "voice": {"name": "warm", "sample": "mira.wav"}}
VOICED = {**MIRA, "voice": {"name": "warm", "sample": "mira.wav"}}
LINE = [{"character": "Mira", "emotion": "calm", "text": "We begin."}]


TEXT = {"shots": [{"prompt": "Rain.", "seconds": 1}, {"prompt": "Snow.", "seconds": 2}]}
FIVE = {"shots": [{"prompt": "Rain.", "seconds": 5}]}
IMAGE = {"shots": [{"prompt": "Rain.", "seconds": 3}], "start_frame": "start.png", "end_frame": "end.png"}
REFERENCE = {"shots": [{"prompt": "@Mira lifts @Crate.", "seconds": 3}], "cast": ["Mira", "Crate"]}
EDIT = {"shots": [{"prompt": "Make it night.", "seconds": 4}], "source_video": "dance.mp4"}
MOTION = {
    "shots": [{"prompt": "@Mira dances.", "seconds": 3}],
    "cast": ["Mira"],
    "reference_video": "dance.mp4",
}
JOURNEYS = [
    ("fal:o3-standard", "text", TEXT),
    ("fal:o3-standard", "image", IMAGE),
    ("fal:o3-standard", "reference", REFERENCE),
    ("fal:o3-standard", "edit", EDIT),
    ("fal:o3-standard", "video-reference", MOTION),
    ("fal:v3-standard", "image", {**IMAGE, **REFERENCE}),
    ("fal:v3-turbo-standard", "text", TEXT),
    ("fal:v2.6-pro", "image", {**FIVE, "start_frame": "start.png"}),
    ("fal:v2.5-turbo-pro", "text", FIVE),
    ("wavespeed:o3-std", "reference", REFERENCE),
    ("wavespeed:o3-pro", "text", TEXT),
    ("wavespeed:o3-pro", "image", IMAGE),
    ("wavespeed:o3-pro", "reference", REFERENCE),
    ("wavespeed:o3-pro", "edit", EDIT),
    ("wavespeed:o3-pro", "video-reference", MOTION),
    ("wavespeed:v3.0-std", "image", {**IMAGE, **REFERENCE}),
]


@pytest.mark.parametrize(("model", "mode", "content"), JOURNEYS)
def test_every_mode_from_the_scene_to_the_film(
    studio: Studio,
    fal: FalServer,
    wavespeed: WaveSpeedServer,
    media: Callable[[], None],
    model: str,
    mode: str,
    content: dict[str, Any],
) -> None:
    media()
    studio.write(scene(**{**content, "model": model, "audio": False}), cast=[MIRA, CRATE])
    wanted = studio("request", "--scene", 1, "--json").json
    quoted = Decimal(studio("quote", "--json").json["total"])
    result = studio("render", "--yes")
    assert result.code == 0, result.err

    server: Service = fal if model.startswith("fal") else wavespeed
    assert all(film.is_file() for film in result.films)
    [film] = [entry for entry in server.account.accepted if entry.endpoint == wanted["endpoint"]]
    [take] = studio.takes
    assert (take["state"], take["endpoint"], take["sent"]["body"]) == (
        "done",
        wanted["endpoint"],
        wanted["body"],
    )
    assert film.body.keys() == wanted["body"].keys()
    assert "://" not in str(film.body).replace("http://", "")
    assert Decimal(studio("ledger", "--json").json["total"]) == server.account.charged == quoted
    with av.open(str(result.films[0])) as container:
        asked = 4.0 if mode == "edit" else sum(shot["seconds"] for shot in content["shots"])
        assert container.duration is not None
        assert abs(container.duration / av.time_base - asked) < 0.5


def test_a_voice_on_fal_is_made_before_and_once(
    studio: Studio, fal: FalServer, media: Callable[[], None]
) -> None:
    media()
    content = {
        "shots": [
            {"prompt": "@Dancer turns.", "seconds": 3, "dialogue": [{"character": "Dancer", "text": "Now."}]}
        ]
    }
    studio.write(scene(**content, cast=["Dancer"], audio=True), cast=[SPEAKING])
    [before] = studio("request", "--scene", 1, "--json").json["before"]
    assert before["placeholder"] == "voice://Dancer"
    assert studio("render", "--yes").code == 0
    assert studio("render", "--yes", "--again").code == 0
    kinds = [entry.endpoint.rsplit("/", 1)[-1] for entry in fal.account.accepted]
    assert kinds == ["create-voice", "reference-to-video", "reference-to-video"]
    [element] = fal.account.accepted[1].body["elements"]
    assert element["voice_id"].isdecimal()
    shown = studio("show", "--json").json["cast"][0]["voice"]["ids"]
    assert shown == {"fal": element["voice_id"]}
    assert studio("request", "--scene", 1, "--json").json["before"] == []


def test_an_element_on_wavespeed_is_made_before_and_once(
    studio: Studio, wavespeed: WaveSpeedServer, media: Callable[[], None]
) -> None:
    media()
    content = scene(shots=[{"prompt": "@Mira waits.", "seconds": 3}], cast=["Mira"], model="wavespeed:o3-pro")
    studio.write(content, {**content, "title": "Later"}, cast=[VOICED])
    quote = studio("quote", "--scene", 1, "--json").json["scenes"][0]
    assert [(entry["what"], entry["amount"]) for entry in quote["once"]] == [
        ("voice", "0.035"),
        ("element", "0.01"),
    ]
    assert studio("render", "--yes").code == 0
    kinds = [entry.endpoint.rsplit("/", 1)[-1] for entry in wavespeed.account.accepted]
    assert sorted(kinds) == [
        "create-voice",
        "kling-elements-advanced",
        "reference-to-video",
        "reference-to-video",
    ]
    assert {entry["scene"]: entry["once"] for entry in studio("quote", "--json").json["scenes"]} == {
        1: [],
        2: [],
    }
    ledger = studio("ledger", "--json").json
    assert Decimal(ledger["total"]) == wavespeed.account.charged


def test_an_id_that_an_undo_took_back_is_found_again(
    studio: Studio, wavespeed: WaveSpeedServer, media: Callable[[], None]
) -> None:
    media()
    content = scene(shots=[{"prompt": "@Mira waits.", "seconds": 3}], cast=["Mira"], model="wavespeed:o3-pro")
    studio.write(content, cast=[VOICED])
    before = (studio.root / "project.json").read_bytes()
    assert studio("render", "--yes").code == 0
    (studio.root / "project.json").write_bytes(before)
    assert studio("request", "--scene", 1, "--json").json["before"] == []
    again = studio("render", "--yes")
    assert "identical to take 1: $0" in again.err
    assert studio("render", "--yes", "--again").code == 0
    assert len(wavespeed.account.accepted) == 4


class TestVoiceCommand:
    def test_it_is_made_once_and_printed_ever_after(
        self, studio: Studio, service: Service, media: Callable[[], None]
    ) -> None:
        media()
        provider = "fal" if isinstance(service, FalServer) else "wavespeed"
        studio.write(scene(), cast=[VOICED, CRATE])
        refused = studio("voice", "Mira", "--provider", provider)
        assert (refused.code, refused.out) == (3, "")
        assert ("0.007" if provider == "fal" else "0.035") in refused.err
        assert service.account.accepted == []
        made = studio("voice", "Mira", "--provider", provider, "--yes")
        assert made.code == 0
        assert made.out.strip().isdecimal()
        again = studio("voice", "Mira", "--provider", provider)
        assert (again.code, again.out) == (0, made.out)
        assert len(service.account.accepted) == 1
        assert Decimal(studio("ledger", "--json").json["total"]) == service.account.charged
        assert studio("show", "--json").json["cast"][0]["voice"]["ids"] == {provider: made.out.strip()}

    def test_what_cannot_be_made(self, studio: Studio, fal: FalServer, media: Callable[[], None]) -> None:
        media()
        studio.write(scene(), cast=[VOICED, CRATE])
        for name in ("Crate", "Nobody"):
            result = studio("voice", name, "--provider", "fal", "--yes")
            assert (result.code, result.out) == (2, "")
            assert name in result.err
        assert fal.account.accepted == []


def test_files_go_up_once(studio: Studio, service: Service, model: str, media: Callable[[], None]) -> None:
    media()
    content = {"shots": [{"prompt": "@Mira waits.", "seconds": 3}], "cast": ["Mira"], "model": model}
    studio.write(scene(**content), scene(**{**content, "audio": True}), cast=[MIRA])
    assert studio("render", "--yes").code == 0
    assert studio("render", "--yes", "--again").code == 0
    assert len({upload.sha256 for upload in service.account.uploads}) == 2
    # Two scenes that go at once may both bring a file; later ones never.
    assert len(service.account.uploads) <= 4
    assert len(service.account.accepted) == 4


def test_a_large_or_foreign_picture_is_made_fit(studio: Studio, fal: FalServer) -> None:
    Image.new("RGB", (500, 400), (9, 90, 200)).save(studio.root.parent / "start.webp")
    studio.write(scene(3, start_frame="start.webp"))
    assert studio("render", "--yes").code == 0
    [upload] = fal.account.uploads
    assert upload.content_type == "image/jpeg"
    assert fal.account.accepted[0].body["image_url"].endswith(".jpg")


def test_what_goes_up_says_nothing_of_place_and_camera(
    studio: Studio, service: Service, model: str, media: Callable[[], None]
) -> None:
    """A part of a photograph and a whole one; their originals stay as the telephone made them."""
    media()
    folder = studio.root.parent
    corpus.GOOD["turn 6.jpg"](folder / "phone.jpg")
    Image.effect_noise((480, 640), 90).save(folder / "other.jpg", exif=corpus.metadata())
    part = {"original": "phone.jpg", "turn": 90, "left": 0.25, "right": 0.75}
    mira = {**MIRA, "images": [{"path": "media/part.jpg", "framing": part}, {"path": "other.jpg"}]}
    studio.write(scene(3, prompt="@Mira waits.", cast=["Mira"], model=model), cast=[mira])
    before = {name: (studio.root / name).read_bytes() for name in ("phone.jpg", "other.jpg")}
    wanted = studio("request", "--scene", 1, "--json").json["uploads"]
    for upload in wanted:
        content = (studio.root / upload["path"]).read_bytes()
        assert upload["placeholder"] == f"upload://{hashlib.sha256(content).hexdigest()}"
    assert studio("render", "--yes").code == 0
    sizes = set()
    for sent in service.account.uploads:
        content = service.files.content_of(sent.url) or b""
        assert not [tell for tell in (corpus.MAKER.encode(), b"Exif", b"GPS") if tell in content]
        with Image.open(io.BytesIO(content)) as image:
            sizes.add(image.size)
    assert sizes == {(320, 480), (480, 640)}
    assert before == {name: (studio.root / name).read_bytes() for name in before}
