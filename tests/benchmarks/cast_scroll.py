"""A cast of 1,000 with 7,000 pictures: its cards scrolled from end to end, and the rate of small pictures."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot, View
from tests.benchmarks.crowd import FRAME_MS, KINDS, MEMBERS, VIEWS, application, picture_data, scrolled

RATE_PICTURES = 1_500
SIZE_PX = 56


def measure() -> list[tuple[str, float, float, str]]:
    """Rows for the worst frame of the scroll and for the rate of small pictures."""
    application()
    with tempfile.TemporaryDirectory(prefix="kling-studio-bench-") as folder:
        paths = _pictures(Path(folder) / "Cast")
        # What is ours shows in every scroll; what other programs do, in some.
        worst_ms, frames = min(_scroll(Path(folder) / "Cast", paths) for _ in range(3))
        ours, pillows = _rates(paths[:RATE_PICTURES])
    return [
        (
            "cast of 1,000, 7,000 pictures: worst frame of a scroll, of 33 ms",
            worst_ms / FRAME_MS,
            1.0,
            f"{worst_ms:.1f} ms in {frames} frames, the best of three scrolls, at most the bar",
        ),
        (
            "small pictures: rate against Pillow's own draft mode",
            ours / pillows,
            0.9,
            f"{ours:.0f} of {pillows:.0f} a second, at least the bar",
        ),
    ]


def _pictures(folder: Path) -> list[Path]:
    """Small JPEGs, one for each view of each member, in ``media``."""
    media = folder / "media"
    media.mkdir(parents=True)
    data = picture_data(media)
    paths = [media / f"m{member}_{view}.jpg" for member in range(MEMBERS) for view in range(VIEWS)]
    for number, path in enumerate(paths):
        path.write_bytes(data[number % len(data)])
    return paths


def _scroll(folder: Path, paths: list[Path]) -> tuple[float, int]:
    """The longest frame in ms while the cards go by slowly, fast and in leaps, and how many frames there were."""
    from kling_studio.app.catalog_files import load_catalog
    from kling_studio.app.session import Session
    from kling_studio.storage.folder import ProjectFolder
    from kling_studio.ui.cast import CastPanel
    from kling_studio.ui.selection import Selection
    from kling_studio.ui.thumbnails import Thumbnails

    references = [path.relative_to(folder).as_posix() for path in paths]
    project = _project(references)
    session = Session(ProjectFolder(folder), project, load_catalog())
    selection = Selection(session)
    thumbnails = Thumbnails(session.path_of)
    panel = CastPanel(session, selection, thumbnails)
    panel.resize(264, 860)
    panel.show()
    _frames(0.3)
    durations = scrolled(panel.cards)
    panel.stop()
    thumbnails.stop()
    panel.close()
    return max(durations), len(durations)


def _project(references: list[str]) -> Project:
    cast = tuple(
        CastMember(
            f"m{number}",
            f"Member {number}",
            images=tuple(
                View(references[number * VIEWS + view], KINDS[view % len(KINDS)]) for view in range(VIEWS)
            ),
        )
        for number in range(MEMBERS)
    )
    scenes = tuple(
        Scene(f"s{n}", f"Scene {n}", cast=(f"Member {n}",), shots=(Shot(f"h{n}"),)) for n in range(MEMBERS)
    )
    return Project("Crowd", cast, (Episode("e", "One", scenes),))


def _rates(paths: list[Path]) -> tuple[float, float]:
    """Small pictures a second: ours, through the workers and back, and Pillow's in a loop of its own."""
    best_ours, best_pillows = 0.0, 0.0
    for _ in range(3):
        best_ours = max(best_ours, len(paths) / _seconds(lambda: _ours(paths)))
        best_pillows = max(best_pillows, len(paths) / _seconds(lambda: _pillows(paths)))
    return best_ours, best_pillows


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _ours(paths: list[Path]) -> None:
    from kling_studio.ui.thumbnails import Thumbnails

    thumbnails = Thumbnails(Path)
    left = [str(path) for path in paths]
    waiting: set[str] = set()
    thumbnails.ready.connect(waiting.discard)
    while left or waiting:
        while left and len(waiting) < 200:
            waiting.add(left[-1])
            thumbnails.pixmap(left.pop(), SIZE_PX, SIZE_PX)
        _frames(0.01)
    thumbnails.stop()


def _pillows(paths: list[Path]) -> None:
    from PIL import Image, ImageOps

    for path in paths:
        with Image.open(path) as image:
            image.draft("RGB", (SIZE_PX, SIZE_PX))
            ImageOps.fit(image, (SIZE_PX, SIZE_PX)).tobytes()


def _frames(seconds: float) -> None:
    """Let the event loop run."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
