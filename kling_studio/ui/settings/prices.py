"""The page of the price lists: which one holds for each provider, of when it is, and how to ask for today's."""

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.refreshing import PriceRefresh, day_words, result_words
from kling_studio.app.session import Session
from kling_studio.core.catalog import PriceList
from kling_studio.core.live_prices import OLD_DAYS, days_old
from kling_studio.storage.settings import Settings
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.notice import Notice
from kling_studio.ui.price_sources import source_names, sources_in_full
from kling_studio.ui.settings.form import Page, button, heading, hint
from kling_studio.ui.theme import GAP_PX

_ABOUT = "Every quote names its list and its date. What a provider charges in the end is in the ledger."


class PricesPage(Page):
    """``chosen`` brings a provider and the name of the list that holds for it; empty for its newest."""

    chosen = Signal(str, str)

    def __init__(self, session: Session, refresh: PriceRefresh | None) -> None:
        super().__init__("settings_prices", "Prices")
        self._session = session
        self._refresh = refresh
        self._chosen: Mapping[str, str] = {}
        self.lists: dict[str, PlainCombo] = {}
        self.sources: dict[str, QLabel] = {}
        self.notices: dict[str, Notice] = {}
        self.rows.addWidget(hint(_ABOUT))
        for provider in PROVIDERS:
            if session.catalog.lists_of(provider) and provider != "animatic":
                self._add_provider(provider)
        self.refresh_button = button(
            "Refresh prices", "refresh_prices", "Ask the providers for the prices of today; it costs nothing"
        )
        self.cancel_button = button(
            "Cancel", "cancel_refresh", "Stop asking; the lists stay as they are", "Cancel asking for prices"
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_PX)
        buttons.addWidget(self.refresh_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        self.rows.addSpacing(GAP_PX)
        self.rows.addLayout(buttons)
        self.refresh_button.setVisible(refresh is not None)
        self.cancel_button.hide()
        if refresh is not None:
            self.refresh_button.clicked.connect(refresh.start)
            self.cancel_button.clicked.connect(refresh.cancel)
            # Prices are asked for whether somebody looks or not: the page comes and goes.
            self.destroyed.connect(refresh.changed.connect(lambda _nothing: self._show_progress()))
        self.destroyed.connect(session.lists_changed.connect(lambda _nothing: self._show_lists()))
        self._show_lists()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds, with the lists as the catalog has them now."""
        self._chosen = dict(settings.price_lists)
        self._show_lists()

    def _show_lists(self) -> None:
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
            held = self._held(provider)
            words = _source_words(held, datetime.now().astimezone().date()) if held else "No list"
            in_full = sources_in_full(held) if held else ""
            self.sources[provider].setText(words)
            self.sources[provider].setToolTip(in_full)
            self.sources[provider].setAccessibleDescription(in_full)
            combo.setToolTip(f"{words}\n\n{in_full}".strip())
        self._show_progress()

    def _show_progress(self) -> None:
        refresh = self._refresh
        if refresh is None:
            return
        self.refresh_button.setEnabled(not refresh.is_running)
        self.cancel_button.setVisible(refresh.is_running)
        for provider, notice in self.notices.items():
            result = refresh.results.get(provider)
            if provider in refresh.progress:
                notice.say(_progress_words(*refresh.progress[provider]), is_error=False)
            elif result is not None:
                notice.say(result_words(result, self._held(provider)), is_error=result.error is not None)
            elif refresh.was_cancelled:
                notice.say("Cancelled; the prices are as they were.", is_error=False)

    def _held(self, provider: str) -> PriceList | None:
        return self._session.catalog.price_list(provider, [self._chosen.get(provider, "")])

    def _add_provider(self, provider: str) -> None:
        combo = self.lists[provider] = PlainCombo()
        combo.setObjectName(f"price_list_{provider}")
        combo.setAccessibleName(f"Price list of {PROVIDERS[provider]}")
        combo.activated.connect(lambda _index: self.chosen.emit(provider, combo.currentData()))
        source = self.sources[provider] = hint("", f"price_source_{provider}")
        notice = self.notices[provider] = Notice(f"prices_notice_{provider}")
        self.rows.addSpacing(GAP_PX)
        self.rows.addWidget(heading(PROVIDERS[provider]))
        self.rows.addWidget(combo)
        self.rows.addWidget(source)
        self.rows.addWidget(notice)


def _list_words(prices: PriceList) -> str:
    return f"{prices.name}, as of {day_words(prices.as_of)}"


def _source_words(prices: PriceList, today: date) -> str:
    old = days_old(prices, today)
    age = f", {old} days old: worth refreshing" if old > OLD_DAYS else ""
    return f"As of {day_words(prices.as_of)}{age}. From {source_names(prices)}"


def _progress_words(done: int, total: int) -> str:
    return f"Asking, {done} of {total} …" if total else "Asking …"
