"""What can be done to the shots of a scene without the mouse. Keys and menus call these."""

from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.project import Shot
from kling_studio.core.timeline import shot_at, starts
from kling_studio.ui.selection import Selection
from kling_studio.ui.timeline.limits import limits_of, new_shot_seconds


class ShotVerbs:
    """The verbs of the timeline, on the scene and the shot of a selection. What makes no sense is told by ``refused``.

    Where no shot is selected, those that need one do nothing.
    """

    _session: Session
    _selection: Selection

    def add_after_selected(self) -> None:
        """Add a shot behind the selected one, or at the end, and select it."""
        place = self._place()
        self._add(None if place is None else place + 1)

    def add_before_selected(self) -> None:
        """Add a shot before the selected one, or at the start, and select it."""
        self._add(self._place() or 0)

    def add_at_end(self) -> None:
        """Add a shot at the end and select it."""
        self._add(None)

    def duplicate_selected(self) -> None:
        """Put a copy behind the selected shot and select the copy."""
        if shot := self._selection.shot:
            copy_id = new_id()
            if self._session.dispatch(edits.duplicate_shot, shot.id, copy_id):
                self._selection.select_shot(copy_id)

    def delete_selected(self) -> None:
        """Take the selected shot out; its neighbour is selected."""
        if shot := self._selection.shot:
            self._session.dispatch(edits.delete_shot, shot.id)

    def move_selected(self, by: int) -> None:
        """Move the selected shot by so many places; at either end it stays."""
        shot, place, scene = self._selection.shot, self._place(), self._selection.scene
        if shot is not None and place is not None and scene is not None:
            index = min(max(place + by, 0), len(scene.shots) - 1)
            self._session.dispatch(edits.move_shot, shot.id, index)

    def trim_selected(self, by_s: int) -> None:
        """Make the selected shot longer or shorter; those behind it ripple."""
        if shot := self._selection.shot:
            self._session.dispatch(edits.trim_shot, shot.id, seconds=shot.seconds + by_s)

    def roll_selected(self, by_s: int) -> None:
        """Move the cut behind the selected shot; the scene's length stays."""
        if shot := self._selection.shot:
            self._session.dispatch(edits.roll_cut, shot.id, seconds=shot.seconds + by_s)

    def split_at_playhead(self) -> None:
        """Cut the shot under the playhead in two, at the nearest whole second inside it, and select the second part."""
        scene = self._selection.scene
        found = shot_at(scene, self._selection.playhead_s) if scene else None
        if scene is None or found is None:
            return
        index, shot = found
        into_s = self._selection.playhead_s - starts(scene)[index]
        at_s = min(max(round(into_s), 1), shot.seconds - 1) if 0 < into_s < shot.seconds else 0
        second_id = new_id()
        if self._session.dispatch(edits.split_shot, shot.id, at_s, second_id):
            self._selection.select_shot(second_id)

    def merge_selected_with_next(self) -> None:
        """Join the selected shot with the one behind it."""
        if shot := self._selection.shot:
            self._session.dispatch(edits.merge_shots, shot.id)

    def select_next(self) -> None:
        """Select the next shot; the first if none is selected."""
        self._select(0 if (place := self._place()) is None else place + 1)

    def select_previous(self) -> None:
        """Select the shot before; the last if none is selected."""
        scene = self._selection.scene
        place = self._place()
        self._select((len(scene.shots) if scene else 0) - 1 if place is None else place - 1)

    def _add(self, index: int | None) -> None:
        scene = self._selection.scene
        if scene is None:
            return
        shot = Shot(id=new_id(), seconds=new_shot_seconds(scene, limits_of(self._session, scene)))
        if self._session.dispatch(edits.add_shot, scene.id, shot, index):
            self._selection.select_shot(shot.id)

    def _select(self, index: int) -> None:
        scene = self._selection.scene
        if scene is not None and 0 <= index < len(scene.shots):
            self._selection.select_shot(scene.shots[index].id)

    def _place(self) -> int | None:
        """Where the selected shot stands in its scene."""
        scene, shot = self._selection.scene, self._selection.shot
        return scene.shots.index(shot) if scene is not None and shot is not None else None
