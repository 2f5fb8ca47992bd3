"""Small pictures: what comes, in what size, and what is dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.preview_films import make_film


@pytest.fixture
def thumbnails(tmp_path: Path, qapp: QApplication) -> Iterator[Thumbnails]:
    made = Thumbnails(lambda reference: None if "://" in reference else tmp_path / reference)
    yield made
    made.stop()


def shown(qtbot: QtBot, thumbnails: Thumbnails, reference: str, width_px: int, height_px: int) -> QPixmap:
    """What is shown in the end."""
    qtbot.waitUntil(lambda: thumbnails.pixmap(reference, width_px, height_px) is not None)
    pixmap = thumbnails.pixmap(reference, width_px, height_px)
    assert pixmap is not None
    return pixmap


def colour_at(pixmap: QPixmap, x: int, y: int) -> str:
    return QColor(pixmap.toImage().pixel(x, y)).name()


def three_bands(path: Path, size: tuple[int, int]) -> None:
    """Red above, green in the middle, blue below: equal heights."""
    image = Image.new("RGB", size, "#00ff00")
    third = size[1] // 3
    image.paste("#ff0000", (0, 0, size[0], third))
    image.paste("#0000ff", (0, size[1] - third, size[0], size[1]))
    image.save(path)


def test_a_picture_comes_later_and_is_kept(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    Image.new("RGB", (640, 360), "#204060").save(tmp_path / "wide.png")
    with qtbot.waitSignal(thumbnails.ready) as ready:
        assert thumbnails.pixmap("wide.png", 56, 56) is None
    assert ready.args == ["wide.png"]
    pixmap = thumbnails.pixmap("wide.png", 56, 56)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (56, 56)
    assert colour_at(pixmap, 28, 28) == "#204060"
    assert colour_at(pixmap, 0, 0) == "#204060"


def test_tall_pictures_keep_more_of_their_top(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    three_bands(tmp_path / "tall.png", (300, 900))
    pixmap = shown(qtbot, thumbnails, "tall.png", 60, 60)
    # 60 of 180 are shown, from 36: the last of the red and no blue.
    assert colour_at(pixmap, 30, 5) == "#ff0000"
    assert colour_at(pixmap, 30, 55) == "#00ff00"


@pytest.mark.parametrize("size", [(20, 10), (10, 20), (57, 56), (4000, 30), (31, 33)])
def test_any_picture_fills_the_size(
    qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path, size: tuple[int, int]
) -> None:
    Image.new("RGB", size, "#a05030").save(tmp_path / "odd.png")
    pixmap = shown(qtbot, thumbnails, "odd.png", 56, 32)
    assert (pixmap.width(), pixmap.height()) == (56, 32)
    corners = {colour_at(pixmap, x, y) for x in (0, 55) for y in (0, 31)}
    assert corners == {"#a05030"}


def test_missing_damaged_and_remote_pictures_are_shown_as_broken(
    qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path
) -> None:
    (tmp_path / "words.png").write_text("not a picture")
    images = [
        shown(qtbot, thumbnails, reference, 56, 56).toImage()
        for reference in ("gone.png", "words.png", "https://example.com/face.png")
    ]
    assert images[0] == images[1]
    assert images[0] != images[2]
    assert QColor(images[0].pixel(0, 0)) == QColor(images[2].pixel(0, 0))


def test_a_mended_file_is_read_anew(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    broken = shown(qtbot, thumbnails, "late.png", 56, 56).toImage()
    Image.new("RGB", (80, 80), "#30a050").save(tmp_path / "late.png")
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.forget("late.png")
    assert shown(qtbot, thumbnails, "late.png", 56, 56).toImage() != broken


def test_what_scrolled_away_waits_for_being_asked_again(
    qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path
) -> None:
    names = [f"{number}.png" for number in range(600)]
    Image.new("RGB", (40, 40), "#777777").save(tmp_path / "0.png")
    for name in names[1:]:
        (tmp_path / name).write_bytes((tmp_path / "0.png").read_bytes())
    told: list[str] = []
    thumbnails.ready.connect(told.append)
    for name in names:
        thumbnails.pixmap(name, 40, 40)
    qtbot.waitUntil(lambda: set(told) == set(names))
    there = [name for name in names if thumbnails.pixmap(name, 40, 40) is not None]
    assert len(there) < 500
    assert set(names[-100:]) <= set(there)
    qtbot.waitUntil(lambda: all(thumbnails.pixmap(name, 40, 40) is not None for name in names[:100]))


def test_a_poster_is_the_middle_of_the_film(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    film = make_film(tmp_path / "take.mp4", frames=48)
    assert thumbnails.poster(film, 160, 90) is None
    qtbot.waitUntil(lambda: thumbnails.poster(film, 160, 90) is not None)
    pixmap = thumbnails.poster(film, 160, 90)
    assert pixmap is not None
    image = pixmap.toImage()
    bands = [QColor(image.pixel(16 * bit + 8, 45)).lightness() > 128 for bit in range(10)]
    assert sum(lit << bit for bit, lit in enumerate(bands)) == 24


def test_nothing_is_made_after_the_end(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    Image.new("RGB", (40, 40)).save(tmp_path / "a.png")
    thumbnails.pixmap("a.png", 40, 40)
    thumbnails.stop()
    assert thumbnails.pixmap("a.png", 80, 80) is None
    assert all(pool.activeThreadCount() == 0 for pool in thumbnails.findChildren(QThreadPool))


def test_what_was_missing_is_looked_for_again(qtbot: QtBot, tmp_path: Path) -> None:
    thumbnails = Thumbnails(lambda reference: tmp_path / reference)
    told: list[str] = []
    thumbnails.ready.connect(told.append)
    assert thumbnails.pixmap("part.png", 40, 40) is None
    qtbot.waitUntil(lambda: told == ["part.png"])
    broken = thumbnails.pixmap("part.png", 40, 40)
    assert broken is not None
    Image.new("RGB", (80, 80), "#ff0000").save(tmp_path / "part.png")
    thumbnails.look_again()
    assert thumbnails.pixmap("part.png", 40, 40) is None
    qtbot.waitUntil(lambda: thumbnails.pixmap("part.png", 40, 40) is not None)
    shown = thumbnails.pixmap("part.png", 40, 40)
    assert shown is not None
    assert shown.toImage().pixelColor(20, 20).red() > 250
    thumbnails.stop()


def test_what_is_held_is_made_once_it_may_begin(qtbot: QtBot, tmp_path: Path) -> None:
    three_bands(tmp_path / "bands.png", (60, 90))
    thumbnails = Thumbnails(lambda reference: tmp_path / reference, held=True)
    told: list[str] = []
    thumbnails.ready.connect(told.append)
    assert thumbnails.pixmap("bands.png", 60, 90) is None
    qtbot.wait(50)
    assert told == []
    thumbnails.begin()
    assert colour_at(shown(qtbot, thumbnails, "bands.png", 60, 90), 30, 45) == "#00ff00"
    thumbnails.stop()
