"""The series: episodes and scenes as a tree."""

from kling_studio.ui.series.panel import SeriesPanel

__all__ = ["SeriesPanel"]
