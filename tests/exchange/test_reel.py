"""Films joined into one."""

from collections.abc import Sequence
from pathlib import Path

import av
import pytest

from kling_studio.core.errors import KnownError
from kling_studio.exchange.reel import join_films
from tests.small_projects import make_film

RED, BLUE = (200, 30, 30), (30, 30, 200)


def joined(films: Sequence[Path], target: Path) -> Path:
    told: list[tuple[int, int]] = []
    join_films(films, target, lambda done, total: told.append((done, total)))
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]
    return target


def colours(film: Path) -> list[str]:
    """What is seen of each frame in its middle, and at its left edge."""

    def name(pixel: tuple[int, ...]) -> str:
        red, _, blue = pixel[:3]
        return "black" if max(pixel) < 40 else "red" if red > blue else "blue"

    with av.open(str(film)) as container:
        images = [frame.to_image() for frame in container.decode(video=0)]  # type: ignore[no-untyped-call]
    return [
        f"{name(image.getpixel((image.width // 2, image.height // 2)))}"
        f"/{name(image.getpixel((1, image.height // 2)))}"
        for image in images
    ]


def loudness(film: Path) -> list[float]:
    """How loud each twenty-fourth of a second is."""
    import struct

    samples: list[float] = []
    with av.open(str(film)) as container:
        for frame in container.decode(audio=0):
            plane = bytes(frame.planes[0])[: 4 * frame.samples]
            samples += [value[0] for value in struct.iter_unpack("f", plane)]
    return [max(map(abs, samples[n : n + 2000])) for n in range(0, len(samples) - 1999, 2000)]


def test_scene_follows_scene_and_other_shapes_stand_on_black(tmp_path: Path) -> None:
    first = make_film(tmp_path / "a.mp4", 0.5, (128, 72), colour=RED)
    upright = make_film(tmp_path / "b.mp4", 0.25, (72, 128), colour=BLUE)
    reel = joined([first, upright, first], tmp_path / "reel.mp4")
    assert colours(reel) == ["red/red"] * 12 + ["blue/black"] * 6 + ["red/red"] * 12


def test_it_plays_anywhere(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mp4", 0.5, (128, 72), sound=(48_000, "stereo"))
    reel = joined([film, film], tmp_path / "reel.mp4")
    with av.open(str(reel)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.profile, video.pix_fmt) == ("h264", "High", "yuv420p")
        assert video.average_rate == 24
        assert (video.frames, video.width, video.height) == (24, 128, 72)
        assert (audio.codec_context.name, audio.rate, audio.layout.name) == ("aac", 48_000, "stereo")
        lengths = [float(stream.duration * stream.time_base) for stream in (video, audio)]  # type: ignore[operator]
    assert lengths == [1.0, pytest.approx(1.0, abs=0.001)]
    head = reel.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


@pytest.mark.parametrize("sound", [(48_000, "stereo"), (44_100, "mono"), (22_050, "stereo")])
def test_a_silent_part_is_silent_and_sound_stays_with_its_picture(
    tmp_path: Path, sound: tuple[int, str]
) -> None:
    loud = make_film(tmp_path / "loud.mp4", 0.5, sound=sound)
    silent = make_film(tmp_path / "silent.mp4", 0.5)
    reel = joined([silent, loud, silent, loud], tmp_path / "reel.mp4")
    heard = loudness(reel)
    assert len(heard) == 48
    for first, is_loud in ((0, False), (12, True), (24, False), (36, True)):
        middle = heard[first + 2 : first + 10]
        assert all(level > 0.2 for level in middle) if is_loud else all(level < 0.02 for level in middle)


def test_sound_that_is_longer_than_its_picture_does_not_push_the_next(tmp_path: Path) -> None:
    picture = make_film(tmp_path / "picture.mp4", 0.25)
    sound = make_film(tmp_path / "sound.mp4", 1.0, sound=(48_000, "stereo"))
    both = tmp_path / "both.mp4"
    with (
        av.open(str(picture)) as one,
        av.open(str(sound)) as other,
        av.open(str(both), "w", format="mp4") as output,
    ):
        video = output.add_stream_from_template(one.streams.video[0])
        audio = output.add_stream_from_template(other.streams.audio[0])
        for packet in one.demux(video=0):
            if packet.dts is not None:
                packet.stream = video
                output.mux(packet)
        for piece in other.demux(audio=0):
            if piece.dts is not None:
                piece.stream = audio
                output.mux(piece)
    reel = joined([both, picture], tmp_path / "reel.mp4")
    heard = loudness(reel)
    assert len(heard) == 12
    assert all(level > 0.2 for level in heard[1:5])
    assert all(level < 0.02 for level in heard[8:])


@pytest.mark.parametrize("rate", [30, 12, 24, 60])
def test_films_of_other_rates_last_as_long_as_before(tmp_path: Path, rate: int) -> None:
    film = make_film(tmp_path / "a.mp4", 1.0, rate=rate)
    assert len(colours(joined([film], tmp_path / "reel.mp4"))) == 24


def test_what_is_no_film_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mp4")
    for name, content in (
        ("notes.mp4", b"Dear diary"),
        ("cut.mp4", film.read_bytes()[:700]),
        ("empty.mp4", b""),
    ):
        (tmp_path / name).write_bytes(content)
        before = set(tmp_path.iterdir())
        with pytest.raises(KnownError, match=name):
            join_films([film, tmp_path / name], tmp_path / "reel.mp4", lambda _done, _total: None)
        assert set(tmp_path.iterdir()) == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mp4")
    (tmp_path / "folder.mp4").mkdir()
    for target in (tmp_path / "nowhere" / "reel.mp4", tmp_path / "folder.mp4"):
        with pytest.raises(KnownError, match=target.name) as told:
            join_films([film], target, lambda _done, _total: None)
        assert "\n" not in str(told.value)
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", "folder.mp4"}


def test_a_film_that_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mp4")
    target = tmp_path / "reel.mp4"
    target.write_bytes(b"old")

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        join_films([film], target, stop)
    assert target.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", "reel.mp4"}
    assert len(colours(joined([film], target))) == 6
