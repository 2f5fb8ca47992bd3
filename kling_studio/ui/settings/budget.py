"""The page of the caps, and of how many renders run at once."""

from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Signal

from kling_studio.storage.settings import Settings
from kling_studio.ui.inspector.controls import SecondsSpin
from kling_studio.ui.settings.form import Page, heading, hint, word
from kling_studio.ui.settings.money import MoneyField
from kling_studio.ui.theme import GAP_PX

_CAPS = (
    ("cap_per_render", "For a render", "No single render may cost more"),
    ("cap_per_day", "For a day", "No more is spent on one day, by this machine's clock"),
    ("cap_per_episode", "For an episode", "No more is spent on one episode"),
    ("cap_per_project", "For the project", "No more is spent on the whole project"),
)
_ABOUT = (
    "What a cap forbids is not sent, here or by a command. What is spent and what is on its way count."
    " A price that nobody knows is above every cap. 0 lets only what is free pass."
)


class BudgetPage(Page):
    """The caps. ``chosen`` brings the name of a setting and its value."""

    chosen = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("settings_budget", "Budget")
        self.rows.addWidget(hint(_ABOUT))
        form = self.add_form()
        self.caps: dict[str, MoneyField] = {}
        for name, text, tip in _CAPS:
            field = self.caps[name] = MoneyField(name, f"Cap in dollars {text[0].lower()}{text[1:]}", tip)
            field.amount_changed.connect(lambda amount, name=name: self.chosen.emit(name, amount))
            form.addRow(word(text, field), field)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds, without announcing it."""
        for name, field in self.caps.items():
            amount: Decimal | None = getattr(settings, name)
            field.show_amount(amount)


class RenderingPage(Page):
    """How many renders run at once. ``chosen`` as on the page of the caps."""

    chosen = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("settings_rendering", "Rendering")
        self.rows.addWidget(heading("How many at once"))
        form = self.add_form()
        self.at_once = self._spin("renders_at_once", 1, 50, "Renders at once, at each provider")
        self.a_minute = self._spin(
            "wavespeed_submits_a_minute", 0, 5000, "Renders that are sent to WaveSpeed in a minute"
        )
        self.a_minute.setSpecialValueText("no limit")
        form.addRow(word("Renders at a provider", self.at_once), self.at_once)
        form.addRow(word("Sent to WaveSpeed a minute", self.a_minute), self.a_minute)
        self.rows.addWidget(
            hint(
                "The rest waits here, where it can be cancelled for nothing. An account of WaveSpeed has its own limit"
                " a minute. Both hold from the next time a project is opened."
            )
        )
        self.rows.addSpacing(GAP_PX)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds, without announcing it."""
        for spin in (self.at_once, self.a_minute):
            with QSignalBlocker(spin):
                spin.setValue(getattr(settings, spin.objectName()))

    def _spin(self, name: str, least: int, most: int, told: str) -> SecondsSpin:
        spin = SecondsSpin()
        spin.setObjectName(name)
        spin.setAccessibleName(told)
        spin.setToolTip(f"{told} (Up, Down)")
        spin.setRange(least, most)
        spin.setMaximumWidth(140)
        spin.setKeyboardTracking(False)
        spin.valueChanged.connect(lambda value: self.chosen.emit(name, value))
        return spin
