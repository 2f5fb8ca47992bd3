import signal
import struct
import sys
import threading
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from kling_studio.core.errors import KnownError
from kling_studio.core.project import Scene
from kling_studio.media.animatic.overlay import timecode_text
from kling_studio.media.animatic.plan import AnimaticPlan
from kling_studio.media.animatic.render import Cancelled, render_animatic
from kling_studio.media.frames import frame_at
from kling_studio.media.probe import has_decodable_video, probe
from tests.media.animatic.scenes import LONG, folder_with_pictures, plan_of, shot

# A piece of a frame at the left of an upright panel, without words.
BESIDE = (60, 200, 560, 500)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    return folder_with_pictures(tmp_path / "pictures")


def render(plan: AnimaticPlan, target: Path) -> Path:
    render_animatic(plan, target, lambda _done, _total: None, lambda: False)
    return target


def left_behind(target: Path) -> list[str]:
    return [path.name for path in target.parent.iterdir() if path.is_file()]


@pytest.mark.parametrize(
    ("aspect", "size"), [("16:9", (1280, 720)), ("9:16", (720, 1280)), ("1:1", (960, 960))]
)
def test_an_mp4_that_any_player_takes(
    folder: Path, tmp_path: Path, aspect: str, size: tuple[int, int]
) -> None:
    shots = (
        shot("Dawn.", 1, "dolly in"),
        shot(LONG, 1, "rack focus", ("Mira", "glad", "早かったね。😀 שלום")),
    )
    scene = Scene(id="s", aspect_ratio=aspect, start_frame="hall.png", shots=shots)
    path = render(plan_of(folder, scene), tmp_path / "take.mp4")
    info = probe(path)
    assert (info.width_px, info.height_px, info.frames, info.frame_rate) == (*size, 48, 24.0)
    assert (info.video_codec, info.pixel_format, info.audio_codec) == ("h264", "yuv420p", "aac")
    assert info.duration_s == pytest.approx(2.0, abs=1 / 24)
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.codec_context.profile == "High"
        assert (audio.rate, audio.layout.name) == (48_000, "stereo")
        assert (video.color_range, video.colorspace, video.color_primaries, video.color_trc) == (1, 1, 1, 1)
        packets = [packet for packet in container.demux(video) if packet.pts is not None]
    times = sorted(float(packet.pts * packet.time_base) for packet in packets if packet.pts is not None)
    assert len(times) == 48
    assert all(after - before == pytest.approx(1 / 24, abs=1e-4) for before, after in pairwise(times))
    assert has_decodable_video(path)
    assert left_behind(path) == ["take.mp4"]


def test_the_index_stands_before_the_pictures(folder: Path, tmp_path: Path) -> None:
    data = render(plan_of(folder, Scene(id="s", shots=(shot("Dawn."),))), tmp_path / "take.mp4").read_bytes()
    boxes, at = [], 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        boxes.append(kind)
        at += size
    assert at == len(data)
    assert boxes.index(b"moov") < boxes.index(b"mdat")


def test_a_tick_sounds_at_each_cut_and_nowhere_else(folder: Path, tmp_path: Path) -> None:
    scene = Scene(id="s", shots=(shot("One."), shot("Two."), shot("Three.")))
    path = render(plan_of(folder, scene), tmp_path / "take.mp4")
    loud: list[float | None] = []
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.audio[0]):
            samples = memoryview(bytes(frame.planes[0])).cast("f")[: frame.samples]
            if max(map(abs, samples)) > 0.02:
                loud.append(frame.time)
    assert {round(time_s or 0) for time_s in loud} == {1, 2}


def test_the_picture_moves_with_the_camera_and_stands_without(folder: Path, tmp_path: Path) -> None:
    Image.effect_noise((160, 90), 90).resize((640, 360)).save(folder / "grainy.png")
    shots = (shot("", 1, "pan left"), shot("", 1, "static"))
    scene = Scene(id="s", images=("grainy.png",), shots=shots)
    path = render(plan_of(folder, scene), tmp_path / "take.mp4")

    def change(first: int, second: int) -> float:
        middle = (0, 260, 1280, 480)
        one, other = (frame_at(path, index).convert("L").crop(middle) for index in (first, second))
        return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]

    assert change(2, 21) > 3
    assert change(26, 45) < 1


