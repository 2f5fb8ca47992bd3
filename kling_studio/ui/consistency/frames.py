"""The frames of one episode as cells: another moment is picked by scrubbing, one that tells nothing is hidden."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kling_studio.core.consistency import SheetFrame
from kling_studio.ui.consistency.cells import CELL, PICTURE, picture_in, words_below
from kling_studio.ui.consistency.scrub import Scrub
from kling_studio.ui.consistency.source import FrameSource
from kling_studio.ui.good_mark import paint_good
from kling_studio.ui.list_keys import KeepsKeys, is_delete, moves_by
from kling_studio.ui.list_model import AnyIndex, ListModel
from kling_studio.ui.theme import CORNER_PX, DARK, LABEL_PX, sized

STEP_S = 0.25


class _FramesModel(ListModel[SheetFrame]):
    def key(self, row: SheetFrame) -> str:
        return row.key

    def shown(self, row: SheetFrame, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.label}, at {row.time_s:.2f} seconds"
            case Qt.ItemDataRole.ToolTipRole:
                return (
                    f"{row.label}, at {row.time_s:.2f} s\n"
                    "Drag across it or Alt+Left, Alt+Right: another moment\n"
                    "G finds the take good, Del hides the frame, Enter shows the take"
                )
        return None


class _FrameDelegate(QStyledItemDelegate):
    def __init__(self, source: FrameSource, parent: QListView) -> None:
        super().__init__(parent)
        self._source = source
        self._view = parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        frame: SheetFrame = index.data(Qt.ItemDataRole.UserRole)
        cell: QRect = option.rect
        place = picture_in(cell)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(place, QColor(DARK.ground0))
        pixmap = self._source.pixmap(frame)
        if pixmap is not None and not pixmap.isNull():
            size = pixmap.size().scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(QPoint(0, 0), size)
            shown.moveCenter(place.center())
            painter.drawPixmap(shown, pixmap)
        painter.setFont(sized(LABEL_PX))
        if pixmap is None or pixmap.isNull():
            painter.setPen(QColor(DARK.text3))
            words = "…" if pixmap is None else "The film cannot be read"
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
        if frame.is_good:
            paint_good(painter, QPointF(place.right() - 13, place.top() + 13))
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(QColor(DARK.accent), 2))
            painter.drawRoundedRect(place, CORNER_PX / 2, CORNER_PX / 2)
        painter.setPen(QColor(DARK.text2))
        label = words_below(place)
        words = painter.fontMetrics().elidedText(frame.label, Qt.TextElideMode.ElideLeft, label.width())
        painter.drawText(label, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


class FrameList(KeepsKeys, QListView):
    """It edits nothing itself.

    ``scrubbed`` tells a frame's key and another time in seconds while the hand moves, ``picked`` the time that was
    chosen; ``hidden`` its key, ``take_wanted`` scene and number, ``judged`` the job of a take found good or not.
    """

    scrubbed = Signal(str, float)
    picked = Signal(str, float)
    hidden = Signal(str)
    take_wanted = Signal(str, int)
    judged = Signal(str)

    def __init__(self, source: FrameSource, title: str) -> None:
        super().__init__()
        self._frames = _FramesModel(self)
        self._scrub: Scrub | None = None
        self.setModel(self._frames)
        self.setItemDelegate(_FrameDelegate(source, self))
        self.setObjectName("sheetFrames")
        self.setAccessibleName(f"Frames of {title}")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setGridSize(CELL)
        self.setUniformItemSizes(True)
        self.setDragEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._go)
        source.ready.connect(self._show_frame)

    def show_frames(self, frames: tuple[SheetFrame, ...]) -> None:
        """Show these; the current one stays where it is."""
        row = self.currentIndex().row()
        self._frames.show(frames)
        if row >= 0 and frames:
            self.setCurrentIndex(self._frames.index(min(row, len(frames) - 1)))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        by = moves_by(event, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if not index.isValid():
            super().keyPressEvent(event)
        elif is_delete(event):
            self.hidden.emit(self._frames.rows[index.row()].key)
        elif by:
            frame = self._frames.rows[index.row()]
            self._pick(frame, frame.time_s + by * STEP_S)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(index)
        elif event.key() == Qt.Key.Key_G and not event.modifiers():
            self.judged.emit(self._frames.rows[index.row()].take)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._scrub = Scrub(self._frames.rows[index.row()], event.position().x(), PICTURE.width())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._scrub is None:
            super().mouseMoveEvent(event)
        elif self._scrub.follows(event.position().x()):
            self.scrubbed.emit(self._scrub.frame.key, self._scrub.time_s)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        scrub, self._scrub = self._scrub, None
        super().mouseReleaseEvent(event)
        if scrub is not None and scrub.is_moving:
            self.picked.emit(scrub.frame.key, scrub.time_s)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _pick(self, frame: SheetFrame, time_s: float) -> None:
        self.picked.emit(frame.key, max(0.0, min(time_s, frame.seconds)))

    def _go(self, index: QModelIndex) -> None:
        frame = self._frames.rows[index.row()]
        self.take_wanted.emit(frame.scene_id, frame.take_number)

    def _show_frame(self, _key: str) -> None:
        self.viewport().update()

    def _fit(self) -> None:
        """As high as its rows: the sheet scrolls, not the list."""
        columns = max(1, self.viewport().width() // CELL.width())
        rows = -(-len(self._frames.rows) // columns)
        self.setFixedHeight(rows * CELL.height() + 4)
