"""The mouse over the timeline: what it hovers, what a press begins, and the gesture under way."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from kling_studio.ui.timeline.gestures import Gesture, Hand, Pan, Scrub
from kling_studio.ui.timeline.layout import Hit, Part
from kling_studio.ui.timeline.move import MoveDrag
from kling_studio.ui.timeline.trim import TrimDrag

if TYPE_CHECKING:
    from kling_studio.ui.timeline.view import TimelineView

_NOWHERE = Hit(Part.OUTSIDE)
_CURSORS = {Part.EDGE: Qt.CursorShape.SplitHCursor, Part.SHOT: Qt.CursorShape.OpenHandCursor}
_SCROLL_EVERY_MS = 30
_SCROLL_ZONE_PX = 12.0
_SCROLL_STEP_PX = 18.0


class Pointer(QObject):
    """Turns mouse events into gestures and gestures into what the view shows."""

    def __init__(self, view: "TimelineView") -> None:
        super().__init__(view)
        self._view = view
        self._button = Qt.MouseButton.NoButton
        self._at = QPointF()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self.gesture: Gesture | None = None
        self.hover = _NOWHERE
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_EVERY_MS)
        self._scrolling.timeout.connect(self._scroll_on)

    def press(self, event: QMouseEvent) -> None:
        """Begin the gesture of what lies under the mouse; a second button during one does nothing."""
        layout = self._view.layout_now()
        if self.gesture is not None or layout is None:
            return
        hit = layout.hit(event.position())
        if event.button() == Qt.MouseButton.MiddleButton:
            bar = self._view.horizontalScrollBar()
            self.gesture = Pan(lambda px: bar.setValue(round(px)), bar.value(), event.position().x())
        elif event.button() == Qt.MouseButton.LeftButton:
            self.gesture = self._begun(hit)
        if event.button() != Qt.MouseButton.MiddleButton:
            self._select(hit)
        if self.gesture is not None:
            self._button = event.button()
            self._follow(event.position(), event.modifiers())

    def move(self, event: QMouseEvent) -> None:
        """Hover, or go on with the gesture."""
        if self.gesture is None:
            layout = self._view.layout_now()
            self._hover(layout.hit(event.position()) if layout else _NOWHERE)
            return
        self._follow(event.position(), event.modifiers())
        if not isinstance(self.gesture, Pan) and self._beyond(event.position().x()):
            self._scrolling.start()

    def release(self, event: QMouseEvent) -> None:
        """Make the gesture's change, as one edit."""
        gesture = self.gesture
        if gesture is None or event.button() != self._button:
            return
        self._end()
        gesture.release()
        self._view.show_gesture()
        self.move(event)

    def double_click(self, event: QMouseEvent) -> None:
        """Ask for the editing of a shot, or add one on free ground."""
        layout = self._view.layout_now()
        if layout is None or event.button() != Qt.MouseButton.LeftButton:
            return
        hit = layout.hit(event.position())
        if hit.part in (Part.SHOT, Part.LINE):
            self._view.edit_requested.emit(layout.scene.shots[hit.index].id)
        elif hit.part in (Part.FREE, Part.GROUND):
            self._view.add_at_end()
        elif hit.part is Part.RULER:
            self.press(event)

    def leave(self) -> None:
        """The mouse went elsewhere."""
        if self.gesture is None:
            self._hover(_NOWHERE)

    def hold(self, modifiers: Qt.KeyboardModifier) -> None:
        """Ctrl or Alt went down or up during a gesture."""
        if self.gesture is not None:
            self._follow(self._at, modifiers)

    def cancel(self) -> bool:
        """Give the gesture up; nothing has changed. Whether there was one is returned."""
        gesture = self.gesture
        if gesture is None:
            return False
        self._end()
        gesture.cancel()
        self._view.show_gesture()
        return True

    def _begun(self, hit: Hit) -> Gesture | None:
        view = self._view
        layout, session = view.layout_now(), view.session
        if layout is None:
            return None
        if hit.part is Part.EDGE:
            playhead_s = view.selection.playhead_s
            return TrimDrag(session, layout.scene, hit.index, view.limits, layout.scale, playhead_s)
        if hit.part is Part.SHOT:
            return MoveDrag(session, layout.scene, hit.index)
        if hit.part is Part.RULER:
            return Scrub(view.selection, layout)
        return None

    def _select(self, hit: Hit) -> None:
        layout = self._view.layout_now()
        if layout is not None and hit.part in (Part.SHOT, Part.EDGE, Part.LINE):
            self._view.selection.select_shot(layout.scene.shots[hit.index].id)
        elif hit.part in (Part.FREE, Part.GROUND):
            self._view.selection.select_shot("")

    def _follow(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        layout = self._view.layout_now()
        if self.gesture is None or layout is None:
            return
        self._at, self._modifiers = position, modifiers
        hand = Hand(
            layout.second_at(position.x()),
            position.x(),
            ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
            alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        )
        self.gesture.move(hand)
        self._view.viewport().setCursor(self.gesture.cursor)
        self._view.show_gesture()

    def _hover(self, hit: Hit) -> None:
        if hit != self.hover:
            self.hover = hit
            self._view.viewport().setCursor(_CURSORS.get(hit.part, Qt.CursorShape.ArrowCursor))
            self._view.viewport().update()

    def _end(self) -> None:
        self.gesture = None
        self._scrolling.stop()
        self.hover = _NOWHERE
        self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def _beyond(self, x_px: float) -> int:
        """Whether the mouse is at an end of the viewport: -1 left, 1 right."""
        layout = self._view.layout_now()
        if layout is None:
            return 0
        return (x_px > layout.width_px - _SCROLL_ZONE_PX) - (x_px < layout.gutter_px)

    def _scroll_on(self) -> None:
        direction = self._beyond(self._at.x())
        bar = self._view.horizontalScrollBar()
        before = bar.value()
        bar.setValue(round(before + direction * _SCROLL_STEP_PX))
        if bar.value() == before:
            self._scrolling.stop()
        else:
            self._follow(self._at, self._modifiers)
