"""A series of 12 episodes, 2,000 scenes and 6,000 takes: opening it, and one edit until it is saved."""

import statistics
import tempfile
import time
from pathlib import Path

from kling_studio.app.autosave import Autosave
from kling_studio.app.opening import create_project, open_project
from kling_studio.app.tasks import Tasks
from kling_studio.core import edits
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot
from tests.benchmarks.crowd import application

EPISODES, SCENES, TAKES = 12, 2000, 6000
BAR_OPEN_S = 1.5
BAR_EDIT_S = 0.05


def measure() -> list[tuple[str, float, float, str]]:
    """Rows for opening (project, ledger and window) and for the main thread's part of an edit."""
    with tempfile.TemporaryDirectory(prefix="kling-studio-bench-") as folder:
        path = Path(folder) / "Series"
        _make(path)
        opened_s = statistics.median(_open(path) for _ in range(3))
        edit_s = _edit(path)
    return [
        (
            "series of 2,000 scenes, 6,000 takes: open, of 1.5 s",
            opened_s / BAR_OPEN_S,
            1.0,
            f"{opened_s:.2f} s to the shown window, at most the bar",
        ),
        (
            "series: longest stay of one edit on the main thread, of 50 ms",
            edit_s / BAR_EDIT_S,
            1.0,
            f"{edit_s * 1000:.0f} ms, edit to saved, at most the bar",
        ),
    ]


def _make(path: Path) -> None:
    cast = tuple(CastMember(f"m{n}", f"Member{n}") for n in range(20))
    scenes = [
        Scene(
            f"s{n}",
            f"Scene {n}",
            prompt="A long corridor at night.",
            audio=True,
            cast=(f"Member{n % 20}",),
            shots=tuple(Shot(f"s{n}-{k}", f"@Member{n % 20} walks on, take {k}.", 3) for k in range(3)),
        )
        for n in range(SCENES)
    ]
    each = SCENES // EPISODES + 1
    episodes = tuple(
        Episode(f"e{n}", f"Episode {n + 1}", tuple(scenes[n * each : (n + 1) * each]))
        for n in range(EPISODES)
    )
    folder = create_project(path, Project("Series", cast, episodes)).session.folder
    for number in range(TAKES):
        scene = scenes[number % SCENES]
        job = f"job{number}"
        planned: dict[str, Json] = {
            "scene_id": scene.id, "scene": 1, "title": scene.title, "take": number // SCENES + 1,
            "model": "fal:o3-pro", "mode": "text", "endpoint": "x", "seconds": 9, "quoted": "1.26",
            "price_list": "fal-2026-09", "fingerprint": job, "sent": {"prompt": scene.prompt},
        }  # fmt: skip
        folder.append(Fact("2026-11-01T00:00:00.000000Z", FactKind.PLANNED, job, planned))
        stored: dict[str, Json] = {"video": f"takes/{job}.mp4", "bytes": 1, "sha256": "0"}
        later: tuple[tuple[FactKind, dict[str, Json]], ...] = (
            (FactKind.SENDING, {}),
            (FactKind.ACCEPTED, {"request_id": job, "addresses": {}}),
            (FactKind.FINISHED, {"answer": None}),
            (FactKind.STORED, stored),
        )
        for kind, data in later:
            folder.append(Fact("2026-11-01T00:00:01.000000Z", kind, job, data))
    folder.close()


def _open(path: Path) -> float:
    """Seconds until the window shows the series."""
    from kling_studio.app.workspace import Workspace
    from kling_studio.storage.settings import Settings
    from kling_studio.ui.actions import ACTIONS, FILE
    from kling_studio.ui.window import FileVerbs, MainWindow

    app = application()
    file_verbs: FileVerbs = {spec.id: (lambda: None) for spec in ACTIONS if spec.menu == FILE}
    started = time.perf_counter()
    opened = open_project(path)
    window = MainWindow(Workspace(opened, lambda _error: None), Settings(), file_verbs)
    window.show()
    app.processEvents()
    taken = time.perf_counter() - started
    window.may_close = True
    window.close()
    opened.session.folder.close()
    return taken


def _edit(path: Path) -> float:
    """The longest stretch that the loop's thread is busy between an edit and the saved file."""
    import asyncio

    async def work() -> float:
        opened = open_project(path)
        session = opened.session
        autosave = Autosave(session, opened.base, Tasks(lambda _error: None))
        autosave.start()
        await autosave.save_now()
        longest = 0.0
        for n in range(5):
            watching = asyncio.create_task(_watch())
            await asyncio.sleep(0.05)
            started = time.perf_counter()
            session.dispatch(edits.trim_shot, f"s{n * 300}-1", seconds=4 + n)
            longest = max(longest, time.perf_counter() - started)
            await autosave.save_now()
            watching.cancel()
            longest = max(longest, await watching)
        session.folder.close()
        return longest

    return asyncio.run(work())


async def _watch() -> float:
    """The longest time by which a turn of the loop came late."""
    import asyncio

    longest = 0.0
    try:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(0.002)
            longest = max(longest, time.perf_counter() - asked - 0.002)
    except asyncio.CancelledError:
        return longest
