"""How fast a take can be scrubbed, once it is in the memory, and what a decoder needs for one exact frame."""

import random
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from kling_studio.media.frames import frame_at
from kling_studio.ui.preview.deck import Deck
from kling_studio.ui.preview.screen import Screen

BAR_MS = 8.0
_SECONDS = 15
_RATE = 24
_SIZE = (1920, 1080)
_SCREEN_SIZE = (790, 466)
_JUMPS = 12


def measure() -> list[tuple[str, float, float, str]]:
    """A row of name, ratio, bar and note: the 95th percentile of a frame's time over ``BAR_MS``, at most 1.

    A frame's time is from the wish for it until it is painted: found, decoded from the small frames, fitted to the
    screen and drawn. All frames of the take are scrubbed over, forth, back and at random.
    """
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder, "take.mp4")
        make_take(film)
        deck, screen = Deck(), Screen()
        screen.resize(*_SCREEN_SIZE)
        deck.picture_changed.connect(lambda: screen.show_image(deck.picture))
        begin = time.perf_counter()
        deck.open_take(film, 0.0)
        while not deck.is_cached:
            wait(10)
        cached_s = time.perf_counter() - begin
        times_ms = scrubbed(deck, screen)
        deck.stop()
        seek_ms = exact_seeks(film)
        screen.deleteLater()
    del application
    p95 = statistics.quantiles(times_ms, n=20)[-1]
    name = "scrubbing a 15 s 1080p take: p95 of a frame"
    note = (
        f"p95 {p95:.1f} ms, median {statistics.median(times_ms):.1f} ms a frame; an exact seek takes PyAV "
        f"{statistics.median(seek_ms):.0f} ms; cached in {cached_s:.1f} s"
    )
    return [(name, p95 / BAR_MS, 1.0, note)]


def scrubbed(deck: Deck, screen: Screen) -> list[float]:
    """Milliseconds for each frame, all of them forth, back and shuffled."""
    forth = list(range(deck.count))
    shuffled = random.Random(9).sample(forth, len(forth))
    target = QPixmap(screen.size())
    times_ms = []
    for index in [*forth, *reversed(forth), *shuffled]:
        begin = time.perf_counter()
        deck.seek(index)
        screen.render(target)
        times_ms.append((time.perf_counter() - begin) * 1000)
    return times_ms


def exact_seeks(film: Path) -> list[float]:
    """Milliseconds that PyAV needs for exact frames here and there."""
    places = random.Random(7).sample(range(_SECONDS * _RATE), _JUMPS)
    times_ms = []
    for place in places:
        begin = time.perf_counter()
        frame_at(film, place)
        times_ms.append((time.perf_counter() - begin) * 1000)
    return times_ms


def make_take(path: Path) -> None:
    """A take as a service delivers it: 1080p with detail and movement everywhere."""
    import av
    from PIL import Image

    width, height = _SIZE
    noise = Image.effect_noise((width + 400, height), 90).convert("RGB")
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as output:
        video = output.add_stream("libx264", rate=_RATE, options={"preset": "ultrafast", "crf": "23"})
        video.width, video.height = _SIZE
        video.pix_fmt = "yuv420p"
        for number in range(_SECONDS * _RATE):
            picture = noise.crop((number % 400, 0, number % 400 + width, height))
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            output.mux(video.encode(frame))
        output.mux(video.encode(None))


def wait(milliseconds: int) -> None:
    """Let threads and events go on."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    for row in measure():
        print(*row, sep=" | ")
