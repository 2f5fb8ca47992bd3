"""The timeline of a scene: its shots in time, drawn and moved by hand."""

from kling_studio.ui.timeline.landing import END_FRAME, SCENE_PICTURES, START_FRAME
from kling_studio.ui.timeline.view import TimelineView

__all__ = ["END_FRAME", "SCENE_PICTURES", "START_FRAME", "TimelineView"]
