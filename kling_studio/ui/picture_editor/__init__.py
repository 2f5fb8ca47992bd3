"""Cropping and turning a picture where it stands."""

from kling_studio.ui.picture_editor.editor import PictureEditor

__all__ = ["PictureEditor"]
