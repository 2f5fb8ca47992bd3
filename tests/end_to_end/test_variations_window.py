"""One clip in several settings, from the window."""

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kling_studio.ui.program import Program
from kling_studio.ui.variations import VariationsSheet
from tests.end_to_end.window import home, run_program, until

__all__ = ["home"]


def test_the_action_opens_the_sheet(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        window = program.window
        assert window is not None
        window.actions_["variations"].trigger()
        sheet = window.findChild(VariationsSheet)
        assert sheet is not None
        until(sheet.isVisible)
        sheet.reject()
        QTest.qWait(50)

    run_program(qapp, steps)
