"""The keys in the settings: where they are kept, and that nobody sees them."""

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeychain
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.storage.keychain import key_of, set_key
from kling_studio.ui.settings import SettingsSheet
from tests.keychains_for_tests import Chain, LockedChain, chain
from tests.ui.settings_sheets import Opened, file, opened, state, write

__all__ = ["chain", "file", "opened"]

# A system without a screen says so when a sheet opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECRET = "marked-secret-0123456789"


def give(sheet: SettingsSheet, provider: str, secret: str) -> None:
    group = sheet.keys.groups[provider]
    QTest.keyClicks(group.field, secret)
    QTest.keyClick(group.field, Qt.Key.Key_Return)


def test_a_key_goes_to_the_keychain_and_the_field_is_empty_at_once(
    opened: Opened, chain: Chain, qtbot: QtBot
) -> None:
    sheet = opened()
    group = sheet.keys.groups["fal"]
    assert state(sheet, "fal") == "No key: nothing can be rendered there."
    assert not group.clear_button.isEnabled()
    assert group.field.echoMode() == QLineEdit.EchoMode.Password
    with qtbot.waitSignal(sheet.key_changed) as changed:
        give(sheet, "fal", SECRET)
        assert group.field.text() == ""
        assert not group.field.isUndoAvailable()
    assert changed.args == ["fal"]
    assert list(chain.kept.values()) == [SECRET]
    qtbot.waitUntil(lambda: state(sheet, "fal") == "The keychain, ends in 6789.")
    assert group.notice.text() == "The key is in the keychain."
    assert state(sheet, "wavespeed").startswith("No key")
    group.clear_button.click()
    qtbot.waitUntil(lambda: state(sheet, "fal").startswith("No key"))
    assert chain.kept == {}


@pytest.mark.parametrize("backend", [NoKeychain, LockedChain])
def test_without_a_keychain_the_key_is_held_for_this_run_and_that_is_said(
    backend: type[KeyringBackend], opened: Opened, qtbot: QtBot
) -> None:
    keyring.set_keyring(backend())
    sheet = opened()
    give(sheet, "wavespeed", SECRET)
    qtbot.waitUntil(lambda: state(sheet, "wavespeed") == "This run only, ends in 6789.")
    assert sheet.keys.groups["wavespeed"].notice.text().endswith("The key is held for this run only.")
    key = key_of("wavespeed")
    assert key is not None
    assert key.secret == SECRET
    sheet.keys.groups["wavespeed"].clear_button.click()
    qtbot.waitUntil(lambda: sheet.keys.groups["wavespeed"].notice.text() == "The key is cleared.")


def test_a_key_can_be_held_for_this_run_by_choice(opened: Opened, chain: Chain, qtbot: QtBot) -> None:
    sheet = opened()
    sheet.keys.groups["fal"].this_run.click()
    give(sheet, "fal", SECRET)
    qtbot.waitUntil(lambda: state(sheet, "fal").startswith("This run only"))
    assert chain.kept == {}


def test_what_cannot_be_a_key_is_refused_and_not_shown(opened: Opened, chain: Chain, qtbot: QtBot) -> None:
    sheet = opened()
    notice = sheet.keys.groups["fal"].notice
    give(sheet, "fal", "two words of a key")
    qtbot.waitUntil(notice.isVisible)
    assert "two words" not in notice.text()
    assert chain.kept == {}
    assert sheet.keys.groups["fal"].field.text() == ""


def test_a_variable_wins_and_is_said(opened: Opened, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setenv("FAL_KEY", SECRET)
    sheet = opened()
    qtbot.waitUntil(
        lambda: (
            state(sheet, "fal")
            == "The environment variable FAL_KEY, ends in 6789. It stands before any other."
        )
    )
    assert not sheet.keys.groups["fal"].clear_button.isEnabled()


def test_a_key_is_in_no_file_no_text_and_no_picture_of_the_sheet(
    opened: Opened, session: Session, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = opened()
    QTest.keyClicks(sheet.keys.groups["fal"].field, SECRET)
    sheet.keys.groups["fal"].field.selectAll()
    sheet.keys.groups["fal"].field.copy()
    sheet.keys.groups["fal"].keep()
    write(sheet, "cap_per_day", "12.50")
    qtbot.waitUntil(lambda: state(sheet, "fal").endswith("6789."))
    sheet.wait()
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert file in kept
    assert not any(SECRET.encode() in path.read_bytes() for path in kept)
    shown = [label.text() + label.toolTip() + label.accessibleName() for label in sheet.findChildren(QLabel)]
    typed = [field.text() + field.displayText() for field in sheet.findChildren(QLineEdit)]
    assert not any(SECRET in text for text in [*shown, *typed, repr(sheet.settings), repr(session)])


def test_what_was_typed_and_not_set_goes_with_the_sheet(opened: Opened, chain: Chain) -> None:
    sheet = opened()
    QTest.keyClicks(sheet.keys.groups["fal"].field, SECRET)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert sheet.keys.groups["fal"].field.text() == ""
    assert chain.kept == {}


def test_a_key_that_was_set_before_is_known_by_its_end(opened: Opened, qtbot: QtBot) -> None:
    set_key("fal", SECRET)
    sheet = opened()
    assert state(sheet, "fal") == "The keychain, ends in 6789."
