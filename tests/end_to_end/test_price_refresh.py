"""Prices of today from the window: the meter follows at once, and the next start has them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kling_studio.core import edits
from kling_studio.ui.price_sheet import PriceSheetDialog
from kling_studio.ui.program import Program
from kling_studio.ui.settings import SettingsSheet
from kling_studio.ui.window import MainWindow
from tests.end_to_end.window import home, run_program, until
from tests.servers import FalServer, Fault, WaveSpeedServer

__all__ = ["home"]
# A system without a screen says so when a sheet opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def opened(program: Program) -> tuple[MainWindow, SettingsSheet]:
    """The window with a scene on O3 Pro, and the settings over it at the prices."""
    window = program.window
    assert window is not None
    scene = next(window.session.project.scenes())
    window.session.dispatch(edits.set_scene, scene.id, model="fal:o3-pro", audio=False)
    window.spending.open_settings("prices")
    sheet = window.spending.sheet
    assert sheet is not None
    return window, sheet


def click(sheet: SettingsSheet, name: str) -> None:
    button = sheet.findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def meter(window: MainWindow) -> str:
    label = window.findChild(QLabel, "price_origin")
    assert label is not None
    return label.text()


def said(sheet: SettingsSheet, provider: str) -> str:
    return sheet.prices.notices[provider].text()


def test_the_meter_follows_and_the_next_start_has_the_prices(
    home: Path, qapp: QApplication, fal: FalServer, wavespeed: WaveSpeedServer
) -> None:
    for mode in ("text", "image", "reference"):
        fal.prices.rate("fal:o3-pro", mode)["silent"] = "0.12"
    wavespeed.faults.add("price", Fault.status(401))
    names: list[str] = []

    def steps(program: Program) -> None:
        window, sheet = opened(program)
        until(lambda: "× $0.112" in meter(window))
        assert "worth refreshing" in sheet.prices.sources["fal"].text()
        click(sheet, "refresh_prices")
        assert not sheet.prices.refresh_button.isEnabled()
        until(sheet.prices.refresh_button.isEnabled)
        assert "2 changed: Kling O3 Pro $0.112 → $0.12" in said(sheet, "fal")
        assert said(sheet, "wavespeed").startswith("WaveSpeed does not accept the key.")
        assert not sheet.prices.cancel_button.isVisible()
        assert "× $0.12 ·" in meter(window)
        assert sheet.prices.lists["fal"].currentText().startswith("Newest: fal-live-")
        assert "worth refreshing" not in sheet.prices.sources["fal"].text()
        assert sheet.prices.lists["wavespeed"].currentText().startswith("Newest: wavespeed-2026-09")
        names.append(window.session.catalog.lists_of("fal")[0].name)
        program.create(home / "Another")
        until(lambda: program.window is not window)
        assert program.window is not None
        assert program.window.session.catalog.lists_of("fal")[0].name == names[0]

    run_program(qapp, steps)

    def again(program: Program) -> None:
        assert program.window is not None
        assert program.window.session.catalog.lists_of("fal")[0].name == names[0]

    run_program(qapp, again)


def test_an_open_price_sheet_asks_for_the_new_price(home: Path, qapp: QApplication, fal: FalServer) -> None:
    for mode in ("text", "image", "reference"):
        fal.prices.rate("fal:o3-pro", mode)["silent"] = "0.12"

    def steps(program: Program) -> None:
        window, settings = opened(program)
        settings.close()
        window.rendering.offer_scene()
        until(lambda: window.findChildren(PriceSheetDialog))
        [sheet] = window.findChildren(PriceSheetDialog)
        before = sheet.total.text()
        window.spending.open_settings("prices")
        assert window.spending.sheet is not None
        click(window.spending.sheet, "refresh_prices")
        until(sheet.news.isVisible)
        assert sheet.news.text() == f"The price changed while this was open; it was {before}."
        assert sheet.total.text() != before
        until(sheet.render_button.isEnabled)
        assert sheet.render_button.text() == f"Render for {sheet.total.text()}"
        sheet.close()

    run_program(qapp, steps)


def test_it_goes_on_without_the_sheet_and_can_be_cancelled(
    home: Path, qapp: QApplication, fal: FalServer, wavespeed: WaveSpeedServer
) -> None:
    wavespeed.faults.add("price", Fault.hang(), times=None)

    def steps(program: Program) -> None:
        window, sheet = opened(program)
        click(sheet, "refresh_prices")
        until(lambda: said(sheet, "wavespeed") == "Asking, 0 of 30 …" and "29 prices" in said(sheet, "fal"))
        sheet.close()
        window.spending.open_settings("prices")
        later = window.spending.sheet
        assert later is not None
        assert later is not sheet
        assert said(later, "wavespeed") == "Asking, 0 of 30 …"
        assert "29 prices" in said(later, "fal")
        click(later, "cancel_refresh")
        until(later.prices.refresh_button.isEnabled)
        assert said(later, "wavespeed") == "Cancelled; the prices are as they were."
        assert window.session.catalog.lists_of("wavespeed")[0].name == "wavespeed-2026-09"

    run_program(qapp, steps)
