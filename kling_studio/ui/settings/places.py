"""The page of addresses and folders: to be read, copied and opened."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kling_studio.app.addresses import AddressInForce, addresses_in_force
from kling_studio.storage.places import cache_folder, config_folder, data_folder
from kling_studio.ui.settings.form import Page, button, heading, hint, value, word
from kling_studio.ui.theme import DARK, GAP_PX


class PlacesPage(Page):
    """Where the providers are asked, and where files are."""

    def __init__(self, project: Path) -> None:
        super().__init__("settings_places", "Places")
        self.rows.addWidget(heading("Addresses"))
        self.rows.addWidget(
            hint(
                "Keys go to these alone. A variable of the environment can lead elsewhere, for tests on this machine."
            )
        )
        addresses = self.add_form()
        for address in addresses_in_force():
            shown = _address(address)
            addresses.addRow(word(address.name, shown), shown)
        self.rows.addSpacing(GAP_PX)
        self.rows.addWidget(heading("Folders"))
        folders = self.add_form()
        for name, text, folder in (
            ("project", "This project", project),
            ("settings", "Settings", config_folder()),
            ("data", "Library and sample", data_folder()),
            ("cache", "Cache", cache_folder()),
        ):
            row = _folder(name, text, folder)
            folders.addRow(word(text, row), row)


def _address(address: AddressInForce) -> QWidget:
    shown = value(address.address, f"address_{address.variable}")
    shown.setAccessibleName(f"Address of {address.name}")
    shown.setToolTip(address.address or address.trouble)
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    if not address.trouble:
        column.addWidget(shown)
    words = address.trouble or (f"Set by {address.variable}" if address.overridden else "")
    if words:
        told: QLabel = hint(words, f"overridden_{address.variable}")
        told.setStyleSheet(f"color: {DARK.error if address.trouble else DARK.warning}")
        column.addWidget(told)
    return box


def _folder(name: str, text: str, folder: Path) -> QWidget:
    shown = value(str(folder), f"folder_{name}")
    shown.setAccessibleName(f"Folder: {text}")
    shown.setToolTip(str(folder))
    opener = button("Open", f"open_folder_{name}", f"Open {folder}", f"Open the folder: {text}")
    opener.setEnabled(folder.is_dir())
    opener.clicked.connect(lambda _on: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_PX)
    row.addWidget(shown, 1)
    row.addWidget(opener)
    return box
