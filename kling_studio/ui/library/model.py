"""The members of the library as rows, by name, with those left out that the search does not match."""

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from kling_studio.core.project import CastMember, MemberKind
from kling_studio.storage.library_reading import Entry, Shelf
from kling_studio.ui.cast.model import picture_of
from kling_studio.ui.library.mime import LIBRARY_MIME, library_mime

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LibraryRole(IntEnum):
    """What a cell shows, beside the name."""

    ENTRY = Qt.ItemDataRole.UserRole
    PICTURE = Qt.ItemDataRole.UserRole + 1
    LINE = Qt.ItemDataRole.UserRole + 2
    MARK = Qt.ItemDataRole.UserRole + 3


class Mark(IntEnum):
    """How the open project stands to an entry."""

    NONE = 0
    IN_CAST = 1
    NEWER = 2


class LibraryModel(QAbstractListModel):
    """Rows of entries: those in the library, or those in its bin."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = Shelf({})
        self._marks: dict[str, Mark] = {}
        self._words: tuple[str, ...] = ()
        self._shows_bin = False
        self._texts: dict[str, tuple[Entry, str]] = {}
        self._rows: list[str] = []
        self._by_picture: dict[str, list[int]] = {}
        self._shown: dict[int, Callable[[Entry], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda entry: entry.member.name,
            Qt.ItemDataRole.ToolTipRole: lambda entry: tip_of(entry, self._mark(entry)),
            Qt.ItemDataRole.AccessibleTextRole: lambda entry: f"{entry.member.name}, {line_of(entry)}",
            LibraryRole.ENTRY: lambda entry: entry,
            LibraryRole.PICTURE: lambda entry: picture_of(entry.member),
            LibraryRole.LINE: line_of,
            LibraryRole.MARK: self._mark,
        }

    @property
    def shows_bin(self) -> bool:
        """Whether the rows are those of the bin."""
        return self._shows_bin

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        show = self._shown.get(role)
        return show(self._shelf.entries[self._rows[index.row()]]) if show else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [LIBRARY_MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        return library_mime(self.id_at(index) for index in indexes)

    def id_at(self, index: AnyIndex) -> str:
        """The id of a row's entry."""
        return self._rows[index.row()]

    def index_of(self, entry_id: str) -> QModelIndex:
        """The row of an entry, or none while it is not shown."""
        return self.index(self._rows.index(entry_id)) if entry_id in self._rows else QModelIndex()

    def rows_of_picture(self, reference: str) -> list[QModelIndex]:
        """The rows whose cell shows this picture."""
        return [self.index(row) for row in self._by_picture.get(reference, ())]

    def show_shelf(self, shelf: Shelf, marks: dict[str, Mark]) -> None:
        """Show the library as it stands, with the marks of the entries that the project has."""
        before, marks_before = self._shelf.entries, self._marks
        rows = self._matching(shelf)
        if rows != self._rows:
            self._become(shelf, marks, rows)
            return
        self._shelf, self._marks = shelf, marks
        self._find_pictures()
        for row, entry_id in enumerate(rows):
            if before[entry_id] is not shelf.entries[entry_id] or marks_before.get(entry_id) != marks.get(
                entry_id
            ):
                self.dataChanged.emit(self.index(row), self.index(row))

    def search(self, text: str) -> None:
        """Show only entries whose name, tags, description or kind hold every word of ``text``."""
        self._words = tuple(text.casefold().split())
        self._show_matching()

    def show_bin(self, on: bool) -> None:
        """Show what is in the bin instead."""
        self._shows_bin = on
        self._show_matching()

    def _mark(self, entry: Entry) -> Mark:
        return self._marks.get(entry.id, Mark.NONE)

    def _show_matching(self) -> None:
        rows = self._matching(self._shelf)
        if rows != self._rows:
            self._become(self._shelf, self._marks, rows)

    def _become(self, shelf: Shelf, marks: dict[str, Mark], rows: list[str]) -> None:
        self.beginResetModel()
        self._shelf, self._marks, self._rows = shelf, marks, rows
        self._find_pictures()
        self.endResetModel()

    def _find_pictures(self) -> None:
        self._by_picture = {}
        for row, entry_id in enumerate(self._rows):
            picture = picture_of(self._shelf.entries[entry_id].member)
            self._by_picture.setdefault(picture, []).append(row)

    def _matching(self, shelf: Shelf) -> list[str]:
        found = [
            entry
            for entry in shelf.entries.values()
            if entry.is_binned == self._shows_bin and self._matches(entry)
        ]
        found.sort(key=lambda entry: (entry.member.name.casefold(), entry.id))
        return [entry.id for entry in found]

    def _matches(self, entry: Entry) -> bool:
        if not self._words:
            return True
        known = self._texts.get(entry.id)
        if known is None or known[0] is not entry:
            known = self._texts[entry.id] = entry, _text_of(entry.member)
        return all(word in known[1] for word in self._words)


def tags_in(shelf: Shelf) -> list[str]:
    """Every tag of the library, in the order of the alphabet."""
    tags: Iterable[str] = (tag for entry in shelf.entries.values() for tag in entry.member.tags)
    return sorted(set(tags), key=str.casefold)


def line_of(entry: Entry) -> str:
    """What a cell says below the name: the tags, else what there is of the member."""
    member = entry.member
    if member.tags:
        return ", ".join(member.tags)
    return pictures_of(member)


def pictures_of(member: CastMember) -> str:
    """The kind of a member, where it is no character, and how many pictures there are."""
    count = len(member.images)
    shown = (
        f"{count} picture{'' if count == 1 else 's'}" if count else "clip" if member.clip else "no pictures"
    )
    return shown if member.kind is MemberKind.CHARACTER else f"{member.kind} · {shown}"


def tip_of(entry: Entry, mark: Mark) -> str:
    """All of an entry in a few lines."""
    lines = [entry.member.name, pictures_of(entry.member), entry.member.description]
    lines.append(", ".join(entry.member.tags))
    lines.append({Mark.IN_CAST: "In this cast", Mark.NEWER: "Newer than in this cast"}.get(mark, ""))
    return "\n".join(line for line in lines if line)


def _text_of(member: CastMember) -> str:
    return "\n".join((member.name, member.description, member.kind, *member.tags)).casefold()
