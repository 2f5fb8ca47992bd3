"""What is heard in a sample, and the plain file that is made of any."""

import wave
from pathlib import Path

import av
import pytest
from PIL import Image

from kling_studio.core.checks import Severity
from kling_studio.core.errors import KnownError
from kling_studio.media.sounds import listen, write_wav
from tests.sounds_for_tests import encoded, tone, voice
from tests.sounds_for_tests import write_wav as wav_of

FORMATS = [
    ("memo.mp3", "libmp3lame", 44_100),
    ("memo.m4a", "aac", 44_100),
    ("memo.aac", "aac", 48_000),
    ("memo.ogg", "libopus", 48_000),
    ("memo.opus", "libopus", 48_000),
    ("memo.flac", "flac", 44_100),
    ("memo.mov", "aac", 48_000),
]


@pytest.mark.parametrize(("name", "codec", "rate_hz"), FORMATS, ids=[name for name, _, _ in FORMATS])
def test_any_format_is_heard_and_becomes_plain(name: str, codec: str, rate_hz: int, tmp_path: Path) -> None:
    memo = encoded(tmp_path / name, codec, 8, rate_hz)
    assert listen(memo).duration_s == pytest.approx(8, abs=0.1)
    plain = tmp_path / "plain.wav"
    write_wav(memo, plain)
    with wave.open(str(plain)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        assert file.getnframes() / 44_100 == pytest.approx(8, abs=0.1)
    # Nothing but the sound: the header is the shortest there is, and no word of the phone's is left.
    content = plain.read_bytes()
    assert len(content) == 44 + 2 * round((len(content) - 44) / 2)
    assert b"Kitchen" not in content
    assert b"+48" not in content
    with av.open(str(plain)) as container:
        assert not container.metadata
    assert listen(plain).speech_db == pytest.approx(listen(memo).speech_db, abs=1.5)


def test_a_part_is_cut_out_to_the_sample(tmp_path: Path) -> None:
    wav_of(tmp_path / "a.wav", tone(3, 0.5) + tone(4, 0.05) + tone(3, 0.5))
    write_wav(tmp_path / "a.wav", tmp_path / "part.wav", start_s=3, seconds=4)
    part = listen(tmp_path / "part.wav")
    assert part.duration_s == pytest.approx(4, abs=0.001)
    # The edges may ring a little from what stood beside.
    assert max(part.peaks[2:-2]) < 0.1


@pytest.mark.parametrize(
    ("seconds", "level", "words", "severity"),
    [
        (8, 0.3, "", None),
        (3, 0.3, "3.0 s long", Severity.ERROR),
        (31, 0.3, "31.0 s long", Severity.ERROR),
        (8, 0.0, "Nothing is heard", Severity.ERROR),
        (8, 0.01, "very quiet", Severity.WARNING),
        (8, 3.0, "cut off", Severity.WARNING),
    ],
)
def test_what_is_said_of_a_recording(
    seconds: float, level: float, words: str, severity: Severity | None, tmp_path: Path
) -> None:
    found = listen(voice(tmp_path / "a.wav", seconds, level)).remarks
    assert [remark.severity for remark in found] == ([] if severity is None else [severity])
    assert all(words in remark.sentence for remark in found)


def test_mostly_silence_is_told(tmp_path: Path) -> None:
    sound = listen(wav_of(tmp_path / "a.wav", tone(3) + tone(7, 0)))
    assert [remark.sentence for remark in sound.remarks] == [
        "Most of the sample is silence: trim it to where there is speech."
    ]
    assert len(sound.peaks) == 400
    assert max(sound.peaks[200:]) == 0


def nasty(folder: Path) -> dict[str, Path]:
    """Files that are no sample, by what they are."""
    files = {name: folder / name for name in ("empty.wav", "text.wav", "picture.wav", "half.m4a", "mute.mp4")}
    files["empty.wav"].write_bytes(b"")
    files["text.wav"].write_text("hello " * 500)
    Image.new("RGB", (64, 64)).save(files["picture.wav"], "PNG")
    whole = encoded(folder / "whole.m4a", "aac").read_bytes()
    files["half.m4a"].write_bytes(whole[: len(whole) // 2])
    from tests.clips_for_tests import make_clip

    make_clip(files["mute.mp4"], 1, (320, 240))
    files["head.wav"] = folder / "head.wav"
    files["head.wav"].write_bytes(voice(folder / "whole.wav").read_bytes()[:44])
    return files


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.wav", "is empty (0 bytes)"),
        ("text.wav", "is not a clip or sound that can be read"),
        ("picture.wav", "is not a clip or sound that can be read"),
        ("half.m4a", "is not a clip or sound that can be read"),
        ("mute.mp4", "has no sound"),
        ("head.wav", "holds no sound"),
        ("gone.wav", "is not there"),
    ],
)
def test_what_is_no_sample_is_refused_in_a_sentence(name: str, words: str, tmp_path: Path) -> None:
    path = nasty(tmp_path).get(name, tmp_path / name)
    with pytest.raises(KnownError) as refused:
        listen(path)
    assert refused.value.what_happened.startswith(f"{name} ")
    assert words in refused.value.what_happened


def test_a_wrong_ending_does_no_harm(tmp_path: Path) -> None:
    memo = encoded(tmp_path / "memo.mp3", "libmp3lame").rename(tmp_path / "memo.wav")
    assert listen(memo).duration_s == pytest.approx(8, abs=0.1)


def test_a_recording_that_breaks_off_is_as_long_as_what_is_there(tmp_path: Path) -> None:
    memo = voice(tmp_path / "memo.wav", 8)
    memo.write_bytes(memo.read_bytes()[:-160_000])
    assert listen(memo).duration_s == pytest.approx(3, abs=0.1)


def test_four_hours_are_not_listened_to(tmp_path: Path) -> None:
    path = tmp_path / "evening.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(1000)
        file.writeframes(bytes(4 * 3600 * 1000))
    with pytest.raises(KnownError, match=r"^evening.wav is 4 h 0 min long\. Cut a part"):
        listen(path)
