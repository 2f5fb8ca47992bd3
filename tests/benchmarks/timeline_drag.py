"""How long one mouse move of a drag on the timeline takes, with the price and the painting."""

import json
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.session import Session, new_id
from kling_studio.core.project import Project
from kling_studio.resources import resource
from kling_studio.storage.codec import decode
from kling_studio.storage.folder import ProjectFolder
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.timeline import TimelineView
from tests.benchmarks.crowd import application

BAR_MS = 8.0
_SHOTS = 6
_MOVES = 600


def measure() -> list[tuple[str, float, float, str]]:
    """Rows of name, ratio, bar and note: the 99th percentile of a move over ``BAR_MS``, at most 1.

    Mouse events are delivered as the system does; each is followed by the repaint that it asked for.
    """
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        opened = ProjectFolder.create(
            Path(folder, "Drag"), _six_shots(), media_from=resource("sample", "project.json").parent
        )
        session = Session(opened.folder, opened.project, load_catalog())
        thumbnails = Thumbnails(session.path_of)
        view = TimelineView(session, Selection(session), thumbnails)
        view.resize(1440, 270)
        view.show()
        _let_pictures_come(app, view)
        rows = [
            _row("timeline, dragging an edge", _drag_ms(view, edge=True)),
            _row("timeline, dragging a block", _drag_ms(view, edge=False)),
        ]
        thumbnails.stop()
        view.deleteLater()
        opened.folder.close()
    return rows


def _row(name: str, times_ms: list[float]) -> tuple[str, float, float, str]:
    worst_ms = statistics.quantiles(times_ms, n=100)[98]
    note = f"p99 {worst_ms:.1f} ms, median {statistics.median(times_ms):.1f} ms, {len(times_ms)} moves, {_SHOTS} shots"
    return name, worst_ms / BAR_MS, 1.0, note


def _drag_ms(view: TimelineView, *, edge: bool) -> list[float]:
    layout = view.layout_now()
    assert layout is not None
    ground = view.viewport()
    middle = round(layout.shots_row.center().y())
    start = round(layout.edge_x(1)) - 3 if edge else round(layout.block(1).center().x())
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(start, middle))
    times_ms = []
    for move in range(_MOVES):
        # To and fro over half the width, some pixels a move.
        x_px = start + abs((move * 7) % 1400 - 700) - 200
        before = time.perf_counter()
        QTest.mouseMove(ground, QPoint(x_px, middle))
        ground.repaint()
        times_ms.append((time.perf_counter() - before) * 1000)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(
        ground, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(start, middle)
    )
    return times_ms


def _let_pictures_come(app: QApplication, view: TimelineView) -> None:
    end_s = time.perf_counter() + 2
    while time.perf_counter() < end_s:
        view.viewport().repaint()
        app.processEvents()


def _six_shots() -> Project:
    source = resource("sample", "project.json")
    project = decode(json.loads(source.read_text(encoding="utf-8")), source=str(source), new_id=new_id)
    episode = project.episodes[0]
    scene = episode.scenes[0]
    shots = tuple(
        replace(scene.shots[number % len(scene.shots)], id=f"shot{number}", seconds=2)
        for number in range(_SHOTS)
    )
    scenes = (replace(scene, shots=shots), *episode.scenes[1:])
    return replace(project, episodes=(replace(episode, scenes=scenes), *project.episodes[1:]))
