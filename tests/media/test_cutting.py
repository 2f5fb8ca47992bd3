"""Parts of films and sounds, looked at and listened to once they are cut."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from kling_studio.core.errors import KnownError
from kling_studio.core.project import Cut
from kling_studio.media.cutting import cut_film, cut_sound
from kling_studio.media.probe import probe
from kling_studio.media.sounds import listen
from tests.media.clips import picture, shade, write_clip, write_sound
from tests.sounds_for_tests import encoded, voice, write_wav

FRAME_S = 1 / 24


def pictures(path: Path) -> list[tuple[float, int]]:
    """Each picture's time and grey."""
    with av.open(str(path)) as film:
        return [(frame.time or 0.0, _grey(frame)) for frame in film.decode(video=0)]


def _grey(frame: av.VideoFrame) -> int:
    plane = frame.reformat(format="gray").planes[0]
    return bytes(plane)[50 * plane.line_size + 50]


def near(one: int, other: int) -> bool:
    return abs(one - other) <= 4


@pytest.mark.parametrize(("first", "count"), [(0, 40), (7, 30), (23, 24), (90, 30)])
def test_a_part_begins_and_ends_with_the_pictures_that_were_chosen(
    tmp_path: Path, first: int, count: int
) -> None:
    film = write_clip(tmp_path / "film.mp4", 120, sound=True)
    before, part = film.read_bytes(), tmp_path / "part.mp4"
    heard: list[float] = []
    cut = Cut("film.mp4", round(first * FRAME_S, 3), round((first + count) * FRAME_S, 3))
    assert cut_film(film, cut, part, heard.append)
    shown = pictures(part)
    assert len(shown) == count
    assert all(near(grey, shade(first + number)) for number, (_, grey) in enumerate(shown))
    assert [time for time, _ in shown] == pytest.approx(
        [number * FRAME_S for number in range(count)], abs=1e-3
    )
    info = probe(part)
    assert info.duration_s == pytest.approx(count * FRAME_S, abs=FRAME_S)
    assert (info.video_codec, info.audio_codec, info.frame_rate) == ("h264", "aac", 24)
    assert heard == sorted(heard)
    assert heard[-1] == 1
    assert film.read_bytes() == before


def test_sound_and_picture_stay_together(tmp_path: Path) -> None:
    film, part = with_beep(tmp_path / "film.mp4", 2.5), tmp_path / "part.mp4"
    assert cut_film(film, Cut("film.mp4", 1.25, 4.25), part)
    peaks = listen(part).peaks
    first = next(number for number, peak in enumerate(peaks) if peak > 0.1) / 40
    assert first == pytest.approx(1.25, abs=FRAME_S)


def test_a_film_without_sound_and_with_odd_sides_is_cut(tmp_path: Path) -> None:
    film, part = tmp_path / "film.mkv", tmp_path / "part.mp4"
    with av.open(str(film), "w") as container:
        stream = container.add_stream("ffv1", rate=Fraction(30_000, 1001))
        stream.width, stream.height, stream.pix_fmt = 321, 181, "yuv444p"
        for number in range(60):
            frame = av.VideoFrame(321, 181, "yuv444p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert cut_film(film, Cut("film.mkv", 0.5, 1.5), part)
    info = probe(part)
    assert (info.width_px, info.height_px, info.has_audio, info.pixel_format) == (320, 180, False, "yuv420p")
    assert info.frame_rate == pytest.approx(29.97, abs=0.1)
    assert info.duration_s == pytest.approx(1, abs=1 / 29.97)


def test_what_a_phone_turned_is_upright(tmp_path: Path) -> None:
    film, part = write_clip(tmp_path / "film.mov", 48), tmp_path / "part.mp4"
    data = bytearray(film.read_bytes())
    one, minus = (1 << 16).to_bytes(4, "big"), (-1 << 16).to_bytes(4, "big", signed=True)
    nothing, unit = bytes(4), (1 << 30).to_bytes(4, "big")
    straight = one + nothing * 3 + one + nothing * 3 + unit
    place = data.index(straight, data.index(b"tkhd"))
    data[place : place + 36] = nothing + one + nothing + minus + nothing * 4 + unit
    film.write_bytes(data)
    assert (probe(film).width_px, probe(film).height_px) == (180, 320)
    assert cut_film(film, Cut("film.mov", 0, 1), part)
    info = probe(part)
    assert (info.width_px, info.height_px, info.frames) == (180, 320, 24)
    with av.open(str(part)) as cut:
        assert next(cut.decode(video=0)).rotation == 0


def test_who_does_not_want_it_any_more_is_heard(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", 48)
    assert not cut_film(film, Cut("film.mp4", 0, 2), tmp_path / "part.mp4", cancelled=lambda: True)


@pytest.mark.parametrize(
    ("name", "words"),
    [("sound.wav", "no picture"), ("empty.mp4", "0 bytes"), ("still.mp4", "cannot|can be read")],
)
def test_what_is_no_film_is_told(tmp_path: Path, name: str, words: str) -> None:
    write_sound(tmp_path / "sound.wav")
    (tmp_path / "empty.mp4").touch()
    picture(tmp_path / "still.png").rename(tmp_path / "still.mp4")
    with pytest.raises(KnownError, match=words):
        cut_film(tmp_path / name, Cut(name, 0, 1), tmp_path / "part.mp4")


def test_behind_the_end_there_is_nothing(tmp_path: Path) -> None:
    film, sound = write_clip(tmp_path / "film.mp4", 24), voice(tmp_path / "speech.wav", 2)
    with pytest.raises(KnownError, match=r"film.mp4 has nothing between 5.0 and 6.0 s"):
        cut_film(film, Cut("film.mp4", 5, 6), tmp_path / "part.mp4")
    with pytest.raises(KnownError, match=r"speech.wav has nothing between 5.0 and 6.0 s"):
        cut_sound(sound, Cut("speech.wav", 5, 6), tmp_path / "part.wav")


@pytest.mark.parametrize("name", ["speech.wav", "speech.mp3"])
def test_a_part_of_a_sound_is_as_long_as_was_chosen(tmp_path: Path, name: str) -> None:
    sound = tmp_path / name
    if name.endswith("mp3"):
        encoded(sound, "mp3", 12)
    else:
        voice(sound, 12)
    cut_sound(sound, Cut(name, 2.25, 9.5), tmp_path / "part.wav")
    assert listen(tmp_path / "part.wav").duration_s == pytest.approx(7.25, abs=0.001)


def with_beep(path: Path, at_s: float) -> Path:
    """A film of six seconds that is silent up to a time and loud from then on."""
    quiet = write_clip(path.with_stem("silent"), 144)
    rate_hz = 16_000
    loud = (8000).to_bytes(2, "little") + (-8000).to_bytes(2, "little", signed=True)
    pcm = bytes(2 * round(at_s * rate_hz)) + loud * round((6 - at_s) * rate_hz / 2)
    sound = write_wav(path.with_suffix(".wav"), pcm, rate_hz)
    with av.open(str(quiet)) as film, av.open(str(sound)) as heard, av.open(str(path), "w") as both:
        shown = both.add_stream_from_template(film.streams.video[0])
        said = both.add_stream("aac", rate=48_000, layout="stereo")
        for packet in film.demux(video=0):
            if packet.dts is not None:
                packet.stream = shown
                both.mux(packet)
        for frame in heard.decode(audio=0):
            both.mux(said.encode(frame))
        both.mux(said.encode(None))
    return path
