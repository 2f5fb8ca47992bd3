"""The glass box: exactly what would be sent for a scene."""

from kling_studio.ui.request.page import RequestPage

__all__ = ["RequestPage"]
