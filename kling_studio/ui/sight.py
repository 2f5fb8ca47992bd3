"""What of a widget is seen, where it stands in something that scrolls."""

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from kling_studio.ui.theme import GAP_PX


def bring_into_sight(widget: QWidget) -> None:
    """Scroll what the widget stands in until it is seen, as soon as everything has its place."""
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def seen_part(widget: QWidget) -> QRect:
    """The part of a widget that nothing around it cuts off, in its own coordinates."""
    seen, around = widget.rect(), widget
    while not around.isWindow() and (parent := around.parentWidget()) is not None:
        seen &= QRect(widget.mapFrom(parent, QPoint()), parent.size())
        around = parent
    return seen


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget, 0, GAP_PX)
