"""The library of one window: made when the cast or the library itself is first seen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.ui.later import Later

if TYPE_CHECKING:
    from kling_studio.ui.cast import CastPanel
    from kling_studio.ui.library.desk import LibraryDesk
    from kling_studio.ui.library.in_cast import LibraryInCast
    from kling_studio.ui.library.panel import LibraryPanel


class LibraryInWindow(QObject):
    """The place of the library, and its hold on the cast panel.

    ``told`` and ``failed`` bring what the library says while it is not in sight itself; ``shown`` asks for its place to
    be brought to the front.
    """

    told = Signal(str)
    failed = Signal(object)
    shown = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._desk: LibraryDesk | None = None
        self._in_cast: LibraryInCast | None = None
        self.place: Later[LibraryPanel] = Later(self._make_panel)

    @property
    def desk(self) -> "LibraryDesk":
        """What the library of this window does, made now if it is not there yet."""
        if self._desk is None:
            from kling_studio.ui.library.desk import LibraryDesk

            self._desk = LibraryDesk(self._session, self._window)
            self._desk.told.connect(self._tell)
            self._desk.failed.connect(self._fail)
        return self._desk

    def bind(self, panel: "CastPanel") -> None:
        """Give a cast panel the library's menu, drops and badges."""
        from kling_studio.ui.library.in_cast import LibraryInCast

        self._in_cast = LibraryInCast(self._session, panel, self.desk)
        self._in_cast.entry_wanted.connect(self.show)

    def keep_selected(self) -> None:
        """Keep the selected member of the cast in the library."""
        if self._in_cast is not None:
            self._in_cast.keep_selected()

    def show(self, entry_id: str = "") -> None:
        """Bring the library to the front, with an entry selected."""
        panel = self.place.panel
        self.shown.emit()
        if entry_id:
            panel.show_entry(entry_id)

    def stop(self) -> None:
        """Wait for what is being read and written."""
        if self.place.is_made:
            self.place.panel.stop()
        if self._desk is not None:
            self._desk.stop()

    def _make_panel(self) -> "LibraryPanel":
        from kling_studio.ui.library.panel import LibraryPanel

        return LibraryPanel(self._session, self.desk)

    def _tell(self, words: str) -> None:
        if not self.place.isVisible():
            self.told.emit(words)

    def _fail(self, error: KnownError) -> None:
        if not self.place.isVisible():
            self.failed.emit(error)
