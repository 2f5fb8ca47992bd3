"""Panels that are built once the window stands, so that it stands soon."""

from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

P = TypeVar("P", bound=QWidget)


class Later(QWidget, Generic[P]):
    """The place of a panel. The panel is made when it is asked for, or right after its place was first painted."""

    def __init__(self, make: Callable[[], P], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._panel: P | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        """Whether the panel is there."""
        return self._panel is not None

    @property
    def panel(self) -> P:
        """The panel, made now if it is not there yet."""
        if self._panel is None:
            self._panel = self._make()
            self._layout.addWidget(self._panel)
            self.setFocusProxy(self._panel)
        return self._panel

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's. The first picture of the window goes before the panel."""
        super().paintEvent(event)
        if self._panel is None and self not in _waiting:
            _waiting.append(self)
            if len(_waiting) == 1:
                QTimer.singleShot(0, _make_next)


_BREATH_MS = 15
_waiting: deque[Later[Any]] = deque()


def _make_next() -> None:
    """One panel a turn of the loop: what a hand does meanwhile comes in between."""
    try:
        if isValid(_waiting[0]):
            _ = _waiting[0].panel
    finally:
        _waiting.popleft()
        if _waiting:
            QTimer.singleShot(_BREATH_MS, _make_next)
