import io
from pathlib import Path

import pytest
from PIL import Image

from kling_studio.core.errors import KnownError
from kling_studio.media.frames import decode_frames, frame_at
from kling_studio.media.probe import ClipInfo, has_decodable_video, probe
from tests.media.clips import picture, shade, write_clip, write_sound


def grey(image: Image.Image) -> int:
    return int(image.convert("L").resize((1, 1), Image.Resampling.BOX).tobytes()[0])


def test_a_clip_is_probed(tmp_path: Path) -> None:
    info = probe(write_clip(tmp_path / "take.mp4", 36, sound=True))
    assert info == ClipInfo(info.duration_s, 320, 180, 24.0, 36, True, "h264", "aac", "yuv420p")
    assert info.duration_s == pytest.approx(1.5, abs=1 / 24)


def test_a_sound_is_probed(tmp_path: Path) -> None:
    info = probe(write_sound(tmp_path / "voice.wav"))
    assert (info.has_audio, info.video_codec, info.audio_codec, info.frames) == (True, "", "pcm_s16le", 0)
    assert info.duration_s == pytest.approx(1.0)
    assert not has_decodable_video(tmp_path / "voice.wav")


def test_what_is_no_clip_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "text.mp4").write_text("not a clip\n" * 100)
    picture(tmp_path / "picture.png")
    for name in ("missing.mp4", "empty.mp4", "text.mp4", "picture.png", "."):
        path = tmp_path / name
        with pytest.raises(KnownError, match=path.name):
            probe(path)
        assert not has_decodable_video(path)


def test_a_clip_cut_short_is_no_take(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "take.mp4", 48)
    assert has_decodable_video(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    assert not has_decodable_video(path)


def test_every_frame_is_decoded_small_and_in_order(tmp_path: Path) -> None:
    frames = list(decode_frames(write_clip(tmp_path / "take.mp4", 30), 160, lambda: False))
    assert [frame.index for frame in frames] == list(range(30))
    assert frames[12].time_s == pytest.approx(0.5)
    for frame in frames:
        image = Image.open(io.BytesIO(frame.jpeg))
        assert image.size == (160, 90)
        assert grey(image) == pytest.approx(shade(frame.index), abs=4)


def test_small_clips_are_not_enlarged(tmp_path: Path) -> None:
    frame = next(decode_frames(write_clip(tmp_path / "take.mp4", 2), 640, lambda: False))
    assert Image.open(io.BytesIO(frame.jpeg)).size == (320, 180)


def test_decoding_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "take.mp4", 30)
    asked = iter(range(100))
    seen = [frame.index for frame in decode_frames(path, 160, lambda: next(asked) >= 5)]
    assert seen == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("index", [0, 1, 9, 10, 11, 28, 29])
def test_one_frame_is_exact_and_in_full_size(tmp_path: Path, index: int) -> None:
    image = frame_at(write_clip(tmp_path / "take.mp4", 30), index)
    assert image.size == (320, 180)
    assert grey(image) == pytest.approx(shade(index), abs=3)


def test_a_frame_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "take.mp4", 30)
    for index in (-1, 30):
        with pytest.raises(KnownError, match=r"take\.mp4 has no frame"):
            frame_at(path, index)
    with pytest.raises(KnownError, match="only sound"):
        frame_at(write_sound(tmp_path / "voice.wav"), 0)
