"""How soon the window is there with a project open, and what it weighs, against an empty PySide6 main window."""

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import kling_studio

ROUNDS = 7
BAR_TIMES = 3.0
BAR_MIB = 150.0

_COMMON = """
import json, sys, time
started = float(sys.argv[1])
def report():
    shown = time.time() - started
    kib = int(next(l.split()[1] for l in open("/proc/self/status") if l.startswith("VmRSS")))
    print(json.dumps([shown, kib / 1024]), flush=True)
"""

_EMPTY = (
    _COMMON
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()
app.processEvents()
report()
"""
)

_OURS = (
    _COMMON
    + """
from pathlib import Path
from kling_studio.cli.main import window
def begun(program):
    from PySide6.QtCore import QTimer
    def seen():
        report()
        QTimer.singleShot(LATER_MS, program.quit)
    program.window_opened.connect(lambda window: window.painted.connect(seen))
window(Path(sys.argv[2]), begun)
"""
)
_OURS_AT_ONCE = _OURS.replace("LATER_MS", "0")
_OURS_LATER = _OURS.replace("        report()\n", "        QTimer.singleShot(3000, report)\n").replace(
    "LATER_MS", "3200"
)


def measure() -> list[tuple[str, float, float, str]]:
    """Rows for the time to the first picture of the window, with timeline, preview and price, and for its memory.

    The memory is taken three seconds later, when every panel and thumbnail is there. Modules are compiled, as they are
    after an installation.
    """
    compileall.compile_dir(Path(kling_studio.__file__).parent, quiet=2)
    from kling_studio.app.opening import create_sample

    with tempfile.TemporaryDirectory(prefix="kling-studio-bench-") as folder:
        sample = Path(folder) / "Night Shift"
        create_sample(sample).session.folder.close()
        pairs = [(_run(_EMPTY, sample), _run(_OURS_AT_ONCE, sample)) for _ in range(ROUNDS)]
        memory = _run(_OURS_LATER, sample)[1]
    empty = statistics.median(pair[0][0] for pair in pairs)
    ours = statistics.median(pair[1][0] for pair in pairs)
    return [
        (
            "window with a project open, times an empty window",
            ours / empty,
            BAR_TIMES,
            f"{ours:.2f} s against {empty:.2f} s, at most the bar",
        ),
        (
            "memory with a project open, of 150 MiB",
            memory / BAR_MIB,
            1.0,
            f"{memory:.0f} MiB, empty window {pairs[0][0][1]:.0f} MiB, at most the bar",
        ),
    ]


def _run(program: str, project: Path) -> tuple[float, float]:
    """Seconds from the start of the process to the shown window, and its memory in MiB."""
    import time

    arguments = [sys.executable, "-c", program, repr(time.time()), str(project)]
    done = subprocess.run(
        arguments, check=True, capture_output=True, text=True, env=dict(os.environ), timeout=60
    )
    shown_s, mib = json.loads(done.stdout.strip().splitlines()[-1])
    return shown_s, mib
