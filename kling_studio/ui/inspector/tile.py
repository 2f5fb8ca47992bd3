"""A place for one picture or clip: empty it says what to do, filled it shows what is there."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton, QWidget

from kling_studio.ui.drops import Drop, FileKind, drop_of, refusal
from kling_studio.ui.icons import icon
from kling_studio.ui.theme import CORNER_PX, DARK, LABEL_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

_STEP_PX = 32
_CAPTION_PX = 20
_WIDE = 2.4


class MediaTile(QAbstractButton):
    """Takes drops, Ctrl+V and clicks; ``brought`` tells a drop that fits, ``refused`` why another does not.

    Delete or its cross ask to empty it (``clear_wanted``). It changes nothing by itself.
    """

    brought = Signal(object)
    refused = Signal(str)
    clear_wanted = Signal()

    def __init__(
        self,
        thumbnails: Thumbnails,
        takes: FileKind,
        *,
        empty: str,
        drop_words: str,
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._takes = frozenset({takes})
        self._many = many
        self._empty = empty
        self._drop_words = drop_words
        self._hovering = ""
        self._refuses = False
        self._busy = False
        self._reference = ""
        self._lines: tuple[str, ...] = ()
        self._picture: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clear_button = QToolButton(self)
        self.clear_button.setObjectName("clear")
        self.clear_button.setIcon(icon("close", DARK.text1))
        self.clear_button.setIconSize(QSize(14, 14))
        self.clear_button.setFixedSize(20, 20)
        self.clear_button.setStyleSheet(
            f"QToolButton {{ background: {DARK.ground0}; border-radius: 10px; padding: 0; }}"
        )
        self.clear_button.clicked.connect(self.clear_wanted)
        self.clear_button.hide()
        thumbnails.ready.connect(self._picture_came)

    @property
    def reference(self) -> str:
        """What is shown."""
        return self._reference

    @property
    def hover_words(self) -> str:
        """What is said while something is held over it."""
        return self._hovering

    def show_media(self, reference: str, lines: tuple[str, ...] = ()) -> None:
        """Show a reference of the project with a name and figures, or the empty state."""
        if reference != self._reference:
            self._picture = None
        self._reference, self._lines = reference, lines
        self.clear_button.setVisible(bool(reference))
        what = lines[0] if lines else reference
        self.clear_button.setToolTip(f"Take {what} out (Delete)")
        self.clear_button.setAccessibleName(f"Take {what} out")
        self.setAccessibleDescription(what if reference else self._empty)
        self.update()

    def set_busy(self, busy: bool) -> None:
        """Tell that something is being added."""
        self._busy = busy
        self.update()

    def take(self, drop: Drop) -> bool:
        """Bring a drop on its way if it fits; whether it did."""
        problem = self._problem(drop)
        if problem:
            self.refused.emit(problem)
        else:
            self.brought.emit(drop)
        return not problem

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self.take(drop_of(QGuiApplication.clipboard().mimeData()))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._reference:
                self.clear_wanted.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        problem = self._problem(drop_of(event.mimeData()))
        self._refuses = bool(problem)
        self._hovering = problem or self._drop_words
        # Accepted even where it will be refused: only so does the tile hear that the drag goes away.
        event.acceptProposedAction()
        self.update()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._refuses:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._end_hover()

    def dropEvent(self, event: QDropEvent) -> None:
        self._end_hover()
        if self.take(drop_of(event.mimeData())):
            event.acceptProposedAction()

    def sizeHint(self) -> QSize:
        return QSize(120, 84)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.clear_button.move(self.width() - self.clear_button.width() - 4, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(frame, CORNER_PX, CORNER_PX)
        painter.fillPath(shape, QColor(DARK.ground0))
        if self._reference and not self._hovering:
            painter.setClipPath(shape)
            self._paint_media(painter, frame)
            painter.setClipping(False)
        else:
            self._paint_words(painter, frame)
        painter.setPen(self._border())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        painter.end()

    def _paint_media(self, painter: QPainter, frame: QRectF) -> None:
        wide = frame.width() > _WIDE * frame.height()
        picture = QRectF(frame)
        if wide:
            picture.setWidth(round(frame.height() * 16 / 9))
        self._paint_picture(painter, picture)
        painter.setFont(sized(LABEL_PX))
        if wide:
            beside = frame.adjusted(picture.width() + 10, 8, -28, -8)
            _paint_lines(painter, beside, self._lines)
        elif self._lines and frame.width() > 2 * _CAPTION_PX + 40:
            strip = QRectF(frame.left(), frame.bottom() - _CAPTION_PX, frame.width(), _CAPTION_PX)
            ground = QColor(DARK.ground0)
            ground.setAlpha(205)
            painter.fillRect(strip, ground)
            _paint_lines(painter, strip.adjusted(8, 2, -8, -2), self._lines[:1])

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        # Asked for in steps of the width, so that a dragged divider does not make a picture for every pixel.
        width = -(-round(place.width()) // _STEP_PX) * _STEP_PX
        height = round(width * place.height() / max(1.0, place.width()))
        self._picture = self._thumbnails.pixmap(self._reference, width, height) or self._picture
        if self._picture is not None:
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))

    def _paint_words(self, painter: QPainter, frame: QRectF) -> None:
        text = self._hovering or ("Adding…" if self._busy else self._empty)
        colour = DARK.error if self._refuses else DARK.accent if self._hovering else DARK.text3
        painter.setFont(sized(LABEL_PX))
        painter.setPen(QColor(colour))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(frame.adjusted(8, 4, -8, -4), int(flags), text)

    def _border(self) -> QPen:
        if self._hovering:
            return QPen(QColor(DARK.error if self._refuses else DARK.accent), 1.5)
        if self.hasFocus():
            return QPen(QColor(DARK.accent), 1)
        pen = QPen(QColor(DARK.text3 if self.underMouse() else DARK.line), 1)
        if not self._reference:
            pen.setStyle(Qt.PenStyle.DashLine)
        return pen

    def _problem(self, drop: Drop) -> str:
        count = len(drop.files) + (drop.image is not None)
        if count > 1 and not self._many:
            return "Only one fits here. Drop a single file."
        return refusal(drop, self._takes)

    def _end_hover(self) -> None:
        self._hovering, self._refuses = "", False
        self.update()

    def _picture_came(self, reference: str) -> None:
        if reference == self._reference:
            self.update()


def _is_own(event: QKeyEvent) -> bool:
    keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
    return event.key() in keys or event.matches(QKeySequence.StandardKey.Paste)


def _paint_lines(painter: QPainter, place: QRectF, lines: tuple[str, ...]) -> None:
    """Lines of text, the first to be read, the others to be scanned, shortened in the middle."""
    metrics = QFontMetrics(painter.font())
    step = metrics.lineSpacing() + 2
    top = place.top() + max(0.0, (place.height() - step * len(lines)) / 2)
    for number, line in enumerate(lines):
        painter.setPen(QColor(DARK.text3 if number else DARK.text1))
        text = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, int(place.width()))
        row = QRectF(place.left(), top + number * step, place.width(), step)
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter), text)
