"""The price sheet: every line, the sum, what the caps say, and the one button that spends money.

It opens with the keyboard on "Cancel", and Return presses only what has the keyboard: whoever hits a key too often has
lost a sheet, never money. Sending takes a click on the button, or going there first.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.price_sheet import PriceSheet, SheetLine
from kling_studio.core.pricing import shown
from kling_studio.providers.renderer import KeyWanted
from kling_studio.render.budget import OverBudget
from kling_studio.ui.price_sheet import words
from kling_studio.ui.price_sheet.row import SheetRow
from kling_studio.ui.theme import DARK, GAP_PX, HEADING_PX, LABEL_PX, MARGIN_PX, PRICE_PX, sized

_WIDTH_PX = 560
_ROWS_PX = 420
_ROWS_AT_ONCE = 20
_NO_LIMIT_PX = 16777215  # Qt's QWIDGETSIZE_MAX


class PriceSheetDialog(QDialog):
    """A price sheet on the screen; opened with ``open()``.

    ``confirmed`` carries a tuple of ``Agreed``, one for each line to be sent. ``place_wanted`` names a scene and the
    shot and field of what is to mend there, ``take_wanted`` a scene and the number of its take; ``settings_wanted``
    asks for a page of the settings.
    """

    confirmed = Signal(object)
    place_wanted = Signal(str, str, str)
    take_wanted = Signal(str, int)
    settings_wanted = Signal(str)

    def __init__(self, sheet: PriceSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("price_sheet")
        self.setWindowTitle(words.heading(sheet))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet = sheet
        self._chosen = set(sheet.offered)
        self.rows: list[SheetRow] = []
        self._rest = iter(sheet.lines)
        self._make_parts()
        self._lay_out()
        self._add_rows()
        self.refresh()
        self.cancel_button.setFocus()

    @property
    def chosen(self) -> frozenset[str]:
        """The scenes that are ticked."""
        return frozenset(self._chosen)

    def refresh(self) -> None:
        """Show sum, caps and what is in the way, for what is ticked."""
        sheet, chosen = self.sheet, self._chosen
        amount, count = sheet.total(chosen), len(sheet.sent(chosen))
        self.total.setText(shown(amount))
        budgets = sheet.budgets(chosen)
        self.budget.setText("\n".join(words.budget_words(budget) for budget in budgets))
        over = any(budget.left is not None and budget.left < 0 for budget in budgets)
        self.budget.setStyleSheet(f"color: {DARK.error if over else DARK.text2}; font-size: {LABEL_PX}px")
        self.budget.setVisible(bool(budgets))
        missing = sheet.missing_keys(chosen)
        refusal = sheet.over_budget(chosen)
        self.trouble.setText(" ".join([*missing.values(), refusal]).strip())
        self.trouble.setVisible(bool(missing or refusal))
        self.settings_link.setText("Add it in the settings" if missing else "Change it in the settings")
        self.settings_link.setVisible(bool(missing or refusal))
        self.unknown_box.setVisible(bool(sheet.unknown(chosen)) and not refusal)
        self.render_button.setText(_button_words(amount, count))
        agreed = self.unknown_box.isChecked()
        self.render_button.setEnabled(sheet.may_be_sent(chosen, unknown_agreed=agreed))
        self.render_button.setToolTip(
            "Sends what is ticked. This costs money." if count else "Nothing is ticked, so nothing is sent."
        )
        if self.isVisible():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's. Only now the fonts are known."""
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the keyboard, and nothing else."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        widget = self.focusWidget()
        if isinstance(widget, QPushButton) and not event.isAutoRepeat() and not event.modifiers():
            widget.click()

    def _make_parts(self) -> None:
        self.total = _label("sheet_total", self)
        self.total.setProperty("role", "price")
        self.total.setFont(sized(PRICE_PX, bold=True, tabular=True))
        today = datetime.now().astimezone().date()
        self.origin = _label("sheet_origin", self, words.origin_words(self.sheet.lists, today))
        sources = "\n".join(f"{prices.name}: {prices.source}" for prices in self.sheet.lists)
        self.origin.setToolTip(sources)
        self.budget = _label("sheet_budget", self)
        self.trouble = _label("sheet_trouble", self)
        self.trouble.setStyleSheet(f"color: {DARK.error}")
        self.settings_link = _button("sheet_settings", "", self)
        self.settings_link.setProperty("role", "link")
        self.settings_link.setStyleSheet("padding: 2px 0")
        self.settings_link.setToolTip("Closes this sheet and opens the settings. Nothing is sent.")
        self.settings_link.clicked.connect(self._open_settings)
        self.unknown_box = QCheckBox("Send without a known price", self)
        self.unknown_box.setObjectName("send_unknown")
        self.unknown_box.setToolTip("Nobody can say before what these renders will cost.")
        self.unknown_box.toggled.connect(self.refresh)
        self.cancel_button = _button("sheet_cancel", "Cancel", self)
        self.cancel_button.setToolTip("Sends nothing (Esc)")
        self.cancel_button.clicked.connect(self.reject)
        self.render_button = _button("sheet_render", "", self)
        self.render_button.setProperty("role", "primary")
        self.render_button.clicked.connect(self._confirm)

    def _lay_out(self) -> None:
        head = QLabel(words.heading(self.sheet), self)
        head.setProperty("role", "heading")
        head.setFont(sized(HEADING_PX, bold=True))
        head.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, GAP_PX)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._list = QWidget(self)
        self._list.setObjectName("sheet_lines")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._list)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, MARGIN_PX)
        foot.setSpacing(GAP_PX)
        sums = QHBoxLayout()
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.origin)
        told.addWidget(self.budget)
        sums.addLayout(told, 1)
        sums.addWidget(self.total, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        foot.addLayout(sums)
        foot.addWidget(self.trouble)
        foot.addWidget(self.settings_link, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self.unknown_box)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.render_button)
        foot.addSpacing(GAP_PX)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(_Line(self))
        column.addWidget(self._scroll, 1)
        column.addWidget(_Line(self))
        column.addLayout(foot)
        self.setMinimumWidth(_WIDTH_PX)

    def _add_rows(self) -> None:
        """Some rows now, the others when the sheet is seen: a series may have hundreds."""
        for _ in range(_ROWS_AT_ONCE):
            line = next(self._rest, None)
            if line is None:
                return
            row = SheetRow(line, self._list)
            row.toggled.connect(lambda row=row: self._tick(row))
            row.place_wanted.connect(lambda line=line: self._leave(lambda: self._go(line)))
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)
        if self.isVisible():
            self._fit()
        QTimer.singleShot(0, self, self._add_rows)

    def _fit(self) -> None:
        """Be as tall as the lines are, up to a point; beyond it there is more to see in a taller sheet."""
        height_px = self._column.totalHeightForWidth(_WIDTH_PX)
        self._scroll.setMinimumHeight(min(height_px, _ROWS_PX))
        fits = height_px <= _ROWS_PX
        self._scroll.setMaximumHeight(height_px if fits else _NO_LIMIT_PX)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(bar)
        layout = self.layout()
        if layout is not None:
            # By its width: lines that wrap are guessed too tall otherwise.
            layout.activate()
            width_px = max(self.width(), _WIDTH_PX)
            self.resize(width_px, layout.totalHeightForWidth(width_px))

    def _tick(self, row: SheetRow) -> None:
        (self._chosen.add if row.is_chosen else self._chosen.discard)(row.line.scene.id)
        self.refresh()

    def _go(self, line: SheetLine) -> None:
        if line.identical is not None and not line.errors:
            self.take_wanted.emit(line.scene.id, line.identical.number)
            return
        finding = next(iter(line.findings), None)
        shot, place = (finding.shot_id or "", finding.field) if finding else ("", "")
        self.place_wanted.emit(line.scene.id, shot, place)

    def _leave(self, then: Callable[[], object]) -> None:
        self.reject()
        then()

    def _open_settings(self) -> None:
        page = KeyWanted.settings if self.sheet.missing_keys(self._chosen) else OverBudget.settings
        self._leave(lambda: self.settings_wanted.emit(page))

    def _confirm(self) -> None:
        agreed = tuple(line.agreed for line in self.sheet.sent(self._chosen))
        self.accept()
        self.confirmed.emit(agreed)


class _Line(QWidget):
    """One pixel between parts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"background: {DARK.line}")


def _label(name: str, parent: QWidget, text: str = "") -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setFont(sized(LABEL_PX, tabular=True))
    label.setProperty("role", "label")
    label.setWordWrap(True)
    return label


def _button(name: str, text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button


def _button_words(amount: Decimal | None, count: int) -> str:
    if not count:
        return "Render"
    return "Render, price unknown" if amount is None else f"Render for {shown(amount)}"
