"""Rows of values that are shown all at once: what strips, sheets and lists of uses have in common."""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
_ROOT = QModelIndex()


class ListModel(QAbstractListModel, Generic[T]):
    """The values themselves are at ``UserRole``; a list says by :meth:`shown` what else is told of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[T, ...] = ()

    def show(self, rows: tuple[T, ...]) -> None:
        """Show these; where the same things stand in the same places, the current row and the scrolling stay."""
        if rows == self.rows:
            return
        if [self.key(row) for row in rows] == [self.key(row) for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def key(self, row: T) -> object:
        """What makes a row the same thing, though something about it has changed."""
        return row

    def shown(self, row: T, role: int) -> Any:
        """What is told of a row for a role other than ``UserRole``."""
        raise NotImplementedError

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        return row if role == Qt.ItemDataRole.UserRole else self.shown(row, role)
