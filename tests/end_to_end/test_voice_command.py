"""The command for voices where life is not simple: formats, lengths, another sample, and an answer that never came."""

import wave
from pathlib import Path
from typing import Any

from kling_studio.media.sounds import write_wav
from tests.end_to_end.conftest import Service, Studio, scene
from tests.servers import FalServer, Fault
from tests.sounds_for_tests import encoded, voice


def mira(sample: str, **fields: Any) -> dict[str, Any]:
    return {"name": "Mira", "voice": {"name": "warm", "sample": sample, **fields}}


def provider_of(service: Service) -> str:
    return "fal" if isinstance(service, FalServer) else "wavespeed"


def kept(studio: Studio) -> dict[str, Any]:
    found: dict[str, Any] = studio("show", "--json").json["cast"][0]["voice"]
    return found


def test_a_memo_of_a_phone_goes_up_plain(studio: Studio, service: Service, tmp_path: Path) -> None:
    memo = encoded(tmp_path / "memo.m4a", "aac", 8)
    studio.write(scene(), cast=[mira("memo.m4a")])
    assert studio("voice", "Mira", "--provider", provider_of(service), "--yes").code == 0
    write_wav(memo, tmp_path / "plain.wav")
    [upload] = service.account.uploads_of((tmp_path / "plain.wav").read_bytes())
    assert upload.content_type == "audio/wav"
    # The project keeps the memo as it was.
    assert (studio.root / kept(studio)["sample"]).read_bytes() == memo.read_bytes()


def test_what_it_was_made_from_is_kept_beside_the_id(
    studio: Studio, service: Service, tmp_path: Path
) -> None:
    provider = provider_of(service)
    voice(tmp_path / "first.wav")
    studio.write(scene(), cast=[mira("first.wav")])
    made = studio("voice", "Mira", "--provider", provider, "--yes").out.strip()
    assert kept(studio)["ids"] == {provider: made}
    assert len(kept(studio)["made_from"][provider]) == 64
    # Another sound under the same name is another voice, and asked for again.
    voice(studio.root / kept(studio)["sample"], 9)
    assert studio("voice", "Mira", "--provider", provider).code == 3
    other = studio("voice", "Mira", "--provider", provider, "--yes")
    assert other.code == 0
    assert other.out.strip() != made
    assert len(service.account.accepted) == 2
    assert kept(studio)["ids"] == {provider: other.out.strip()}


def test_an_id_that_was_typed_in_is_the_voice(studio: Studio, fal: FalServer, tmp_path: Path) -> None:
    voice(tmp_path / "first.wav")
    studio.write(scene(), cast=[mira("first.wav", ids={"fal": "829877809978941442"})])
    result = studio("voice", "Mira", "--provider", "fal")
    assert (result.code, result.out) == (0, "829877809978941442\n")
    assert fal.account.submits == []


def test_a_sample_that_is_too_long_is_refused_before_anything_is_sent(
    studio: Studio, fal: FalServer, tmp_path: Path
) -> None:
    voice(tmp_path / "long.wav", 31)
    studio.write(scene(), cast=[mira("long.wav")])
    result = studio("voice", "Mira", "--provider", "fal", "--yes")
    assert result.code == 2
    assert "long.wav is 31.0 s long; a voice is made from 5 to 30 s." in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert fal.account.requests == []


def test_a_sample_in_which_nobody_is_heard_is_refused_before_anything_is_sent(
    studio: Studio, fal: FalServer, tmp_path: Path
) -> None:
    with wave.open(str(tmp_path / "mute.wav"), "wb") as mute:
        mute.setnchannels(1)
        mute.setsampwidth(2)
        mute.setframerate(16_000)
        mute.writeframes(bytes(2 * 16_000 * 8))
    studio.write(scene(), cast=[mira("mute.wav")])
    result = studio("voice", "Mira", "--provider", "fal", "--yes")
    assert result.code == 2
    assert "mute" in result.err
    assert "Nothing is heard in the sample. Choose another sample." in result.err
    assert fal.account.requests == []


def test_the_ledger_says_whose_voice_was_paid(studio: Studio, service: Service, tmp_path: Path) -> None:
    provider = provider_of(service)
    voice(tmp_path / "first.wav")
    studio.write(scene(), cast=[mira("first.wav")])
    assert studio("voice", "Mira", "--provider", provider, "--yes").code == 0
    (entry,) = studio("ledger", "--json").json["entries"]
    assert {key: entry[key] for key in ("scene", "take", "what", "title", "model")} == {
        "scene": None,
        "take": None,
        "what": "voice",
        "title": "Mira",
        "model": provider,
    }
    (line,) = [line for line in studio("ledger").out.splitlines() if "Mira" in line]
    assert line.split()[1:6] == ["voice", "of", "Mira", "-", provider]


def test_an_answer_that_never_came_needs_a_person_and_is_never_sent_again(
    studio: Studio, service: Service, tmp_path: Path
) -> None:
    provider = provider_of(service)
    voice(tmp_path / "first.wav")
    studio.write(scene(), cast=[mira("first.wav")])
    service.faults.add("submit", Fault.drop_after_accept())
    service.faults.add("list", Fault.empty_list(), times=None)
    unclear = studio("voice", "Mira", "--provider", provider, "--yes")
    assert (unclear.code, unclear.out) == (4, "")
    assert "nobody knows" in unclear.err.lower()
    # It is found once the provider's list has it, and nothing is paid a second time.
    service.faults.clear()
    found = studio("voice", "Mira", "--provider", provider, "--yes")
    assert found.code == 0, found.err
    assert found.out.strip().isdecimal()
    assert len(service.account.submits) == len(service.account.accepted) == 1
