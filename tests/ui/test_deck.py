"""A take on the deck: what frame is seen, however one came to it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kling_studio.ui.preview.deck import Deck
from tests.ui.preview_films import FRAMES, RATE, make_film, number_in

# What QtMultimedia says on a machine without sound or graphics hardware.
pytestmark = pytest.mark.qt_log_ignore(
    "pipewire", "PulseAudio", "No audio device", "No RHI backend", "propagateSizeHints"
)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "numbered.mp4", FRAMES)


@pytest.fixture
def deck(qtbot: QtBot, film: Path) -> Iterator[Deck]:
    deck = Deck()
    deck.open_take(film, 0.0)
    qtbot.waitUntil(lambda: deck.is_cached)
    yield deck
    deck.stop()


def seen(deck: Deck) -> int:
    return number_in(deck.picture)


def is_full(deck: Deck) -> bool:
    return deck.picture is not None and deck.picture.width() == 1280


def test_every_frame_is_the_one_asked_for(deck: Deck) -> None:
    assert deck.count == FRAMES
    assert [seen_at(deck, index) for index in range(FRAMES)] == list(range(FRAMES))
    assert [seen_at(deck, index) for index in reversed(range(FRAMES))] == list(reversed(range(FRAMES)))


def seen_at(deck: Deck, index: int) -> int:
    deck.seek(index)
    return seen(deck)


def test_steps_forth_and_back_return_to_the_same_picture(deck: Deck) -> None:
    deck.seek(20)
    before = QImage(deck.picture or QImage())
    deck.step(1)
    assert seen(deck) == 21
    assert deck.picture != before
    deck.step(-1)
    assert deck.picture == before
    deck.step(-100)
    assert (deck.index, seen(deck)) == (0, 0)
    deck.step(100)
    assert (deck.index, seen(deck)) == (FRAMES - 1, FRAMES - 1)


def test_frames_and_times_agree(deck: Deck) -> None:
    for index in range(FRAMES):
        assert deck.time_of(index) == pytest.approx(index / RATE, abs=1e-4)
        assert deck.index_at(deck.time_of(index)) == index
        assert deck.index_at(index / RATE + 0.04) == index
    assert deck.index_at(99.0) == FRAMES - 1


def test_a_frame_at_rest_is_shown_in_full(qtbot: QtBot, tmp_path: Path) -> None:
    deck = Deck()
    deck.open_take(make_film(tmp_path / "large.mp4", 24, (1280, 720)), 0.0)
    qtbot.waitUntil(lambda: deck.is_cached)
    deck.seek(17)
    assert deck.picture is not None
    assert deck.picture.width() == 640
    qtbot.waitUntil(lambda: is_full(deck))
    assert seen(deck) == 17
    deck.stop()


def test_playing_shows_the_frames_in_order_and_stops_at_the_end(qtbot: QtBot, deck: Deck) -> None:
    shown: list[tuple[int, int]] = []
    deck.moved.connect(lambda: shown.append((deck.index, seen(deck))))
    deck.seek(24)
    deck.play()
    qtbot.waitUntil(lambda: not deck.is_playing, timeout=10_000)
    assert all(index == number for index, number in shown)
    indices = [index for index, _ in shown]
    assert indices == sorted(indices)
    assert len(set(indices)) > 12
    assert (deck.index, seen(deck)) == (FRAMES - 1, FRAMES - 1)


def test_playing_from_the_end_begins_at_the_start(qtbot: QtBot, deck: Deck) -> None:
    deck.seek(FRAMES - 1)
    deck.play()
    qtbot.waitUntil(lambda: 2 <= deck.index < FRAMES - 1, timeout=10_000)
    deck.pause()
    assert seen(deck) == deck.index


def test_a_loop_begins_again(qtbot: QtBot, deck: Deck) -> None:
    deck.set_loop(True)
    deck.seek(FRAMES - 6)
    deck.play()
    qtbot.waitUntil(lambda: deck.index < 6, timeout=10_000)
    assert deck.is_playing
    assert seen(deck) == deck.index
    deck.pause()


def test_a_pause_holds_the_frame_that_is_seen(qtbot: QtBot, deck: Deck) -> None:
    deck.play()
    qtbot.waitUntil(lambda: deck.index >= 5, timeout=10_000)
    deck.pause()
    held = deck.index
    assert seen(deck) == held
    with qtbot.waitSignal(deck.picture_changed, timeout=2000):
        pass  # the full frame of the same place
    assert (deck.index, seen(deck)) == (held, held)
    deck.step(1)
    assert seen(deck) == held + 1


def test_the_shuttle_goes_back_from_the_memory_and_doubles(qtbot: QtBot, deck: Deck) -> None:
    shown: list[tuple[int, int]] = []
    deck.seek(FRAMES - 1)
    deck.moved.connect(lambda: shown.append((deck.index, seen(deck))))
    deck.shuttle(-1)
    assert deck.going == -1
    deck.shuttle(-1)
    assert deck.going == -2
    qtbot.waitUntil(lambda: not deck.is_playing, timeout=10_000)
    assert deck.index == 0
    assert all(index == number for index, number in shown)
    deck.shuttle(1)
    deck.shuttle(1)
    deck.shuttle(1)
    assert deck.going == 4
    qtbot.waitUntil(lambda: not deck.is_playing, timeout=10_000)
    assert deck.index == FRAMES - 1
    deck.shuttle(-1)
    deck.shuttle(0)
    assert not deck.is_playing


def test_a_film_with_no_picture_that_decodes_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"this is no film " * 100)
    for path in (tmp_path / "gone.mp4", broken):
        deck = Deck()
        with qtbot.waitSignal(deck.unreadable) as told:
            deck.open_take(path, 0.0)
        assert path.name in told.args[0]
        assert deck.count == 0
        deck.play()
        deck.step(1)
        assert not deck.is_playing
        deck.stop()


def test_a_cut_off_film_plays_as_far_as_it_goes(qtbot: QtBot, tmp_path: Path) -> None:
    whole = make_film(tmp_path / "whole.mkv", FRAMES)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    deck = Deck()
    deck.open_take(cut, 99.0)
    qtbot.waitUntil(lambda: deck.is_cached)
    assert 12 < deck.count < FRAMES
    qtbot.waitUntil(lambda: seen(deck) >= deck.count - 1)
    assert deck.index == deck.count - 1
    deck.seek(5)
    assert seen(deck) == 5
    deck.stop()


def test_closing_while_decoding_leaves_no_thread(qtbot: QtBot, tmp_path: Path) -> None:
    film = make_film(tmp_path / "long.mp4", 240, (1280, 720), sound=False)
    before = set(threading.enumerate())
    deck = Deck()
    deck.open_take(film, 0.0)
    qtbot.waitUntil(lambda: deck.cached > 0)
    assert not deck.is_cached
    deck.open_take(film, 0.0)
    deck.stop()
    assert set(threading.enumerate()) <= before


def test_another_take_gives_the_first_one_up(qtbot: QtBot, film: Path, tmp_path: Path) -> None:
    long = make_film(tmp_path / "long.mp4", 240, (1280, 720), sound=False)
    deck = Deck()
    deck.open_take(long, 0.0)
    qtbot.waitUntil(lambda: deck.cached > 0)
    deck.open_take(film, 1.0)
    qtbot.waitUntil(lambda: deck.is_cached)
    assert (deck.count, deck.index) == (FRAMES, 24)
    qtbot.waitUntil(lambda: seen(deck) == 24)
    qtbot.waitUntil(lambda: not any(thread.name == "reel long.mp4" for thread in threading.enumerate()))
    deck.stop()
