"""A consistency sheet as a file: the frames are those of the films at their times."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kling_studio.app.consistency import FrameCache, write_sheet
from kling_studio.core.consistency import ConsistencySheet, SheetEpisode, SheetFrame
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.project import View
from kling_studio.exchange.consistency_out import PAGE_PX
from tests.small_projects import put_picture
from tests.ui.preview_films import make_film


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_film(tmp_path / "one.mp4", frames=48)
    put_picture(tmp_path, "front.png", (400, 500))
    (tmp_path / "cut.mp4").write_bytes((tmp_path / "one.mp4").read_bytes()[:900])
    return tmp_path


def frame(time_s: float, video: str = "one.mp4") -> SheetFrame:
    return SheetFrame(f"{video} {time_s}", "a", "s1", 1, video, time_s, 2.0, "1 Dock · take 1 · shot 1")


def sheet(*frames: SheetFrame, references: tuple[View, ...] = (View("front.png"),)) -> ConsistencySheet:
    return ConsistencySheet("Mira", (SheetEpisode("Pilot", "coat", references, frames),))


def number_of(jpeg: bytes) -> int:
    picture = Image.open(io.BytesIO(jpeg)).convert("L")
    width = picture.width / 10
    band = [picture.crop((int((bit + 0.4) * width), 40, int((bit + 0.6) * width), 60)) for bit in range(10)]
    return sum(1 << bit for bit, part in enumerate(band) if part.resize((1, 1)).tobytes()[0] > 150)


def write(folder: Path, made: ConsistencySheet, name: str, *, cancelled: bool = False) -> bool:
    cache = FrameCache(lambda reference: folder / reference)
    return write_sheet(
        made, "Night Shift", cache, lambda reference: folder / reference, folder / name, lambda _done, _whole: None,
        lambda: cancelled,
    )  # fmt: skip


def test_frames_are_those_of_their_time_and_read_once(folder: Path) -> None:
    cache = FrameCache(lambda reference: folder / reference)
    assert cache.known(frame(0.5)) is None
    assert [number_of(cache.read(frame(number / 24 + 0.01))) for number in (0, 12, 13, 47)] == [0, 12, 13, 47]
    assert number_of(cache.read(frame(99.0))) == 47, "behind the end the last one stands"
    (folder / "one.mp4").unlink()
    assert number_of(cache.read(frame(12 / 24 + 0.01))) == 12
    assert cache.read(frame(0.1, "cut.mp4")) == b""
    assert cache.read(frame(0.1, "gone.mp4")) == b""


def test_only_what_was_asked_for_last_is_kept(folder: Path) -> None:
    cache = FrameCache(lambda reference: folder / reference, most_bytes=1)
    cache.read(frame(0.0))
    cache.read(frame(1.0))
    assert cache.known(frame(0.0)) is None
    assert cache.known(frame(1.0)) is not None


def test_a_sheet_is_written_as_picture_and_pdf(folder: Path) -> None:
    frames = [frame(number / 24) for number in range(40)]
    many = sheet(*frames, frame(0.0, "gone.mp4"), references=(View("front.png"), View("gone.png")) * 5)
    assert write(folder, sheet(*frames[:4]), "sheet.png")
    with Image.open(folder / "sheet.png") as picture:
        assert picture.size == PAGE_PX
        assert picture.convert("L").getextrema() != (255, 255)
    assert write(folder, many, "sheet.pdf")
    pdf = (folder / "sheet.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") > 1
    assert write(folder, many, "many.png")
    with Image.open(folder / "many.png") as picture:
        assert picture.height > PAGE_PX[1]
        assert picture.height % PAGE_PX[1] == 0


def test_what_cannot_be_written_is_said(folder: Path) -> None:
    with pytest.raises(BadInput, match=r"ends in \.png or \.pdf"):
        write(folder, sheet(frame(0.0)), "sheet.gif")
    many = sheet(*(replace(frame(0.0), take=str(number)) for number in range(300)))
    with pytest.raises(KnownError, match="too many for one picture"):
        write(folder, many, "sheet.png")
    assert not (folder / "sheet.png").exists()
    assert not write(folder, sheet(frame(0.0)), "sheet.pdf", cancelled=True)
    assert not (folder / "sheet.pdf").exists()
