"""The settings: what holds at once, what reaches the disk, and which prices hold."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.app.refreshing import PriceRefresh
from kling_studio.app.session import Session
from kling_studio.app.tasks import Tasks
from kling_studio.storage import settings as settings_file
from kling_studio.storage.settings import Settings
from kling_studio.ui.settings.money import amount_in
from kling_studio.ui.settings.sheet import with_fields_of
from tests.keychains_for_tests import chain
from tests.ui.settings_sheets import Opened, file, opened, write

__all__ = ["chain", "file", "opened"]

# A system without a screen says so when a sheet opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_cap_holds_and_is_saved_at_once_and_nothing_else_is_touched(
    opened: Opened, file: Path, qtbot: QtBot
) -> None:
    settings_file.save(Settings(last_project="/elsewhere", volume=0.5), file)
    sheet = opened(Settings(last_project="/long ago"))
    with qtbot.waitSignal(sheet.changed) as changed:
        write(sheet, "cap_per_day", "$ 12.5")
    assert changed.args[0].cap_per_day == Decimal("12.5")
    assert sheet.budget.caps["cap_per_day"].line.text() == "12.50"
    qtbot.waitUntil(lambda: sheet.notice.text() == "Saved.")
    on_disk = settings_file.load(file)
    assert on_disk == Settings(last_project="/elsewhere", volume=0.5, cap_per_day=Decimal("12.5"))
    write(sheet, "cap_per_day", "")
    sheet.wait()
    assert settings_file.load(file).cap_per_day is None


@pytest.mark.parametrize("text", ["1,50", "-1", "1e3", "NaN", "free", "٣", "1.23456", "1 000", "+2"])
def test_what_is_no_amount_is_said_and_changes_nothing(text: str, opened: Opened, qtbot: QtBot) -> None:
    sheet = opened(Settings(cap_per_render=Decimal(3)))
    with pytest.raises(ValueError, match=r"such as 2\.50"):
        amount_in(text)
    with qtbot.assertNotEmitted(sheet.changed):
        sheet.show_page("budget")
        sheet.budget.caps["cap_per_render"].line.setText(text)
        QTest.keyClick(sheet.budget.caps["cap_per_render"].line, Qt.Key.Key_Return)
    assert sheet.budget.caps["cap_per_render"].trouble.isVisible()
    assert sheet.settings.cap_per_render == Decimal(3)


def test_a_field_that_is_left_holds_too(opened: Opened) -> None:
    sheet = opened()
    sheet.show_page("budget")
    line = sheet.budget.caps["cap_per_episode"].line
    line.setFocus()
    QTest.keyClicks(line, "0")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert sheet.settings.cap_per_episode == Decimal(0)


def test_all_changes_are_undone_together(opened: Opened, file: Path, session: Session) -> None:
    first = Settings(cap_per_project=Decimal(40), price_lists=(("fal", "fal-2026-02"),))
    session.choose_lists(("fal-2026-02",))
    sheet = opened(first)
    assert not sheet.undo.isEnabled()
    write(sheet, "cap_per_project", "10")
    write(sheet, "cap_per_render", "1")
    sheet.rendering.at_once.setValue(5)
    sheet.prices.chosen.emit("fal", "")
    undated: tuple[str, ...] = session.lists
    assert undated == ()
    sheet.undo.click()
    assert sheet.settings == first
    assert session.lists == ("fal-2026-02",)
    assert sheet.budget.caps["cap_per_project"].line.text() == "40.00"
    assert sheet.budget.caps["cap_per_render"].line.text() == ""
    assert sheet.rendering.at_once.value() == 2
    assert not sheet.undo.isEnabled()
    sheet.wait()
    assert with_fields_of(Settings(), settings_file.load(file)) == first


def test_a_price_list_prices_the_project_at_once(opened: Opened, session: Session) -> None:
    sheet = opened()
    scene = next(scene for scene in session.project.scenes() if scene.model.startswith("fal:"))
    before = session.quote(scene)
    assert before is not None
    combo = sheet.prices.lists["fal"]
    assert combo.itemText(0).startswith("Newest: fal-2026-09, as of 4 September 2026")
    combo.setCurrentIndex(combo.findData("fal-2026-02"))
    combo.activated.emit(combo.currentIndex())
    after = session.quote(scene)
    assert after is not None
    assert (before.price_list, after.price_list) == ("fal-2026-09", "fal-2026-02")
    assert sheet.settings.price_lists == (("fal", "fal-2026-02"),)
    assert "February 2026" in sheet.prices.sources["fal"].text()


def test_a_list_that_is_not_there_any_more_gives_way_to_the_newest(opened: Opened) -> None:
    sheet = opened(Settings(price_lists=(("fal", "gone"),)))
    assert sheet.prices.lists["fal"].currentData() == ""


def test_nobody_can_refresh_what_nobody_knows_how_to(opened: Opened) -> None:
    sheet = opened()
    sheet.show_page("prices")
    assert not sheet.prices.refresh_button.isVisible()


def test_a_list_says_when_it_is_worth_refreshing(opened: Opened, session: Session) -> None:
    today = datetime.now().astimezone().date()
    made = session.catalog.price_lists["fal-2026-09"]
    sheet = opened()
    session.add_price_list(replace(made, name="fal-young", as_of=today - timedelta(days=30)))
    assert sheet.prices.lists["fal"].itemText(0).startswith("Newest: fal-young, as of ")
    assert "days old" not in sheet.prices.sources["fal"].text()
    session.add_price_list(replace(made, name="fal-young", as_of=today - timedelta(days=31)))
    assert ", 31 days old: worth refreshing. From " in sheet.prices.sources["fal"].text()


def test_where_prices_are_from_is_named_and_the_addresses_are_in_the_tip(
    opened: Opened, session: Session
) -> None:
    made = session.catalog.price_lists["fal-2026-09"]
    places = "https://fal.ai/models (2026); https://api.fal.ai/v1 as answered; http://www.kling.ai/x (May); a letter"
    sheet = opened()
    session.add_price_list(replace(made, source=places))
    label = sheet.prices.sources["fal"]
    assert label.text().endswith(". From fal.ai and kling.ai")
    assert label.toolTip() == label.accessibleDescription() == places.replace("; ", "\n")
    assert label.toolTip() in sheet.prices.lists["fal"].toolTip()
    for source, name in (("https://fal.ai; old", "fal.ai"), ("a letter, read in May; once more", "a letter")):
        session.add_price_list(replace(made, source=source))
        assert label.text().endswith(f". From {name}")


def test_addresses_say_which_variable_leads_them_elsewhere(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLING_STUDIO_WAVESPEED_URL", "http://127.0.0.1:8123")
    monkeypatch.setenv("KLING_STUDIO_FAL_QUEUE_URL", "http://example.com")
    sheet = opened()
    address = sheet.findChild(QLineEdit, "address_KLING_STUDIO_WAVESPEED_URL")
    assert address is not None
    assert (address.text(), address.isReadOnly()) == ("http://127.0.0.1:8123", True)
    said = {label.objectName(): label.text() for label in sheet.findChildren(QLabel)}
    assert said["overridden_KLING_STUDIO_WAVESPEED_URL"] == "Set by KLING_STUDIO_WAVESPEED_URL"
    assert "https://" in said["overridden_KLING_STUDIO_FAL_QUEUE_URL"]


class Opener(QObject):
    """Stands where the desktop's file manager would."""

    def __init__(self) -> None:
        super().__init__()
        self.folders: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.folders.append(url.toLocalFile())


def test_folders_open_in_the_file_manager(opened: Opened, session: Session) -> None:
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")  # type: ignore[arg-type]  # a text, in truth
    try:
        sheet = opened()
        button = sheet.findChild(QPushButton, "open_folder_project")
        assert button is not None
        button.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opener.folders == [str(session.folder.root)]


def test_a_disk_that_refuses_is_said_and_the_change_holds(opened: Opened, file: Path, qtbot: QtBot) -> None:
    file.parent.parent.mkdir(exist_ok=True)
    file.parent.write_text("a file where a folder should be")
    sheet = opened()
    write(sheet, "cap_per_day", "5")
    qtbot.waitUntil(lambda: sheet.notice.isVisible() and sheet.notice.text() != "Saved.")
    assert sheet.settings.cap_per_day == Decimal(5)


def test_every_control_has_a_name_a_tip_and_is_reached_by_tab(opened: Opened, session: Session) -> None:
    sheet = opened(None, PriceRefresh(session, Tasks(print)))
    for control in [*sheet.findChildren(QPushButton), *sheet.findChildren(QLineEdit)]:
        if control.objectName().startswith("qt_"):
            continue
        assert control.objectName()
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
