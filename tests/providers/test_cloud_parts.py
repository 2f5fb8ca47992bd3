"""Parts of the course of a job: bodies, matching, fields, pacing, remembered uploads."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kling_studio.core.catalog import NO_LIMITS, FileLimits
from kling_studio.core.errors import KnownError
from kling_studio.media.for_upload import for_upload
from kling_studio.providers.addresses import Base
from kling_studio.providers.clock import Clock
from kling_studio.providers.cloud.bodies import filled, ours
from kling_studio.providers.cloud.fields import Place, place_at, place_in
from kling_studio.providers.cloud.pacing import Pacing
from kling_studio.providers.cloud.service import Handle, Listed
from kling_studio.providers.fal import uploads
from kling_studio.providers.http import Connection
from kling_studio.providers.network_errors import ForeignAddress
from kling_studio.providers.reply import Reply
from kling_studio.storage.uploads import RememberedUploads
from tests.servers import FalServer


def listed(*bodies: Any) -> list[Listed]:
    return [Listed(Handle("e", f"r{number}"), body) for number, body in enumerate(bodies)]


def found(entries: list[Listed], body: dict[str, Any], *uploaded: str) -> str | None:
    match = ours(entries, body, uploaded)
    return None if match is None else match.handle.request_id


class TestWhichRequestIsOurs:
    def test_the_one_with_our_words(self) -> None:
        body = {"prompt": "Rain", "duration": "5"}
        entries = listed(
            {"prompt": "Snow", "duration": "5"}, {**body, "added": 1}, {"prompt": "Rain", "duration": "6"}
        )
        assert found(entries, body) == "r1"

    def test_of_two_the_one_with_our_upload_or_with_all_that_was_sent(self) -> None:
        body = {"prompt": "Rain", "image_url": "https://u/1", "cfg_scale": 0.5}
        other = {**body, "image_url": "https://u/2"}
        assert found(listed(other, body), body, "https://u/1") == "r1"
        assert found(listed({**body, "cfg_scale": 1}, body), body, "https://u/1") == "r1"

    def test_none_of_two_that_are_equal(self) -> None:
        body = {"prompt": "Rain"}
        assert found(listed(body, body), body) is None

    def test_shots_count_in_their_order(self) -> None:
        shots = [{"prompt": "a", "duration": 1}, {"prompt": "b", "duration": 2}]
        body = {"multi_prompt": shots, "duration": 3}
        assert found(listed({"multi_prompt": shots[::-1], "duration": 3}), body) is None
        assert found(listed({"multi_prompt": shots[:1], "duration": 3}), body) is None
        assert found(listed(body), body) == "r0"

    def test_without_words_every_field_counts(self) -> None:
        body = {"voice_url": "https://u/1"}
        assert found(listed({"voice_url": "https://u/2"}), body) is None
        assert found(listed(body), body) == "r0"

    def test_nothing_can_be_told_of_nothing(self) -> None:
        assert found(listed({"prompt": "Rain"}, None, "x"), {}) is None
        assert found(listed(None, "x", []), {"prompt": "Rain"}) is None


def test_a_body_with_something_missing_is_never_sent() -> None:
    body = {"a": ["upload://1", {"b": "voice://Mira"}], "c": 1}
    assert filled(body, {"upload://1": "x", "voice://Mira": "y"}) == {"a": ["x", {"b": "y"}], "c": 1}
    with pytest.raises(KnownError, match="voice://Mira is not there"):
        filled(body, {"upload://1": "x"})


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (("body", "prompt"), "the words"),
        (("body", "multi_prompt", 1, "prompt"), "the words, entry 2"),
        (("body", "image_urls", 0), "the reference pictures, entry 1"),
        (("body", "elements", 2, "frontal_image_url"), "a cast member's front picture, entry 3"),
        (("body", "strange"), "the field strange"),
        (("body", "root"), ""),
        ((), ""),
    ],
)
def test_a_field_has_the_name_that_it_has_on_the_screen(place: tuple[str | int, ...], name: str) -> None:
    assert place_at(place).words == name


def test_a_sentence_names_a_field() -> None:
    assert place_in("aspect_ratio: must be one of") == Place("the aspect ratio", "aspect_ratio")
    assert place_in("the image is bad") == Place()


def test_a_field_of_a_shot_is_found_in_that_shot() -> None:
    assert place_at(("body", "multi_prompt", 1, "prompt")) == Place("the words, entry 2", "prompt", 2)
    assert place_at(("body", "multi_prompt", 0, "duration")) == Place("the seconds, entry 1", "seconds", 1)
    assert place_at(("body", "multi_prompt")) == Place("the shots", "shots")
    assert place_at(("body", "elements", 2, "frontal_image_url")).field == "cast"
    assert place_at(("body", "strange")).field == ""


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
        (
            {"retry-after": "Sat, 21 Nov 2026 12:00:30 GMT", "date": "Sat, 21 Nov 2026 12:00:00 GMT"},
            30.0,
        ),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30 GMT"}, None),
    ],
)
def test_how_long_a_server_asks_to_wait(headers: dict[str, str], wait_s: float | None) -> None:
    assert Reply(429, headers, b"").wait_s() == wait_s


@pytest.mark.parametrize("content", [b"", b"[", b"[" * 100_000, b"\xff", b"<html>"])
def test_what_is_no_json(content: bytes) -> None:
    reply = Reply(200, {}, content)
    assert (reply.json, reply.is_json, reply.object) == (None, False, {})


def test_a_key_goes_to_no_other_host_and_stands_in_no_text() -> None:
    async def story() -> None:
        async with Connection((Base("https://queue.fal.run", overridden=False),), "Key hidden") as connection:
            assert "hidden" not in repr(connection)
            for address in ("https://evil.example/x", "http://queue.fal.run/x"):
                with pytest.raises(ForeignAddress):
                    await connection.submit(address, {})
                with pytest.raises(ForeignAddress):
                    await connection.ask("GET", address)

    asyncio.run(story())


def test_so_many_pass_in_a_minute() -> None:
    async def story() -> list[float]:
        clock = Clock(speed=600)
        pacing = Pacing(clock, a_minute=2)
        passed = []
        for _ in range(5):
            async for _ in pacing.turn("it"):
                pass
            passed.append(clock.now_s())
        return passed

    times = asyncio.run(story())
    for number in range(3):
        assert times[number + 2] - times[number] >= 60


def test_without_a_limit_all_pass() -> None:
    async def story() -> int:
        news = 0
        for _ in range(50):
            async for _ in Pacing(Clock()).turn("it"):
                news += 1
        return news

    assert asyncio.run(story()) == 0


class TestRememberedUploads:
    def test_until_they_expire_and_by_account(self, tmp_path: Path) -> None:
        uploads = RememberedUploads(tmp_path / "below" / "uploads.json")
        uploads.remember("fal", "a", "1", "https://u/1", until_s=None)
        uploads.remember("wavespeed", "a", "1", "https://u/2", until_s=100)
        again = RememberedUploads(tmp_path / "below" / "uploads.json")
        assert again.address("fal", "a", "1", 1e12) == "https://u/1"
        assert again.address("wavespeed", "a", "1", 99) == "https://u/2"
        assert again.address("wavespeed", "a", "1", 100) is None
        assert again.address("fal", "b", "1", 0) is None
        again.forget(["https://u/1"])
        assert uploads.address("fal", "a", "1", 0) is None
        assert uploads.address("wavespeed", "a", "1", 0) == "https://u/2"

    @pytest.mark.parametrize("text", ["", "[]", "{", '{"fal/a/1": 3}', '{"fal/a/1": {"address": 3}}'])
    def test_a_bad_file_remembers_nothing(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "uploads.json"
        file.write_text(text)
        uploads = RememberedUploads(file)
        assert uploads.address("fal", "a", "1", 0) is None
        uploads.remember("fal", "a", "1", "https://u/1", until_s=None)
        assert uploads.address("fal", "a", "1", 0) == "https://u/1"


class TestPicturesForUpload:
    @pytest.mark.parametrize(("ending", "kind"), [("png", "image/png"), ("jpg", "image/jpeg")])
    def test_what_will_do_stays_as_it_is(self, tmp_path: Path, ending: str, kind: str) -> None:
        file = tmp_path / f"a.{ending}"
        Image.new("RGB", (400, 300), "red").save(file)
        assert for_upload(file, tmp_path, NO_LIMITS) == (file, kind)

    def test_another_format_becomes_a_jpeg_turned_and_without_metadata(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010F] = "Camera of Mira"
        file = tmp_path / "a.webp"
        Image.new("RGB", (400, 300), "red").save(file, exif=exif)
        made, kind = for_upload(file, tmp_path, NO_LIMITS)
        assert (made.name, kind) == ("a.jpg", "image/jpeg")
        with Image.open(made) as image:
            assert (image.size, image.format, dict(image.getexif())) == ((300, 400), "JPEG", {})

    def test_what_is_too_large_becomes_smaller(self, tmp_path: Path) -> None:
        file = tmp_path / "noise.png"
        Image.effect_noise((4000, 3000), 200).convert("RGB").save(file, compress_level=0)
        assert file.stat().st_size > 10_000_000
        made, _ = for_upload(file, tmp_path, FileLimits(most_mb=10))
        assert made.stat().st_size <= 10_000_000


def test_a_large_file_goes_up_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a clip of more than 90 MiB does; here with smaller numbers."""
    monkeypatch.setattr(uploads, "IN_PIECES_ABOVE", 1_000_000)
    monkeypatch.setattr(uploads, "PIECE_BYTES", 400_000)
    file = tmp_path / "clip.mp4"
    file.write_bytes(bytes(range(256)) * 4500)
    told: list[int] = []
    with FalServer() as fal:
        rest = Base(fal.rest_url, overridden=True)

        async def story() -> str:
            async with Connection((rest,), f"Key {fal.key}") as connection:
                return await uploads.upload(connection, rest, file, "video/mp4", told.append)

        address = asyncio.run(story())
        assert fal.files.content_of(address) == file.read_bytes()
        assert len(fal.account.of_kind("part")) == 3
        assert fal.account.leaks == []
    assert told == [400_000, 800_000, 1_152_000]
