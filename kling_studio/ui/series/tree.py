"""The tree of episodes and scenes: selecting, folding, renaming in place, dragging and dropping."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import drop_of
from kling_studio.ui.edge_scroll import EdgeScroll
from kling_studio.ui.list_keys import KeepsKeys, is_delete, is_duplicate, moves_by
from kling_studio.ui.selection import Selection
from kling_studio.ui.series.landing import (
    Landing,
    Place,
    landing_of_drop,
    landing_of_episode,
    landing_of_scene,
)
from kling_studio.ui.series.model import EPISODE_MIME, SCENE_MIME, AnyIndex, SeriesModel, SeriesRole
from kling_studio.ui.series.row import FOLD_WIDTH_PX, RowDelegate
from kling_studio.ui.theme import DARK, MARGIN_PX


class SeriesTree(KeepsKeys, QTreeView):
    """Follows the selection, and leads it. ``brought`` tells files for the scene with an id; ``refused`` a sentence."""

    brought = Signal(object, str)
    refused = Signal(str)

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._leads = True
        self._landing: Landing | None = None
        self._model = SeriesModel(session, self)
        self._delegate = RowDelegate(session, self._model, self)
        self._bubble = DropBubble(self.viewport())
        self._edge_scroll = EdgeScroll(self)
        self.setObjectName("seriesTree")
        self.setAccessibleName("Episodes and scenes")
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.expandAll()
        self._model.rowsInserted.connect(self._unfold_new)
        session.changed.connect(self._follow)
        for signal in (session.media_changed, session.lists_changed):
            signal.connect(lambda _: self._model.tell_all())
        session.facts_changed.connect(lambda _: self.viewport().update())
        selection.scene_changed.connect(self._show_selected)
        self._show_selected()

    @property
    def rows(self) -> SeriesModel:
        """The model behind the tree."""
        return self._model

    @property
    def current_episode_id(self) -> str:
        """The id of the current row if it is an episode, else ""."""
        index = self.currentIndex()
        return self._model.id_at(index) if index.isValid() and not index.data(SeriesRole.IS_SCENE) else ""

    def select_episode(self, episode_id: str) -> None:
        """Make an episode the current row; the scene that is looked at stays."""
        self.setCurrentIndex(self._model.index_of(episode_id))

    def rename(self, thing_id: str) -> None:
        """Open the title of a scene or an episode for typing."""
        index = self._model.index_of(thing_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_episode_id:
            self.setExpanded(index, not self.isExpanded(index))
        elif is_delete(event) or is_duplicate(event) or moves_by(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        is_fold = index.isValid() and not index.data(SeriesRole.IS_SCENE) and place.x() < FOLD_WIDTH_PX
        if is_fold and event.button() is Qt.MouseButton.LeftButton:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().mousePressEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        scene = self._model.scene_at(current)
        if scene is not None and self._leads:
            self._selection.select_scene(scene.id)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData([self.currentIndex()]))
        drag.exec(Qt.DropAction.CopyAction)  # the system's own loop: a drag has no other form

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        landing = self._show_landing(event)
        self._edge_scroll.hold(event.position().toPoint().y())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not landing.refused)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        landing = self._show_landing(event)
        self._end_drag()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not landing.refused)
        if landing.refused:
            self.refused.emit(landing.words)
        elif landing.edit is not None:
            self._session.apply(landing.edit, landing.label)
        elif landing.files_for:
            self.brought.emit(drop_of(event.mimeData()), landing.files_for)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._landing is not None and self._landing.line_at:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(DARK.accent), 2))
            y = self._line_y(self._landing)
            painter.drawLine(MARGIN_PX, y, self.viewport().width() - MARGIN_PX, y)

    def _show_landing(self, event: QDropEvent) -> Landing:
        """Mark where the drop would land, and say what it would do."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        landing = self._landing_at(event, index, place)
        self._landing = landing
        self._delegate.target_id = landing.target_id
        target = self.visualRect(index) if index.isValid() else QRect(place, QSize(1, 1))
        if landing.line_at:
            target = QRect(0, self._line_y(landing), 1, 1)
        self._bubble.say(landing.words, target.adjusted(MARGIN_PX, 0, 0, 0), refused=landing.refused)
        self.viewport().update()
        return landing

    def _landing_at(self, event: QDropEvent, index: QModelIndex, point: QPoint) -> Landing:
        if self._session.read_only_reason:
            return Landing(self._session.read_only_reason, refused=True)
        project, mime = self._session.project, event.mimeData()
        place = Place(
            self._model.id_at(index),
            upper=point.y() < self.visualRect(index).center().y(),
            is_open=self.isExpanded(index),
        )
        if mime.hasFormat(SCENE_MIME):
            return landing_of_scene(project, bytes(mime.data(SCENE_MIME).data()).decode(), place)
        if mime.hasFormat(EPISODE_MIME):
            return landing_of_episode(project, bytes(mime.data(EPISODE_MIME).data()).decode(), place)
        return landing_of_drop(project, drop_of(mime), place)

    def _end_drag(self) -> None:
        self._landing, self._delegate.target_id = None, ""
        self._edge_scroll.stop()
        self._bubble.hide()
        self.viewport().update()

    def _line_y(self, landing: Landing) -> int:
        rect = self.visualRect(self._model.index_of(landing.line_at))
        return rect.bottom() if landing.line_below else rect.top()

    def _follow(self, changes: tuple[Change, ...]) -> None:
        with self._led():
            self._model.follow(changes)
        if not self.current_episode_id:
            self._show_selected()

    def _show_selected(self) -> None:
        scene = self._selection.scene
        index = self._model.index_of(scene.id) if scene is not None else QModelIndex()
        if index.isValid() and index != self.currentIndex():
            with self._led():
                self.setCurrentIndex(index)
                self.scrollTo(index)

    def _unfold_new(self, parent: QModelIndex, first: int, last: int) -> None:
        if not parent.isValid():
            for row in range(first, last + 1):
                self.expand(self._model.index(row, 0))

    @contextmanager
    def _led(self) -> Iterator[None]:
        """While the tree follows, its current row does not lead the selection."""
        leads, self._leads = self._leads, False
        try:
            yield
        finally:
            self._leads = leads
