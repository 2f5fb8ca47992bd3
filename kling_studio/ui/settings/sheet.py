"""The settings as a sheet over the window: what is changed holds and is saved at once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from kling_studio.app.refreshing import PriceRefresh
from kling_studio.app.session import Session
from kling_studio.storage import settings as settings_file
from kling_studio.storage.settings import Settings
from kling_studio.ui.background import Background
from kling_studio.ui.notice import Notice
from kling_studio.ui.settings.budget import BudgetPage, RenderingPage
from kling_studio.ui.settings.form import button
from kling_studio.ui.settings.keys import KeysPage
from kling_studio.ui.settings.places import PlacesPage
from kling_studio.ui.settings.prices import PricesPage
from kling_studio.ui.theme import GAP_PX, MARGIN_PX

FIELDS = (
    "cap_per_render",
    "cap_per_day",
    "cap_per_episode",
    "cap_per_project",
    "renders_at_once",
    "wavespeed_submits_a_minute",
    "price_lists",
)
"""The settings that the sheet changes; the others are the window's own."""


def with_fields_of(settings: Settings, chosen: Settings) -> Settings:
    """``settings`` with what was chosen in the sheet, and everything else as it is."""
    fields: dict[str, Any] = {name: getattr(chosen, name) for name in FIELDS}
    return replace(settings, **fields)


class SettingsSheet(QDialog):
    """Open it with ``open()``. ``changed`` brings the settings after each change; ``key_changed`` a provider.

    ``refresh`` asks the providers for their prices, and goes on when the sheet is closed. ``file`` is where the
    settings are kept.
    """

    changed = Signal(object)
    key_changed = Signal(str)

    def __init__(
        self,
        settings: Settings,
        session: Session,
        refresh: PriceRefresh | None = None,
        file: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle("Settings")
        self.setAccessibleName("Settings")
        self.resize(640, 600)
        self.settings = settings
        self._at_first = settings
        self._session = session
        self._file = file
        # A keychain may wait for a person to unlock it: the file must not wait behind it.
        self._saving = Background(self)
        self._asking = Background(self)
        self.keys = KeysPage(self._asking)
        self.keys.key_changed.connect(self.key_changed)
        self.budget = BudgetPage()
        self.budget.chosen.connect(self._choose)
        self.rendering = RenderingPage()
        self.rendering.chosen.connect(self._choose)
        self.prices = PricesPage(session, refresh)
        self.prices.chosen.connect(self._choose_list)
        self.places = PlacesPage(session.folder.root)
        self.notice = Notice("settings_notice")
        self._lay_out()
        self._show()

    def show_page(self, name: str) -> None:
        """Turn to a page: keys, budget, rendering, prices or places."""
        self.pages.setCurrentWidget(getattr(self, name))

    def undo_changes(self) -> None:
        """Bring back what held when the sheet was opened; keys stay as they are."""
        self._become(with_fields_of(self.settings, self._at_first))
        self._show()

    def wait(self) -> None:
        """Wait until what was changed is on the disk."""
        self._saving.wait()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keys.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._forget_typed()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Qt's. What was typed and not set is gone with the sheet."""
        self._forget_typed()
        super().done(result)

    def _forget_typed(self) -> None:
        for group in self.keys.groups.values():
            group.field.setText("")

    def _choose(self, name: str, value: object) -> None:
        self._become(replace(self.settings, **{name: value}))  # type: ignore[arg-type]

    def _choose_list(self, provider: str, name: str) -> None:
        others = [pair for pair in self.settings.price_lists if pair[0] != provider]
        mine = [(provider, name)] if name else []
        self._become(replace(self.settings, price_lists=(*others, *mine)))
        self.prices.show_settings(self.settings)

    def _become(self, settings: Settings) -> None:
        if settings == self.settings:
            return
        before, self.settings = self.settings, settings
        self.undo.setEnabled(settings != self._at_first)
        if settings.price_lists != before.price_lists:
            self._session.choose_lists(tuple(name for _, name in settings.price_lists))
        self.changed.emit(settings)
        file = self._file
        self._saving.run(lambda: _save(settings, file), self._saved, self.notice.tell)

    def _saved(self, _nothing: None) -> None:
        self.notice.say("Saved.", is_error=False)

    def _show(self) -> None:
        for page in (self.budget, self.rendering, self.prices):
            page.show_settings(self.settings)
        self.undo.setEnabled(self.settings != self._at_first)

    def _lay_out(self) -> None:
        self.pages = QTabWidget()
        self.pages.setObjectName("settings_pages")
        self.pages.setDocumentMode(True)
        for page in (self.keys, self.budget, self.rendering, self.prices, self.places):
            self.pages.addTab(page, page.title)
        self.undo = button(
            "Undo changes", "settings_undo", "Bring back what held when the settings were opened; keys stay"
        )
        self.undo.clicked.connect(self.undo_changes)
        close = button("Close", "settings_close", "Close the settings (Esc)")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, MARGIN_PX)
        foot.setSpacing(GAP_PX)
        foot.addWidget(self.undo)
        foot.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_PX, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)


def _save(settings: Settings, file: Path | None) -> None:
    """Write what the sheet changes into the file; what else stands there is not ours to change."""
    settings_file.save(with_fields_of(settings_file.load(file), settings), file)
