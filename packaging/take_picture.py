#!/usr/bin/env python3
"""Takes the README's picture of the window: `.venv/bin/python packaging/take_picture.py [FILE] [SCALE]`.

Opens the sample in a folder of its own, renders the second scene's animatic, and grabs the window without a screen.
"""

import os
import sys
import tempfile
from pathlib import Path

SIZE_PX = (1440, 900)
SETTLE_S = 2.0
DEFAULT = Path(__file__).parent / "pictures" / "window.png"


def main(target: Path, scale: str) -> int:
    """Write the picture to ``target`` at ``scale`` device pixels a pixel."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = scale
    with tempfile.TemporaryDirectory(prefix="kling-studio-picture-") as home:
        os.environ["KLING_STUDIO_HOME"] = home
        _take(target)
    return 0


def _take(target: Path) -> None:
    import asyncio

    from PySide6.QtWidgets import QApplication

    from kling_studio.ui.event_loop import run_forever
    from kling_studio.ui.program import Program
    from kling_studio.ui.theme import apply_theme
    from kling_studio.ui.window import MainWindow

    app = QApplication([])
    apply_theme(app)
    program = Program(app)

    async def work(window: MainWindow) -> None:
        window.resize(*SIZE_PX)
        scene = next(window.session.project.scenes())
        window.selection.select_shot(scene.shots[1].id)
        window.docks.focus("cast")
        window.rendering.render_animatic()
        rendered = asyncio.Event()
        window.session.facts_changed.connect(
            lambda _: None if window.workspace.open_jobs_of(scene) else rendered.set()
        )
        await rendered.wait()
        await asyncio.sleep(SETTLE_S)
        window.selection.move_playhead(4.6)
        await asyncio.sleep(SETTLE_S)
        window.grab().save(str(target))
        program.quit()

    def begin() -> None:
        program.window_opened.connect(lambda window: window.workspace.tasks.start(work(window), "picture"))
        program.start(None)

    run_forever(app, begin)


if __name__ == "__main__":
    sys.exit(
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT, sys.argv[2] if len(sys.argv) > 2 else "1")
    )
