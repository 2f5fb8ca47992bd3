"""Renders on their way and those that ended today: how far each is, what it costs, what can be done."""

from kling_studio.ui.queue.panel import QueuePanel

__all__ = ["QueuePanel"]
