"""What is dropped beside the cards, where it makes new members."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from kling_studio.app.session import Session
from kling_studio.ui.cast.hint import DropHint
from kling_studio.ui.cast.landing import Landing, on_empty
from kling_studio.ui.drops import Drop, drop_of


class GroundDrops(QObject):
    """Takes what is dropped on ``ground``; the hint says before what it would do.

    ``brought`` tells a drop that is for nobody yet, ``refused`` why one cannot be taken.
    """

    brought = Signal(object, str)
    refused = Signal(str)

    def __init__(self, session: Session, hint: DropHint, ground: QWidget) -> None:
        super().__init__(ground)
        self._session = session
        self._hint = hint
        self._drop = Drop()
        self._landing = Landing("", refused=True)
        ground.setAcceptDrops(True)
        ground.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drags are handled here; all else is the ground's own."""
        if isinstance(event, QDragMoveEvent):
            self._announce(event)
            return True
        if isinstance(event, QDropEvent):
            self._take(event)
            return True
        if event.type() is QEvent.Type.DragLeave:
            self._hint.invite()
        return super().eventFilter(watched, event)

    def _announce(self, event: QDragMoveEvent) -> None:
        is_new = isinstance(event, QDragEnterEvent)
        if is_new:
            self._drop = drop_of(event.mimeData())
            self._landing = self._landing_of(self._drop)
        self._hint.announce(self._landing.words, refused=self._landing.refused)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(is_new or not self._landing.refused)

    def _take(self, event: QDropEvent) -> None:
        self._hint.invite()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not self._landing.refused)
        if self._landing.refused:
            self.refused.emit(self._landing.words)
        else:
            self.brought.emit(self._drop, "")

    def _landing_of(self, drop: Drop) -> Landing:
        """Thought of once for each drag: it may be of thousands of files."""
        if self._session.read_only_reason:
            return Landing(self._session.read_only_reason, refused=True)
        return on_empty(drop, self._session.project)
