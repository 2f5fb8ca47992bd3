"""A field for an amount of money, or for none."""

import re
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from kling_studio.core.pricing import exact
from kling_studio.ui.theme import BODY_PX, DARK, sized

_AMOUNT = re.compile(r"\$?\s*([0-9]{1,9}(?:\.[0-9]{1,4})?)")
_EXPECTED = "Write an amount in dollars, such as 2.50, or nothing for no cap."


def amount_in(text: str) -> Decimal | None:
    """The amount that somebody wrote; ``None`` for nothing. Raises ``ValueError`` for anything else."""
    words = text.strip()
    if not words:
        return None
    found = _AMOUNT.fullmatch(words)
    if found is None:
        raise ValueError(_EXPECTED)
    return Decimal(found[1])


class MoneyField(QWidget):
    """Dollars, or nothing. ``amount_changed`` brings what was written once it is an amount and the field is left."""

    amount_changed = Signal(object)

    def __init__(self, name: str, told: str, tip: str) -> None:
        super().__init__()
        self._amount: Decimal | None = None
        self.line = _Line()
        self.line.setObjectName(name)
        self.line.setAccessibleName(told)
        self.line.setToolTip(f"{tip} (Enter)")
        self.line.setPlaceholderText("no cap")
        self.line.setFont(sized(BODY_PX, tabular=True))
        self.line.setMaximumWidth(140)
        self.line.left.connect(self._settle)
        self.line.returnPressed.connect(self._settle)
        self.line.textEdited.connect(lambda _text: self._check())
        self.trouble = QLabel(_EXPECTED)
        self.trouble.setObjectName(f"{name}_trouble")
        self.trouble.setProperty("role", "label")
        self.trouble.setWordWrap(True)
        self.trouble.setStyleSheet(f"color: {DARK.error}")
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.trouble)
        self.setFocusProxy(self.line)

    def show_amount(self, amount: Decimal | None) -> None:
        """Show what holds, without announcing it."""
        self._amount = amount
        self.line.setText("" if amount is None else exact(amount))
        self.trouble.hide()

    def _check(self) -> bool:
        try:
            amount_in(self.line.text())
        except ValueError:
            self.trouble.show()
            return False
        self.trouble.hide()
        return True

    def _settle(self) -> None:
        if not self._check():
            return
        amount = amount_in(self.line.text())
        if amount != self._amount:
            self._amount = amount
            self.amount_changed.emit(amount)
        self.show_amount(amount)


class _Line(QLineEdit):
    """Tells that the keyboard left it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