def test_an_upright_picture_moves_before_its_own_dark_surroundings(folder: Path, tmp_path: Path) -> None:
    # A figure from head to feet: white at the top, blue at the bottom, and rust between.
    figure = Image.new("RGB", (450, 900), (128, 64, 48))
    figure.paste((250, 250, 250), (0, 0, 450, 20))
    figure.paste((30, 40, 160), (0, 880, 450, 900))
    figure.save(folder / "mira.png")
    path = render(
        plan_of(folder, Scene(id="s", shots=(shot("@Mira", 1, "dolly in"),))), tmp_path / "take.mp4"
    )
    first, last = frame_at(path, 0), frame_at(path, 23)
    assert near(first, (853, 8), (250, 250, 250))
    assert near(first, (853, 712), (30, 40, 160))
    assert near(first, (853, 360), (128, 64, 48))
    assert not near(last, (853, 8), (250, 250, 250))
    assert ImageStat.Stat(ImageChops.difference(first.crop(BESIDE), last.crop(BESIDE))).mean[0] < 1
    red, green, blue = ImageStat.Stat(first.crop(BESIDE)).mean
    assert 70 > red > green + 5 > 20
    assert blue < green + 5


def test_pictures_and_cards_have_their_colours(folder: Path, tmp_path: Path) -> None:
    scene = Scene(id="s", shots=(shot("@Mira and @Marco."), shot("@Ghost waits.")))
    path = render(plan_of(folder, scene), tmp_path / "take.mp4")
    image = frame_at(path, 12)
    assert near(image, (640, 400), (0x80, 0x40, 0x30))
    assert near(image, (1100, 400), (0x30, 0x40, 0x80))
    assert near(image, (860, 300), (20, 21, 23))
    card = frame_at(path, 36).convert("L")
    assert 20 < ImageStat.Stat(card.crop((300, 300, 500, 330))).mean[0] < 90
    assert max(card.crop((480, 300, 800, 420)).tobytes()) > 130


def near(image: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = image.getpixel(place)
    assert isinstance(found, tuple)
    return max(abs(a - b) for a, b in zip(found, colour, strict=True)) <= 8


def test_every_frame_is_told(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    plan = plan_of(folder, Scene(id="s", shots=(shot("Dawn."),)))
    render_animatic(
        plan, tmp_path / "take.mp4", lambda done, total: told.append((done, total)), lambda: False
    )
    assert told == [(number, 24) for number in range(1, 25)]


@pytest.mark.parametrize("after", [0, 1, 30, 72])
def test_cancelling_leaves_what_was_there(folder: Path, tmp_path: Path, after: int) -> None:
    target = tmp_path / "take.mp4"
    target.write_bytes(b"an earlier take")
    done: list[int] = []
    plan = plan_of(folder, Scene(id="s", shots=(shot("@Mira", 3, "dolly zoom"),)))
    with pytest.raises(Cancelled):
        render_animatic(plan, target, lambda number, _total: done.append(number), lambda: len(done) >= after)
    assert len(done) == after
    assert target.read_bytes() == b"an earlier take"
    assert left_behind(target) == ["take.mp4"]
    for thread in threading.enumerate():
        if thread.name.startswith("animatic"):
            thread.join(10)
            assert not thread.is_alive()


def test_a_folder_that_is_not_there_is_said(folder: Path, tmp_path: Path) -> None:
    plan = plan_of(folder, Scene(id="s", shots=(shot("Dawn."),)))
    with pytest.raises(KnownError, match=r"could not be written to .*gone.*No such file"):
        render(plan, tmp_path / "gone" / "take.mp4")


@pytest.mark.skipif(sys.platform == "win32", reason="the limit that stands for a full disk is not there")
def test_a_full_disk_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    import resource

    scene = Scene(id="s", start_frame="hall.png", shots=(shot(LONG, 2, "handheld"),))
    plan = plan_of(folder, scene)
    target = tmp_path / "take.mp4"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(KnownError, match="could not be written"):
            render(plan, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert left_behind(target) == []


def test_a_scene_without_shots_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no shots"):
        render(plan_of(folder, Scene(id="s")), tmp_path / "take.mp4")


def test_the_timecode_counts_frames() -> None:
    assert [timecode_text(frame) for frame in (0, 23, 24, 24 * 61 + 5)] == [
        "00:00:00:00", "00:00:00:23", "00:00:01:00", "00:01:01:05",
    ]  # fmt: skip
