"""The program in the window, started and quit as a user does, with steps in between."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kling_studio.ui.event_loop import run_forever
from kling_studio.ui.program import Program
from kling_studio.ui.theme import apply_theme
from kling_studio.ui.window import MainWindow

Steps = Callable[[Program], None]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own; the program's settings and sample lie in it too."""
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path


def run_program(qapp: QApplication, steps: Steps, path: Path | None = None) -> None:
    """Start the program, go through ``steps``, and quit.

    The steps run as Qt's own events do, not as a task: they turn the loop themselves while they wait.
    """
    apply_theme(qapp)
    program = Program(qapp)
    failures: list[BaseException] = []

    def go() -> None:
        try:
            # Keys go to the active window, and a window is active a little after it is shown.
            until(lambda: _is_active(program.window))
            steps(program)
        except BaseException as error:  # noqa: BLE001  # raised again below, outside the loop
            failures.append(error)
        program.quit()

    def begin() -> None:
        program.start(path)
        QTimer.singleShot(0, go)

    run_forever(qapp, begin)
    if program.window is not None:
        program.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if failures:
        raise failures[0]


def until(holds: Callable[[], object], seconds: float = 30) -> None:
    """Turn the loop until something holds."""
    for _ in range(round(seconds * 50)):
        if holds():
            return
        QTest.qWait(5)
        time.sleep(0.015)  # Qt's own wait keeps the interpreter from the other threads
    assert holds()


def _is_active(window: MainWindow | None) -> bool:
    """Asked for each time: one that closes may take the place away again."""
    assert window is not None
    window.activateWindow()
    return window.isActiveWindow()
