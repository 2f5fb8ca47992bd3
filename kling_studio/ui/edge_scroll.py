"""Scrolling a list while something is held at its upper or lower edge."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea

_EDGE_PX = 28
_STEP_PX = 12
_EVERY_MS = 30


class EdgeScroll(QObject):
    """Scrolls ``area`` by itself from :meth:`hold` at an edge until :meth:`stop`."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._scroll)

    def hold(self, y: int) -> None:
        """What is dragged is ``y`` below the top of the viewport."""
        height = self._area.viewport().height()
        edge = min(_EDGE_PX, height // 4)
        self._step = -_STEP_PX if y < edge else _STEP_PX if y >= height - edge else 0
        if self._step and not self._timer.isActive():
            self._timer.start()
        elif not self._step:
            self._timer.stop()

    def stop(self) -> None:
        """What was dragged is gone."""
        self._timer.stop()

    def _scroll(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + self._step)
