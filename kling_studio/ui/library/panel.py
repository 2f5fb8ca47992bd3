"""The library in the window: search, grid and what is selected; all it does goes through the desk."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from kling_studio.app.library import Pick
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.diff import Change
from kling_studio.core.errors import KnownError
from kling_studio.core.library import Comparison
from kling_studio.core.project import CastMember
from kling_studio.storage.library_reading import Entry
from kling_studio.ui.library.bar import LibraryBar
from kling_studio.ui.library.desk import LibraryDesk
from kling_studio.ui.library.details import LibraryDetails
from kling_studio.ui.library.grid import LibraryGrid
from kling_studio.ui.library.model import LibraryModel, Mark, tags_in
from kling_studio.ui.theme import DARK, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

_DETAILS_PX = 304
_EMPTY = (
    "Members that you keep here are there in every project.\n"
    "Drop one from the cast, or select it there and press Ctrl+Shift+K."
)


class LibraryPanel(QWidget):
    """The members of the library, or of its bin. :meth:`stop` is called before it goes."""

    entry_selected = Signal(str)

    def __init__(self, session: Session, desk: LibraryDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._binned: list[str] = []
        self.thumbnails = Thumbnails(desk.library.path_of, self)
        self.model = LibraryModel(self)
        self.bar = LibraryBar()
        self.grid = LibraryGrid(self.model, self.thumbnails, lambda: self.bar.can_undo)
        self.details = LibraryDetails(self.thumbnails)
        self.setObjectName("libraryPanel")
        self.setAccessibleName("Library")
        self._build()
        self._connect()
        self._show_shelf()
        if not desk.is_read:
            desk.refresh()

    # Verbs

    def take_selected(self, number: int = 0) -> None:
        """Take the selected entries into the cast; one may come in an older version."""
        if not self.model.shows_bin:
            self._desk.take([Pick(entry_id, number or None) for entry_id in self.grid.selected_ids])

    def bin_selected(self) -> None:
        """Put the selected entries into the bin; in the bin, take them out."""
        ids = self.grid.selected_ids
        if not ids:
            return
        binned = not self.model.shows_bin
        names = [entry.member.name for entry in self._selected()]
        self._desk.put_in_bin(ids, binned=binned)
        self._binned = ids if binned else []
        what = names[0] if len(names) == 1 else f"{len(names)} members"
        where = "in the bin" if binned else "in the library again"
        self.bar.tell(f"{what} {'is' if len(names) == 1 else 'are'} {where}.", can_undo=binned)

    def undo_bin(self) -> None:
        """Take out of the bin what was put there last."""
        ids, self._binned = self._binned, []
        self.bar.tell("")
        if ids:
            self._desk.put_in_bin(ids, binned=False)

    def show_bin(self, on: bool) -> None:
        """Show what is in the bin, or the library again."""
        self.bar.bin.setChecked(on)

    def show_entry(self, entry_id: str) -> None:
        """Bring an entry into sight and select it."""
        self.bar.clear_search()
        self.show_bin(False)
        self.grid.select([entry_id])

    def rename_selected(self) -> None:
        """Put the hand on the name of the selected entry."""
        self.details.edit_name()

    def menu(self) -> QMenu:
        """The menu of what is selected."""
        menu = QMenu(self)
        menu.setObjectName("libraryMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = len(self.grid.selected_ids)
        if self.model.shows_bin:
            menu.addAction("Take out of the bin\tDel", self.bin_selected).setEnabled(count > 0)
            return menu
        menu.addAction("Take into the cast\tEnter", self.take_selected).setEnabled(count > 0)
        menu.addAction("Rename\tF2", self.rename_selected).setEnabled(count == 1)
        menu.addAction("Tags…", self.details.tags.edit).setEnabled(count > 0)
        menu.addSeparator()
        menu.addAction("Put in the bin\tDel", self.bin_selected).setEnabled(count > 0)
        return menu

    def stop(self) -> None:
        """Make no more small pictures."""
        self.thumbnails.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.bar.search.selectAll()
        elif event.matches(QKeySequence.StandardKey.Undo) and self.bar.can_undo:
            self.undo_bin()
        elif event.key() == Qt.Key.Key_Escape and self.bar.search.text():
            self.bar.clear_search()
            self.grid.setFocus()
        elif event.key() == Qt.Key.Key_Down and self.bar.search.hasFocus():
            self.grid.setFocus()
        else:
            super().keyPressEvent(event)

    # Showing

    def _show_shelf(self) -> None:
        shelf = self._desk.shelf
        self.model.show_shelf(shelf, self._marks())
        self._show_counts()
        self._show_selected()

    def _marks(self) -> dict[str, Mark]:
        newer = self._desk.newer
        marks: dict[str, Mark] = {}
        for member in self._session.project.cast:
            if member.library is not None:
                mark = Mark.NEWER if member.id in newer else Mark.IN_CAST
                marks[member.library.id] = max(mark, marks.get(member.library.id, Mark.NONE))
        return marks

    def _show_counts(self) -> None:
        entries = self._desk.shelf.entries.values()
        binned = sum(entry.is_binned for entry in entries)
        whole = binned if self.model.shows_bin else len(entries) - binned
        shown = self.model.rowCount()
        self.bar.show_counts(shown, whole, binned)
        self.grid.set_empty_words("" if shown else self._empty_words(whole))

    def _empty_words(self, whole: int) -> str:
        if not self._desk.is_read:
            return "Reading the library…"
        if whole:
            return "Nothing in the library has these words."
        return "The bin is empty." if self.model.shows_bin else _EMPTY

    def _selected(self) -> list[Entry]:
        entries = self._desk.shelf.entries
        return [entries[entry_id] for entry_id in self.grid.selected_ids if entry_id in entries]

    def _show_selected(self) -> None:
        entries, known = self._selected(), tags_in(self._desk.shelf)
        self._hint.setVisible(not entries)
        if not entries:
            self.details.show_none()
        elif len(entries) > 1:
            self.details.show_several(entries, known)
        else:
            entry = entries[0]
            self.details.show_entry(entry, known)
            if len(entry.numbers) > 1:
                self._desk.read_versions(entry.id)
            member = self._linked_member(entry.id)
            if member is None:
                self.details.show_comparison("", None)
            else:
                self._desk.compare(member.id)
        self.entry_selected.emit(entries[0].id if len(entries) == 1 else "")

    def _linked_member(self, entry_id: str) -> CastMember | None:
        cast = self._session.project.cast
        return next((member for member in cast if member.library and member.library.id == entry_id), None)

    def _compared(self, member_id: str, comparison: Comparison) -> None:
        entries = self._selected()
        member = self._linked_member(entries[0].id) if len(entries) == 1 else None
        if member is not None and member.id == member_id:
            self.details.show_comparison(member.name, comparison)

    def _follow(self, changes: tuple[Change, ...]) -> None:
        if any(change.what == "member" for change in changes):
            self._show_shelf()

    def _search(self, words: str) -> None:
        self.model.search(words)
        self._show_counts()

    def _bin_toggled(self, on: bool) -> None:
        self.model.show_bin(on)
        self._show_counts()
        self._show_selected()

    def _open_menu(self, place: QPoint) -> None:
        self.menu().popup(self.grid.viewport().mapToGlobal(place))

    # Changing

    def _rename(self, name: str) -> None:
        if not edits.can_be_named(name):
            self.bar.refuse(KnownError("A member needs a name without @, brackets or line breaks."))
            self._show_selected()
        else:
            self.bar.tell("")
            self._desk.describe(self.grid.selected_ids, name=name)

    def _update_linked(self) -> None:
        for entry in self._selected()[:1]:
            member = self._linked_member(entry.id)
            if member is not None:
                self._desk.update(member.id)

    def _keep_linked(self) -> None:
        for entry in self._selected()[:1]:
            member = self._linked_member(entry.id)
            if member is not None:
                self._desk.keep([member.id])

    def _keep_named(self, name: str) -> None:
        member = self._session.project.member(name)
        if member is not None:
            self._desk.keep([member.id])

    # Building

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.bar)
        left.addWidget(self.grid, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._details_area())
        self.setFocusProxy(self.grid)

    def _details_area(self) -> QWidget:
        self._hint = QLabel(
            "Select a member to see its tags and versions.\nDrag it to the cast, or press Enter."
        )
        self._hint.setProperty("role", "hint")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, 0)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self.details)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFixedWidth(_DETAILS_PX)
        area.setStyleSheet(f"QScrollArea {{ border-left: 1px solid {DARK.line}; }}")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        desk, grid, details = self._desk, self.grid, self.details
        desk.shelf_changed.connect(self._show_shelf)
        desk.versions_read.connect(lambda _entry_id, versions: details.show_versions(versions))
        desk.compared.connect(self._compared)
        desk.told.connect(self.bar.tell)
        desk.failed.connect(self.bar.refuse)
        grid.chosen.connect(self._show_selected)
        grid.take_wanted.connect(self.take_selected)
        grid.bin_wanted.connect(self.bin_selected)
        grid.rename_wanted.connect(self.rename_selected)
        grid.menu_wanted.connect(self._open_menu)
        grid.member_brought.connect(self._keep_named)
        details.take_wanted.connect(self.take_selected)
        details.restore_wanted.connect(self.bin_selected)
        details.update_wanted.connect(self._update_linked)
        details.keep_wanted.connect(self._keep_linked)
        details.renamed.connect(self._rename)
        details.tags_added.connect(lambda tags: desk.describe(grid.selected_ids, add_tags=tags))
        details.tag_removed.connect(lambda tag: desk.describe(grid.selected_ids, remove_tags=[tag]))
        self.bar.searched.connect(self._search)
        self.bar.search.returnPressed.connect(grid.setFocus)
        self.bar.bin_toggled.connect(self._bin_toggled)
        self.bar.undo_wanted.connect(self.undo_bin)
        self._session.changed.connect(self._follow)
