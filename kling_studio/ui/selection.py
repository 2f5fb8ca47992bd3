"""What the director looks at: one scene, one of its shots or none, and the playhead. State of the window alone."""

from PySide6.QtCore import QObject, Signal

from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.core.project import Scene, Shot


class Selection(QObject):
    """The current scene, shot and time. It follows the project: what is deleted gives way to its neighbour."""

    scene_changed = Signal()
    shot_changed = Signal()
    playhead_changed = Signal(float)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scene_id = next((scene.id for scene in session.project.scenes()), "")
        self._shot_id = ""
        self.playhead_s = 0.0
        self._places: tuple[int, int] = (0, 0)
        session.changed.connect(self._follow)

    @property
    def scene(self) -> Scene | None:
        """The scene as it stands now."""
        return self._session.project.find_scene(self._scene_id)

    @property
    def shot(self) -> Shot | None:
        """The selected shot as it stands now."""
        scene = self.scene
        return next((shot for shot in scene.shots if shot.id == self._shot_id), None) if scene else None

    def select_scene(self, scene_id: str) -> None:
        """Look at another scene; no shot of it is selected, the playhead goes to its start."""
        if scene_id == self._scene_id:
            return
        self._scene_id, self._shot_id = scene_id, ""
        self._remember_places()
        self.scene_changed.emit()
        self.shot_changed.emit()
        self.move_playhead(0.0)

    def select_shot(self, shot_id: str) -> None:
        """Select a shot of the scene; an empty id selects none."""
        if shot_id == self._shot_id:
            return
        self._shot_id = shot_id
        self._remember_places()
        self.shot_changed.emit()

    def move_playhead(self, second: float) -> None:
        """Put the playhead at a time of the scene, in seconds."""
        if second != self.playhead_s:
            self.playhead_s = max(0.0, second)
            self.playhead_changed.emit(self.playhead_s)

    def _follow(self, _changes: tuple[Change, ...]) -> None:
        if self.scene is None:
            scenes = list(self._session.project.scenes())
            place = min(self._places[0], len(scenes) - 1)
            self.select_scene(scenes[place].id if scenes else "")
        elif self._shot_id and self.shot is None:
            shots = self.scene.shots
            self.select_shot(shots[min(self._places[1], len(shots) - 1)].id if shots else "")
        self._remember_places()

    def _remember_places(self) -> None:
        """Where scene and shot stand, for the day they are gone."""
        scenes = [scene.id for scene in self._session.project.scenes()]
        scene_place = scenes.index(self._scene_id) if self._scene_id in scenes else 0
        scene = self.scene
        shots = [shot.id for shot in scene.shots] if scene else []
        shot_place = shots.index(self._shot_id) if self._shot_id in shots else 0
        self._places = (scene_place, shot_place)
