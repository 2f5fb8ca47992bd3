"""What something would make stale, beside the hand: over the menu, the button or the drag that is about to do it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from kling_studio.app.session import Session
from kling_studio.ui.foretold_line import ForetoldLine, Question
from kling_studio.ui.theme import CORNER_PX, DARK, GRID_PX, LABEL_PX, sized

_WIDEST_PX = 240
_INSET_PX = 8
_WINDOW = (
    Qt.WindowType.ToolTip
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowTransparentForInput
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class ForetoldBubble(ForetoldLine):
    """A small window of its own, so that nothing scrolls it away and no menu covers it."""

    def __init__(self, session: Session, host: QWidget) -> None:
        super().__init__(session)
        self.setParent(host, _WINDOW)
        self.setObjectName("foretoldBubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFont(sized(LABEL_PX, bold=True))
        self._place = QRect()
        self._beside: QRect | None = None

    def consider_at(self, question: Question | None, place: QRect, beside: QRect | None = None) -> None:
        """Tell what an edit would do below ``place``, or beside a menu that fills ``beside``; both on the screen."""
        self.forget()
        if question is not None:
            self._place, self._beside = place, beside
            self.consider(*question)

    def watch_menu(self, menu: QMenu, questions: Mapping[QAction, Callable[[], Question | None]]) -> None:
        """Tell what the verbs of a menu would do, each while it is the one that is chosen."""

        def chosen(action: QAction) -> None:
            question = questions[action]() if action in questions and action.isEnabled() else None
            row = menu.actionGeometry(action)
            self.consider_at(question, row.translated(menu.mapToGlobal(QPoint())), screen_rect(menu))

        menu.hovered.connect(chosen)
        menu.aboutToHide.connect(self.forget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn) and isinstance(watched, QWidget):
            self._place, self._beside = screen_rect(watched), None
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        wanted = self.fontMetrics().boundingRect(
            QRect(0, 0, _WIDEST_PX - 2 * _INSET_PX, 1000), int(Qt.TextFlag.TextWordWrap), self.text()
        )
        self.resize(wanted.width() + 2 * _INSET_PX + 1, wanted.height() + _INSET_PX)
        self.move(self._corner())
        super().showEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.accent))
        painter.drawRoundedRect(QRectF(self.rect()), CORNER_PX, CORNER_PX)
        painter.setPen(QColor(DARK.on_accent))
        inner = self.rect().adjusted(_INSET_PX, 0, -_INSET_PX, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), self.text())

    def _corner(self) -> QPoint:
        """Inside the screen, and never over what the hand is on."""
        screen = self.screen().availableGeometry()
        if self._beside is not None:
            right = self._beside.right() + 1 + GRID_PX
            left = (
                right
                if right + self.width() <= screen.right()
                else self._beside.left() - GRID_PX - self.width()
            )
            top = self._place.center().y() - self.height() // 2
        else:
            left = self._place.left()
            below = self._place.bottom() + 1 + GRID_PX
            fits = below + self.height() <= screen.bottom()
            top = below if fits else self._place.top() - GRID_PX - self.height()
        return QPoint(
            max(screen.left(), min(left, screen.right() + 1 - self.width())),
            max(screen.top(), min(top, screen.bottom() + 1 - self.height())),
        )


def screen_rect(widget: QWidget) -> QRect:
    """Where a widget is on the screen."""
    return QRect(widget.mapToGlobal(QPoint()), widget.size())
