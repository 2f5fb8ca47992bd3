"""The preview: the scene's takes on a screen, frame by frame, and the storyboard until there is one."""

from kling_studio.ui.preview.panel import PreviewPanel

__all__ = ["PreviewPanel"]
