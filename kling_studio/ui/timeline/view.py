"""The timeline as a widget: scrolled, zoomed, painted; mouse, keys and drops are handed on."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.core.project import Project
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.timeline.blocks import picture_px
from kling_studio.ui.timeline.drawn import DrawnBlocks
from kling_studio.ui.timeline.dropping import DropGround
from kling_studio.ui.timeline.ink import Ink
from kling_studio.ui.timeline.layout import Layout, Part
from kling_studio.ui.timeline.limits import Limits, horizon_s, limits_of, total_words
from kling_studio.ui.timeline.overlay import NOTHING
from kling_studio.ui.timeline.picture import Picture, paint, paint_nothing
from kling_studio.ui.timeline.pointer import Pointer
from kling_studio.ui.timeline.speech import Spoken, spoken_lines
from kling_studio.ui.timeline.stills import Stills
from kling_studio.ui.timeline.tips import spoken_description, tip_at
from kling_studio.ui.timeline.verbs import ShotVerbs

_NOTCH = 120
_HELD = {
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
_EDITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_NO_KEYS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class TimelineView(DropGround, ShotVerbs):
    """The shots of the selected scene in time.

    ``edit_requested`` asks for the editing of a shot by its id. ``total_changed`` tells "4 shots, 10 of 15 s".
    ``preview_changed`` tells the project as it would be while a drag lasts, and ``None`` at its end.
    """

    edit_requested = Signal(str)
    total_changed = Signal(str)
    preview_changed = Signal(object)

    def __init__(
        self, session: Session, selection: Selection, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self._session = session
        self.selection = self._selection = selection
        self.limits = Limits()
        self._blocks: DrawnBlocks | None = None
        self._stills = Stills(thumbnails, self)
        self._pointer = Pointer(self)
        self._ringed = False
        self._spoken: tuple[Project | None, str, tuple[Spoken, ...]] = (None, "", ())
        self._total = ""
        self._previewed: Project | None = None
        self._drawn_playhead_s = selection.playhead_s
        self._wheel = 0
        self._build()
        session.changed.connect(self._follow_project)
        session.media_changed.connect(lambda _: self._follow_scene())
        selection.scene_changed.connect(self._show_scene)
        selection.shot_changed.connect(self._show_shot)
        selection.playhead_changed.connect(self._show_playhead)
        self._stills.changed.connect(self.viewport().update)
        self._follow_scene()

    def _build(self) -> None:
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        viewport = self.viewport()
        viewport.setObjectName("timelineGround")
        viewport.setMouseTracking(True)
        viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What is shown

    def total_words(self) -> str:
        """The scene for the status line: "4 shots, 10 of 15 s"."""
        return self._total

    def layout_now(self) -> Layout | None:
        """Where everything lies now, as a drag would have it; ``None`` without a scene."""
        gesture = self._pointer.gesture
        project = (gesture.project if gesture else None) or self.session.project
        selected = self.selection.scene
        scene = project.find_scene(selected.id) if selected else None
        if scene is None:
            return None
        known, scene_id, spoken = self._spoken
        if known is not project or scene_id != scene.id:
            spoken = spoken_lines(project, scene)
            self._spoken = (project, scene.id, spoken)
        return Layout(scene, spoken, self.time_scale(), self.viewport().width(), self.height())

    def show_gesture(self) -> None:
        """A gesture began, went on or ended."""
        gesture = self._pointer.gesture
        project = gesture.project if gesture else None
        if project is not self._previewed:
            self._previewed = project
            self._measure()
            self.preview_changed.emit(project)
        self.viewport().update()

    def _follow_project(self, changes: tuple[Change, ...]) -> None:
        self._pointer.cancel()
        self._follow_scene()
        shot = self.selection.shot
        if shot and any(change.id == shot.id and "seconds" in change.names for change in changes):
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, shot.seconds))

    def _follow_scene(self) -> None:
        scene = self.selection.scene
        self.limits = limits_of(self.session, scene) if scene else Limits()
        total = total_words(scene, self.limits) if scene else ""
        if total != self._total:
            self._total = total
            self.total_changed.emit(total)
        self._measure()
        self._describe()
        self.viewport().update()

    def _show_scene(self) -> None:
        self._pointer.cancel()
        self._stills.forget()
        self._follow_scene()
        self.fit()

    def _show_shot(self) -> None:
        self._describe()
        layout, shot = self.layout_now(), self.selection.shot
        if layout is not None and shot is not None and self._pointer.gesture is None:
            self.reveal(layout.block(layout.scene.shots.index(shot)))
        self.viewport().update()

    def _show_playhead(self, second: float) -> None:
        layout = self.layout_now()
        if layout is None:
            return
        left, right = sorted((layout.x_of(self._drawn_playhead_s), layout.x_of(second)))
        self._drawn_playhead_s = second
        if self._pointer.gesture is None and not layout.gutter_px <= layout.x_of(second) <= layout.width_px:
            ahead_px = layout.time_area.width() / 4
            self.horizontalScrollBar().setValue(round(second * layout.scale.px_per_s - ahead_px))
        self.viewport().update(QRect(int(left) - 9, 0, int(right - left) + 19, self.viewport().height()))

    def _describe(self) -> None:
        scene = self.selection.scene
        words = spoken_description(scene, self.selection.shot, self._total) if scene else "No scene."
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def anchor_s(self) -> float:
        """The playhead's time."""
        return self.selection.playhead_s

    def _measure(self) -> None:
        layout = self.layout_now()
        seconds = horizon_s(layout.scene, self.limits) if layout else 1.0
        self.show_seconds(seconds, held=self._pointer.gesture is not None)

    # Qt's events

    def sizeHint(self) -> QSize:
        return QSize(900, 270)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._picture()
        with QPainter(self.viewport()) as painter:
            if picture is None:
                paint_nothing(painter, QRectF(self.viewport().rect()))
            else:
                paint(painter, picture, QRectF(event.rect()))

    def _picture(self) -> Picture | None:
        layout = self.layout_now()
        if layout is None:
            return None
        self._blocks = self._blocks or DrawnBlocks(Ink())
        gesture = self._pointer.gesture
        # A shot in the hand keeps the picture it had.
        project, scene = self.session.project, self.selection.scene or layout.scene
        height = picture_px(layout.shots_row.height())
        over = self.drop_overlay() or (gesture.overlay if gesture else NOTHING)
        return Picture(
            layout=layout,
            limits=self.limits,
            blocks=self._blocks,
            still_of=lambda shot: self._stills.pixmap(project, scene, shot, height),
            selected_id=self.selection.shot.id if self.selection.shot else "",
            hover=self._pointer.hover,
            overlay=over,
            playhead_s=self.selection.playhead_s,
            ringed=self._ringed,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        layout = self.layout_now()
        if layout is None:
            return
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl or layout.hit(event.position()).part is not Part.RULER:
            self.turn(event)
            return
        self._wheel += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._wheel / _NOTCH)
        self._wheel -= notches * _NOTCH
        self._step_playhead(-notches, layout.scene.seconds)

    def _step_playhead(self, by_s: int, end_s: int) -> None:
        if by_s:
            second = round(self.selection.playhead_s + by_s)
            self.selection.move_playhead(float(min(max(second, 0), end_s)))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._pointer.leave()
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            layout = self.layout_now()
            words = tip_at(layout, self.limits, QPointF(event.pos())) if layout else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride and self._pointer.gesture is not None:
            event.accept()  # before any shortcut of the window has it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pointer.cancel():
            return
        key, shot = Qt.Key(event.key()), self.selection.shot
        if key in _EDITS and event.modifiers() in _NO_KEYS and shot is not None:
            self.edit_requested.emit(shot.id)
            return
        if key in _HELD:
            self._pointer.hold(event.modifiers() | _HELD[key])
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _HELD:
            self._pointer.hold(event.modifiers() & ~_HELD[key])
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self._ringed = False
        self.viewport().update()
