"""Trimming a film or a sound where it stands."""

from kling_studio.ui.trimming.editor import TrimEditor

__all__ = ["TrimEditor"]
