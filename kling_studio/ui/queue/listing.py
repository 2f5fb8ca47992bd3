"""The list of jobs: mouse and keys on its rows."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from kling_studio.ui.list_keys import is_delete
from kling_studio.ui.queue.layout import parts_of
from kling_studio.ui.queue.rows import QueueRows
from kling_studio.ui.queue.telling import Row, Verb, verbs
from kling_studio.ui.row_list import ROW, RowList


class QueueList(RowList):
    """Rows of jobs. A click on a link, Enter (show) and Delete (cancel) want something done with one."""

    wanted = Signal(object, object)

    def __init__(self, rows: QueueRows, parent: QWidget | None = None) -> None:
        super().__init__(rows, "queue_list", "Renders", parent)
        self._rows = rows
        self._pressed: tuple[str, Verb] | None = None

    def selected(self) -> Row | None:
        """The row that the keys act on."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def link_rect(self, place: int, verb: Verb) -> QRect:
        """Where a link of a row is, in the viewport; empty where the row has none for the verb."""
        rect = self.visualRect(self._rows.index(place))
        links = dict(parts_of(self._rows.rows[place], rect.width()).links)
        return links[verb].translated(rect.topLeft()) if verb in links else QRect()

    def link_at(self, place: QPoint) -> tuple[int, Verb] | None:
        index = self.indexAt(place)
        if not index.isValid():
            return None
        rect = self.visualRect(index)
        inside = place - rect.topLeft()
        verb = parts_of(index.data(ROW), rect.width()).verb_at(inside.x(), inside.y())
        return None if verb is None else (index.row(), verb)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.selected()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(row, Verb.SHOW)
        elif row is not None and is_delete(event):
            self._want(row, Verb.CANCEL)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self._job_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        place = event.position().toPoint()
        # By its job: rows move while jobs begin and end.
        if event.button() is Qt.MouseButton.LeftButton and pressed and self._job_at(place) == pressed:
            self._want(self.indexAt(place).data(ROW), pressed[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and self.link_at(place) is None:
            self._want(index.data(ROW), Verb.SHOW)

    def _job_at(self, place: QPoint) -> tuple[str, Verb] | None:
        link = self.link_at(place)
        return None if link is None else (self._rows.rows[link[0]].job, link[1])

    def _want(self, row: Row, verb: Verb) -> None:
        if verb in verbs(row):
            self.wanted.emit(row, verb)
