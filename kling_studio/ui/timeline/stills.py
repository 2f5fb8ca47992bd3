"""The pictures in the blocks: asked for in one size, kept until a better one is there."""

from math import ceil

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from kling_studio.core.project import Project, Scene, Shot
from kling_studio.core.stills import still_of
from kling_studio.ui.thumbnails import Thumbnails

# Sizes go in steps, so that dragging a splitter does not read each file at every pixel.
_STEP_PX = 24


class Stills(QObject):
    """The still of each shot of a scene. ``changed`` tells that one of those asked for has come."""

    changed = Signal()

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._kept: dict[str, QPixmap] = {}
        self._asked: set[str] = set()
        thumbnails.ready.connect(self._came)

    def pixmap(self, project: Project, scene: Scene, shot: Shot, height_px: float) -> QPixmap | None:
        """The picture of a shot in the scene's ratio, at least so high; an earlier size until that is made."""
        reference = still_of(project, scene, shot)
        if reference is None:
            return None
        self._asked.add(reference)
        # Somewhat larger than shown, since a wide block shows a part of it.
        height = ceil(height_px * 1.4 / _STEP_PX) * _STEP_PX
        pixmap = self._thumbnails.pixmap(reference, round(height * _ratio(scene.aspect_ratio)), height)
        if pixmap is not None:
            self._kept[reference] = pixmap
        return pixmap or self._kept.get(reference)

    def forget(self) -> None:
        """Another scene is shown."""
        self._kept.clear()
        self._asked.clear()

    def _came(self, reference: str) -> None:
        if reference in self._asked:
            self.changed.emit()


def _ratio(aspect_ratio: str) -> float:
    return {"9:16": 9 / 16, "1:1": 1.0}.get(aspect_ratio, 16 / 9)
