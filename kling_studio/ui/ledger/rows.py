"""Charges as rows of a table that is sorted and filtered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from kling_studio.app.ledger_table import LedgerRow
from kling_studio.core.facts import ChargeKind
from kling_studio.ui.ledger.words import KIND_TIPS, KINDS, amount_words, scene_words, time_words
from kling_studio.ui.theme import BODY_PX, DARK, sized

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Column(IntEnum):
    """The columns of the table."""

    TIME = 0
    EPISODE = 1
    SCENE = 2
    TAKE = 3
    MODEL = 4
    KIND = 5
    AMOUNT = 6
    CURRENCY = 7


TITLES = ("Time", "Episode", "Scene", "Take", "Model", "Kind", "Amount", "Currency")
_FIGURES = frozenset({Column.TIME, Column.TAKE, Column.AMOUNT})
_RIGHT_COLUMNS = frozenset({Column.TAKE, Column.AMOUNT})
_KIND_RANK = {kind: rank for rank, kind in enumerate(ChargeKind)}
_ORDER: Mapping[int, Callable[[LedgerRow], Any]] = {
    Column.TIME: lambda row: row.at,
    Column.EPISODE: lambda row: (row.episode.casefold(), row.scene or 0),
    Column.SCENE: lambda row: (row.scene or 0, row.take or 0, row.at),
    Column.TAKE: lambda row: (row.take or 0, row.scene or 0),
    Column.MODEL: lambda row: (row.model or "", row.at),
    Column.KIND: lambda row: (_KIND_RANK[row.kind], row.at),
    # Nobody knows whether an unknown amount is the largest: it stands where it is seen.
    Column.AMOUNT: lambda row: (row.amount is None, row.amount or Decimal(0)),
    Column.CURRENCY: lambda row: (row.currency, row.at),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which charges are shown; an empty word or ``None`` lets all pass."""

    episode_id: str = ""
    model: str = ""
    kind: ChargeKind | None = None

    def passes(self, row: LedgerRow) -> bool:
        """Whether the charge is shown."""
        return (
            (not self.episode_id or row.episode_id == self.episode_id)
            and (not self.model or row.model == self.model)
            and (self.kind is None or row.kind is self.kind)
        )


class LedgerTable(QAbstractTableModel):
    """All charges, of which those that pass are shown, the newest first until somebody sorts them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.every: tuple[LedgerRow, ...] = ()
        self.shown: Sequence[LedgerRow] = ()
        self.filter = Filter()
        self.model_names: Mapping[str, str] = {}
        self._column: int = Column.TIME
        self._descending = True

    def set_rows(self, rows: Iterable[LedgerRow], model_names: Mapping[str, str]) -> None:
        """Show these charges; the names are those of the models, by their ids."""
        self.every, self.model_names = tuple(rows), model_names
        self._show()

    def set_filter(self, wanted: Filter) -> None:
        """Show what passes."""
        self.filter = wanted
        self._show()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's. A header that was clicked."""
        if column in _ORDER:
            self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
            self._show()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in _RIGHT_COLUMNS else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        arrow = "" if section != self._column else " ↓" if self._descending else " ↑"
        return f"{TITLES[section]}{arrow}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        row, column = self.shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column in _RIGHT_COLUMNS else _LEFT
            case Qt.ItemDataRole.FontRole:
                is_actual = row.kind is ChargeKind.ACTUAL and column in (Column.KIND, Column.AMOUNT)
                return sized(BODY_PX, bold=is_actual, tabular=column in _FIGURES)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(_colour(row, column))
            case Qt.ItemDataRole.ToolTipRole:
                return (
                    KIND_TIPS[row.kind] if column in (Column.KIND, Column.AMOUNT) else self._text(row, column)
                )
            case _:
                return row if role == ROW else None

    def _text(self, row: LedgerRow, column: int) -> str:
        match column:
            case Column.TIME:
                return time_words(row)
            case Column.EPISODE:
                return row.episode
            case Column.SCENE:
                return scene_words(row)
            case Column.TAKE:
                return "" if row.take is None else str(row.take)
            case Column.MODEL:
                return self.model_names.get(row.model or "", row.model or "")
            case Column.KIND:
                return KINDS[row.kind]
            case Column.AMOUNT:
                return amount_words(row.amount, row.currency)
            case _:
                return row.currency

    def _show(self) -> None:
        self.beginResetModel()
        passing = [row for row in self.every if self.filter.passes(row)]
        self.shown = sorted(passing, key=_ORDER[self._column], reverse=self._descending)
        self.endResetModel()


def _colour(row: LedgerRow, column: int) -> str:
    if column == Column.AMOUNT:
        return DARK.warning if row.amount is None else DARK.text1
    return DARK.text1 if column == Column.SCENE else DARK.text2
