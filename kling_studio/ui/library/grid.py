"""The grid of the library: several selected at once, dragged to the cast, searched by the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import MEMBER_MIME, drop_of
from kling_studio.ui.library.cell import CELL, PICTURE, CellDelegate
from kling_studio.ui.library.mime import library_mime
from kling_studio.ui.library.model import LibraryModel, LibraryRole
from kling_studio.ui.list_keys import KeepsKeys, is_delete
from kling_studio.ui.theme import BODY_PX, CORNER_PX, DARK, GAP_PX, MARGIN_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

_REDRAWN_ONE_BY_ONE = 100  # Qt adds up the places of all that changed, which takes long for a thousand


class LibraryGrid(KeepsKeys, QListView):
    """Cells of members. It changes nothing itself.

    ``chosen`` tells that the selection is other entries now; the rest what is wanted of them. ``member_brought`` names
    a member of the cast that was dropped here.
    """

    chosen = Signal()
    take_wanted = Signal()
    bin_wanted = Signal()
    rename_wanted = Signal()
    menu_wanted = Signal(QPoint)
    member_brought = Signal(str)

    def __init__(
        self,
        model: LibraryModel,
        thumbnails: Thumbnails,
        can_undo: Callable[[], bool] = lambda: False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._can_undo = can_undo
        self._rows = model
        self._thumbnails = thumbnails
        self._bubble = DropBubble(self.viewport())
        self._kept_ids: list[str] = []
        self._empty_words = ""
        self.setObjectName("libraryGrid")
        self.setAccessibleName("Library")
        self.setModel(model)
        self.setItemDelegate(CellDelegate(thumbnails, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(QSize(CELL.width(), CELL.height()))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setViewportMargins(GAP_PX, 0, 0, 0)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)  # a view of cells that stay in place takes it away
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_wanted)
        self.activated.connect(lambda _index: self.take_wanted.emit())
        thumbnails.ready.connect(self._show_picture)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._bring_back)

    @property
    def selected_ids(self) -> list[str]:
        """The ids of the selected entries, in the order of the rows."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._rows.id_at(self._rows.index(row)) for row in rows]

    def select(self, entry_ids: list[str]) -> None:
        """Select entries, as far as they are shown, and bring the first into sight."""
        indexes = [index for entry_id in entry_ids if (index := self._rows.index_of(entry_id)).isValid()]
        chosen = QItemSelection()
        for index in indexes:
            chosen.select(index, index)
        if indexes:
            self.selectionModel().setCurrentIndex(indexes[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(indexes[0])
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def mime(self) -> QMimeData:
        """What a drag of the selection carries."""
        return library_mime(self.selected_ids)

    def set_empty_words(self, words: str) -> None:
        """What stands in the place of members where there are none."""
        if words != self._empty_words:
            self._empty_words = words
            self.setAccessibleDescription(words)
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._empty_words:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(DARK.line), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        box = QRectF(self.viewport().rect()).adjusted(GAP_PX + 0.5, 0.5, -MARGIN_PX - 0.5, -MARGIN_PX - 0.5)
        painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
        painter.setPen(QColor(DARK.text2))
        painter.setFont(sized(BODY_PX))
        centred = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(box.toRect().adjusted(MARGIN_PX, 0, -MARGIN_PX, 0), centred, self._empty_words)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if _rows_in(selected) + _rows_in(deselected) > _REDRAWN_ONE_BY_ONE:
            self.viewport().update()
        else:
            super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def keeps(self, event: QEvent) -> bool:
        return super().keeps(event) or self._is_undo(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_delete(event):
            self.bin_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.mime())
        reference = self.currentIndex().data(LibraryRole.PICTURE)
        picture = self._thumbnails.pixmap(reference, PICTURE.width(), PICTURE.height()) if reference else None
        if picture is not None:
            drag.setPixmap(picture)
            drag.setHotSpot(QPoint(PICTURE.width() // 2, PICTURE.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)  # the system's own loop: a drag has no other form

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._show_landing(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._show_landing(event)

    def dragLeaveEvent(self, _event: QEvent) -> None:
        self._bubble.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_landing(event)
        self._bubble.hide()
        if event.isAccepted():
            self.member_brought.emit(drop_of(event.mimeData()).member)

    def _is_undo(self, event: QEvent) -> bool:
        """Whether Ctrl+Z is meant for the library and not for the project."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        return event.matches(QKeySequence.StandardKey.Undo) and self._can_undo()

    def _show_landing(self, event: QDropEvent) -> None:
        """Members of the cast can be dropped here, to be kept."""
        if not event.mimeData().hasFormat(MEMBER_MIME):
            event.ignore()
            return
        place = self.viewport().rect().adjusted(8, 8, 0, 0)
        self._bubble.say(f"Keeps {drop_of(event.mimeData()).member} in the library", place)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _remember(self) -> None:
        self._kept_ids = self.selected_ids

    def _bring_back(self) -> None:
        self.select(self._kept_ids)
        self.chosen.emit()

    def _show_picture(self, reference: str) -> None:
        for index in self._rows.rows_of_picture(reference):
            self.update(index)


def _rows_in(selection: QItemSelection) -> int:
    return sum(part.height() for part in selection)  # type: ignore[attr-defined]  # a list of ranges
