"""One clip in several settings, from the window."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from kling_studio.app import workspace
from kling_studio.app.renderers import renderers
from kling_studio.core.job import JobState
from kling_studio.ui.program import Program
from kling_studio.ui.variations import VariationsSheet
from kling_studio.ui.window import MainWindow
from tests.end_to_end.pace import QUICK
from tests.end_to_end.test_paid_window import button, click, sheet, states, takes
from tests.end_to_end.window import home, run_program, until
from tests.servers import FalServer

__all__ = ["home"]


def opened(window: MainWindow) -> VariationsSheet:
    found = window.findChild(VariationsSheet)
    assert found is not None
    until(found.isVisible)
    return found


def test_the_action_opens_the_sheet(qapp: QApplication, home: Path) -> None:
    def steps(program: Program) -> None:
        window = program.window
        assert window is not None
        window.actions_["variations"].trigger()
        opened(window).reject()
        QTest.qWait(50)

    run_program(qapp, steps)


def test_a_take_in_three_settings_costs_what_was_said_from_the_start(
    qapp: QApplication, home: Path, fal: FalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "renderers", partial(renderers, QUICK))

    def steps(program: Program) -> None:
        window = program.window
        assert window is not None
        click(button(window))
        click(sheet(window).render_button)
        until(lambda: states(window) == [JobState.DONE])
        [take] = takes(window)
        window.open_variations(take.job)
        variations = opened(window)
        # The film is some frames longer than the 13 s that were asked for: it is billed as 14 s.
        until(lambda: take.video in window.session.media)
        variations.settings.setPlainText("an office\na warehouse\na factory")
        total = variations.findChild(QLabel, "variations_total")
        assert total is not None
        assert total.text() == "To render: $7.06"
        click(variations.make_button)
        until(variations.render_button.isVisible)
        assert variations.render_button.text() == "Render them… $7.06"
        click(variations.render_button)
        asked = sheet(window)
        assert asked.render_button.text() == "Render for $7.06"
        asked.reject()
        QTest.qWait(50)

    run_program(qapp, steps)
    assert len(fal.account.submits) == 1
