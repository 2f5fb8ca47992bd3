"""Queue, ledger and settings in the real window: brought by their keys, put away again, bound to what they do."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kling_studio.storage import settings as settings_file
from kling_studio.ui.program import Program
from kling_studio.ui.queue.telling import Verb
from kling_studio.ui.window import MainWindow
from tests.end_to_end.window import home, run_program, until

__all__ = ["home"]
CONTROL = Qt.KeyboardModifier.ControlModifier

# A system without a screen says so when a sheet opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    program.window.activateWindow()
    return program.window


def is_in_front(window: MainWindow, name: str) -> bool:
    """Qt keeps a dock that is behind another somewhere outside of the window."""
    dock = window.docks.names[name]
    return dock.isVisible() and window.rect().contains(dock.geometry())


def test_the_docks_cost_nothing_until_somebody_asks(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        window = window_of(program)
        until(lambda: window.findings.is_made)
        assert not window.spending.queue.is_made
        assert not window.spending.ledger.is_made
        assert not window.docks.names["queue"].isVisible()
        QTest.keyClick(window, Qt.Key.Key_6, CONTROL)
        until(lambda: is_in_front(window, "queue"))
        until(lambda: window.spending.queue.isAncestorOf(QApplication.focusWidget() or window))
        QTest.keyClick(window, Qt.Key.Key_7, CONTROL)
        until(lambda: is_in_front(window, "ledger"))
        QTest.keyClick(window, Qt.Key.Key_7, CONTROL)
        until(lambda: not window.docks.names["ledger"].isVisible())
        QTest.keyClick(window, Qt.Key.Key_5, CONTROL)
        until(lambda: is_in_front(window, "timeline"))

    run_program(qapp, steps)


def test_a_render_is_followed_in_the_queue_and_stands_in_the_ledger(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        window = window_of(program)
        QTest.keyClick(window, Qt.Key.Key_6, CONTROL)
        queue = window.spending.queue.panel
        assert not queue.rows
        window.rendering.render_animatic()
        until(lambda: len(queue.rows) == 1)
        until(lambda: queue.rows[0].news.total > 0)
        link = queue.list.link_rect(0, Verb.CANCEL)
        QTest.mouseClick(
            queue.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, link.center()
        )
        until(lambda: queue.counts == (0, 0))
        assert queue.rows[0].take.state == "cancelled"
        link = queue.list.link_rect(0, Verb.RETRY)
        QTest.mouseClick(
            queue.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, link.center()
        )
        until(lambda: [row.take.state for row in queue.rows] == ["done", "cancelled"], 60)
        QTest.keyClick(window, Qt.Key.Key_7, CONTROL)
        until(lambda: window.spending.ledger.panel.table.rowCount() == 1)

    run_program(qapp, steps)


def test_what_is_set_holds_in_the_program_and_after_it(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        window = window_of(program)
        QTest.keyClick(window, Qt.Key.Key_Comma, CONTROL)
        sheet = window.spending.sheet
        assert sheet is not None
        until(sheet.isVisible)
        sheet.show_page("budget")
        line = sheet.budget.caps["cap_per_project"].line
        QTest.keyClicks(line, "40")
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert program.settings.cap_per_project == Decimal(40)
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        until(lambda: not sheet.isVisible())
        QTest.keyClick(window, Qt.Key.Key_7, CONTROL)
        assert "Your budget of $40.00" in window.spending.ledger.panel.budget.text()
        QTest.keyClick(window, Qt.Key.Key_Comma, CONTROL)
        again = window.spending.sheet
        assert again is not None
        assert again.settings.cap_per_project == Decimal(40)
        again.accept()

    run_program(qapp, steps)
    assert settings_file.load().cap_per_project == Decimal(40)
    assert settings_file.load().last_project is not None
