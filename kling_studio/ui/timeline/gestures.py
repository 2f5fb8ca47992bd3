"""What the hand can do with the mouse held down. A gesture shows; only its release changes the project."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt

from kling_studio.core.project import Project
from kling_studio.core.timeline import SNAP_DISTANCE_PX
from kling_studio.ui.selection import Selection
from kling_studio.ui.timeline.layout import Layout
from kling_studio.ui.timeline.overlay import NOTHING, Overlay


class Hand(NamedTuple):
    """Where the mouse is, in time and in pixels, and whether Ctrl and Alt are held."""

    second: float
    x_px: float
    ctrl: bool = False
    alt: bool = False


class Gesture(Protocol):
    """One press of a mouse button. ``project`` is how the project would be, ``None`` where nothing would change."""

    overlay: Overlay
    project: Project | None

    @property
    def cursor(self) -> Qt.CursorShape:
        """How the mouse looks meanwhile."""

    def move(self, hand: Hand) -> None:
        """Follow the hand."""

    def release(self) -> None:
        """Make it so."""

    def cancel(self) -> None:
        """Leave everything as it was before the press."""


class Scrub:
    """Moves the playhead; cuts draw it to them unless Alt is held."""

    cursor = Qt.CursorShape.ArrowCursor
    overlay = NOTHING
    project: Project | None = None

    def __init__(self, selection: Selection, layout: Layout) -> None:
        self._selection = selection
        self._layout = layout
        self._before_s = selection.playhead_s

    def move(self, hand: Hand) -> None:
        end_s = self._layout.scene.seconds
        second = min(max(hand.second, 0.0), float(end_s))
        reach_s = SNAP_DISTANCE_PX / self._layout.scale.px_per_s
        cuts = (*self._layout.starts_s, end_s)
        nearest = min(cuts, key=lambda cut: abs(cut - second))
        drawn = not hand.alt and abs(nearest - second) <= reach_s
        self._selection.move_playhead(float(nearest) if drawn else second)

    def release(self) -> None:
        """The playhead is where it is."""

    def cancel(self) -> None:
        self._selection.move_playhead(self._before_s)


class Pan:
    """Drags the ground along."""

    cursor = Qt.CursorShape.ClosedHandCursor
    overlay = NOTHING
    project: Project | None = None

    def __init__(self, scroll_to: Callable[[float], None], scrolled_px: float, x_px: float) -> None:
        self._scroll_to = scroll_to
        self._scrolled_px = scrolled_px
        self._grab_px = x_px

    def move(self, hand: Hand) -> None:
        self._scroll_to(self._scrolled_px + self._grab_px - hand.x_px)

    def release(self) -> None:
        """The ground stays where it was dragged."""

    def cancel(self) -> None:
        self._scroll_to(self._scrolled_px)
