"""The table of models: a row each, two lines high."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kling_studio.app.comparing import Comparison, Row
from kling_studio.core.checks import Severity
from kling_studio.ui.compare import words
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import BODY_PX, DARK, GAP_PX, LABEL_PX, sized

HEADINGS = ("Model", "Picture", "Mode", "Of this scene", "Seconds", "Scene", "Episode")
_NAME, _VERDICT, _FIRST_FIGURE = 0, 3, 4
_ROW_PX = 34
_WIDTHS_PX = (210, 64, 110, 0, 64, 96, 96)
_SECOND_LINE = Qt.ItemDataRole.UserRole
_SEVERITY = Qt.ItemDataRole.UserRole + 1
_QUIET = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


class ModelTable(QTableView):
    """Every model with what it would make of the scene. Arrow keys choose; Return is left to the sheet."""

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_table")
        self.setAccessibleName("Models")
        self.rows = comparison.rows
        self._items = _items(comparison, self)
        self.setModel(self._items)
        self.setItemDelegate(_Cell(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setFont(sized(LABEL_PX))
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setStyleSheet(
            f"QHeaderView::section {{ background: {DARK.ground1}; color: {DARK.text3}; border: none;"
            f" border-bottom: 1px solid {DARK.line}; padding: 6px {GAP_PX}px; font-size: {LABEL_PX}px; }}"
        )
        for column, width_px in enumerate(_WIDTHS_PX):
            if width_px:
                heads.resizeSection(column, width_px)
            else:
                heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    @property
    def row(self) -> Row | None:
        """The chosen row."""
        index = self.currentIndex()
        return self.rows[index.row()] if index.isValid() else None

    def choose(self, model_id: str) -> None:
        """Choose a model's row."""
        for number, row in enumerate(self.rows):
            if row.model.id == model_id:
                self.setCurrentIndex(self._items.index(number, 0))
                if self.isVisible():
                    self.scrollTo(self.currentIndex())


def _items(comparison: Comparison, parent: QTableView) -> QStandardItemModel:
    items = QStandardItemModel(len(comparison.rows), len(HEADINGS), parent)
    items.setHorizontalHeaderLabels(list(HEADINGS))
    for number, row in enumerate(comparison.rows):
        is_own = row.model.id == comparison.scene.model
        mode = row.mode if row.quote.endpoint or row.model.forgiving else "none"
        seconds = f"{row.quote.seconds} s"
        cells = (row.model.name, row.model.picture, mode, words.verdict(row), seconds, *words.prices(row))
        for column, text in enumerate(cells):
            item = QStandardItem(text)
            item.setData(not row.works, _QUIET)
            if column >= _FIRST_FIGURE:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                items.horizontalHeaderItem(column).setTextAlignment(
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
            items.setItem(number, column, item)
        name = items.item(number, _NAME)
        name.setData(f"{words.under_name(row)}{' · this scene now' if is_own else ''}", _SECOND_LINE)
        name.setData(", ".join((*cells, words.under_name(row))), Qt.ItemDataRole.AccessibleTextRole)
        items.item(number, _VERDICT).setData(words.severity(row), _SEVERITY)
    return items


class _Cell(QStyledItemDelegate):
    """A cell: its words, a second line under a name, a shape before a verdict."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, QColor(DARK.ground3))
            if index.column() == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), QColor(DARK.accent))
        inner = rect.adjusted(GAP_PX, 0, -GAP_PX, 0)
        colour = DARK.text3 if index.data(_QUIET) else DARK.text1 if index.column() == _NAME else DARK.text2
        if index.column() == _NAME:
            half = inner.height() // 2
            _write(painter, inner.adjusted(0, 3, 0, -half + 1), index.data(), colour, BODY_PX, bold=True)
            _write(painter, inner.adjusted(0, half, 0, -4), index.data(_SECOND_LINE), DARK.text3, LABEL_PX)
        else:
            kind = index.data(_SEVERITY)
            if kind:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_severity(painter, QPointF(inner.left() + 6, inner.center().y() + 1), Severity(kind))
                inner.adjust(18, 0, 0, 0)
            align = index.data(Qt.ItemDataRole.TextAlignmentRole)
            is_right = align is not None and bool(Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignRight)
            is_price = index.column() > _FIRST_FIGURE
            if is_price and not index.data(_QUIET):
                colour = DARK.text1
            _write(painter, inner, index.data(), colour, BODY_PX, is_right=is_right)
        painter.restore()


def _write(
    painter: QPainter,
    rect: QRect,
    text: str | None,
    colour: str,
    px: int,
    *,
    bold: bool = False,
    is_right: bool = False,
) -> None:
    painter.setFont(sized(px, bold=bold, tabular=True))
    painter.setPen(QColor(colour))
    elided = painter.fontMetrics().elidedText(text or "", Qt.TextElideMode.ElideRight, rect.width())
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, elided)
