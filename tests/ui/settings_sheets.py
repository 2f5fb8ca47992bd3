"""The sheet of the settings, opened with a file of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kling_studio.app.refreshing import PriceRefresh
from kling_studio.app.session import Session
from kling_studio.storage.settings import Settings
from kling_studio.ui.settings import SettingsSheet

Opened = Callable[..., SettingsSheet]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.json"


@pytest.fixture
def opened(qtbot: QtBot, session: Session, file: Path) -> Opened:
    def open_it(settings: Settings | None = None, refresh: PriceRefresh | None = None) -> SettingsSheet:
        sheet = SettingsSheet(settings or Settings(), session, refresh, file)
        qtbot.addWidget(sheet)
        sheet.open()
        qtbot.waitUntil(lambda: state(sheet, "fal") != "Looking …")
        return sheet

    return open_it


def state(sheet: SettingsSheet, provider: str) -> str:
    return sheet.keys.groups[provider].state.text()


def write(sheet: SettingsSheet, cap: str, text: str) -> None:
    line = sheet.budget.caps[cap].line
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
