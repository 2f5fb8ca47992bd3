"""Notes of the desktop, for a director who is looking at something else."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget


class DesktopNotes(QObject):
    """Tells the desktop what ended while the window was behind others. Where there is no tray, it tells nobody."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._post: Callable[[str, str], object] | None = None

    def tell(self, title: str, sentence: str) -> bool:
        """Post a note unless the window is looked at; whether one was posted."""
        if self._window.isActiveWindow():
            return False
        if self._post is None:
            self._post = self._found()
        if self._post is None:
            return False
        self._post(title, sentence)
        return True

    def _found(self) -> Callable[[str, str], object] | None:
        # Only now: most runs never need it, and it brings a part of Qt with it.
        from PySide6.QtWidgets import QSystemTrayIcon

        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return None
        from kling_studio.ui.icons import icon

        tray = QSystemTrayIcon(icon("movie-open"), self)
        tray.messageClicked.connect(self._come_back)
        tray.show()
        return lambda title, sentence: tray.showMessage(title, sentence, tray.icon())

    def _come_back(self) -> None:
        self._window.raise_()
        self._window.activateWindow()
