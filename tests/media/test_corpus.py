"""Whatever comes in goes out within the limits and bare of metadata, or is refused with its name and a reason.

What goes out is looked at here with Pillow and PyAV themselves, not with the program's own reading.
"""

import hashlib
from pathlib import Path

import av
import pytest
from PIL import Image

from kling_studio.core.catalog import FileLimits
from kling_studio.core.errors import KnownError
from kling_studio.media.bare import bare
from kling_studio.media.for_upload import for_upload
from tests.media.clips import write_sound
from tests.media.corpus import GOOD, MAKER, REFUSED, film

LIMITS = FileLimits(least_px=300, least_ratio=0.4, most_ratio=2.5, most_mb=10)
TELLTALE = (MAKER.encode(), MAKER.encode("utf-16-le"), b"Exif", b"+48.13", b"<x:xmpmeta", b"GPS")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def written(folder: Path, name: str, write: object) -> Path:
    path = folder / "in" / name
    path.parent.mkdir(parents=True)
    write(path)  # type: ignore[operator]
    return path


@pytest.mark.parametrize("name", GOOD)
def test_a_picture_goes_out_within_the_limits_and_bare(tmp_path: Path, out: Path, name: str) -> None:
    path = written(tmp_path, name, GOOD[name])
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    made, content_type = for_upload(path, out, LIMITS)
    data = made.read_bytes()
    assert len(data) <= 10_000_000
    with Image.open(made) as image:
        image.load()
        assert (image.format, content_type) in {("JPEG", "image/jpeg"), ("PNG", "image/png")}
        assert image.mode in {"RGB", "L"}
        assert min(image.size) >= 300
        assert max(image.size) / min(image.size) <= 2.5
        assert not dict(image.getexif())
        assert not {"exif", "icc_profile", "xmp", "comment", "Author", "photoshop", "mp"} & set(image.info)
        assert getattr(image, "n_frames", 1) == 1
    assert not [tell for tell in TELLTALE if tell in data]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    again, _ = for_upload(path, out, LIMITS)
    assert again.read_bytes() == data


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_go_out_is_refused_by_name(tmp_path: Path, out: Path, name: str) -> None:
    write, words = REFUSED[name]
    path = written(tmp_path, name, write)
    before = path.read_bytes()
    with pytest.raises(KnownError) as caught:
        for_upload(path, out, LIMITS)
    assert name in str(caught.value)
    assert words in str(caught.value)
    assert path.read_bytes() == before
    assert not list(out.iterdir())


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_photograph_goes_out_upright(tmp_path: Path, out: Path, orientation: int) -> None:
    """Each turn puts the white corner elsewhere: that is where it has to be seen."""
    made, _ = for_upload(
        written(tmp_path, f"turn {orientation}.jpg", GOOD[f"turn {orientation}.jpg"]), out, LIMITS
    )
    corners = {2: "right top", 3: "right bottom", 4: "left bottom", 5: "left top", 6: "right top"}
    corner = (corners | {7: "right bottom", 8: "left bottom"})[orientation]
    with Image.open(made) as image:
        assert image.size == ((640, 480) if orientation < 5 else (480, 640))
        x = 9 if "left" in corner else image.width - 10
        y = 9 if "top" in corner else image.height - 10
        assert min(image.getpixel((x, y))) > 240  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["plain.jpg", "progressive.jpg", "motion photo.jpg", "grey.jpg", "plain.png"]
)
def test_metadata_goes_without_a_pixel_changing(tmp_path: Path, out: Path, name: str) -> None:
    path = written(tmp_path, name, GOOD[name])
    made, _ = for_upload(path, out, LIMITS)
    with Image.open(path) as before, Image.open(made) as after:
        assert before.tobytes() == after.tobytes()


def test_what_is_cut_out_goes_out_on_white_in_eight_bits(tmp_path: Path, out: Path) -> None:
    made, _ = for_upload(written(tmp_path, "deep.png", GOOD["16 bit alpha.png"]), out, LIMITS)
    with Image.open(made) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)
        assert image.getpixel((300, 100)) == pytest.approx((187, 78, 117), abs=2)


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
def test_a_film_goes_out_bare_with_the_same_pictures(tmp_path: Path, out: Path, ending: str) -> None:
    path = film(tmp_path / f"film.{ending}")
    assert MAKER.encode() in path.read_bytes()
    made, content_type = bare(path, out)
    assert (made.suffix, content_type) == (
        (".mov", "video/quicktime") if ending == "mov" else (".mp4", "video/mp4")
    )
    data = made.read_bytes()
    assert not [tell for tell in (MAKER.encode(), b"+48.13", b"location", b"Lavf") if tell in data]
    with av.open(str(path)) as before, av.open(str(made)) as after:
        assert not {"title", "make", "location", "comment"} & {key.lower() for key in after.metadata}
        assert [bytes(packet) for packet in before.demux(video=0) if packet.size] == [
            bytes(packet) for packet in after.demux(video=0) if packet.size
        ]
        assert len(after.streams.audio) == 1
    assert bare(path, out)[0].read_bytes() == data


def test_a_film_keeps_its_turn(tmp_path: Path, out: Path) -> None:
    path = film(tmp_path / "film.mov")
    data = path.read_bytes()
    # The matrix of an upright track becomes that of one turned by a quarter; the first is the whole film's.
    upright = bytes.fromhex("00010000" + "00" * 12 + "00010000")
    turned = bytes.fromhex("00000000" + "00010000" + "00000000" + "ffff0000" + "00000000")
    place = data.index(upright, data.index(upright) + 1)
    path.write_bytes(data[:place] + turned + data[place + len(turned) :])
    with av.open(str(path)) as given:
        rotation = next(given.decode(video=0)).rotation
    assert rotation % 180 == 90
    with av.open(str(bare(path, out)[0])) as made:
        assert next(made.decode(video=0)).rotation == rotation


@pytest.mark.parametrize("codec", ["libvpx-vp9", "ffv1"])
def test_a_film_that_no_service_reads_is_refused_by_name(tmp_path: Path, out: Path, codec: str) -> None:
    path = film(tmp_path / "film.mkv", codec=codec)
    with pytest.raises(KnownError, match=r"film\.mkv is coded as (vp9|ffv1)"):
        bare(path, out)


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "picture"])
def test_what_is_no_film_is_refused_by_name(tmp_path: Path, out: Path, damage: str) -> None:
    path = tmp_path / "film.mp4"
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            film(path)
            path.write_bytes(path.read_bytes()[:3000])
        case "text":
            path.write_text("no film at all\n" * 99)
        case "picture":
            GOOD["plain.jpg"](path)
    with pytest.raises(KnownError, match=r"film\.mp4"):
        bare(path, out)


def test_a_sound_goes_out_bare(tmp_path: Path, out: Path) -> None:
    path = write_sound(tmp_path / "voice.wav")
    with av.open(str(path)) as given:
        assert given.metadata
    made, content_type = bare(path, out)
    assert (made.name, content_type) == ("voice.wav", "audio/wav")
    with av.open(str(made)) as heard:
        assert not heard.metadata
        assert sum(frame.samples for frame in heard.decode(audio=0)) == 48_000
