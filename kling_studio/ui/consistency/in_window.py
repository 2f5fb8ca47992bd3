"""The consistency sheets of one window: opened for a member, and what was read kept between them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from kling_studio.app.session import Session
from kling_studio.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from kling_studio.app.consistency import FrameCache
    from kling_studio.ui.cast import CastPanel
    from kling_studio.ui.consistency.sheet import ConsistencyDialog


class ConsistencyInWindow(QObject):
    """``take_wanted`` tells a take to be shown by its scene and number; ``told`` why there is nothing to open."""

    take_wanted = Signal(str, int)
    told = Signal(str)

    def __init__(self, session: Session, thumbnails: Thumbnails, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._thumbnails = thumbnails
        self._window = window
        self._panel: CastPanel | None = None
        self._cache: FrameCache | None = None
        self._open: dict[str, ConsistencyDialog] = {}

    def bind(self, panel: "CastPanel") -> None:
        """Give a cast panel's menu the verb."""
        self._panel = panel
        panel.menu_made.connect(self._add_to_menu)

    def show_selected(self) -> None:
        """Open the sheet of the selected member, or of the first one where none is selected."""
        cast = self._session.project.cast
        member_id = self._panel.selected_id if self._panel is not None else ""
        if not cast:
            self.told.emit("There is nobody in the cast yet.")
        else:
            self.show(member_id or cast[0].id)

    def show(self, member_id: str) -> "ConsistencyDialog":
        """Open a member's sheet, or bring it to the front."""
        from kling_studio.app.consistency import FrameCache
        from kling_studio.ui.consistency.sheet import ConsistencyDialog

        dialog = self._open.get(member_id)
        if dialog is None:
            member = next(one for one in self._session.project.cast if one.id == member_id)
            self._cache = self._cache or FrameCache(self._session.path_of)
            dialog = ConsistencyDialog(self._session, member, self._thumbnails, self._cache, self._window)
            dialog.take_wanted.connect(self.take_wanted)
            dialog.destroyed.connect(lambda: self._open.pop(member_id, None))
            dialog.finished.connect(lambda _code: self._open.pop(member_id, None))
            self._open[member_id] = dialog
            dialog.show()
        else:
            dialog.raise_()
            dialog.activateWindow()
        return dialog

    def stop(self) -> None:
        """Close every sheet."""
        for dialog in list(self._open.values()):
            dialog.close()
        self._open.clear()

    def _add_to_menu(self, menu: QMenu) -> None:
        if self._panel is not None and self._panel.selected_id:
            action = menu.addAction("Consistency sheet\tCtrl+Shift+F", self.show_selected)
            action.setObjectName("consistencySheet")
