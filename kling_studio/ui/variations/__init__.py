"""One clip in several settings: the sheet that makes a scene of each."""

from kling_studio.ui.variations.sheet import VariationsSheet

__all__ = ["VariationsSheet"]
