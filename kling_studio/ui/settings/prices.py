"""The page of the price lists: which one holds for each provider, of when it is and where it was read."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.session import Session
from kling_studio.core.catalog import PriceList
from kling_studio.storage.settings import Settings
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.notice import Notice
from kling_studio.ui.settings.form import Page, button, heading, hint
from kling_studio.ui.theme import GAP_PX

_ABOUT = "Every quote names its list and its date. What a provider charges in the end is in the ledger."


class PricesPage(Page):
    """``chosen`` brings a provider and the name of the list that holds for it; empty for its newest."""

    chosen = Signal(str, str)

    def __init__(self, session: Session, refresh_prices: Callable[[], object] | None) -> None:
        super().__init__("settings_prices", "Prices")
        self._session = session
        self._chosen: Mapping[str, str] = {}
        self.lists: dict[str, PlainCombo] = {}
        self.sources: dict[str, QLabel] = {}
        self.rows.addWidget(hint(_ABOUT))
        for provider in PROVIDERS:
            if session.catalog.lists_of(provider) and provider != "animatic":
                self._add_provider(provider)
        self.refresh_button = button(
            "Refresh prices", "refresh_prices", "Ask the providers for the prices of today"
        )
        self.refresh_button.setVisible(refresh_prices is not None)
        self.notice = Notice("prices_notice")
        if refresh_prices is not None:
            self.refresh_button.clicked.connect(lambda _on: self._refresh(refresh_prices))
        self.rows.addSpacing(GAP_PX)
        self.rows.addWidget(self.refresh_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addWidget(self.notice)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds, with the lists as the catalog has them now."""
        self._chosen = dict(settings.price_lists)
        for provider, combo in self.lists.items():
            lists = self._session.catalog.lists_of(provider)
            known = {one.name for one in lists}
            name = self._chosen.get(provider, "")
            newest = f"Newest: {_list_words(lists[0])}" if lists else "Newest"
            choices: list[tuple[str, object]] = [
                (newest, ""),
                *((_list_words(one), one.name) for one in lists),
            ]
            combo.set_choices(choices, name if name in known else "")
            held = self._session.catalog.price_list(provider, [name])
            words = f"As of {held.as_of:%d %B %Y}, from {held.source}" if held else "No list"
            self.sources[provider].setText(words)
            combo.setToolTip(words)

    def tell_refreshed(self, words: str, *, is_error: bool = False) -> None:
        """What came of asking for the prices."""
        self.refresh_button.setEnabled(True)
        self.notice.say(words, is_error=is_error)

    def _refresh(self, refresh_prices: Callable[[], object]) -> None:
        self.refresh_button.setEnabled(False)
        self.notice.say("Asking the providers …", is_error=False)
        refresh_prices()

    def _add_provider(self, provider: str) -> None:
        combo = self.lists[provider] = PlainCombo()
        combo.setObjectName(f"price_list_{provider}")
        combo.setAccessibleName(f"Price list of {PROVIDERS[provider]}")
        combo.activated.connect(lambda _index: self.chosen.emit(provider, combo.currentData()))
        source = self.sources[provider] = hint("", f"price_source_{provider}")
        self.rows.addSpacing(GAP_PX)
        self.rows.addWidget(heading(PROVIDERS[provider]))
        self.rows.addWidget(combo)
        self.rows.addWidget(source)


def _list_words(prices: PriceList) -> str:
    return f"{prices.name}, as of {prices.as_of.isoformat()}"
