"""One scene side by side on every model."""

from kling_studio.ui.compare.dialog import CompareDialog

__all__ = ["CompareDialog"]
