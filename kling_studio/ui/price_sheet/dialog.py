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
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.price_sheet import PriceSheet, SheetLine
from kling_studio.core.pricing import exactly, in_cents
from kling_studio.providers.renderer import KeyWanted
from kling_studio.render.budget import OverBudget
from kling_studio.ui.buttons import sheet_button
from kling_studio.ui.price_sheet import words
from kling_studio.ui.price_sheet.lines import SheetLines
from kling_studio.ui.price_sheet.row import SheetRow
from kling_studio.ui.price_sources import sources_in_full
from kling_studio.ui.theme import DARK, GAP_PX, HEADING_PX, LABEL_PX, MARGIN_PX, PRICE_PX, sized

_WIDTH_PX = 560
# So long nobody can press the button after its price changed under the hand.
_SETTLE_MS = 1000


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
        self._awaits_prices = False
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settling.timeout.connect(self.refresh)
        self._make_parts()
        self._lay_out()
        self.refresh()
        self.cancel_button.setFocus()

    @property
    def rows(self) -> list[SheetRow]:
        """The rows that are there by now."""
        return self.lines.rows

    @property
    def chosen(self) -> frozenset[str]:
        """The scenes that are ticked."""
        return frozenset(self.lines.chosen)

    def refresh(self) -> None:
        """Show sum, caps and what is in the way, for what is ticked."""
        sheet, chosen = self.sheet, self.lines.chosen
        amount, count = sheet.total(chosen), len(sheet.sent(chosen))
        self.total.setText(in_cents(amount))
        self.total.setToolTip(exactly(amount).capitalize())
        budgets = sheet.budgets(chosen)
        self.budget.setText("\n".join(words.budget_words(budget) for budget in budgets))
        over = any(budget.left is not None and budget.left < 0 for budget in budgets)
        self.budget.setStyleSheet(f"color: {DARK.error if over else DARK.text2}; font-size: {LABEL_PX}px")
        self.budget.setVisible(bool(budgets))
        self.news.setVisible(bool(self.news.text()))
        missing = sheet.missing_keys(chosen)
        refusal = sheet.over_budget(chosen)
        self.trouble.setText(" ".join([*missing.values(), refusal]).strip())
        self.trouble.setVisible(bool(missing or refusal))
        self.settings_link.setText("Add it in the settings" if missing else "Change it in the settings")
        self.settings_link.setVisible(bool(missing or refusal))
        self.unknown_box.setVisible(bool(sheet.unknown(chosen)) and not refusal)
        self._offer_to_render(amount, count)
        self._fit()

    def await_prices(self) -> None:
        """Other prices hold by now: nothing is sent before :meth:`follow` brings them."""
        self._awaits_prices = True
        self.refresh()

    def follow(self, sheet: PriceSheet) -> None:
        """Show the same renders as they are priced now."""
        before = [line.agreed for line in self.sheet.lines]
        self.sheet, self._awaits_prices = sheet, False
        self.lines.follow(sheet.lines)
        self.news.setText(words.changed_words(self.lines.priced_otherwise))
        self._show_origin()
        if before != [line.agreed for line in sheet.lines]:
            self._settling.start()
        self.refresh()

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

    def _show_origin(self) -> None:
        lists = self.sheet.lists
        self.origin.setText(words.origin_words(lists, datetime.now().astimezone().date()))
        self.origin.setToolTip("\n\n".join(f"{prices.name}\n{sources_in_full(prices)}" for prices in lists))

    def _offer_to_render(self, amount: Decimal | None, count: int) -> None:
        """Let the one button ask for what is ticked; a press that was meant for another price is not taken."""
        button, agreed = self.render_button, self.unknown_box.isChecked()
        waits = self._awaits_prices or self._settling.isActive()
        if waits and self.focusWidget() is button:
            self.cancel_button.setFocus()
        button.setEnabled(not waits and self.sheet.may_be_sent(self.lines.chosen, unknown_agreed=agreed))
        if self._awaits_prices:
            button.setText("Reading the prices …")
            button.setToolTip("The price list changed. Nothing is sent before the new prices are here.")
            return
        button.setText(_button_words(amount, count))
        button.setToolTip(
            "Sends what is ticked. This costs money." if count else "Nothing is ticked, so nothing is sent."
        )

    def _make_parts(self) -> None:
        self.total = _label("sheet_total", self)
        self.total.setProperty("role", "price")
        self.total.setFont(sized(PRICE_PX, bold=True, tabular=True))
        self.lines = SheetLines(self.sheet.lines, self)
        self.lines.ticked.connect(self.refresh)
        self.lines.grown.connect(self._fit)
        self.lines.place_wanted.connect(lambda line: self._leave(lambda: self._go(line)))
        self.origin = _label("sheet_origin", self)
        self._show_origin()
        self.news = _label("sheet_news", self)
        self.news.setStyleSheet(f"color: {DARK.text1}; font-size: {LABEL_PX}px")
        self.budget = _label("sheet_budget", self)
        self.trouble = _label("sheet_trouble", self)
        self.trouble.setStyleSheet(f"color: {DARK.error}")
        self.settings_link = sheet_button(
            "sheet_settings", tip="Closes this sheet and opens the settings. Nothing is sent.", role="link"
        )
        self.settings_link.setStyleSheet("padding: 2px 0")
        self.settings_link.clicked.connect(self._open_settings)
        self.unknown_box = QCheckBox("Send without a known price", self)
        self.unknown_box.setObjectName("send_unknown")
        self.unknown_box.setToolTip("Nobody can say before what these renders will cost.")
        self.unknown_box.toggled.connect(self.refresh)
        self.cancel_button = sheet_button("sheet_cancel", "Cancel", "Sends nothing (Esc)")
        self.cancel_button.clicked.connect(self.reject)
        self.render_button = sheet_button("sheet_render", role="primary")
        self.render_button.clicked.connect(self._confirm)

    def _lay_out(self) -> None:
        head = QLabel(words.heading(self.sheet), self)
        head.setProperty("role", "heading")
        head.setFont(sized(HEADING_PX, bold=True))
        head.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, GAP_PX)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, MARGIN_PX)
        foot.setSpacing(GAP_PX)
        sums = QHBoxLayout()
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.news)
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
        column.addWidget(self.lines, 1)
        column.addWidget(_Line(self))
        column.addLayout(foot)
        self.setMinimumWidth(_WIDTH_PX)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None and self.isVisible():
            self.lines.fit(_WIDTH_PX)
            # By its width: lines that wrap are guessed too tall otherwise.
            layout.activate()
            width_px = max(self.width(), _WIDTH_PX)
            self.resize(width_px, layout.totalHeightForWidth(width_px))

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
        page = KeyWanted.settings if self.sheet.missing_keys(self.lines.chosen) else OverBudget.settings
        self._leave(lambda: self.settings_wanted.emit(page))

    def _confirm(self) -> None:
        agreed = tuple(line.agreed for line in self.sheet.sent(self.lines.chosen))
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


def _button_words(amount: Decimal | None, count: int) -> str:
    if not count:
        return "Render"
    return "Render, price unknown" if amount is None else f"Render for {in_cents(amount)}"
