"""The window as a program."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLoggingCategory
from PySide6.QtWidgets import QApplication

from kling_studio.core.errors import KnownError
from kling_studio.ui.event_loop import run_forever
from kling_studio.ui.program import Program
from kling_studio.ui.theme import STYLE, apply_theme


def run(path: Path | None, begun: Callable[[Program], object] = lambda _program: None) -> int:
    """Open the window on ``path``, on the last project, or on the sample; the exit code.

    ``begun`` is given the program before it opens anything.
    """
    # A damaged picture is told in the window, and notes about every film are for the player's own developers.
    QLoggingCategory.setFilterRules("qt.gui.imageio.*=false\nqt.multimedia.*.info=false")
    # As an argument: setting the style later brings all that Python can know of styles, which takes 4 ms.
    app = QApplication([*sys.argv[:1], "-style", STYLE])
    app.setApplicationName("Kling Studio")
    app.setDesktopFileName("kling-studio")
    apply_theme(app)
    program = Program(app)
    begun(program)
    failed: list[KnownError] = []

    def begin() -> None:
        try:
            program.start(path)
        except KnownError as error:
            failed.append(error)
            app.quit()

    run_forever(app, begin)
    if failed:
        raise failed[0]
    return 0
