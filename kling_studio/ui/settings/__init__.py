"""What a person sets once: keys, budgets, how many renders run at once, price lists; and where things are."""

from kling_studio.ui.settings.sheet import SettingsSheet

__all__ = ["SettingsSheet"]
