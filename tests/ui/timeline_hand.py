"""A hand on the timeline: real mouse events at places that are told in seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Unpack

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.edits.scenes import SceneFields
from kling_studio.core.project import Project
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.timeline import TimelineView
from kling_studio.ui.timeline.layout import Layout

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NO_KEYS, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class Hand:
    """Presses, moves and lets go over one timeline."""

    def __init__(self, view: TimelineView) -> None:
        self.view = view
        self.at = QPointF()

    @property
    def layout(self) -> Layout:
        """Where everything lies now."""
        layout = self.view.layout_now()
        assert layout is not None
        return layout

    def edge(self, index: int) -> QPointF:
        """The right edge of a shot, where it is grabbed."""
        return QPointF(self.layout.edge_x(index) - 2, self.layout.shots_row.center().y())

    def shot(self, index: int) -> QPointF:
        """The middle of a shot."""
        return self.layout.block(index).center()

    def ruler(self, second: float) -> QPointF:
        """A time on the ruler."""
        return QPointF(self.layout.x_of(second), 12)

    def row(self, second: float) -> QPointF:
        """A time in the row of shots."""
        return QPointF(self.layout.x_of(second), self.layout.shots_row.center().y())

    def press(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEYS, button: Qt.MouseButton = LEFT) -> None:
        """Press a button."""
        self._send(QEvent.Type.MouseButtonPress, at, button, button, keys)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Move with a button held."""
        self._send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, LEFT, keys)

    def move_by(self, seconds: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Move from where the hand is, in several steps, as a hand does."""
        start, width = self.at, seconds * self.layout.scale.px_per_s
        for part in (0.2, 0.7, 1.0):
            self.move(QPointF(start.x() + width * part, start.y()), keys)

    def release(self, button: Qt.MouseButton = LEFT) -> None:
        """Let go where the hand is."""
        self._send(QEvent.Type.MouseButtonRelease, self.at, button, Qt.MouseButton.NoButton, NO_KEYS)

    def click(self, at: QPointF, button: Qt.MouseButton = LEFT) -> None:
        """Press and let go."""
        self.press(at, button=button)
        self.release(button)

    def double_click(self, at: QPointF) -> None:
        """Click twice, as the system tells it."""
        self.click(at)
        self._send(QEvent.Type.MouseButtonDblClick, at, LEFT, LEFT, NO_KEYS)
        self.release()

    def wheel(self, at: QPointF, notches: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Turn the wheel; up is positive."""
        place = self.view.viewport().mapToGlobal(at)
        event = QWheelEvent(
            at, place, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.view.viewport(), event)

    def hover(self, at: QPointF, mime: QMimeData, keys: Qt.KeyboardModifier = NO_KEYS) -> bool:
        """Drag something from elsewhere over a place; whether it may be let go."""
        ground, copy = self.view.viewport(), Qt.DropAction.CopyAction
        QApplication.sendEvent(ground, QDragEnterEvent(at.toPoint(), copy, mime, LEFT, keys))
        event = QDragMoveEvent(at.toPoint(), copy, mime, LEFT, keys)
        QApplication.sendEvent(ground, event)
        return event.isAccepted()

    def drop(self, at: QPointF, mime: QMimeData, keys: Qt.KeyboardModifier = NO_KEYS) -> bool:
        """Drag something over a place and let go; whether it was taken."""
        self.hover(at, mime, keys)
        event = QDropEvent(at, Qt.DropAction.CopyAction, mime, LEFT, keys)
        QApplication.sendEvent(self.view.viewport(), event)
        return event.isAccepted()

    @contextmanager
    def dragging(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> Iterator[None]:
        """Hold the button down meanwhile."""
        self.press(at, keys)
        yield
        self.release()

    def _send(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
        keys: Qt.KeyboardModifier,
    ) -> None:
        self.at = at
        ground = self.view.viewport()
        QApplication.sendEvent(
            ground, QMouseEvent(kind, at, QPointF(ground.mapToGlobal(at)), button, held, keys)
        )


def lay_out(session: Session, *seconds: int, **fields: Unpack[SceneFields]) -> None:
    """Give the first scene shots of these lengths, called "0", "1", ..., and fields."""

    def laid_out(project: Project) -> Project:
        scene = next(project.scenes())
        project = edits.even_shots(project, scene.id, 1, tuple(str(number) for number in range(len(seconds))))
        for number, length in enumerate(seconds):
            project = edits.trim_shot(project, str(number), length)
            project = edits.set_shot(project, str(number), prompt=f"Words of shot {number + 1}.")
        return edits.set_scene(project, scene.id, **fields)

    session.apply(laid_out, "Lay out")


def lengths(session: Session) -> list[int]:
    """The seconds of the first scene's shots."""
    return [shot.seconds for shot in next(session.project.scenes()).shots]


def order(session: Session) -> list[str]:
    """The ids of the first scene's shots."""
    return [shot.id for shot in next(session.project.scenes()).shots]


def chosen(selection: Selection) -> str:
    """The id of the selected shot, or nothing."""
    return selection.shot.id if selection.shot else ""


def steps(session: Session) -> int:
    """How many steps can be undone."""
    return len(session.history.past)


@contextmanager
def open_timeline(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[Hand]:
    """A timeline on the screen: shots of 3, 4, 3 and 3 s on a model that takes 15 s for $0.14 a second."""
    lay_out(session, 3, 4, 3, 3, model="fal:o3-pro", audio=True)
    thumbnails = Thumbnails(session.path_of)
    view = TimelineView(session, selection, thumbnails)
    qtbot.addWidget(view)
    view.resize(1440, 270)
    with qtbot.waitExposed(view):
        view.show()
    yield Hand(view)
    thumbnails.stop()
