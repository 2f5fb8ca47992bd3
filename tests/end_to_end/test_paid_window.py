"""Paid renders from the window: the price first, one submit, the take on the screen."""

from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kling_studio.app import workspace
from kling_studio.app.renderers import renderers
from kling_studio.core import edits
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, takes_of_scene
from kling_studio.storage import settings
from kling_studio.storage.settings import Settings
from kling_studio.ui.compare import CompareDialog
from kling_studio.ui.price_sheet import PriceSheetDialog
from kling_studio.ui.window import MainWindow
from tests.end_to_end.pace import QUICK
from tests.end_to_end.test_window import run, scene_of, settled
from tests.end_to_end.window import home, until
from tests.servers import Failure, FalServer

__all__ = ["home"]
PAID = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes faster for the renderers."""
    monkeypatch.setattr(workspace, "renderers", partial(renderers, QUICK))


def button(window: MainWindow, name: str = "render_button") -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None
    return found


def news(window: MainWindow) -> str:
    label = window.findChild(QLabel, "news")
    assert label is not None
    return label.text() if label.isVisible() else ""


def click(widget: QPushButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def sheet(window: MainWindow) -> PriceSheetDialog:
    """The price sheet, once it is there."""
    until(lambda: [one for one in window.findChildren(PriceSheetDialog) if one.isVisible()])
    return next(one for one in window.findChildren(PriceSheetDialog) if one.isVisible())


def takes(window: MainWindow) -> tuple[Take, ...]:
    return takes_of_scene(window.session.ledger, scene_of(window).id)


def states(window: MainWindow) -> list[JobState]:
    return [take.state for take in takes(window)]


def test_from_the_price_to_the_take_that_plays(qapp: QApplication, home: Path, fal: FalServer) -> None:
    def journey(window: MainWindow) -> None:
        assert button(window).text() == "Render $1.82"
        click(button(window))
        asked = sheet(window)
        assert asked.render_button.text() == "Render for $1.82"
        assert fal.account.submits == []
        click(asked.render_button)
        until(lambda: states(window) == [JobState.DONE])
        [take] = takes(window)
        assert len(fal.account.submits) == 1
        assert take.video is not None
        assert (window.session.folder.root / take.video).exists()
        assert news(window).startswith("Take 1 of Warehouse is ready. $")
        assert button(window).text() == "Render $1.82"
        window.preview.choose_take(1)
        until(lambda: window.preview.deck.cached > 10, 60)
        click(button(window))
        again = sheet(window)
        assert "Identical to take 1: $0." in again.rows[0].box.accessibleDescription()
        assert not again.render_button.isEnabled()
        again.rows[0].link.click()
        assert len(fal.account.submits) == 1
        settled(window)

    run(qapp, journey)


def test_looking_at_the_price_sends_nothing(qapp: QApplication, home: Path, fal: FalServer) -> None:
    def journey(window: MainWindow) -> None:
        window.timeline.setFocus()
        for _ in range(2):  # a key that is pressed twice asks once
            QTest.keyClick(window.timeline, Qt.Key.Key_Return, PAID)
        asked = sheet(window)
        QTest.keyClick(asked, Qt.Key.Key_Return)
        until(lambda: not asked.isVisible())
        QTest.qWait(50)
        assert [one for one in window.findChildren(PriceSheetDialog) if one.isVisible()] == []
        assert takes(window) == ()

    run(qapp, journey)
    assert fal.account.submits == []


def test_in_line_it_says_so_and_ends_for_nothing(qapp: QApplication, home: Path, fal: FalServer) -> None:
    fal.hold("waiting")

    def journey(window: MainWindow) -> None:
        click(button(window))
        click(sheet(window).render_button)
        until(lambda: button(window).text().startswith("Cancel · in line"))
        assert "nothing is paid" in button(window).toolTip()
        assert button(window, "animatic_button").isEnabled()
        click(button(window))
        until(lambda: states(window) == [JobState.CANCELLED])
        assert button(window).text() == "Render $1.82"
        assert "was cancelled" in news(window)

    run(qapp, journey)
    assert len(fal.account.submits) == 1


def test_while_it_renders_the_time_runs_and_the_animatic_is_one_click_away(
    qapp: QApplication, home: Path, fal: FalServer
) -> None:
    fal.hold("running")

    def journey(window: MainWindow) -> None:
        click(button(window))
        click(sheet(window).render_button)
        until(lambda: states(window) == [JobState.RENDERING])
        until(lambda: button(window).text() == "Cancel · 0:01")
        assert "may be finished all the same; then $1.82 is paid" in button(window).toolTip()
        click(button(window, "animatic_button"))
        until(lambda: states(window) == [JobState.RENDERING, JobState.DONE], 80)
        fal.release()
        until(lambda: states(window) == [JobState.DONE, JobState.DONE])

    run(qapp, journey)


def test_a_failure_is_told_and_costs_nothing(qapp: QApplication, home: Path, fal: FalServer) -> None:
    fal.faults.add("render", Failure.content_policy())

    def journey(window: MainWindow) -> None:
        click(button(window))
        click(sheet(window).render_button)
        until(lambda: states(window) == [JobState.FAILED])
        assert news(window).startswith("Take 1 of Warehouse failed.")
        assert window.header.meter.accessibleName().endswith("spent $0.00")

    run(qapp, journey)


def test_without_a_key_nothing_can_be_sent(
    qapp: QApplication, home: Path, fal: FalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAL_KEY")

    def journey(window: MainWindow) -> None:
        click(button(window))
        asked = sheet(window)
        assert asked.trouble.text() == "There is no key for fal.ai."
        assert not asked.render_button.isEnabled()
        asked.reject()

    run(qapp, journey)
    assert fal.account.submits == []


def test_an_episode_goes_as_one_and_a_cap_holds_for_all_of_it(
    qapp: QApplication, home: Path, fal: FalServer
) -> None:
    settings.save(Settings(cap_per_project=Decimal("3.00")))

    def journey(window: MainWindow) -> None:
        window.sheets.offer_episode()
        asked = sheet(window)
        assert [row.price.text() for row in asked.rows] == ["$1.82", "$2.10"]
        assert not asked.render_button.isEnabled()
        asked.rows[0].box.click()
        click(asked.render_button)
        until(lambda: window.session.ledger.takes and not window.rendering.open_jobs)
        assert [take.scene_number for take in window.session.ledger.takes.values()] == [2]

    run(qapp, journey)
    assert len(fal.account.submits) == 1


def test_what_has_changed_since_is_offered_with_the_reason(
    qapp: QApplication, home: Path, fal: FalServer
) -> None:
    def journey(window: MainWindow) -> None:
        window.sheets.offer_stale()
        until(lambda: news(window) == "No scene has changed since its last paid take.")
        click(button(window))
        click(sheet(window).render_button)
        until(lambda: states(window) == [JobState.DONE])
        window.session.dispatch(edits.set_shot, scene_of(window).shots[0].id, prompt="Nothing stirs.")
        window.sheets.offer_stale()
        asked = sheet(window)
        assert "Shot 1's words changed since." in asked.rows[0].box.accessibleDescription()
        asked.reject()

    run(qapp, journey)


def test_a_model_is_chosen_side_by_side_and_a_draft_leaves_the_scene_alone(
    qapp: QApplication, home: Path, fal: FalServer
) -> None:
    def compared(window: MainWindow) -> CompareDialog:
        window.sheets.compare_models()
        until(lambda: [one for one in window.findChildren(CompareDialog) if one.isVisible()])
        return next(one for one in window.findChildren(CompareDialog) if one.isVisible())

    def journey(window: MainWindow) -> None:
        dialog = compared(window)
        dialog.table.choose("fal:o3-standard")
        click(dialog.draft_button)
        asked = sheet(window)
        assert asked.sheet.lines[0].model_id == "fal:o3-standard"
        click(asked.render_button)
        until(lambda: states(window) == [JobState.DONE])
        assert takes(window)[0].model == "fal:o3-standard"
        assert scene_of(window).model == "fal:o3-pro"
        dialog = compared(window)
        dialog.table.choose("fal:v3-pro")
        click(dialog.use_button)
        assert scene_of(window).model == "fal:v3-pro"
        assert button(window).text() == "Render $2.19"
        window.session.undo()
        assert scene_of(window).model == "fal:o3-pro"
        settled(window)

    run(qapp, journey)


def test_a_quit_in_the_middle_goes_on_at_the_next_start_and_sends_nothing_anew(
    qapp: QApplication, home: Path, fal: FalServer
) -> None:
    fal.hold("running")

    def evening(window: MainWindow) -> None:
        click(button(window))
        click(sheet(window).render_button)
        until(lambda: states(window) == [JobState.RENDERING])

    def morning(window: MainWindow) -> None:
        assert button(window).text().startswith("Cancel · 0:")
        fal.release()
        until(lambda: states(window) == [JobState.DONE])

    run(qapp, evening)
    run(qapp, morning)
    assert len(fal.account.submits) == 1
