"""The inspector: everything that can be said of the selected shot and of its scene."""

from kling_studio.ui.inspector.panel import InspectorPanel

__all__ = ["InspectorPanel"]
