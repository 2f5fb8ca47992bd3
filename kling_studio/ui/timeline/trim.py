"""Dragging the edge of a shot: trim with ripple, or with Ctrl roll the cut."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.pricing import Quote, shown
from kling_studio.core.project import Project, Scene, Shot
from kling_studio.core.timeline import TimeScale, snapped, starts
from kling_studio.ui.timeline.gestures import Hand
from kling_studio.ui.timeline.limits import Limits
from kling_studio.ui.timeline.overlay import NOTHING, Bubble, Overlay

# How far the hand must pull beyond the model's limit before the edge gives way.
_RESISTANCE_PX = 28.0
_HINT = "Release keeps the new length, Esc cancels. Ctrl rolls the cut, Alt ignores snapping"


class TrimDrag:
    """One drag of the right edge of a shot, in whole seconds."""

    cursor = Qt.CursorShape.SplitHCursor

    def __init__(
        self, session: Session, scene: Scene, index: int, limits: Limits, scale: TimeScale, playhead_s: float
    ) -> None:
        self._session = session
        self._scene = scene
        self._index = index
        self._limits = limits
        self._scale = scale
        self._playhead_s = playhead_s
        self._start_s = starts(scene)[index]
        self._edge_s = self._start_s + self._shot.seconds
        self._grab_s: float | None = None
        self._seconds = self._shot.seconds
        self._rolls = False
        self._price = session.quote_of(session.project, scene)
        self.overlay = NOTHING
        self.project: Project | None = None

    @property
    def _shot(self) -> Shot:
        return self._scene.shots[self._index]

    @property
    def _following(self) -> Shot | None:
        rest = self._scene.shots[self._index + 1 :]
        return rest[0] if rest else None

    def move(self, hand: Hand) -> None:
        if self._grab_s is None:
            self._grab_s = hand.second - self._edge_s
        before = self._seconds, self._rolls
        self._rolls = hand.ctrl and self._following is not None
        wanted_s = hand.second - self._grab_s
        if not self._rolls:
            wanted_s = self._resisted(wanted_s)
        marks = dict(self._marks())
        snap = snapped(wanted_s, () if hand.alt else marks.items(), self._scale)
        self._seconds = self._possible(snap.second - self._start_s)
        edge_s = self._start_s + self._seconds
        if self.project is None or before != (self._seconds, self._rolls):
            self.project = self._tried()
        self.overlay = Overlay(
            bubble=self._bubble(edge_s),
            hint=_HINT,
            trimmed=self._index,
            was_s=self._edge_s if edge_s != self._edge_s else None,
            guide=(edge_s, marks[edge_s]) if not hand.alt and edge_s in marks else None,
        )

    def release(self) -> None:
        if self._seconds == self._shot.seconds:
            return
        edit = edits.roll_cut if self._rolls else edits.trim_shot
        self._session.dispatch(edit, self._shot.id, seconds=self._seconds)

    def cancel(self) -> None:
        """Nothing was changed yet."""

    def _tried(self) -> Project:
        edit = edits.roll_cut if self._rolls else edits.trim_shot
        return edit(self._session.project, self._shot.id, seconds=self._seconds)

    def _possible(self, seconds: int) -> int:
        most = seconds
        if self._rolls and self._following is not None:
            most = self._shot.seconds + self._following.seconds - 1
        return max(1, min(seconds, most))

    def _resisted(self, edge_s: float) -> float:
        """The limit holds the edge for a while before it lets go."""
        limit_s = self._edge_at_total(self._limits.max_s)
        if limit_s is None or self._edge_s > limit_s or edge_s <= limit_s:
            return edge_s
        return max(limit_s, edge_s - _RESISTANCE_PX / self._scale.px_per_s)

    def _edge_at_total(self, total_s: int | None) -> float | None:
        """Where this edge stands when the scene lasts ``total_s``."""
        return None if total_s is None else self._edge_s + total_s - self._scene.seconds

    def _marks(self) -> Iterator[tuple[float, str]]:
        yield self._playhead_s, "playhead"
        if self._rolls:
            return
        for total_s in self._limits.only_s or (self._limits.max_s,):
            edge_s = self._edge_at_total(total_s)
            if edge_s is not None:
                yield edge_s, f"{total_s} s in all"

    def _bubble(self, edge_s: float) -> Bubble:
        new = self.project.find_scene(self._scene.id) if self.project else None
        total_s = new.seconds if new else self._scene.seconds
        parts = [self._lengths()]
        refused = self._limits.is_too_long(total_s)
        if refused:
            parts.append(f"{total_s} of {self._limits.max_s} s")
        elif self._limits.only_s and total_s not in self._limits.only_s:
            parts.append(f"{total_s} s in all, not {self._limits.only_words}")
        elif self.project is not None and new is not None and edge_s != self._edge_s and not self._rolls:
            parts.append(price_words(self._price, self._session.quote_of(self.project, new)))
        return Bubble(", ".join(part for part in parts if part), edge_s, refused=refused)

    def _lengths(self) -> str:
        old, new = self._shot.seconds, self._seconds
        if old == new:
            return f"{old} s"
        if not self._rolls or self._following is None:
            return f"{old} s → {new} s"
        rest = self._following.seconds + old - new
        return f"{old} s → {new} s | {self._following.seconds} s → {rest} s"


def price_words(old: Quote | None, new: Quote | None) -> str:
    """What a change costs: "+$0.28", "price unknown", or nothing to say where nothing is paid."""
    if old is None or new is None or old.total is None or new.total is None:
        return shown(None)
    if old.total == 0 and new.total == 0:
        return ""
    difference = new.total - old.total
    return shown(difference, signed=True) if difference else "same price"
