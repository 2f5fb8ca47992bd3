"""The library in the cast panel: what is dragged from it, its verbs in the menu, and the badge of what is newer."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QWidget

from kling_studio.app import library as shared
from kling_studio.app.library import Pick
from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.core.project import CastMember
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import listed
from kling_studio.ui.library.desk import LibraryDesk
from kling_studio.ui.library.mime import entries_of
from kling_studio.ui.theme import MARGIN_PX

_NAMED = 3


class LibraryInCast(QObject):
    """Binds a cast panel to the library. ``entry_wanted`` asks for an entry to be shown in the library."""

    entry_wanted = Signal(str)

    def __init__(self, session: Session, panel: CastPanel, desk: LibraryDesk) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._desk = desk
        self._bubble = DropBubble(panel)
        for place in (panel, panel.cards.viewport()):
            place.installEventFilter(self)
        panel.menu_made.connect(self._add_to_menu)
        desk.shelf_changed.connect(self._show_newer)
        desk.taken.connect(self._select)
        session.changed.connect(self._follow)
        if not desk.is_read:
            desk.refresh()
        self._show_newer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes drags from the library; all others are the panel's own."""
        if isinstance(event, QDropEvent) and isinstance(watched, QWidget):
            ids = entries_of(event.mimeData())
            if ids:
                self._drag(watched, event, ids)
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self._bubble.hide()
        return super().eventFilter(watched, event)

    def _drag(self, watched: QWidget, event: QDropEvent, ids: tuple[str, ...]) -> None:
        place = event.position().toPoint()
        refused = self._session.read_only_reason
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(refused is None)
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            at = QRect(watched.mapTo(self._panel, place), QSize(1, 1)).adjusted(MARGIN_PX, 0, 0, 0)
            self._bubble.say(refused or self._words(ids), at, refused=refused is not None)
            return
        self._bubble.hide()
        index = self._index_at(place) if watched is self._panel.cards.viewport() else None
        self._desk.take([Pick(entry_id) for entry_id in ids], index)

    def _words(self, ids: tuple[str, ...]) -> str:
        entries = self._desk.shelf.entries
        names = [entries[entry_id].member.name for entry_id in ids if entry_id in entries]
        what = listed(names) if len(names) <= _NAMED else f"{len(names)} members"
        twins = shared.twins(self._session.project, self._desk.shelf, ids)
        asks = ", and asks about who is here already" if twins else ""
        return f"Takes {what} into the cast{asks}"

    def _index_at(self, place: QPoint) -> int | None:
        """Before or behind the card that the drop is on, whichever is nearer."""
        cards = self._panel.cards
        row = cards.indexAt(place)
        member = cards.members.member_at(row)
        if member is None:
            return None
        behind = place.y() > cards.visualRect(row).center().y()
        return self._session.project.cast.index(member) + behind

    def _add_to_menu(self, menu: QMenu) -> None:
        member = self._selected()
        menu.addSeparator()
        if member is not None:
            self._add_member_verbs(menu, member)
        menu.addAction("Open the library\tCtrl+8", lambda: self.entry_wanted.emit(""))

    def _add_member_verbs(self, menu: QMenu, member: CastMember) -> None:
        keep = menu.addAction("Keep in library\tCtrl+Shift+K", self.keep_selected)
        keep.setObjectName("keepInLibrary")
        link = member.library
        if link is not None:
            update = menu.addAction("Update from library", self.update_selected)
            update.setObjectName("updateFromLibrary")
            update.setEnabled(member.id in self._desk.newer)
            show = menu.addAction("Compare with the library", lambda: self.entry_wanted.emit(link.id))
            show.setObjectName("showInLibrary")
            show.setEnabled(self._desk.shelf.entry(link.id) is not None)

    def keep_selected(self) -> None:
        """Keep the selected member of the cast in the library."""
        if self._panel.selected_id:
            self._desk.keep([self._panel.selected_id])

    def update_selected(self) -> None:
        """Bring what is newer in the library into the selected member."""
        if self._panel.selected_id:
            self._desk.update(self._panel.selected_id)

    def _selected(self) -> CastMember | None:
        return self._panel.cards.members.member_at(self._panel.cards.currentIndex())

    def _select(self, member_ids: list[str]) -> None:
        if member_ids:
            self._panel.cards.select(member_ids[0])

    def _follow(self, changes: tuple[Change, ...]) -> None:
        if any(change.what == "member" for change in changes):
            self._show_newer()

    def _show_newer(self) -> None:
        self._panel.cards.members.set_newer(self._desk.newer)
