"""Controls as the inspector has them: they leave room to others and show what they do."""

from PySide6.QtCore import QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.icons import icon
from kling_studio.ui.theme import CONTROL_PX, DARK

_ARROW_PX = 16
_TEXT_LEFT_PX = 6
_SWITCH = QSize(28, 16)
_SWITCH_GAP_PX = 8


# The theme names whole numbers only.
_LIKE_SECONDS = (
    "QDoubleSpinBox::up-button, QDoubleSpinBox::down-button"
    " { width: 16px; border: none; background: transparent; }"
    f"QDoubleSpinBox:focus {{ border-color: {DARK.accent}; }}"
)


class TypedCombo(PlainCombo):
    """A combo box in which anything can be typed. ``written`` brings what was chosen or typed."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line.setTextMargins(-2, 0, 0, 0)
        self.line.textEdited.connect(self.written)
        self.textActivated.connect(self.written)

    def show_text(self, text: str) -> None:
        """Show what the project has, without announcing it."""
        if text != self.currentText():
            position = self.line.cursorPosition()
            with QSignalBlocker(self), QSignalBlocker(self.line):
                self.setEditText(text)
            self.line.setCursorPosition(position if self.line.hasFocus() else 0)


class SecondsSpin(QSpinBox):
    """Whole seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_steps(self)


class ShareSpin(QDoubleSpinBox):
    """A share between 0 and 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self)
        self.setStyleSheet(_LIKE_SECONDS)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_steps(self)


class Switch(QCheckBox):
    """A check box that looks like a switch."""

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(
            _SWITCH.width() + _SWITCH_GAP_PX + words, max(_SWITCH.height() + 4, self.fontMetrics().height())
        )

    def hitButton(self, pos: object) -> bool:
        return self.rect().contains(pos)  # type: ignore[call-overload,no-any-return]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, free = self.isChecked(), self.isEnabled()
        track = QRectF(1, (self.height() - _SWITCH.height()) / 2, _SWITCH.width(), _SWITCH.height())
        ground = DARK.accent if on and free else DARK.text3 if on else DARK.ground3
        painter.setPen(QPen(QColor(DARK.text1 if self.hasFocus() else DARK.line), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        side = _SWITCH.height() - 6
        left = track.right() - side - 3 if on else track.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.on_accent if on and free else DARK.text2 if free else DARK.text3))
        painter.drawEllipse(QRectF(left, track.top() + 3, side, side))
        painter.setPen(QColor(DARK.text1 if free else DARK.text3))
        words = self.rect().adjusted(_SWITCH.width() + _SWITCH_GAP_PX, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


def _set_up(spin: QSpinBox | QDoubleSpinBox) -> None:
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    spin.setFixedHeight(CONTROL_PX)
    spin.lineEdit().setTextMargins(_TEXT_LEFT_PX, 0, 0, 0)


def _paint_steps(spin: QAbstractSpinBox) -> None:
    painter = QPainter(spin)
    middle, left = spin.height() // 2, spin.width() - _ARROW_PX - 3
    for name, top in (("menu-up", middle - 13), ("menu-down", middle - 3)):
        icon(name, DARK.text3).paint(painter, QRect(left, top, _ARROW_PX, _ARROW_PX))
    painter.end()
