"""The table itself: its columns, its keys."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kling_studio.app.ledger_table import LedgerRow
from kling_studio.ui.ledger.rows import ROW, Column, LedgerTable
from kling_studio.ui.list_keys import is_kept
from kling_studio.ui.theme import DARK, LABEL_PX

_WIDTHS = {
    Column.TIME: 156,
    Column.EPISODE: 120,
    Column.SCENE: 220,
    Column.TAKE: 64,
    Column.MODEL: 200,
    Column.KIND: 84,
    Column.AMOUNT: 124,
    Column.CURRENCY: 76,
}
_ROW_PX = 28
CELL_PX = 11
"""From the edge of a cell to its words, as Qt draws it."""
_STYLE = f"""
    QTableView {{ gridline-color: transparent; }}
    QTableView::item {{ padding: 0 8px; border-bottom: 1px solid {DARK.line}; }}
    QTableView::item:selected {{ background: {DARK.ground3}; }}
    QHeaderView {{ background: {DARK.ground1}; }}
    QHeaderView::section {{ background: {DARK.ground1}; color: {DARK.text2}; font-size: {LABEL_PX}px; border: none;
        border-bottom: 1px solid {DARK.line}; padding: 4px {CELL_PX}px; }}
    QHeaderView::up-arrow, QHeaderView::down-arrow {{ image: none; width: 0; height: 0; }}
    QTableView:focus {{ border: 1px solid {DARK.accent}; }}
"""


class LedgerView(QTableView):
    """Rows of charges. A double click or Enter wants the take, Ctrl+C the rows."""

    take_wanted = Signal(object)
    copy_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, table: LedgerTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger_table")
        self.setAccessibleName("Charges")
        self.setToolTip("Enter shows the take, Ctrl+C copies the rows, a click on a title sorts")
        self.setModel(table)
        self.setStyleSheet(_STYLE)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(Column.SCENE, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(44)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.TIME, Qt.SortOrder.DescendingOrder)

    def chosen(self) -> list[LedgerRow]:
        """The selected charges as they stand, from top to bottom."""
        indexes = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return [index.data(ROW) for index in indexes]

    def event(self, event: QEvent) -> bool:
        is_copy = (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        )
        if is_copy or is_kept(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: object) -> None:
        super().mouseDoubleClickEvent(event)  # type: ignore[arg-type]
        self._want(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def _want(self, index: QModelIndex) -> None:
        if index.isValid():
            self.take_wanted.emit(index.data(ROW))
