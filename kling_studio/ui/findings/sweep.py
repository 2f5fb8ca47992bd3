"""Checking many scenes a little at a time, so that the window answers meanwhile."""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

from kling_studio.app.session import Session
from kling_studio.core.checks import Finding
from kling_studio.core.project import Scene

_SLICE_S = 0.008

Found = tuple[tuple[Scene, Finding], ...]


class Sweep(QObject):
    """Walks through all scenes of the project; ``then`` gets every finding once the last scene is checked.

    Those that are silenced are among them.
    """

    def __init__(
        self, session: Session, then: Callable[[Found], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._then = then
        self._scenes: Iterator[Scene] = iter(())
        self._found: list[tuple[Scene, Finding]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)

    @property
    def is_running(self) -> bool:
        """Whether scenes wait to be checked."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin, anew if it runs: what is checked and unchanged is known already."""
        self._scenes = self._session.project.scenes()
        self._found = []
        self._timer.start()

    def stop(self) -> None:
        """Forget about it."""
        self._timer.stop()

    def _slice(self) -> None:
        end = time.monotonic() + _SLICE_S
        for scene in self._scenes:
            every = (*self._session.findings(scene), *self._session.silenced(scene))
            self._found += [(scene, finding) for finding in every]
            if time.monotonic() > end:
                return
        self._timer.stop()
        self._then(tuple(self._found))
