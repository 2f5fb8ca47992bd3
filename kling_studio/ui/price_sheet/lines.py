"""The scenes of a price sheet, one below the other, and which of them are ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kling_studio.app.price_sheet import SheetLine
from kling_studio.ui.price_sheet.row import SheetRow

_TALLEST_PX = 420
_ROWS_AT_ONCE = 20
_NO_LIMIT_PX = 16777215  # Qt's QWIDGETSIZE_MAX


class SheetLines(QScrollArea):
    """A row for each line. ``ticked`` tells that other scenes are chosen, ``grown`` that rows came.

    ``place_wanted`` brings the line whose place is asked for.
    """

    ticked = Signal()
    grown = Signal()
    place_wanted = Signal(object)

    def __init__(self, lines: Sequence[SheetLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SheetRow] = []
        self.chosen = {line.scene.id for line in lines if line.is_offered}
        self._lines = lines
        self._opened = {line.scene.id: line for line in lines}
        self._list = QWidget(self)
        self._list.setObjectName("sheet_lines")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._list)
        self._add_rows()

    @property
    def priced_otherwise(self) -> list[tuple[SheetLine, SheetLine]]:
        """The lines that cost something else than when the sheet was opened, each as it was then and as it is."""
        pairs = ((self._opened.get(line.scene.id, line), line) for line in self._lines)
        return [(was, line) for was, line in pairs if was.agreed.total != line.agreed.total]

    def follow(self, lines: Sequence[SheetLine]) -> None:
        """Show the same scenes as they are priced now; ticks stay where they may."""
        self._lines = lines
        self.chosen &= {line.scene.id for line in lines if line.can_be_sent}
        for row in self.rows[len(lines) :]:
            self._drop(row)
        del self.rows[len(lines) :]
        for place, (row, line) in enumerate(zip(self.rows, lines, strict=False)):
            if row.line == line:
                continue
            has_focus = row.box.hasFocus()
            self._drop(row)
            self.rows[place] = self._insert(line, place)
            if has_focus:
                self.rows[place].box.setFocus()
        self.grown.emit()

    def fit(self, width_px: int) -> None:
        """Be as tall as the rows are, up to a point; beyond it there is more to see in a taller sheet."""
        height_px = self._column.totalHeightForWidth(width_px)
        self.setMinimumHeight(min(height_px, _TALLEST_PX))
        fits = height_px <= _TALLEST_PX
        self.setMaximumHeight(height_px if fits else _NO_LIMIT_PX)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)

    def _add_rows(self) -> None:
        """Some rows now, the others when the sheet is seen: a series may have hundreds."""
        first = len(self.rows)
        for place, line in enumerate(self._lines[first : first + _ROWS_AT_ONCE], start=first):
            self.rows.append(self._insert(line, place))
        if len(self.rows) > first:
            self.grown.emit()
            QTimer.singleShot(0, self, self._add_rows)

    def _insert(self, line: SheetLine, place: int) -> SheetRow:
        opened = self._opened.get(line.scene.id)
        row = SheetRow(line, is_ticked=line.scene.id in self.chosen, opened=opened, parent=self._list)
        row.toggled.connect(lambda: self._tick(row))
        row.place_wanted.connect(lambda: self.place_wanted.emit(line))
        self._column.insertWidget(place, row)
        row.show()  # a layout does so a turn of the loop later, and has no height for it until then
        return row

    def _drop(self, row: SheetRow) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _tick(self, row: SheetRow) -> None:
        (self.chosen.add if row.is_chosen else self.chosen.discard)(row.line.scene.id)
        self.ticked.emit()
